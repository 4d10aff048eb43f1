package sim

import (
	"bytes"
	"fmt"
	"testing"

	"marrow/sim/tissue"
)

// witnessed makes the world of a shape with a witness, by kernel and number of threads.
func (s *shape) witnessed(t *testing.T, place *tissue.Tissue, kernel string, threads int) *World {
	t.Helper()
	table := builtin(t, s.species)
	if s.change != nil {
		s.change(table)
	}
	return newTestWorld(t, Config{Table: table, Tissue: place, Seed: 17, Threads: threads, Kernel: kernel, Witness: true})
}

func (s *shape) place(t *testing.T) *tissue.Tissue {
	t.Helper()
	place, err := tissue.Generate(tissue.Spec{Name: s.name, Species: s.species, Width: s.x, Height: s.y, Depth: s.z, Seed: 5}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

// run lets a world live through the ticks of the shape, with its event.
func (s *shape) run(t *testing.T, w *World) {
	t.Helper()
	for tick := range s.ticks {
		if s.event != nil && tick == s.ticks/3 {
			if err := s.event(w); err != nil {
				t.Fatal(err)
			}
		}
		w.Tick()
	}
}

func witnessShapes() []shape {
	trouble := func(w *World) error {
		if err := w.Irradiate(1, 0, [3]int{}, 0); err != nil {
			return err
		}
		if err := w.Harvest(0.5); err != nil {
			return err
		}
		return w.Graft("mpp", 20, 1)
	}
	return []shape{
		{"iliac-crest", "human", 192, 96, 1, 1, 60, nil, trouble},
		{"femur-shaft", "mouse", 128, 96, 1, 1, 60, nil, nil},
		{"iliac-crest", "human", 64, 48, 20, 1, 40, nil, trouble},
		{"open", "human", 96, 64, 1, 1, 60, stays(0.01), nil},
		{"open", "mouse", 64, 40, 9, 1, 40, stays(0.02), nil},
		{"iliac-crest", "human", 192, 64, 1, 1, 60, flood, nil},
	}
}

// A witness changes nothing: the state is the same with and without one. With one, every
// cell has a number of its own, and its notes are the same with any kernel and any number of
// threads.
func TestWitness(t *testing.T) {
	study(t)
	for _, s := range witnessShapes() {
		place := s.place(t)
		table := builtin(t, s.species)
		if s.change != nil {
			s.change(table)
		}
		bare := newTestWorld(t, Config{Table: table, Tissue: place, Seed: 17, Threads: 1})
		s.run(t, bare)
		var first []byte
		for _, kernel := range Kernels() {
			for _, threads := range []int{1, 3} {
				name := fmt.Sprintf("%v, kernel %s, %d threads", &s, kernel, threads)
				w := s.witnessed(t, place, kernel, threads)
				s.run(t, w)
				if w.Hash() != bare.Hash() || w.Totals() != bare.Totals() {
					t.Fatalf("%s: the witness changed the world", name)
				}
				checkWitness(t, name, w)
				var notes bytes.Buffer
				if err := w.patches[0].witness.save(&notes); err != nil {
					t.Fatal(err)
				}
				if first == nil {
					first = notes.Bytes()
				}
				if !bytes.Equal(first, notes.Bytes()) {
					t.Errorf("%s: other numbers than with one thread", name)
				}
				w.Close()
			}
		}
	}
}

// checkWitness checks that the witness saw what the ledger counts.
func checkWitness(t *testing.T, name string, w *World) {
	t.Helper()
	p := w.patches[0]
	n, l := p.witness, p.lattice
	seen := map[uint64]bool{}
	for i, s := range l.who {
		if (s != 0) != (l.state[i] != 0) {
			t.Fatalf("%s: site %d: slot %d, state %x", name, i, s, l.state[i])
		}
		if s == 0 {
			continue
		}
		life := n.life(s)
		if life.ID == 0 || life.ID > n.last || seen[life.ID] || life.Fate != Living {
			t.Fatalf("%s: site %d: %+v", name, i, *life)
		}
		seen[life.ID] = true
		if got := n.find(life.ID); got != life {
			t.Fatalf("%s: number %d is found as %+v", name, life.ID, got)
		}
	}
	totals := w.Totals()
	removed := uint64(0)
	for _, a := range w.Ledger() {
		removed += uint64(a.Removed)
	}
	got := [...]uint64{
		n.births, n.fates[Failed] + n.fates[Surplus] + n.fates[Spent] + n.fates[Killed] + n.fates[Irradiated],
		n.fates[Left] + n.fates[PressedOut], n.fates[PressedOut], n.fates[Taken], uint64(len(seen)),
	}
	want := [...]uint64{totals.Divisions, totals.Died, totals.Left, totals.PressedOut, removed, uint64(w.Marrow().Cells)}
	if got != want {
		t.Errorf("%s: the witness saw %v births, deaths, exits, pressed out, taken, living; the ledger has %v", name, got, want)
	}
}

// A restored witness goes on as if nothing had happened: the same numbers for the same cells.
// It can take over what was known of those that are gone.
func TestWitnessRestored(t *testing.T) {
	s := witnessShapes()[0]
	place := s.place(t)
	w := s.witnessed(t, place, "", 2)
	s.run(t, w)
	saved := saveWorld(t, w)
	c := w.config
	c.Threads = 1
	again := loadWorld(t, c, saved)
	for range 30 {
		w.Tick()
		again.Tick()
	}
	if !bytes.Equal(saveWorld(t, w), saveWorld(t, again)) {
		t.Error("the restored witness gives other numbers")
	}
	checkFamilies(t, "went on", w)
	checkFamilies(t, "restored", again)

	back := loadWorld(t, c, saved)
	back.patches[0].witness.recall(w.patches[0].witness)
	checkFamilies(t, "back", back)
	n, of := back.patches[0].witness, w.patches[0].witness
	for id := uint64(1); id <= n.last; id++ {
		old, now := of.find(id), n.find(id)
		if gone := old.Fate != Living && old.Ended < 60; now == nil || gone != (now.Fate != Living) || now.Mother != old.Mother {
			t.Fatalf("number %d was %+v, is now %+v", id, old, now)
		}
	}

	c.Witness = false
	if bare := loadWorld(t, c, saved); bare.Hash() != back.Hash() {
		t.Error("the state is another without the witness")
	}
}

// checkFamilies checks that daughters that are remembered are those of their mothers.
func checkFamilies(t *testing.T, name string, w *World) {
	t.Helper()
	n := w.patches[0].witness
	for s := uint32(1); s < n.slots; s++ {
		m := n.life(s)
		if m.Fate != Living || m.ID == 0 {
			continue
		}
		before := n.last + 1
		for id := m.child; id != 0; {
			if id >= before {
				t.Fatalf("%s: daughter %d of %d is not older than %d", name, id, m.ID, before)
			}
			c := n.find(id)
			if c == nil || c.Mother != m.ID {
				t.Fatalf("%s: daughter %d of %d is %+v", name, id, m.ID, c)
			}
			before, id = id, c.sibling
		}
	}
}
