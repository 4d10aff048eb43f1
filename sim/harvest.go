package sim

import (
	"fmt"

	"marrow/sim/lineage"
)

// Harvest aspirates so much marrow [L] in many places. It acts at the start of the next
// tick: cells of all kinds go alike, CD34+ cells into the bag, and the blood in the
// aspirate is lost.
func (w *World) Harvest(volume float64) error {
	t := w.table
	switch {
	case !(volume >= 0 && volume <= 100):
		return fmt.Errorf("harvest: volume is %v L, want 0 to 100", volume)
	case t.Treatment.Aspirate == 0 || t.Body.Blood == 0:
		return fmt.Errorf("harvest: the species %s has no treatment section", t.Species)
	case float64(volume*t.Treatment.Aspirate) >= t.Body.Marrow || float64(volume*t.Treatment.AspirateBlood) >= t.Body.Blood:
		return fmt.Errorf("harvest: %v L is more than the body has", volume)
	}
	return w.post(order{act: harvest, amount: volume})
}

// aspirate takes an even share of the marrow.
func (w *World) aspirate(o order, n uint64) {
	t := w.table
	share := min(1, float64(o.amount*t.Treatment.Aspirate)/t.Body.Marrow)
	taken := chanceOf(share)
	cd34 := 0.0
	for _, p := range w.patches {
		before, draws := p.progenitors(), p.drawing(w.tick, n)
		p.operate(func(k *worker, i int) {
			if taken.hit(draws.site(i)) {
				k.delta[cell(p.lattice.state[i]).kind()].removed++
				p.witness.ended(k, i, Taken)
				p.lattice.remove(i)
			}
		})
		cd34 += float64(float64(before-p.progenitors()) * p.scale)
	}
	w.body.Keep(cd34)
	w.reservoir.cull(chanceOf(1-share), draw(purposeCull.key(w.config.Seed)+w.tick, n))
	w.lose(float64(o.amount*t.Treatment.AspirateBlood) / t.Body.Blood)
}

// lose takes a share of the blood, as far as other losses of this tick leave any.
func (w *World) lose(share float64) {
	if err := w.body.Bleed(min(share, 0.9*(1-w.blood.Drawn())), 0); err != nil {
		panic(err) // the share is in range
	}
}

// progenitors is the number of CD34+ cells of the patch but the stem cells.
func (p *Patch) progenitors() (n int64) {
	p.eachProgenitor(func(k lineage.Kind, _ *lineage.Row) { n += p.ledger[k].present })
	return n
}
