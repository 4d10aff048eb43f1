package policy

import (
	"encoding/json"
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// documents are what people read first.
var documents = []string{"README.md", "ARCHITECTURE.md", "CHANGELOG.md", "sim/ODD.md", "benchmarks/README.md", "Makefile"}

// section returns the text between the heading and the next one of its level.
func section(t *testing.T, file, heading string) string {
	t.Helper()
	_, text, found := strings.Cut(read(t, file), "\n"+heading+"\n")
	if !found {
		t.Fatalf("%s has no section %q", file, heading)
	}
	level := strings.Repeat("#", strings.Count(heading, "#")) + " "
	text, _, _ = strings.Cut(text, "\n"+level)
	return text
}

// Every dependency stands in the table of ARCHITECTURE.md with its version and the
// reason for it, and the table names no other.
func TestDependenciesAreListed(t *testing.T) {
	want := map[string]string{} // version by name
	goDependencies(t, want)
	toolDependencies(t, want)
	pageDependencies(t, want)
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| [^|]+ \\| ([^|]*)\\|$")
	listed := map[string]string{}
	for _, cells := range row.FindAllStringSubmatch(section(t, "ARCHITECTURE.md", "## Dependencies"), -1) {
		listed[cells[1]] = cells[2]
		if strings.TrimSpace(cells[3]) == "" {
			t.Errorf("ARCHITECTURE.md: no reason is given for %s", cells[1])
		}
	}
	for name, version := range want {
		if listed[name] != version {
			t.Errorf("ARCHITECTURE.md: dependency %s %s: the table has %q", name, version, listed[name])
		}
	}
	for name := range listed {
		if want[name] == "" {
			t.Errorf("ARCHITECTURE.md: %s is listed and nothing depends on it", name)
		}
	}
}

// goDependencies adds the modules that the module's packages import.
func goDependencies(t *testing.T, versions map[string]string) {
	t.Helper()
	required := requirements(t, "go.mod")
	for _, p := range list(t, "-e", "./...", "./.ci/...") {
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if name := owner(imported, required); name != "" {
				versions[name] = required[name]
			}
		}
	}
}

// owner returns the module that has the package: the longest that is a prefix.
func owner(imported string, required map[string]string) string {
	longest := ""
	for name := range required {
		if under(imported, name) && len(name) > len(longest) {
			longest = name
		}
	}
	return longest
}

// requirements reads the versions that a go.mod asks for.
func requirements(t *testing.T, file string) map[string]string {
	t.Helper()
	versions := map[string]string{}
	line := regexp.MustCompile(`(?m)^(?:require )?\s*(\S+\.\S+/\S+) (v\S+)`)
	for _, found := range line.FindAllStringSubmatch(read(t, file), -1) {
		versions[found[1]] = found[2]
	}
	return versions
}

// toolDependencies adds the modules of the linters.
func toolDependencies(t *testing.T, versions map[string]string) {
	t.Helper()
	const file = ".ci/tools/go.mod"
	required := requirements(t, file)
	_, tools, _ := strings.Cut(read(t, file), "tool (")
	tools, _, _ = strings.Cut(tools, ")")
	for _, tool := range strings.Fields(tools) {
		name := owner(tool, required)
		versions[name] = required[name]
	}
}

// pageDependencies adds the npm packages that the page and its tests ask for.
func pageDependencies(t *testing.T, versions map[string]string) {
	t.Helper()
	var manifest struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(read(t, "web/ui/package.json")), &manifest); err != nil {
		t.Fatal(err)
	}
	for _, asked := range []map[string]string{manifest.Dependencies, manifest.DevDependencies} {
		for name, version := range asked {
			versions[name] = version
		}
	}
}

// Every test that a document names to prove a promise exists.
func TestNamedTestsExist(t *testing.T) {
	defined := map[string]bool{}
	for _, s := range sources(t) {
		s.functions(func(f *ast.FuncDecl) { defined[f.Name.Name] = true })
	}
	for _, file := range documents {
		for _, name := range regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w+`).FindAllString(read(t, file), -1) {
			if !defined[name] {
				t.Errorf("%s names %s, which does not exist", file, name)
			}
		}
	}
}

// Every goal of make that a document names exists.
func TestNamedGoalsExist(t *testing.T) {
	goals := regexp.MustCompile(`(?m)^([a-z][a-z/-]*)(?: [a-z/-]+)*:`).FindAllString(read(t, "Makefile"), -1)
	known := strings.Fields(strings.ReplaceAll(strings.Join(goals, " "), ":", " "))
	for _, file := range append(documents, ".ci/run") {
		for _, found := range regexp.MustCompile("(?m)(?:^|`|&& )make ([a-z][a-z-]*)").FindAllStringSubmatch(read(t, file), -1) {
			if !slices.Contains(known, found[1]) {
				t.Errorf("%s names make %s, which the Makefile does not have", file, found[1])
			}
		}
	}
}

// Every picture and page that a document links to is there.
func TestLinksLeadSomewhere(t *testing.T) {
	for _, file := range documents {
		for _, link := range regexp.MustCompile(`\]\(([^)#]+)`).FindAllStringSubmatch(read(t, file), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, path.Join(path.Dir(file), link[1]))); err != nil {
				t.Errorf("%s: link to %s, which is not there", file, link[1])
			}
		}
	}
}

// A clone stays small: no file of the tree has more than 600 kB.
func TestFilesAreSmall(t *testing.T) {
	for _, file := range files(t) {
		info, err := os.Stat(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 600_000 {
			t.Errorf("%s: %d bytes, at most 600,000 are allowed", file, info.Size())
		}
	}
}

// Every package that starts goroutines is tested under the race detector.
func TestGoroutinesAreRaced(t *testing.T) {
	raced := regexp.MustCompile(`(?m)^(?:RACED|WINDOW) := .*`).FindAllString(read(t, "Makefile"), -1)
	listed := strings.Fields(strings.Join(raced, " "))
	for _, s := range sources(t) {
		folder := "./" + path.Dir(s.path) + "/"
		if s.test() || slices.Contains(listed, folder) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if starts(n) {
				t.Errorf("%s: starts a goroutine; add %s to RACED in the Makefile", s.at(n), folder)
			}
			return true
		})
	}
}

// starts reports whether n starts a goroutine: a go statement, or a call of the Go
// method of a group.
func starts(n ast.Node) bool {
	if call, ok := n.(*ast.CallExpr); ok {
		sel, ok := call.Fun.(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Go"
	}
	_, ok := n.(*ast.GoStmt)
	return ok
}
