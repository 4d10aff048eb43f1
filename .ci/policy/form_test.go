package policy

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"strings"
	"testing"
)

// position writes file:line.
func position(path string, line int) string { return fmt.Sprintf("%s:%d", path, line) }

// Nothing happens at import: no package has an init function.
func TestNoInit(t *testing.T) {
	for _, s := range sources(t) {
		s.functions(func(f *ast.FuncDecl) {
			if f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: func init, want an explicit call", s.at(f))
			}
		})
	}
}

// Every package says what it is.
func TestPackagesAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		dir := path.Dir(s.path)
		documented[dir] = documented[dir] || s.file.Doc != nil
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("%s: no file has a package comment", dir)
		}
	}
}

// Every exported name outside tests has a comment.
func TestExportedNamesAreDocumented(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		for _, d := range s.file.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: exported %s has no comment", s.at(name), name.Name)
			}
		}
	}
}

// undocumented lists the exported names of d that neither have a comment of their
// own nor, for constants and variables, one over their group.
func undocumented(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && !ofHidden(d) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var bare []*ast.Ident
		for _, spec := range d.Specs {
			bare = append(bare, undocumentedSpec(d, spec)...)
		}
		return bare
	}
	return nil
}

func undocumentedSpec(d *ast.GenDecl, spec ast.Spec) []*ast.Ident {
	var bare []*ast.Ident
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.IsExported() && spec.Doc == nil && d.Doc == nil {
			bare = append(bare, spec.Name)
		}
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			if name.IsExported() && spec.Doc == nil && spec.Comment == nil && d.Doc == nil && !enumerated(spec) {
				bare = append(bare, name)
			}
		}
	}
	return bare
}

// enumerated reports whether spec is a member of an enumeration: a constant of a
// named type, whose comment speaks for all, or one that repeats the line before it.
func enumerated(spec *ast.ValueSpec) bool {
	_, named := spec.Type.(*ast.Ident)
	return named || len(spec.Values) == 0 && spec.Type == nil
}

// ofHidden reports whether f is a method of a type that is not exported.
func ofHidden(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return false
	}
	hidden := false
	ast.Inspect(f.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			hidden = !id.IsExported()
			return false
		}
		return true
	})
	return hidden
}

// Every test says, in the comment over it, what it promises.
func TestTestsSayWhatTheyPromise(t *testing.T) {
	for _, s := range sources(t) {
		s.functions(func(f *ast.FuncDecl) {
			name := f.Name.Name
			isTest := strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz")
			if s.test() && f.Recv == nil && isTest && name != "TestMain" && f.Doc == nil {
				t.Errorf("%s: %s has no comment", s.at(f), name)
			}
		})
	}
}

// A test waits for what it tests, never for a while, and is never passed over but in a short
// run, in which only some of them are asked for.
func TestTestsDoNotSleepOrSkip(t *testing.T) {
	forbidden := map[string]string{
		"time.Sleep": "wait for the event itself, or use testing/synctest",
		"t.Skip":     "install what is missing (.ci/need), or fail",
		"t.Skipf":    "install what is missing (.ci/need), or fail",
		"t.SkipNow":  "install what is missing (.ci/need), or fail",
	}
	for _, s := range sources(t) {
		if !s.test() {
			continue
		}
		fake := s.imports("testing/synctest") // sleeps by a clock that does not make anybody wait
		ast.Inspect(s.file, func(n ast.Node) bool {
			if branch, ok := n.(*ast.IfStmt); ok && isShort(branch.Cond) {
				return false
			}
			call := selector(n)
			if forbidden[call] != "" && !(fake && call == "time.Sleep") {
				t.Errorf("%s: %s: %s", s.at(n), call, forbidden[call])
			}
			return true
		})
	}
}

// isShort says whether a condition is testing.Short().
func isShort(cond ast.Expr) bool {
	call, ok := cond.(*ast.CallExpr)
	return ok && selector(call.Fun) == "testing.Short"
}

// selector writes n as x.Name where it is that, else "".
func selector(n ast.Node) string {
	s, ok := n.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := s.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return x.Name + "." + s.Sel.Name
}

// Worlds share nothing: no package variable is assigned to after its declaration.
// Tests may keep what is dear to make.
func TestNoGlobalState(t *testing.T) {
	globals := map[string]map[string]bool{} // by folder
	all := sources(t)
	for _, s := range all {
		dir := path.Dir(s.path)
		if globals[dir] == nil {
			globals[dir] = map[string]bool{}
		}
		for _, d := range s.file.Decls {
			for _, name := range variables(d) {
				globals[dir][name] = true
			}
		}
	}
	for _, s := range all {
		if s.test() {
			continue
		}
		s.functions(func(f *ast.FuncDecl) {
			ast.Inspect(f, func(n ast.Node) bool {
				if name := assigned(n); globals[path.Dir(s.path)][name] && !declares(f, name) {
					t.Errorf("%s: assigns to package variable %s", s.at(n), name)
				}
				return true
			})
		})
	}
}

// variables lists the names that d declares as variables.
func variables(d ast.Decl) []string {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return nil
	}
	var names []string
	for _, spec := range g.Specs {
		for _, name := range spec.(*ast.ValueSpec).Names {
			names = append(names, name.Name)
		}
	}
	return names
}

// assigned returns the name at the root of what n assigns to: x of x.f[i] = v.
func assigned(n ast.Node) string {
	var target ast.Expr
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			return ""
		}
		target = n.Lhs[0]
	case *ast.IncDecStmt:
		target = n.X
	default:
		return ""
	}
	for {
		switch x := target.(type) {
		case *ast.SelectorExpr:
			target = x.X
		case *ast.IndexExpr:
			target = x.X
		case *ast.StarExpr:
			target = x.X
		case *ast.ParenExpr:
			target = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// declares reports whether f has a parameter, result, receiver or local variable
// called name, which then hides the package's.
func declares(f *ast.FuncDecl, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, id := range n.Names {
				found = found || id.Name == name
			}
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				id, ok := x.(*ast.Ident)
				found = found || ok && n.Tok == token.DEFINE && id.Name == name
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				found = found || id.Name == name
			}
		case *ast.RangeStmt:
			key, isKey := n.Key.(*ast.Ident)
			value, isValue := n.Value.(*ast.Ident)
			found = found || isKey && key.Name == name || isValue && value.Name == name
		}
		return !found
	})
	return found
}
