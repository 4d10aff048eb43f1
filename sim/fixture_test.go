package sim

import (
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
		Class: make([]tissue.Class, n), Niche: make([]tissue.Niche, n), Exit: make([]uint16, n), Distance: make([]uint8, n),
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
	measureExits(t)
	t.Stats.Sites = n
	return t
}

// measureExits sets exits and distances by relaxation, which a test can afford.
func measureExits(t *tissue.Tissue) {
	w, h, d := t.Spec.Width, t.Spec.Height, t.Spec.Depth
	steps := []int{-1, 1, -w, w}
	if d > 1 {
		steps = append(steps, -w*h, w*h)
	}
	var queue []int
	for i, c := range t.Class {
		if c != tissue.Free {
			continue
		}
		t.Distance[i] = 255
		for _, o := range steps {
			if t.Class[i+o] == tissue.Sinusoid && t.Exit[i] == 0 {
				t.Exit[i], t.Distance[i], t.Niche[i] = 1, 0, tissue.Perisinusoidal
				queue = append(queue, i)
			}
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		for _, o := range steps {
			if j := queue[0] + o; t.Class[j] == tissue.Free && t.Distance[j] > t.Distance[queue[0]]+1 {
				t.Distance[j] = t.Distance[queue[0]] + 1
				queue = append(queue, j)
			}
		}
	}
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
