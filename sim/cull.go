package sim

import (
	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// setDeaths turns the hazards of what kills cells, whatever they do, into chances for
// one tick.
func (p *Patch) setDeaths() {
	p.culling = false
	for k := 1; k < len(p.deaths); k++ {
		hazard := p.demand.hazard(p.table, lineage.Kill, lineage.Kind(k))
		p.deaths[k] = chanceOf(1 - blood.Exp(-hazard/TicksPerDay))
		p.culling = p.culling || p.deaths[k] > 0
	}
}

// cull kills cells by the chances of their rows, before any has its turn. Each death
// depends on the site and the tick alone.
func (p *Patch) cull() {
	if p.culling {
		p.eachPart((*worker).cullWords)
	}
}

func (k *worker) cullWords(from, to int) {
	l := k.patch.lattice
	for w := from; w < to; w++ {
		for x := l.cells(w); x != 0; x &= x - 1 {
			i := w<<6 + lowest(x)
			c := cell(l.state[i])
			if death := k.patch.deaths[c.kind()]; death > 0 && death.hit(k.keys.site(planeCull, i)) {
				k.die(i, c)
			}
		}
	}
}

// cullReservoir lets what kills the stem cells of the patches kill those of the whole
// body alike.
func (w *World) cullReservoir() {
	if death := w.patches[0].deaths[w.table.Reservoir.Stage]; death > 0 {
		w.reservoir.cull(certain-death, mix(purposeCull.key(w.config.Seed)+w.tick*golden))
	}
}
