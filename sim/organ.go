package sim

import (
	"marrow/sim/lineage"
)

// organOf is the organ of the table that is called name; nil for marrow.
func organOf(t *lineage.Table, name string) *lineage.Organ {
	if t == nil {
		return nil
	}
	for i := range t.Organs {
		if t.Organs[i].Name == name {
			return &t.Organs[i]
		}
	}
	return nil
}

// crowdedNiches is the most that the niches of an organ count as full: those that close
// hold nobody any more.
const crowdedNiches = 20

// wake opens or closes, once an hour, the sleeping niches of an organ: they follow, with a
// delay, CD34+ cells in the blood and erythropoietin above what health ever has.
func (w *World) wake() {
	if w.tick%ticksPerDemand != 0 {
		return
	}
	for _, p := range w.patches {
		if !p.sleeps() {
			continue
		}
		of, count := &p.organ.Wakes, w.body.Count()
		aim := max(above(count.CD34, of.CD34), above(count.EPO, of.EPO))
		p.open += (aim - p.open) / float64(24*of.Delay)
	}
}

// sleeps says whether the patch is an organ whose niches open when blood is short.
func (p *Patch) sleeps() bool { return p.organ != nil && p.organ.Opens == nil }

// fill is how full the niches of the patch are with so many cells of those wanted.
func (p *Patch) fill(present, wanted float64) float64 {
	if p.organ == nil {
		return present / wanted
	}
	return min(crowdedNiches, present/max(wanted, 1e-9))
}

// spill is the hazard with which cells of row k leave before they are ripe, beside that of
// the table [1/d]: spleen and liver do not hold and sort them as marrow does.
func (p *Patch) spill(act lineage.Act, k lineage.Kind) float64 {
	if act != lineage.Early || !p.sleeps() || p.table.Rows[k].LetGo == 0 {
		return 0
	}
	return p.organ.Wakes.Spill
}

// above is how far x is above a threshold: 0 up to it, 1 from twice of it on.
func above(x, threshold float64) float64 { return max(0, min(1, x/threshold-1)) }

// Open is the share of the niches that is open; 1 in marrow.
func (p *Patch) Open() float64 { return p.open }
