package sim

import (
	"fmt"
	"slices"
)

// A Difference is the first thing in which two worlds differ that should be equal.
type Difference struct {
	Where string // site 12,7,0; ledger of band; totals; ...
	A, B  string // what is there in each world
}

// String says where the difference is and what either world has there.
func (d Difference) String() string { return fmt.Sprintf("%s: %s, not %s", d.Where, d.A, d.B) }

// FirstDifference compares two worlds of one configuration, whose kernels and threads
// may be others: ticks, sites in ascending order, ledgers, totals, and the rest of the
// state. It reports whether they differ at all.
func FirstDifference(a, b *World) (Difference, bool) {
	if a.tick != b.tick {
		return Difference{"ticks", fmt.Sprint(a.tick), fmt.Sprint(b.tick)}, true
	}
	for n, p := range a.patches {
		if d, found := p.firstDifference(b.patches[n]); found {
			if p.part.Name != "" {
				d.Where = p.part.Name + ", " + d.Where
			}
			return d, true
		}
	}
	return differenceOfBooks(a, b)
}

// firstDifference compares the sites of two patches.
func (p *Patch) firstDifference(q *Patch) (Difference, bool) {
	l, m := p.lattice, q.lattice
	if l.nx != m.nx || l.ny != m.ny || l.nz != m.nz {
		return Difference{"size of the lattice", fmt.Sprint(l.nx, l.ny, l.nz), fmt.Sprint(m.nx, m.ny, m.nz)}, true
	}
	for i := range l.state {
		if l.state[i] != m.state[i] || l.state[i] != 0 && l.due[i] != m.due[i] {
			return Difference{l.place(i), p.occupant(i), q.occupant(i)}, true
		}
	}
	return Difference{}, false
}

// place names site i by its x, y and z.
func (l *lattice) place(i int) string {
	return fmt.Sprintf("site %d,%d,%d", i%l.nx, i/l.nx%l.ny, i/l.nx/l.ny)
}

// occupant describes the cell of site i.
func (p *Patch) occupant(i int) string {
	c := cell(p.lattice.state[i])
	if c == 0 {
		return "no cell"
	}
	name := "unknown"
	if int(c.kind()) < len(p.table.Rows) {
		name = p.table.Stages[p.table.Rows[c.kind()].Stage].Name
	}
	return fmt.Sprintf("%s (row %d), clone %d, %d phases left, due at %d", name, c.kind(), c.clone(), c.phases(), p.lattice.due[i])
}

// differenceOfBooks compares what two worlds hold beside their sites.
func differenceOfBooks(a, b *World) (Difference, bool) {
	theirs := b.Ledger()
	for s, own := range a.Ledger() {
		if own != theirs[s] {
			return Difference{"ledger of " + own.Stage, fmt.Sprintf("%+v", own), fmt.Sprintf("%+v", theirs[s])}, true
		}
	}
	if t, u := a.Totals(), b.Totals(); t != u {
		return Difference{"totals", fmt.Sprintf("%+v", t), fmt.Sprintf("%+v", u)}, true
	}
	if !slices.Equal(a.allWords(), b.allWords()) || !slices.Equal(a.reservoir.seats, b.reservoir.seats) {
		return Difference{"blood, demand or reservoir", hashText(a), hashText(b)}, true
	}
	return Difference{}, false
}

func hashText(w *World) string { return fmt.Sprintf("hash %016x", w.Hash()) }
