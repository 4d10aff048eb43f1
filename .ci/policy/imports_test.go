package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// module is the prefix of the module's own import paths.
const module = "marrow/"

// layers are the packages from the bottom up: a package may import those of the
// layers below its own, those in its own folder, and nothing else of the module.
// Entries ending in a slash stand for all packages under that folder.
var layers = [][]string{
	{"assets", "render/chart"},
	{"sim/input"},
	{"sim/lineage", "sim/tissue"},
	{"sim/blood"},
	{"sim/immune"},
	{"sim/body", "sim/flow", "sim/clonal"},
	{"sim"},
	{"sim/live", "sim/scenario"},
	{"sim/record", "sim/validate", "sim/population", "render/view"},
	{"render", "render/report", "web", "benchmarks"},
	{"cmd/", "web/ui/", "benchmarks/"},
}

// only says which package alone may import a path, or what is under it, tests
// included.
var only = []struct{ imported, by, why string }{
	{"github.com/hajimehoshi/ebiten/v2", "render", "it panics at import without a display"},
	{"github.com/gorilla/websocket", "web", "one place speaks the protocol"},
	{"golang.org/x/exp/rand", "sim", "it is deprecated: one file wraps it"},
	{"gonum.org/v1/plot", "benchmarks/scale", "it loads its fonts at import, which no program that people start should wait for"},
}

// never says what the packages may not import, directly or through others.
var never = []struct {
	importers []string
	imported  []string
	why       string
}{
	{
		[]string{"sim", "sim/lineage", "sim/tissue", "sim/blood", "sim/immune", "sim/body", "sim/flow"},
		[]string{"net", "net/http", "os/exec", "os/signal"},
		"the model knows no sockets and no other programs",
	},
	{
		[]string{"cmd/marrow", "web", "render/view", "benchmarks"},
		[]string{"github.com/hajimehoshi/ebiten/v2"},
		"what has no window must run without a display",
	},
}

// neverDirectly says what the packages' own files may not import.
var neverDirectly = []struct {
	importers []string
	imported  []string
	why       string
}{
	{
		[]string{"sim", "sim/lineage", "sim/tissue", "sim/blood", "sim/immune", "sim/body", "sim/flow"},
		[]string{"os", "time", "math/rand", "math/rand/v2", "reflect"},
		"the model knows no files and no clocks",
	},
	{[]string{"sim/input", "sim/live", "sim/scenario", "render/view"}, []string{"os", "net", "net/http"}, "files and sockets belong to record, cmd and web"},
}

// A pkg is what go list says of one package.
type pkg struct {
	ImportPath                               string
	GoFiles                                  []string
	Imports, TestImports, XTestImports, Deps []string
	Module                                   *struct{ Path string }
	Dir                                      string
	Export                                   string
	DepOnly, Standard                        bool
	Incomplete                               bool
}

// short is the import path without the module's name: sim/lineage.
func (p pkg) short() string { return strings.TrimPrefix(p.ImportPath, module) }

// list asks go list with the arguments. The packages are seen as they are built
// for linux without cgo, so that no header is needed to look at them.
func list(t *testing.T, arguments ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json"}, arguments...)...)
	cmd.Dir = root
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", arguments, err, stderr.String())
	}
	var all []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// layer returns the number of the layer that has the package, or -1.
func layer(short string) int {
	return slices.IndexFunc(layers, func(names []string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			return name == short || strings.HasSuffix(name, "/") && strings.HasPrefix(short, name)
		})
	})
}

// Arrows point one way: a package imports only packages of lower layers.
func TestArrowsPointOneWay(t *testing.T) {
	for _, p := range list(t, "-e", "./...") {
		from := layer(p.short())
		if from < 0 {
			t.Errorf("%s is in no layer: add it to the table of this test", p.short())
			continue
		}
		for _, imported := range p.Imports {
			own, ok := strings.CutPrefix(imported, module)
			if ok && layer(own) >= from && !under(own, p.short()) {
				t.Errorf("%s imports %s, which is not in a lower layer", p.short(), own)
			}
		}
	}
}

// A dependency with a drawback is imported in one place.
func TestOnePlaceForEachDependency(t *testing.T) {
	for _, p := range list(t, "-e", "./...") {
		for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			for _, o := range only {
				if under(imported, o.imported) && p.short() != o.by {
					t.Errorf("%s imports %s, only %s may: %s", p.short(), imported, o.by, o.why)
				}
			}
		}
	}
}

// under reports whether path is parent or a package below it.
func under(path, parent string) bool {
	return path == parent || strings.HasPrefix(path, parent+"/")
}

// The model knows no files, sockets, windows or clocks, and marrow needs no display.
func TestNeverImported(t *testing.T) {
	for _, p := range list(t, "-e", "./...") {
		for _, n := range never {
			reject(t, p, n.importers, p.Deps, n.imported, n.why)
		}
		for _, n := range neverDirectly {
			reject(t, p, n.importers, p.Imports, n.imported, n.why)
		}
	}
}

func reject(t *testing.T, p pkg, importers, imports, forbidden []string, why string) {
	t.Helper()
	if !slices.Contains(importers, p.short()) {
		return
	}
	for _, imported := range imports {
		if slices.Contains(forbidden, imported) {
			t.Errorf("%s imports %s: %s", p.short(), imported, why)
		}
	}
}

// golang.org/x/exp/rand is touched by one file, sim/rng.go.
func TestOneFileDrawsFromTheLibrary(t *testing.T) {
	for _, s := range sources(t) {
		if s.imports("golang.org/x/exp/rand") && s.path != "sim/rng.go" {
			t.Errorf("%s: imports golang.org/x/exp/rand, only sim/rng.go may", s.path)
		}
	}
}

// Top-level folders are the agreed ones.
func TestTopLevelFolders(t *testing.T) {
	agreed := []string{".ci", "assets", "benchmarks", "cmd", "render", "sim", "web"}
	for _, file := range files(t) {
		top, _, deeper := strings.Cut(path.Clean(file), "/")
		if deeper && !slices.Contains(agreed, top) {
			t.Errorf("%s: %s is not one of the top-level folders %v", file, top, agreed)
		}
	}
}
