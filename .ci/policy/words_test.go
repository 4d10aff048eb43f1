package policy

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// prose are the kinds of files that people read or write.
var prose = []string{".go", ".ts", ".css", ".html", ".md", ".yaml", ".yml", ".json", ".kage", ".sh", ""}

// foreign are stems of British spellings with the American one. Stems that stand in
// proper names (haematologica) are matched as whole words.
var foreign = map[string]string{
	"colour": "color", "neighbour": "neighbor", "behaviour": "behavior", "favour": "favor", "honour": "honor",
	"tumour": "tumor", "haemato": "hemato", "haemoglobin": "hemoglobin", "leukaemi": "leukemi", "anaemi": "anemi",
	"centre": "center", "fibre": "fiber", "litre": "liter", "oedema": "edema", "foetal": "fetal", "foetus": "fetus",
	"analyse": "analyze", "initialis": "initializ", "normalis": "normaliz", "organis(?:e|at)": "organiz", "recognis": "recogniz",
	"optimis(?:e|at)": "optimiz", "visualis": "visualiz", "serialis": "serializ", "synchronis": "synchroniz",
	"labelled(?:[^b]|$)": "labeled", "modelled": "modeled", "cancelled": "canceled", "travelled": "traveled",
	"labelling": "labeling", "modelling": "modeling", "cancelling": "canceling",
	"defence": "defense", "licence": "license", "programme\\b": "program", "catalogue": "catalog", "grey": "gray",
}

// cited are the files with titles and names by others, kept as they were written,
// and this one.
var cited = []string{"assets/sources.csv", ".ci/policy/words_test.go"}

// Spelling is American, in names and in prose.
func TestAmericanSpelling(t *testing.T) {
	var stems []string
	for stem := range foreign {
		stems = append(stems, stem)
	}
	slices.Sort(stems)
	pattern := regexp.MustCompile("(?i)" + strings.Join(stems, "|"))
	for _, file := range written(t) {
		eachLine(t, file, func(n int, line string) {
			if word := pattern.FindString(line); word != "" {
				t.Errorf("%s: %q is not American spelling", position(file, n), word)
			}
		})
	}
}

// written lists the files of prose that are our own words.
func written(t *testing.T) []string {
	t.Helper()
	return slices.DeleteFunc(files(t, prose...), func(file string) bool {
		return slices.Contains(cited, file) || strings.HasPrefix(path.Base(file), "package-lock")
	})
}

// Nothing in the tree names a machine: no path of the place it was written in, no
// address of a package registry.
func TestNoPlaceOfOrigin(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	checkout := regexp.QuoteMeta(strings.TrimSuffix(here, "/.ci/policy"))
	pattern := regexp.MustCompile(`(?:^|[\s"'(=:])/(?:home|Users|root)/[a-z.]|` + checkout + `/|` +
		`\b(?:proxy|sum|registry|deb|security)\.[a-z]+\.(?:org|com|dev)\b`)
	for _, file := range files(t, append(prose, ".csv", ".mod", ".sum", ".txtar", ".npmrc")...) {
		eachLine(t, file, func(n int, line string) {
			if found := pattern.FindString(line); found != "" {
				t.Errorf("%s: names a machine: %q", position(file, n), found)
			}
		})
	}
}

// Lock files do not record where a package was downloaded.
func TestLockFilesHaveNoAddresses(t *testing.T) {
	for _, file := range files(t, ".json") {
		if path.Base(file) != "package-lock.json" {
			continue
		}
		eachLine(t, file, func(n int, line string) {
			if strings.Contains(line, `"resolved"`) {
				t.Errorf("%s: records a download address; set omit-lockfile-registry-resolved", position(file, n))
			}
		})
	}
}

// Nothing is left for later in the tree.
func TestNothingIsLeftForLater(t *testing.T) {
	pattern := regexp.MustCompile(`\b(?:TODO|FIXME|XXX|HACK)\b|(?i)\b(?:not implemented|unimplemented|placeholder|for now)\b`)
	attribute := regexp.MustCompile(`placeholder[:="]`) // of an input field on a page, and of a flag
	for _, file := range files(t, ".go", ".ts", ".css", ".kage", ".sh", ".md") {
		if file == ".ci/policy/words_test.go" {
			continue
		}
		eachLine(t, file, func(n int, line string) {
			found := pattern.FindString(line)
			if found != "" && !attribute.MatchString(line) {
				t.Errorf("%s: %q is left for later", position(file, n), found)
			}
		})
	}
}
