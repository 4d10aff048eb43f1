package sim

import (
	"slices"
	"testing"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// poresTissue is a box of free sites with a lattice of single sinusoid sites, gap
// sites apart, that drain to one exit.
func poresTissue(width, height, depth, gap int) *tissue.Tissue {
	n := width * height * depth
	t := &tissue.Tissue{
		Spec:  tissue.Spec{Name: "pores", Width: width, Height: height, Depth: depth},
		Class: make([]tissue.Class, n),
		Exits: []tissue.Exit{{Kind: "collecting sinusoid"}},
	}
	edge := func(v, size int) bool { return size > 1 && (v == 0 || v == size-1) }
	for i := range t.Class {
		x, y, z := i%width, i/width%height, i/width/height
		switch {
		case edge(x, width) || edge(y, height) || edge(z, depth):
			t.Class[i] = tissue.Border
		case x%gap == gap/2 && y%gap == gap/2 && (depth == 1 || z%gap == gap/2):
			t.Class[i] = tissue.Sinusoid
		default:
			t.Stats.FreeSites++
		}
	}
	t.SetWalls(func(i int) uint16 {
		if t.Class[i] == tissue.Free && besideSinusoid(t, i) {
			return 1
		}
		return 0
	})
	t.Stats.Sites = n
	return t
}

// besideSinusoid reports whether a sinusoid is next to free site i.
func besideSinusoid(t *tissue.Tissue, i int) bool {
	w, area := t.Spec.Width, t.Spec.Width*t.Spec.Height
	steps := []int{-1, 1, -w, w}
	if t.Spec.Depth > 1 {
		steps = append(steps, -area, area)
	}
	return slices.ContainsFunc(steps, func(o int) bool { return t.Class[i+o] == tissue.Sinusoid })
}

// study marks a test that looks for biology or books over many ticks: it runs beside other
// studies, and not where races are looked for (-short), which would take ten times as long.
func study(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("a study: it starts nothing that shorter tests do not")
	}
	t.Parallel()
}

// builtin is a built-in species.
func builtin(t testing.TB, name string) *lineage.Table {
	t.Helper()
	table, err := lineage.Builtin(name)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// newTestWorld is a World that ends with the test.
func newTestWorld(t testing.TB, c Config) *World {
	t.Helper()
	w, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}
