package sim

import "marrow/sim/lineage"

// A cell's state word, from the lowest bit: kind 7, phases left 3, marks 2, clone 20.
// The word 0 is no cell.
const (
	phaseShift = 7
	phaseMask  = 7 << phaseShift
	markShift  = phaseShift + 3
	cloneShift = markShift + marks
	kindMask   = 1<<phaseShift - 1

	// Clones is the number of clone numbers that a cell can carry; 0 is none.
	Clones = 1 << (32 - cloneShift)
)

// A cell is the packed state of the occupant of one site.
type cell uint32

func (c cell) kind() lineage.Kind { return lineage.Kind(c & kindMask) }

// phases is the number of clock events that are still to come in this stay. 0 marks
// a cell that has survived the end of its stay and waits for room to divide.
func (c cell) phases() int { return int(c&phaseMask) >> phaseShift }

func (c cell) clone() uint32 { return uint32(c >> cloneShift) }

// Marks of a cell, which its daughters inherit.
const (
	donorMark   cell   = 1 << (markShift + iota) // comes from a donor's graft
	labeledMark                                  // took up a label while it made DNA, or its mother did
	marks       = iota                           // number of marks
	anyMark     = donorMark | labeledMark
)

func (c cell) withPhases(n int) cell { return c&^phaseMask | cell(n)<<phaseShift }

func (c cell) withClone(n uint32) cell { return c&(1<<cloneShift-1) | cell(n)<<cloneShift }

// become keeps clone and flags, and changes kind and phases.
func (c cell) become(k lineage.Kind, phases int) cell {
	return c&^(kindMask|phaseMask) | cell(k) | cell(phases)<<phaseShift
}
