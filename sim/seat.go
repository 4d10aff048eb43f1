package sim

import "marrow/sim/lineage"

// Whose cells a graft brings.
const (
	own = iota
	donors
	origins // number of them
)

// seatState is what a patch still owes to cells from outside: how many of each row are to
// be placed, a broken number, by origin. One may be negative by less than a cell; all of
// an origin together by half a cell.
type seatState [origins][lineage.MaxRows + 1]float64

// bringHome places the cells of grafts that have come home.
func (w *World) bringHome() {
	home, donor := w.body.Homed()
	for origin, cells := range [origins]float64{home, donor} {
		if cells == 0 {
			continue
		}
		w.stem[origin] += float64(cells * w.table.Treatment.Stem)
		for n, part := range w.shares() {
			w.patches[n].owe(origin, float64(cells*part))
		}
	}
	w.fillSeats()
	for _, p := range w.patches {
		p.payOff(w.tick)
	}
}

// fillSeats gives vacant seats of the reservoir to stem cells of grafts, each a clone of
// its own. Those that find none are lost.
func (w *World) fillSeats() {
	for origin := range w.stem {
		for w.stem[origin] >= 0.5 {
			seat := w.reservoir.newClone()
			if origin == donors {
				seat |= donorSeat
			}
			if !w.reservoir.fill(seat) {
				w.stem[origin] = 0
				break
			}
			w.stem[origin]--
			w.marks(origin)
		}
	}
}

// marks begins to count marks if cells of the origin have one.
func (w *World) marks(origin int) {
	for _, p := range w.patches {
		p.marking = p.marking || origin == donors
	}
}

// owe adds CD34+ cells of the body to what the patch owes, in the proportions of health.
func (p *Patch) owe(origin int, cells float64) {
	all := 0.0
	p.eachProgenitor(func(_ lineage.Kind, row *lineage.Row) { all += row.Count })
	p.eachProgenitor(func(k lineage.Kind, row *lineage.Row) {
		p.owed[origin][k] += float64(cells/p.scale*row.Count) / all
	})
}

// eachProgenitor calls f for the CD34+ rows but the stem cells, which stand for themselves
// in the reservoir.
func (p *Patch) eachProgenitor(f func(k lineage.Kind, row *lineage.Row)) {
	for k := 1; k < len(p.table.Rows); k++ {
		row := &p.table.Rows[k]
		if p.table.Stages[row.Stage].CD34 && lineage.Kind(k) != p.table.Reservoir.Stage {
			f(lineage.Kind(k), row)
		}
	}
}

// payOff places whole cells that the patch owes, each of the row that is farthest behind:
// a small graft brings as many cells as it holds, and rare rows have their turn. Rounded
// row by row, a graft of four cells would lose one. What finds no room waits.
func (p *Patch) payOff(tick uint64) {
	var keys tickKeys
	for origin := range p.owed {
		for n := uint64(0); ; n++ {
			k, all := p.owed.farthest(origin)
			if all < 0.5 {
				break
			}
			if keys.tick == 0 {
				keys = newTickKeys(p.seed, tick)
			}
			u := draw(keys.site(planeSeat, origin<<8+int(k)), n)
			i := p.findSeat(u)
			if i < 0 {
				return
			}
			p.place(i, k, p.newcomer(origin, k), draw(u, 1), tick)
			p.owed[origin][k]--
		}
	}
}

// farthest is the row of which most cells of an origin are owed, and how many of all rows.
func (o *seatState) farthest(origin int) (most lineage.Kind, all float64) {
	for k, cells := range o[origin] {
		all += cells
		if cells > o[origin][most] {
			most = lineage.Kind(k)
		}
	}
	return most, all
}

// newcomer is the clone and mark of a cell from outside. Cells that never divide found no
// clone.
func (p *Patch) newcomer(origin int, k lineage.Kind) cell {
	c := cell(0)
	if p.table.Rows[k].End != lineage.Reside {
		c = c.withClone(p.reservoir.newClone())
	}
	if origin == donors {
		p.marking = true
		c |= donorMark
	}
	return c
}

// place puts the cell c into free site i, anywhere in the stay of row k.
func (p *Patch) place(i int, k lineage.Kind, c cell, u, tick uint64) {
	w := p.workers[0]
	w.now8 = uint8(tick)
	r := &p.rates[k]
	w.enter(i, c, k, u)
	w.arm(i, 1+int(draw(u, 1)>>32*uint64(max(1, r.phases))>>32), r, draw(u, 2))
	p.ledger[k].add(&account{injected: 1})
	p.witness.arrived(w, i)
}

// seatTries is how often a random site is tried before the sites are gone through.
const seatTries = 4096

// findSeat is a random free site at a sinusoid wall, by random bits u; if there is hardly
// any, the free site that comes next; -1 in a full marrow.
func (p *Patch) findSeat(u uint64) int {
	l := p.lattice
	free := func(i int) bool { return !bit(l.full, i) }
	start := 0
	for n := range uint64(seatTries) {
		start = int(draw(u, n+3) >> 32 * uint64(l.sites()) >> 32)
		if l.isWall(start) && free(start) {
			return start
		}
	}
	for n := range l.sites() {
		if i := (start + n) % l.sites(); free(i) {
			return i
		}
	}
	return -1
}
