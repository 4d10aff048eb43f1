package live

import (
	"slices"
	"testing"
	"testing/synctest"

	"marrow/sim"
)

// newWatchedWorld is newWorld with its cells told apart.
func newWatchedWorld(t *testing.T) *sim.World {
	t.Helper()
	return worldOf(t, sim.Config{Tissue: openTissue(t, 1), Witness: true})
}

// numbers are those of the cells of l, site by site.
func numbers(t *testing.T, l *Line) (all []uint64) {
	t.Helper()
	must(t, l.Ask(func(w *sim.World) {
		for _, c := range w.Roster(0, 0, 32, 32, 0) {
			all = append(all, c.ID)
		}
	}))
	return all
}

// Time that is turned back, a replay and a fork have the same cells under the same numbers,
// and asking about them changes nothing.
func TestNumbersAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := startIn(t, newWatchedWorld(t), Options{Paused: true})
		at(t, r, 100)
		before, hash := numbers(t, r.Line()), hashOf(t, r.Line(), r)
		must(t, r.Post(bleed(0.2)))
		at(t, r, 150)
		gone := map[uint64]bool{}
		for _, id := range before {
			gone[id] = true
		}
		for _, id := range numbers(t, r.Line()) {
			delete(gone, id)
		}
		_, _, err := r.Undo()
		must(t, err)
		if got := numbers(t, r.Line()); !slices.Equal(got, before) || hashOf(t, r.Line(), r) != hash || len(gone) == 0 {
			t.Errorf("after undo the numbers are %d, want %d", len(got), len(before))
		}
		for id := range gone {
			must(t, r.Line().Ask(func(w *sim.World) {
				if s, ok := w.Cell(id, nil); !ok || s.Cell.Fate != sim.Living {
					t.Errorf("cell %d, which ended in the history that was left, is %+v", id, s.Cell)
				}
			}))
		}
	})
}
