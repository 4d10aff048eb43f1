package sim

import "marrow/sim/lineage"

// A gait is how a cell moves and leaves. It follows from the row and is kept in two
// bits beside the cell, so that a whole word of cells can be asked at once.
type gait uint8

const (
	calm     gait = iota // ordinary cells
	agile                // fast, in any direction
	outbound             // fast, drawn to walls; may leave there by a hazard
	ready                // the same, and gone within minutes of reaching a wall
)

// lookTicks is the time from look to look at the cells of a wall site that leave by
// a hazard of days. Every tick another eighth of the words is looked at.
const lookTicks = 8

// gaitOf is the gait of a row that makes the given number of attempts a tick.
func gaitOf(row *lineage.Row, attempts float64) gait {
	switch {
	case row.End == lineage.Leave && row.Stay == 0:
		return ready
	case row.End == lineage.Leave || row.Seek:
		return outbound
	case attempts > slowAttempts:
		return agile
	}
	return calm
}

// A pace is what movement must know of a cell: how many of the 256 attempts that its
// gait offers it makes, its gait, and its rank.
type pace struct {
	keep uint16
	gait uint8
	rank uint8
}

const (
	// onNiche is added to a kind for its pace on a niche site.
	onNiche = 1 << phaseShift
	// immovable is the rank of what nothing changes places with.
	immovable = 255
)

// paceAt is the pace of the cell of site i.
func (p *Patch) paceAt(i int) *pace {
	l := p.lattice
	return &p.paces[l.state[i]&kindMask|uint32(l.niche[i>>6]>>(i&63)&1)<<phaseShift]
}
