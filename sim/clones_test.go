package sim

import (
	"slices"
	"testing"
)

// The census of clones equals a count of every cell, with any number of threads, and
// names the largest clones first.
func TestClonesEqualRecount(t *testing.T) {
	study(t)
	for _, threads := range []int{1, 3} {
		w := newTestWorld(t, Config{Table: builtin(t, "human"), Tissue: poresTissue(96, 96, 8, 7), Seed: 3, Threads: threads})
		for range TicksPerDay {
			w.Tick()
		}
		want, cells := map[uint32]int{}, 0
		p := w.patches[0]
		made := p.offspring()
		for _, s := range p.lattice.state {
			if n := cell(s).clone(); n > 0 && s != 0 && made[cell(s).kind()] {
				want[n]++
				cells++
			}
		}
		for range 2 { // the scratch is clean again
			c := w.Clones(24)
			if c.Clones != len(want) || c.Cells != cells || c.Donor != 0 || len(c.Largest) != min(24, len(want)) {
				t.Fatalf("%d threads: census %d clones, %d cells, %d of donors; want %d, %d, 0", threads, c.Clones, c.Cells, c.Donor, len(want), cells)
			}
			for _, x := range c.Largest {
				if x.Cells != want[x.Clone] || x.Donor {
					t.Errorf("%d threads: clone %d: %d cells, want %d of the host", threads, x.Clone, x.Cells, want[x.Clone])
				}
			}
			most := 0
			for _, n := range want {
				most = max(most, n)
			}
			if !slices.IsSortedFunc(c.Largest, func(a, b CloneCount) int { return b.Cells - a.Cells }) || c.Largest[0].Cells != most {
				t.Errorf("%d threads: largest %v, want the one of %d cells first", threads, c.Largest[:3], most)
			}
		}
	}
}

// The sites of a clone are those of all its cells in a part of a slice, each once, row by row.
func TestCloneSitesEqualRecount(t *testing.T) {
	w := newTestWorld(t, Config{Table: builtin(t, "human"), Tissue: poresTissue(96, 96, 8, 7), Seed: 3, Threads: 1})
	l := w.patches[0].lattice
	for _, c := range append(w.Clones(3).Largest, CloneCount{}) {
		var got, want [][2]int
		w.CloneSites(c.Clone, 10, -5, 60, 70, 4, func(x, y int) { got = append(got, [2]int{x, y}) })
		for y := range 65 {
			for x := 10; x < 70; x++ {
				if s := cell(l.state[l.siteAt(x, y, 4)]); s != 0 && c.Clone > 0 && s.clone() == c.Clone {
					want = append(want, [2]int{x, y})
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("clone %d: %d sites, want %d", c.Clone, len(got), len(want))
		}
	}
}
