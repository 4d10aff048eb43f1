package sim

import (
	"fmt"

	"marrow/sim/lineage"
)

// Label gives a label of DNA (BrdU, EdU, thymidine) for so many ticks: of the cells that
// make DNA in that time, the given share takes it up. Their daughters inherit it.
func (w *World) Label(ticks uint64, share float64) error {
	switch {
	case !(share >= 0 && share <= 1):
		return fmt.Errorf("label: share is %v, want 0 to 1", share)
	case ticks > TicksPerDay*1000:
		return fmt.Errorf("label: %d ticks, want at most %d", ticks, TicksPerDay*1000)
	case w.table.Treatment.SPhase == 0:
		return fmt.Errorf("label: the species %s has no treatment section", w.table.Species)
	case share == 0:
		return nil
	}
	return w.post(order{act: label, share: share, amount: float64(ticks)})
}

// pulse is one tick of a label. At its first, the cells that make DNA take it up; in
// every tick those that begin to do so.
func (w *World) pulse(o *order, n uint64) {
	for _, p := range w.patches {
		takes, draws := p.uptake(o), p.drawing(w.tick, n)
		p.operate(func(_ *worker, i int) {
			c := cell(p.lattice.state[i])
			if takes[c.kind()].hit(draws.site(i)) {
				p.lattice.state[i] = uint32(c | labeledMark)
			}
		})
		p.marking = true
	}
	o.begun = true
	o.amount--
}

// sPhase is the share of a cycle in which the cells of a row make DNA.
func (p *Patch) sPhase(row *lineage.Row) float64 {
	if row.SPhase > 0 {
		return row.SPhase
	}
	return p.table.Treatment.SPhase
}

// uptake is the chance by row that a cell takes the label up in this tick. Of cells that
// cycle evenly the share s makes DNA, and of the others dt/(T (1-s)) begin to in a tick.
func (p *Patch) uptake(o *order) []chance {
	takes := make([]chance, len(p.table.Rows))
	for k := range takes {
		row := &p.table.Rows[k]
		if !row.Cycling {
			continue
		}
		makes := p.sPhase(row)
		cycle := float64(row.Phases) * p.meanPhase(lineage.Kind(k)) // [ticks]
		misses := 1 - min(1, 1/float64(cycle*(1-makes)))
		if !o.begun {
			misses = float64(misses * (1 - makes))
		}
		takes[k] = chanceOf(float64(o.share * (1 - misses)))
	}
	return takes
}
