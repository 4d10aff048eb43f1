package lineage_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"marrow/assets"
)

// The description of the model, and the lines between which its tables stand.
const (
	oddFile  = "../ODD.md"
	oddBegin = "<!-- parameters: written by make golden -->\n"
	oddEnd   = "<!-- end of parameters -->\n"
)

// The tables of parameters in the description of the model are those of the data: each
// number with unit, status and source.
func TestDescriptionHasTheParameters(t *testing.T) {
	text, err := os.ReadFile(oddFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), oddBegin)
	old, after, ended := strings.Cut(rest, oddEnd)
	if !found || !ended {
		t.Fatalf("%s has no place for the parameters", oddFile)
	}
	want := speciesTable(t) + "\n" + fetusTable(t) + "\n" + filesTable(t, "agent", "agents") + "\n" + filesTable(t, "disease", "diseases")
	if *update {
		if err := os.WriteFile(oddFile, []byte(before+oddBegin+want+oddEnd+after), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old != want {
		t.Errorf("the tables of %s are not those of assets: run make golden and read the difference", oddFile)
	}
	if n := strings.Count(want, "\n"); n < 300 {
		t.Errorf("%d lines of parameters: some were not found", n)
	}
}

// speciesTable has a row for each number of the species, human and mouse side by side.
func speciesTable(t *testing.T) string {
	human, mouse := numbersOf(t, "species/human.yaml"), numbersOf(t, "species/mouse.yaml")
	values := map[string]string{}
	for _, n := range mouse {
		values[n.path] = n.value
	}
	b := strings.Builder{}
	b.WriteString("| of a species | human | mouse |\n|---|---|---|\n")
	for _, n := range human {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", n.path, n.value, values[n.path])
		delete(values, n.path)
	}
	for _, n := range mouse {
		if _, own := values[n.path]; own {
			fmt.Fprintf(&b, "| %s | | %s |\n", n.path, n.value)
		}
	}
	return b.String()
}

// fetusTable has a row for each number of how a body grows before its birth, and of the
// organs that make its blood.
func fetusTable(t *testing.T) string {
	b := strings.Builder{}
	b.WriteString("| before birth | value |\n|---|---|\n")
	for _, n := range numbersOf(t, "species/fetus.yaml") {
		if strings.HasPrefix(n.path, "development.") || strings.HasPrefix(n.path, "organs.") {
			fmt.Fprintf(&b, "| %s | %s |\n", n.path, n.value)
		}
	}
	return b.String()
}

// filesTable has a row for each number of the files of a folder, which are so called.
func filesTable(t *testing.T, what, folder string) string {
	b := strings.Builder{}
	fmt.Fprintf(&b, "| %s | value |\n|---|---|\n", what)
	files, err := fs.Glob(assets.FS, folder+"/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, n := range numbersOf(t, file) {
			fmt.Fprintf(&b, "| %s.%s | %s |\n", strings.TrimSuffix(path.Base(file), ".yaml"), n.path, n.value)
		}
	}
	return b.String()
}

// A number is a value of a file with its unit, status and source.
type number struct{ path, value string }

// form is how files write numbers; what is not written so is no number.
var form = regexp.MustCompile(`^[-+]?[0-9].*, (verified|recalled|chosen), [a-z0-9_]+$`)

// numbersOf lists the numbers of a file of assets, in its order.
func numbersOf(t *testing.T, file string) []number {
	t.Helper()
	data, err := assets.FS.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var tree yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(data, &tree, yaml.UseOrderedMap()); err != nil {
		t.Fatal(err)
	}
	return below(tree, "")
}

// below lists the numbers of a part of a file; members of lists go by their names.
func below(part any, at string) (found []number) {
	switch v := part.(type) {
	case yaml.MapSlice:
		for _, item := range v {
			found = append(found, below(item.Value, strings.TrimPrefix(at+"."+fmt.Sprint(item.Key), "."))...)
		}
	case []any:
		for i, member := range v {
			found = append(found, below(member, at+"."+nameOf(member, i))...)
		}
	case string:
		if form.MatchString(v) {
			found = append(found, number{at, v})
		}
	}
	return found
}

// nameOf is what a member of a list is called: its name, its words or, without any, its
// place.
func nameOf(member any, place int) string {
	m, _ := member.(yaml.MapSlice)
	if len(m) > 0 && m[0].Key == "name" {
		return fmt.Sprint(m[0].Value)
	}
	var words []string
	for _, item := range m {
		switch v := item.Value.(type) {
		case string:
			if !form.MatchString(v) {
				words = append(words, v)
			}
		case []any:
			words = append(words, strings.Trim(fmt.Sprint(v), "[]"))
		}
	}
	if len(words) == 0 {
		return fmt.Sprint(place + 1)
	}
	return "(" + strings.Join(words, " ") + ")"
}
