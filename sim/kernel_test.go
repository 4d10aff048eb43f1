package sim

import (
	"fmt"
	"testing"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A shape is a patch in which kernels are compared.
type shape struct {
	name, species  string // of the tissue, and of the cells
	x, y, z        int
	threads, ticks int
	change         func(t *lineage.Table) // nil: none
	event          func(w *World) error   // after a third of the ticks; nil: none
}

// shapes are slices and volumes of widths with and without a ragged last word, with odd
// and even numbers of tiles, and species in which everything happens, or nothing.
func shapes() []shape {
	bleed := func(w *World) error { return w.Bleed(0.6, 0) }
	return []shape{
		{"iliac-crest", "human", 256, 128, 1, 1, 60, nil, bleed},
		{"iliac-crest", "human", 100, 144, 1, 2, 80, nil, nil},
		{"iliac-crest", "human", 1024, 48, 1, 3, 40, nil, nil},
		{"femur-shaft", "mouse", 192, 96, 1, 4, 80, nil, bleed},
		{"open", "human", 64, 64, 1, 1, 300, nil, nil},
		{"open", "mouse", 65, 33, 1, 5, 150, nil, bleed},
		{"open", "human", 960, 16, 1, 2, 40, nil, nil},
		{"open", "human", 127, 81, 1, 3, 120, nil, nil},
		{"iliac-crest", "human", 64, 64, 24, 2, 40, nil, nil},
		{"iliac-crest", "human", 90, 50, 17, 3, 40, nil, bleed},
		{"femur-shaft", "mouse", 64, 64, 20, 4, 40, nil, nil},
		{"femur-shaft", "mouse", 129, 40, 33, 1, 20, nil, bleed},
		{"open", "human", 64, 16, 16, 5, 150, nil, nil},
		{"open", "mouse", 70, 37, 3, 2, 150, nil, nil},
		{"open", "human", 512, 16, 18, 2, 20, nil, nil},
		{"open", "mouse", 1000, 20, 5, 3, 30, nil, nil},
		// nobody moves; everybody does
		{"open", "human", 128, 64, 1, 2, 80, motility(0), nil},
		{"open", "mouse", 64, 32, 20, 2, 60, motility(0), nil},
		{"open", "human", 128, 64, 1, 3, 80, motility(1e6), nil},
		{"iliac-crest", "human", 100, 48, 20, 3, 30, motility(1e6), bleed},
		// every stay ends at once: divisions, pushes and searches everywhere
		{"open", "human", 96, 64, 1, 2, 60, stays(0.01), nil},
		{"iliac-crest", "human", 64, 48, 18, 4, 15, stays(0.01), nil},
		{"open", "mouse", 64, 24, 5, 1, 30, stays(0.02), bleed},
		// nothing ever ends
		{"open", "human", 64, 48, 12, 2, 60, stays(1e4), nil},
		// cells are released early, and leak into the blood, as fast as can be
		{"iliac-crest", "human", 192, 64, 1, 2, 80, flood, bleed},
		{"open", "human", 80, 48, 12, 5, 60, flood, bleed},
		{"femur-shaft", "mouse", 128, 40, 14, 3, 40, flood, bleed},
	}
}

// motility makes all cells move alike.
func motility(m float64) func(*lineage.Table) {
	return func(t *lineage.Table) {
		for k := range t.Rows {
			t.Rows[k].Motility = m
		}
	}
}

// stays makes all stays longer or shorter.
func stays(times float64) func(*lineage.Table) {
	return func(t *lineage.Table) {
		for k := range t.Rows {
			t.Rows[k].Stay *= times
		}
	}
}

// flood lets cells leave by every hazard there is, at every wall.
func flood(t *lineage.Table) {
	for i := range t.Effects {
		if e := &t.Effects[i]; e.Act == lineage.Early {
			e.From, e.Half, e.Most = 0, 0.01, 500
		}
	}
	for i := range t.Pools {
		t.Pools[i].Inflow *= 1000
	}
	for k := range t.Rows {
		t.Rows[k].AtWall *= 100
	}
}

func (s *shape) String() string {
	return fmt.Sprintf("%s %s %dx%dx%d, %d threads", s.species, s.name, s.x, s.y, s.z, s.threads)
}

// worlds makes the world of a shape once with each kernel.
func (s *shape) worlds(t *testing.T) (all []*World) {
	t.Helper()
	place, err := tissue.Generate(tissue.Spec{Name: s.name, Species: s.species, Width: s.x, Height: s.y, Depth: s.z, Seed: 5}, nil)
	if err != nil {
		t.Fatal(err)
	}
	table := builtin(t, s.species)
	if s.change != nil {
		s.change(table)
	}
	for _, kernel := range Kernels() {
		all = append(all, newTestWorld(t, Config{Table: table, Tissue: place, Seed: 17, Threads: s.threads, Kernel: kernel}))
	}
	return all
}

// All kernels give one history, bit by bit: equal hashes and totals on the way and at its
// end, for all shapes, threads, speeds and hazards.
func TestKernelsAreEqual(t *testing.T) {
	study(t)
	var sum Totals
	for _, s := range shapes() {
		worlds := s.worlds(t)
		for tick := range s.ticks {
			for _, w := range worlds {
				if s.event != nil && tick == s.ticks/3 {
					if err := s.event(w); err != nil {
						t.Fatal(err)
					}
				}
				w.Tick()
			}
			if (tick%4 == 3 || tick == s.ticks-1) && !sameHistory(t, s.String(), worlds) {
				break
			}
		}
		totals := worlds[0].Totals()
		sum.add(&totals)
		for _, w := range worlds {
			if err := w.CheckLedger(); err != nil {
				t.Errorf("%v, kernel %s: %v", &s, w.config.Kernel, err)
			}
			w.Close()
		}
	}
	everythingHappened(t, sum)
}

// sameHistory compares worlds that differ in their kernels only.
func sameHistory(t *testing.T, what string, worlds []*World) bool {
	t.Helper()
	first := worlds[0]
	for _, w := range worlds[1:] {
		if w.Hash() == first.Hash() && w.Totals() == first.Totals() {
			continue
		}
		d, _ := FirstDifference(first, w)
		t.Errorf("%s: after tick %d kernels %s and %s differ at %v", what, w.Ticks(), first.config.Kernel, w.config.Kernel, d)
		return false
	}
	return true
}

// everythingHappened checks that the comparison saw events of each kind.
func everythingHappened(t *testing.T, sum Totals) {
	t.Helper()
	for name, n := range map[string]uint64{
		"clock": sum.Clock, "attempts": sum.Attempts, "moves": sum.Moves, "swaps": sum.Swaps, "divisions": sum.Divisions,
		"free": sum.FreeDivisions, "pushes": sum.Pushes, "searches": sum.Searches, "pressed": sum.PressedOut,
		"failed": sum.Failed, "died": sum.Died, "left": sum.Left, "shed": sum.Shed,
	} {
		if n < 50 {
			t.Errorf("%d events of kind %q in all shapes, want enough to compare", n, name)
		}
	}
}
