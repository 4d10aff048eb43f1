// Package policy tests the repository itself: which package may import which, how
// long a function may be, what the documents promise. What can be said by a rule is
// said here, once, and not in a review.
package policy

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the module's folder, seen from here.
const root = "../.."

// read returns the content of a file of the repository.
func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// files lists the repository's files with one of the extensions (all files where
// none is given), slash-separated and relative to root, without what .gitignore
// names.
func files(t *testing.T, extensions ...string) []string {
	t.Helper()
	ignored := ignores(t)
	var found []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir() && (rel == ".git" || ignored(rel+"/")):
			return fs.SkipDir
		case d.IsDir() || ignored(rel):
		case len(extensions) == 0 || slices.Contains(extensions, filepath.Ext(rel)):
			found = append(found, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// ignores understands the two forms that .gitignore uses: /folder/ and *.ending.
func ignores(t *testing.T) func(path string) bool {
	t.Helper()
	var folders, endings []string
	for line := range strings.Lines(read(t, ".gitignore")) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "/") && strings.HasSuffix(line, "/"):
			folders = append(folders, line[1:])
		case strings.HasPrefix(line, "*."):
			endings = append(endings, line[1:])
		default:
			t.Fatalf(".gitignore: %q is neither /folder/ nor *.ending", line)
		}
	}
	return func(path string) bool {
		return slices.Contains(folders, path) || slices.Contains(endings, filepath.Ext(path))
	}
}

// eachLine calls visit for every line of the file, counting from 1.
func eachLine(t *testing.T, path string, visit func(number int, line string)) {
	t.Helper()
	scanner := bufio.NewScanner(strings.NewReader(read(t, path)))
	scanner.Buffer(nil, 1<<24)
	for n := 1; scanner.Scan(); n++ {
		visit(n, scanner.Text())
	}
	if err := scanner.Err(); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// A source is one parsed Go file.
type source struct {
	path string // relative to root
	file *ast.File
	fset *token.FileSet
}

// at writes a position as file:line.
func (s source) at(n ast.Node) string {
	return position(s.path, s.fset.Position(n.Pos()).Line)
}

// test reports whether s is a file of tests.
func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// sources parses every Go file of the repository.
func sources(t *testing.T) []source {
	t.Helper()
	fset := token.NewFileSet()
	var all []source
	for _, path := range files(t, ".go") {
		file, err := parser.ParseFile(fset, filepath.Join(root, path), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source{path, file, fset})
	}
	return all
}

// functions calls visit for every function and method of s.
func (s source) functions(visit func(f *ast.FuncDecl)) {
	for _, d := range s.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			visit(f)
		}
	}
}

// imports reports whether s imports the package of that path.
func (s source) imports(path string) bool {
	return slices.ContainsFunc(s.file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == strconv.Quote(path) })
}
