package body

import "math"

// An infiltration is how far clones have spread through the marrow. It is told to the body
// once an hour and is a signal to cells.
type infiltration struct {
	density float64 // cells of clones per free site of the marrow
	level   int     // signal of the table; -1: this body cannot fall ill with one
}

// Infiltrate tells the body how many cells of clones there are per free site.
func (b *Body) Infiltrate(density float64) { b.clones.density = density }

func (n *infiltration) idle() bool { return n.density == 0 }

func (n *infiltration) step(uint64) {}

func (n *infiltration) signal(levels []float64) {
	if n.level >= 0 {
		levels[n.level] = n.density
	}
}

func (n *infiltration) words(to []uint64) []uint64 {
	if n.level < 0 {
		return to
	}
	return append(to, math.Float64bits(n.density))
}

func (n *infiltration) setWords(from []uint64) (rest []uint64, ok bool) {
	if n.level < 0 {
		return from, true
	}
	if len(from) == 0 {
		return nil, false
	}
	n.density = math.Float64frombits(from[0])
	return from[1:], sane(n.density)
}
