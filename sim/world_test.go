package sim

import "testing"

// small is a world of a few thousand cells that does everything.
func small(t testing.TB, threads int, volume bool) *World {
	tissue := poresTissue(128, 96, 1, 7)
	if volume {
		tissue = poresTissue(64, 40, 22, 7)
	}
	return newTestWorld(t, Config{Table: textbookTable(), Tissue: tissue, Seed: 3, Threads: threads})
}

// The number of threads changes the time a run takes and nothing else.
func TestThreadsDoNotMatter(t *testing.T) {
	for _, volume := range []bool{false, true} {
		one := small(t, 1, volume)
		var others []*World
		for _, threads := range []int{2, 3, 7} {
			others = append(others, small(t, threads, volume))
		}
		for range 60 {
			one.Tick()
			for _, w := range others {
				if w.Tick(); w.Hash() != one.Hash() {
					t.Fatalf("volume %v, tick %d: %d threads give hash %016x, one gives %016x", volume, w.Ticks(), w.config.Threads, w.Hash(), one.Hash())
				}
			}
		}
	}
}

// Another seed is another history, and a hash tells it.
func TestSeedsDiffer(t *testing.T) {
	a := newTestWorld(t, Config{Table: textbookTable(), Tissue: poresTissue(64, 64, 1, 7), Seed: 1})
	b := newTestWorld(t, Config{Table: textbookTable(), Tissue: poresTissue(64, 64, 1, 7), Seed: 2})
	if a.Hash() == b.Hash() {
		t.Error("two seeds give one hash")
	}
}

// Nothing is created or lost unaccounted: after every tick the ledger equals a fresh
// count, and each site holds at most one cell.
func TestLedgerEqualsRecount(t *testing.T) {
	for _, volume := range []bool{false, true} {
		w := small(t, 2, volume)
		for range 300 {
			w.Tick()
			if err := w.CheckLedger(); err != nil {
				t.Fatalf("volume %v, tick %d: %v", volume, w.Ticks(), err)
			}
		}
		p := w.patches[0]
		for i, s := range p.lattice.state {
			if (s != 0) != (bit(p.lattice.full, i) && !bit(p.lattice.blocked, i)) {
				t.Fatalf("site %d: state %x, full %v, blocked %v", i, s, bit(p.lattice.full, i), bit(p.lattice.blocked, i))
			}
		}
	}
}

// Every cell and packet of platelets that leaves goes through a numbered exit.
func TestEveryDepartureHasAnExit(t *testing.T) {
	study(t)
	w := small(t, 2, true)
	for range 400 {
		w.Tick()
	}
	var exits uint64
	for _, n := range w.Exits() {
		exits += n
	}
	if left := w.Totals().Left + w.Totals().Shed; left == 0 || exits != left {
		t.Errorf("%d cells and packets left, %d of them through an exit", left, exits)
	}
}
