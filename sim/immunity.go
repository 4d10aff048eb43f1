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
	spec := &w.table.Immunity.Plasma
	if w.table.Immunity.Shape.Founders == 0 {
		return
	}
	p := w.patches[0]
	k := w.table.Stages[spec.Stage].Rows[0]
	seeded, present := float64(p.ledger[k].seeded), float64(p.ledger[k].present)
	if seeded == 0 {
		return
	}
	lost := seeded - present
	if support := p.support(spec.Support); support < 1 {
		lost -= float64(float64(seeded*(1+spec.Spare)) * (1 - support))
	}
	evicted := 0.0
	if free := float64(seeded*spec.Spare) + lost; free < 0 {
		evicted = min(1, float64(spec.Evict*-free)/present)
		p.evict(k, chanceOf(evicted), purposeEvict.key(w.config.Seed)+w.tick*golden)
	} else if present < seeded {
		p.owed[own][k] += (seeded - present) / spec.Return
	}
	p.owed[own][k] += w.body.PlasmaCells() / p.scale
	w.body.SetPlasma(present/seeded, max(0, min(1, 1+lost/float64(seeded*spec.Spare))), evicted)
}

// support is how much of what holds plasma cells is there: the eosinophils and
// megakaryocytes over a share of those in health, at most 1.
func (p *Patch) support(enough float64) float64 {
	there, healthy := 0.0, 0.0
	for k := 1; k < len(p.table.Rows); k++ {
		if l := p.table.Rows[k].Lineage; l == "eos" || l == "mk" {
			there += float64(p.ledger[k].present)
			healthy += p.table.Rows[k].Count / p.scale
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
