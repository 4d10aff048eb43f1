package policy

import (
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// statePath are the packages whose every result reaches the simulated state.
var statePath = []string{"sim", "sim/lineage", "sim/tissue", "sim/blood", "sim/immune", "sim/body", "sim/flow"}

// portable are the functions and constants of package math that give the same bits
// on every architecture: those that IEEE 754 defines exactly, and those on bits.
var portable = []string{
	"Abs", "Ceil", "Copysign", "Floor", "Inf", "IsInf", "IsNaN", "Max", "Min", "Mod", "Modf", "NaN", "Round",
	"RoundToEven", "Signbit", "Sqrt", "Trunc", "Frexp", "Ldexp", "Nextafter",
	"Float32bits", "Float32frombits", "Float64bits", "Float64frombits",
	"MaxInt", "MinInt", "MaxInt8", "MinInt8", "MaxInt16", "MinInt16", "MaxInt32", "MinInt32", "MaxInt64", "MinInt64",
	"MaxUint", "MaxUint8", "MaxUint16", "MaxUint32", "MaxUint64",
	"MaxFloat32", "MaxFloat64", "SmallestNonzeroFloat64", "Pi", "E", "Sqrt2", "Ln2", "Log2E",
}

// A checked is a package of the state path with its types.
type checked struct {
	sources []source
	info    *types.Info
}

// check type-checks the packages of the state path, without their tests.
func check(t *testing.T) []checked {
	t.Helper()
	var patterns []string
	for _, p := range statePath {
		patterns = append(patterns, "./"+p)
	}
	exports := map[string]string{}
	var own []pkg
	for _, p := range list(t, append([]string{"-export", "-deps"}, patterns...)...) {
		exports[p.ImportPath] = p.Export
		if !p.DepOnly {
			own = append(own, p)
		}
	}
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "gc", lookup)
	parsed := sources(t)
	var all []checked
	for _, p := range own {
		all = append(all, checkPackage(t, p, parsed, imports))
	}
	return all
}

func checkPackage(t *testing.T, p pkg, parsed []source, imports types.Importer) checked {
	t.Helper()
	c := checked{info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
	var asts []*ast.File
	for _, s := range parsed {
		if filepath.ToSlash(filepath.Dir(s.path)) == p.short() && slices.Contains(p.GoFiles, filepath.Base(s.path)) {
			c.sources = append(c.sources, s)
			asts = append(asts, s.file)
		}
	}
	if len(asts) == 0 {
		t.Fatalf("%s: no files found", p.ImportPath)
	}
	config := types.Config{Importer: imports}
	if _, err := config.Check(p.ImportPath, c.sources[0].fset, asts, c.info); err != nil {
		t.Fatal(err)
	}
	return c
}

// each calls visit for every node of every file.
func (c checked) each(visit func(s source, n ast.Node)) {
	for _, s := range c.sources {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if n != nil {
				visit(s, n)
			}
			return true
		})
	}
}

// Nothing on the state path calls a function whose last bits depend on the
// architecture: math.Exp, Log, Pow, Sin and their like.
func TestStatePathCallsPortableMathOnly(t *testing.T) {
	for _, c := range check(t) {
		c.each(func(s source, n ast.Node) {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return
			}
			used := c.info.Uses[sel.Sel]
			if used != nil && used.Pkg() != nil && used.Pkg().Path() == "math" && !slices.Contains(portable, sel.Sel.Name) {
				t.Errorf("%s: math.%s differs between architectures", s.at(n), sel.Sel.Name)
			}
		})
	}
}

// Nothing on the state path draws floating-point random numbers.
func TestStatePathDrawsIntegersOnly(t *testing.T) {
	forbidden := []string{"NormFloat64", "ExpFloat64", "Float64", "Float32"}
	for _, c := range check(t) {
		c.each(func(s source, n ast.Node) {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains(forbidden, sel.Sel.Name) {
				t.Errorf("%s: %s: draw an integer and compare it with a threshold", s.at(n), sel.Sel.Name)
			}
		})
	}
}

// sorted marks the lines whose range over a map is harmless, since what it makes
// does not depend on the order; the word stands in the comment beside it.
const sorted = "any order"

// Nothing on the state path depends on the order of a map: a range over one says
// why its order does not matter, with the words "any order" in a comment beside it.
func TestStatePathDoesNotRangeOverMaps(t *testing.T) {
	for _, c := range check(t) {
		c.each(func(s source, n ast.Node) {
			r, ok := n.(*ast.RangeStmt)
			if !ok {
				return
			}
			if _, isMap := c.info.TypeOf(r.X).Underlying().(*types.Map); isMap && !remarked(s, n) {
				t.Errorf("%s: range over a map; sort its keys, or say %q beside it and why", s.at(n), sorted)
			}
		})
	}
}

// remarked reports whether a comment with the word stands on the line of n or the
// one above it.
func remarked(s source, n ast.Node) bool {
	line := s.fset.Position(n.Pos()).Line
	return slices.ContainsFunc(s.file.Comments, func(g *ast.CommentGroup) bool {
		first, last := s.fset.Position(g.Pos()).Line, s.fset.Position(g.End()).Line
		return first <= line && last >= line-1 && strings.Contains(g.Text(), sorted)
	})
}

// No sum on the state path has a bare floating-point product in it, which some
// architectures would fuse: it is written float64(a*b) + c.
func TestStatePathGuardsProducts(t *testing.T) {
	for _, c := range check(t) {
		c.each(func(s source, n ast.Node) {
			for _, operand := range addends(n) {
				if c.product(operand) {
					t.Errorf("%s: a bare product in a sum, want float64(a*b) + c", s.at(operand))
				}
			}
		})
	}
}

// addends lists the operands of n where it adds or subtracts.
func addends(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op == token.ADD || n.Op == token.SUB {
			return []ast.Expr{n.X, n.Y}
		}
	case *ast.AssignStmt:
		if n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN {
			return n.Rhs
		}
	}
	return nil
}

// product reports whether x, without its parentheses and signs, multiplies floats
// that are not constants.
func (c checked) product(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.ParenExpr:
		return c.product(x.X)
	case *ast.UnaryExpr:
		return c.product(x.X)
	case *ast.BinaryExpr:
		kind, ok := c.info.TypeOf(x).Underlying().(*types.Basic)
		return x.Op == token.MUL && ok && kind.Info()&types.IsFloat != 0 && c.info.Types[x].Value == nil
	}
	return false
}
