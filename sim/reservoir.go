package sim

import (
	"slices"

	"marrow/sim/lineage"
)

// A reservoir is the long-term stem cells of the whole body, one clone number each:
// a neutral Moran process of divisions and losses (one division per cell and cycle).
// Patches show a few of them on niche sites. There are as many seats as the healthy body
// has stem cells; what kills stem cells leaves some vacant.
type reservoir struct {
	clones []uint32 // by seat: the filled ones first, then vacant
	filled int
	cycle  float64 // [d]
}

// vacant marks a seat without a stem cell.
const vacant = ^uint32(0)

// newReservoir gives each stem cell a clone of its own, as far as the numbers go.
// Without stem cells in the table there is one nameless clone.
func newReservoir(r lineage.Reservoir) *reservoir {
	n := min(int(r.Count), Clones-1)
	if r.Stage == 0 || n < 1 {
		return &reservoir{clones: []uint32{0}, filled: 1}
	}
	s := &reservoir{clones: make([]uint32, n), filled: n, cycle: r.Cycle}
	for i := range s.clones {
		s.clones[i] = uint32(i + 1)
	}
	return s
}

// clone is the clone of a random stem cell, by random bits u; 0 if none is left.
func (r *reservoir) clone(u uint64) uint32 {
	if r.filled == 0 {
		return 0
	}
	return r.clones[u>>32*uint64(r.filled)>>32]
}

// live lets one day pass: some stem cells divide, and each daughter takes a vacant seat
// or, without one, that of a stem cell that is lost.
func (r *reservoir) live(seed, day uint64) {
	if r.cycle == 0 || r.filled == 0 {
		return
	}
	key := mix(purposeReservoir.key(seed) + day*golden)
	divisions := float64(r.filled) / r.cycle
	n := uint64(divisions)
	if chanceOf(divisions - float64(n)).hit(mix(key)) {
		n++
	}
	for d := range n {
		u := mix(key + (d+1)*golden)
		daughter := r.clone(u)
		if r.filled < len(r.clones) {
			r.clones[r.filled] = daughter
			r.filled++
			continue
		}
		lost := mix(u+golden) >> 32 * uint64(r.filled) >> 32
		r.clones[lost] = daughter
	}
}

// cull lets each stem cell survive with a chance, by draws of a key.
func (r *reservoir) cull(survive chance, key uint64) {
	left := 0
	for i, c := range r.clones[:r.filled] {
		if survive.hit(mix(key + uint64(i)*golden)) {
			r.clones[left] = c
			left++
		}
	}
	for i := left; i < r.filled; i++ {
		r.clones[i] = vacant
	}
	r.filled = left
}

// restore counts the filled seats and says whether they come first.
func (r *reservoir) restore() bool {
	r.filled = slices.Index(r.clones, vacant)
	if r.filled < 0 {
		r.filled = len(r.clones)
	}
	return !slices.ContainsFunc(r.clones[r.filled:], func(c uint32) bool { return c != vacant })
}
