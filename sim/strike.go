package sim

import (
	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// A strike is what can befall the cells of a row in a tick from outside their own clock.
type strike struct {
	death chance // killed by a drug
	let   chance // else: released before its time
	letGo lineage.Kind
}

// setStrikes turns the hazards of what strikes cells, whatever they do, into chances for
// one tick.
func (p *Patch) setStrikes() {
	p.striking = false
	for k := 1; k < len(p.strikes); k++ {
		hit := func(act lineage.Act) chance {
			hazard := p.demand.hazard(act, lineage.Kind(k)) + p.spill(act, lineage.Kind(k)) + p.surveillance(act, lineage.Kind(k))
			if hazard == 0 {
				return 0
			}
			return chanceOf(1 - blood.Exp(-hazard/TicksPerDay))
		}
		s := &p.strikes[k]
		*s = strike{death: hit(lineage.Kill), let: hit(lineage.Early), letGo: p.table.Rows[k].LetGo}
		p.striking = p.striking || s.death|s.let != 0
	}
}

// strike kills and releases cells by the chances of their rows, before any has its turn.
// What befalls a cell depends on its site, its row and the tick alone.
func (p *Patch) strike() {
	if p.striking {
		p.eachPart((*worker).strikeWords)
	}
}

func (k *worker) strikeWords(from, to int) {
	l := k.patch.lattice
	for i := range l.cellsIn(from, to) {
		c := cell(l.state[i])
		s := &k.patch.strikes[c.kind()]
		if s.death|s.let == 0 {
			continue
		}
		bits := k.keys.site(planeStrike, i)
		switch {
		case s.death.hit(bits):
			k.die(i, c, Killed)
		case s.let.hit(draw(bits, 0)):
			k.mature(i, c, s.letGo, bits)
		}
	}
}

// cullReservoir lets what kills the stem cells of the patches kill those of the whole
// body alike.
func (w *World) cullReservoir() {
	if death := w.patches[0].strikes[w.table.Reservoir.Stage].death; death > 0 {
		w.reservoir.cull(certain-death, mix(purposeCull.key(w.config.Seed)+w.tick*golden))
	}
}
