package sim

import "marrow/sim/lineage"

// A reservoir is the long-term stem cells of the whole body, one clone number each:
// a neutral Moran process of divisions and losses (one division per cell and cycle).
// Patches show a few of them on niche sites.
type reservoir struct {
	clones []uint32
	cycle  float64 // [d]
}

// newReservoir gives each stem cell a clone of its own, as far as the numbers go.
// Without stem cells in the table there is one nameless clone.
func newReservoir(r lineage.Reservoir) *reservoir {
	n := min(int(r.Count), Clones-1)
	if r.Stage == 0 || n < 1 {
		return &reservoir{clones: []uint32{0}}
	}
	s := &reservoir{clones: make([]uint32, n), cycle: r.Cycle}
	for i := range s.clones {
		s.clones[i] = uint32(i + 1)
	}
	return s
}

// clone is the clone of a random stem cell, by random bits u.
func (r *reservoir) clone(u uint64) uint32 {
	return r.clones[u>>32*uint64(len(r.clones))>>32]
}

// live lets one day pass: some stem cells divide, and each daughter takes the place
// of a stem cell that is lost.
func (r *reservoir) live(seed, day uint64) {
	if r.cycle == 0 {
		return
	}
	key := mix(purposeReservoir.key(seed) + day*golden)
	divisions := float64(len(r.clones)) / r.cycle
	n := uint64(divisions)
	if chanceOf(divisions - float64(n)).hit(mix(key)) {
		n++
	}
	for d := range n {
		u := mix(key + (d+1)*golden)
		lost := mix(u+golden) >> 32 * uint64(len(r.clones)) >> 32
		r.clones[lost] = r.clone(u)
	}
}
