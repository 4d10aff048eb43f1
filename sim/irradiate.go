package sim

import (
	"cmp"
	"fmt"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// A beam is what radiation reaches: the whole body, all of a patch, or a ball of it.
type beam struct {
	patch  int    // from 1; 0 = the whole body or, with a radius, the first one
	at     [3]int // center [sites]
	radius int    // [sites]; 0 = all
}

// whole says whether the beam reaches the whole body.
func (b *beam) whole() bool { return b.patch == 0 && b.radius == 0 }

// hits says whether the beam reaches anything of patch n.
func (b *beam) hits(n int) bool { return b.whole() || n == max(0, b.patch-1) }

func (b *beam) compare(c *beam) int {
	return cmp.Or(cmp.Compare(b.patch, c.patch), cmp.Compare(b.at[0], c.at[0]), cmp.Compare(b.at[1], c.at[1]),
		cmp.Compare(b.at[2], c.at[2]), cmp.Compare(b.radius, c.radius))
}

// mostSites is more than any edge of a patch [sites].
const mostSites = 1 << 20

func (b *beam) sane() bool {
	for _, x := range append(b.at[:], b.radius) {
		if x < 0 || x > mostSites {
			return false
		}
	}
	return true
}

// reaches says whether the beam reaches site i.
func (b *beam) reaches(l *lattice, i int) bool {
	if b.radius == 0 {
		return true
	}
	dx, dy, dz := i%l.nx-b.at[0], i/l.nx%l.ny-b.at[1], i/l.nx/l.ny-b.at[2]
	return dx*dx+dy*dy+dz*dz <= b.radius*b.radius
}

// Irradiate gives a dose [Gy] at once, to the whole body (patch 0) or to a patch, the first
// of which is 1: to all of it or, with a radius, to the ball around a site [sites]. A ball
// of patch 0 is one of the first patch. It acts at the start of the next tick.
func (w *World) Irradiate(dose float64, patch int, at [3]int, radius int) error {
	b := beam{patch, at, radius}
	switch {
	case patch < 0 || patch > len(w.patches):
		return fmt.Errorf("irradiate: patch %d, but the body has %d; want 0 for the whole body, or one of them", patch, len(w.patches))
	case !(dose >= 0 && dose <= 1000):
		return fmt.Errorf("irradiate: dose is %v Gy, want 0 to 1000", dose)
	case !b.sane():
		return fmt.Errorf("irradiate: center %v and radius %d, want 0 to %d sites", at, radius, mostSites)
	case w.table.Treatment.D0[lineage.Dividing] == 0:
		return fmt.Errorf("irradiate: the species %s has no treatment section", w.table.Species)
	}
	return w.post(order{act: irradiate, beam: b, amount: dose})
}

// survival is the share of a class that a dose leaves alive: exp(-dose/D0).
func survival(t *lineage.Treatment, class lineage.Class, dose float64) float64 {
	if t.D0[class] == 0 {
		return 1
	}
	return blood.Exp(-dose / t.D0[class])
}

// expose kills the cells that a dose does not leave alive. A beam at the whole body also
// hits the stem cells elsewhere, the cells in blood that can be hit, and those on their
// way home; one at a whole patch hits the stem cells that it stands for.
func (w *World) expose(o order, n uint64) {
	t := &w.table.Treatment
	var dies [lineage.MaxRows + 1]chance
	for k := 1; k < len(w.table.Rows); k++ {
		dies[k] = chanceOf(1 - survival(t, w.table.Rows[k].Class, o.amount))
	}
	for at, p := range w.patches {
		if !o.beam.hits(at) {
			continue
		}
		draws := p.drawing(w.tick, n)
		p.operate(func(k *worker, i int) {
			c := cell(p.lattice.state[i])
			if o.beam.reaches(p.lattice, i) && dies[c.kind()].hit(draws.site(i)) {
				k.die(i, c, Irradiated)
			}
		})
	}
	if o.beam.radius > 0 {
		return
	}
	spared := survival(t, lineage.Stem, o.amount)
	if !o.beam.whole() {
		spared = 1 - float64(w.patches[o.beam.patch-1].part.Share*(1-spared))
	}
	w.reservoir.cull(chanceOf(spared), draw(purposeCull.key(w.config.Seed)+w.tick, n))
	if !o.beam.whole() {
		return
	}
	w.exposeBlood("lymph", survival(t, lineage.Lymphocyte, o.amount))
	w.body.Expose(survival(t, lineage.Lymphocyte, o.amount))
	w.exposeBlood("cd34", survival(t, lineage.Progenitor, o.amount))
	w.body.Shine(survival(t, lineage.Progenitor, o.amount))
}

// exposeBlood lets only a share of the cells of a blood count survive.
func (w *World) exposeBlood(column string, survive float64) {
	for _, pool := range w.blood.PoolsOf(column) {
		w.blood.Take(pool, 1-survive)
	}
}
