package sim

import (
	"marrow/sim/body"
	"marrow/sim/immune"
	"marrow/sim/lineage"
)

// Vaccinate gives a vaccine.
func (w *World) Vaccinate(v body.Vaccine) error { return w.body.Vaccinate(v) }

// Titers are what a laboratory finds of antibodies against all that the body has met.
func (w *World) Titers() []immune.Titer { return w.body.Titers() }

// housePlasmaCells lets, once a day, plasma cells that came home take free niches of the
// marrow, and those die whose niches are gone. Niches are places at which eosinophils or
// megakaryocytes support a plasma cell: where these are crowded out, so is it.
func (w *World) housePlasmaCells() {
	if w.table.Immunity.Shape.Founders == 0 {
		return
	}
	came, lacking, taken, evicted := w.body.PlasmaCells(), 0.0, 0.0, 0.0
	for _, p := range w.patches {
		k := w.table.Stages[w.table.Immunity.Plasma.Stage].Rows[0]
		h := p.housePlasmaCells(k, w.tick)
		p.owed[own][k] += p.healthy(came)
		lacking += float64(p.part.Share * (1 - h.residents))
		taken += float64(p.part.Share * (1 - h.room))
		evicted += float64(p.part.Share * h.evicted)
	}
	w.body.SetPlasma(max(0, 1-lacking), max(0, 1-taken), evicted)
}

// A housing is how a patch houses its plasma cells: how many it has and how many niches are
// free, of those in health, and the share that it has lost in a day.
type housing struct{ residents, room, evicted float64 }

func (p *Patch) housePlasmaCells(k lineage.Kind, tick uint64) housing {
	spec := &p.table.Immunity.Plasma
	wanted, present := float64(p.ledger[k].seeded)/p.grown, float64(p.ledger[k].present)
	if wanted == 0 {
		return housing{residents: 1, room: 1}
	}
	spare := float64(wanted * spec.Spare)
	lost := wanted - present - p.clonalPlasmaCells()
	if support := p.support(spec.Support); support < 1 {
		lost -= float64((wanted + spare) * (1 - support))
	}
	h := housing{residents: present / wanted, room: max(0, min(1, 1+lost/spare))}
	switch free := spare + lost; {
	case free < 0:
		h.evicted = min(1, float64(spec.Evict*min(-free, present))/present)
		p.evict(k, chanceOf(h.evicted), purposeEvict.key(p.seed)+tick*golden)
	case present < wanted:
		p.owed[own][k] += (wanted - present) / spec.Return
	}
	return h
}

// clonalPlasmaCells is how many cells of clones hold niches of plasma cells.
func (p *Patch) clonalPlasmaCells() (n float64) {
	for k := range p.ledger {
		if p.table.Rows[k].PlasmaNiche {
			n += float64(p.ledger[k].present)
		}
	}
	return n
}

// support is how much of what holds plasma cells is there: the eosinophils and
// megakaryocytes over a share of those in health, at most 1.
func (p *Patch) support(enough float64) float64 {
	there, healthy := 0.0, 0.0
	for k := 1; k < len(p.table.Rows); k++ {
		if l := p.table.Rows[k].Lineage; l == "eos" || l == "mk" {
			there += float64(p.ledger[k].present)
			healthy += p.healthy(p.table.Rows[k].Count)
		}
	}
	wanted := float64(enough * healthy)
	if there >= wanted || healthy < fewSupporters {
		return 1
	}
	return there / wanted
}

// fewSupporters is the healthy number of eosinophils and megakaryocytes below which a patch
// is too small to tell from them how many niches there are.
const fewSupporters = 20

// evict kills a share of the cells of a row.
func (p *Patch) evict(kind lineage.Kind, dies chance, key uint64) {
	p.operate(func(k *worker, i int) {
		c := cell(p.lattice.state[i])
		if c.kind() == kind && dies.hit(mix(key+uint64(i)*golden)) {
			k.die(i, c, Surplus)
		}
	})
}
