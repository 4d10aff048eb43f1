package sim

import "testing"

// Two worlds of one configuration do not differ, whatever their threads.
func TestEqualWorldsHaveNoDifference(t *testing.T) {
	a, b := small(t, 1, true), small(t, 3, true)
	for range 20 {
		a.Tick()
		b.Tick()
	}
	if d, found := FirstDifference(a, b); found {
		t.Errorf("got %v, want none", d)
	}
}

// The first difference of two worlds is named by its place, with both cells: of the
// sites, however small it is, then of the books.
func TestFirstDifferenceIsNamed(t *testing.T) {
	a, b := small(t, 1, true), small(t, 1, true)
	p := b.patches[0]
	l := p.lattice
	i := (9*l.ny+7)*l.nx + 21
	for l.state[i] == 0 {
		i++
	}
	b.reservoir.seats[0]++
	expect(t, a, b, Difference{"blood, demand or reservoir", hashText(a), hashText(b)})
	p.totals.Moves++
	if d, found := FirstDifference(a, b); !found || d.Where != "totals" {
		t.Errorf("got %v, want the totals", d)
	}
	p.ledger[1].born++
	p.ledger[1].divided++
	if d, found := FirstDifference(a, b); !found || d.Where != "ledger of cd34" {
		t.Errorf("got %v, want the ledger of cd34", d)
	}
	l.due[i] ^= 0x40
	expect(t, a, b, Difference{l.place(i), a.patches[0].occupant(i), p.occupant(i)})
	p.lattice.remove(i)
	expect(t, a, b, Difference{l.place(i), a.patches[0].occupant(i), "no cell"})
	a.Tick()
	expect(t, b, a, Difference{"ticks", "0", "1"})
}

func expect(t *testing.T, a, b *World, want Difference) {
	t.Helper()
	if d, found := FirstDifference(a, b); !found || d != want {
		t.Errorf("got %v, %v; want %v", d, found, want)
	}
}

// A cell is described by its stage, clone, phases and due time.
func TestOccupant(t *testing.T) {
	w := small(t, 1, true)
	p := w.patches[0]
	i := (9*p.lattice.ny+7)*p.lattice.nx + 21
	p.lattice.state[i], p.lattice.due[i] = uint32(cell(2).withPhases(3).withClone(77)), 200
	if got, want := p.lattice.place(i)+": "+p.occupant(i), "site 21,7,9: cfu_e (row 2), clone 77, 3 phases left, due at 200"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
