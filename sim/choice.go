package sim

import (
	"slices"

	"marrow/sim/lineage"
)

// A choice is a cell at the end of its stay that has several ways on.
type choice struct {
	site int32
	cell uint32
	bits uint64
}

// A ration is how far each way on from a row is behind its share. Cells that mature
// into one of several rows are dealt out by shares, not by independent draws: a patch
// stands for a body with a million times more commitments a day, and draws would give
// its rarest lineages, megakaryocytes above all, a scatter that no body has. The means
// are the same.
type ration struct {
	row    lineage.Kind
	behind []float64 // by way on, in cells
}

// postpone leaves a choice to the end of the tick, when all of them are dealt out in
// site order.
func (k *worker) postpone(i int, c cell, bits uint64) {
	l := k.patch.lattice
	l.state[i] = uint32(c.withPhases(0))
	l.due[i] = k.now8 + 1
	setBit(k.moved, i)
	k.choices = append(k.choices, choice{int32(i), l.state[i], bits})
}

// dealChoices lets the waiting cells go on. One that a push has taken elsewhere
// chooses in the next tick.
func (p *Patch) dealChoices() {
	p.choices = p.choices[:0]
	for _, k := range p.workers {
		p.choices = append(p.choices, k.choices...)
	}
	slices.SortFunc(p.choices, func(a, b choice) int { return int(a.site) - int(b.site) })
	k := p.workers[0]
	for _, c := range p.choices {
		i := int(c.site)
		if !bit(p.lattice.full, i) || p.lattice.state[i] != c.cell || p.lattice.due[i] != k.now8+1 {
			continue
		}
		mother := cell(c.cell)
		k.mature(i, mother, p.deal(mother.kind()), c.bits)
	}
}

// deal gives the way on from row kind that is farthest behind its share.
func (p *Patch) deal(kind lineage.Kind) lineage.Kind {
	r := &p.rates[kind]
	behind := p.demand.rations[r.choosing].behind
	first := 0
	before := chance(0)
	for i := range behind {
		behind[i] += float64(r.upTo[i]-before) / float64(certain)
		before = r.upTo[i]
		if behind[i] > behind[first] {
			first = i
		}
	}
	behind[first]--
	return r.to[first]
}
