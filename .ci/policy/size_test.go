package policy

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// longest are the functions that may have more than 80 lines, each with the reason.
var longest = map[string]string{}

// A file is read in one sitting: none has more than 500 lines.
func TestFileLength(t *testing.T) {
	for _, path := range files(t, ".go", ".ts", ".css", ".html", ".kage") {
		if n := strings.Count(read(t, path), "\n"); n > 500 {
			t.Errorf("%s: %d lines, at most 500 are allowed", path, n)
		}
	}
}

// A function is read at one glance: none has more than 80 lines but the listed
// ones, one in 33 has more than 60, and half of them have no more than 12.
func TestFunctionLength(t *testing.T) {
	var lengths []int
	seen := map[string]bool{}
	for _, s := range sources(t) {
		s.functions(func(f *ast.FuncDecl) {
			n := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1
			name := fmt.Sprintf("%s %s", s.path, f.Name.Name)
			seen[name] = n > 80
			if n > 80 && longest[name] == "" {
				t.Errorf("%s: %s has %d lines, at most 80 are allowed", s.at(f), f.Name.Name, n)
			}
			if !s.test() {
				lengths = append(lengths, n)
			}
		})
	}
	for name := range longest {
		if !seen[name] {
			t.Errorf("%s is no longer a long function: take it off the list", name)
		}
	}
	spread(t, lengths)
}

// spread tests how the lengths of all functions that are no tests are distributed.
func spread(t *testing.T, lengths []int) {
	t.Helper()
	slices.Sort(lengths)
	count := len(lengths)
	over := count - sortedUpTo(lengths, 60)
	if median := lengths[count/2]; median > 12 {
		t.Errorf("the median function has %d lines, at most 12 are allowed", median)
	}
	if over*33 > count {
		t.Errorf("%d of %d functions have more than 60 lines, at most one in 33 is allowed", over, count)
	}
	t.Logf("%d functions: median %d lines, P90 %d, longest %d, over 60 lines %d",
		count, lengths[count/2], lengths[count*9/10], lengths[count-1], over)
}

// sortedUpTo counts the entries of the sorted list that are at most limit.
func sortedUpTo(list []int, limit int) int {
	i, _ := slices.BinarySearch(list, limit+1)
	return i
}
