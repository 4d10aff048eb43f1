package benchmarks

import (
	"slices"
	"sync"
	"sync/atomic"

	"marrow/sim"
	"marrow/sim/tissue"
)

// A Naive is the model's rules written down plainly, the unit that kernels are
// compared with: one packed word per site, one pass over all sites a tick, one hash
// per living cell. It has the stages, stays, branches, divisions with room by a short
// straight push, motility, swaps and exits of the species. It has no blood and so no
// feedback: all rates are those of health. Niches, the search for room and early
// release, which take next to no time, are left out.
//
// Like the World it gives one history for any number of threads.
type Naive struct {
	tissue *tissue.Tissue
	sites  []word // site i is that of the tissue
	// steps from a site to the nearest at a sinusoid, which is 0 steps away
	distance []uint8
	offsets  []int  // to the neighbors: -x +x -y +y, in a volume also -z +z
	rules    []rule // by kind
	phases   *phaseTable
	layouts  [2][][]box // on even and on odd ticks: boxes by color
	workers  []*hand
	seed     uint64
	tick     uint64
	totals   sim.Totals
	cells    int
	mark     mark
}

// A mark is a state that a naive model can be set back to. Without feedback and without
// the search for room it stays healthy for a few days only.
type mark struct {
	sites []word
	tick  uint64
	cells int
}

// NewNaive returns a naive model at tick 0, in about the healthy steady state. The
// configuration's kernel does not matter.
func NewNaive(c sim.Config) *Naive {
	t := c.Tissue
	n := &Naive{tissue: t, sites: make([]word, len(t.Class)), distance: t.Distances(), seed: c.Seed, phases: newPhaseTable()}
	n.offsets = []int{-1, 1, -t.Spec.Width, t.Spec.Width}
	if t.Spec.Depth > 1 {
		plane := t.Spec.Width * t.Spec.Height
		n.offsets = append(n.offsets, -plane, plane)
	}
	n.layouts = [2][][]box{layout(t.Spec, 0), layout(t.Spec, 1)}
	for range max(c.Threads, 1) {
		n.workers = append(n.workers, &hand{Naive: n})
	}
	s := newShares(c, n.phases)
	n.rules = s.rules()
	n.fill(s)
	return n
}

// Tick advances the model by one tick.
func (n *Naive) Tick() {
	key := mix(mix(n.seed+golden) + n.tick*golden)
	for _, color := range n.layouts[n.tick&1] {
		n.share(color, key)
	}
	for _, h := range n.workers {
		n.cells += int(h.born) - int(h.totals.Died+h.totals.Left)
		n.add(&h.totals)
		h.totals, h.born = sim.Totals{}, 0
	}
	n.totals.CellTicks += uint64(n.cells)
	n.tick++
}

// share lets the workers go through the boxes of one color.
func (n *Naive) share(boxes []box, key uint64) {
	var next atomic.Int64
	work := func(h *hand) {
		for i := int(next.Add(1)) - 1; i < len(boxes); i = int(next.Add(1)) - 1 {
			h.sweep(boxes[i], key, n.tick)
		}
	}
	var others sync.WaitGroup
	for _, h := range n.workers[1:] {
		others.Go(func() { work(h) })
	}
	work(n.workers[0])
	others.Wait()
}

func (n *Naive) add(t *sim.Totals) {
	n.totals.Clock += t.Clock
	n.totals.Attempts += t.Attempts
	n.totals.Moves += t.Moves
	n.totals.Swaps += t.Swaps
	n.totals.Divisions += t.Divisions
	n.totals.Pushes += t.Pushes
	n.totals.Failed += t.Failed
	n.totals.Died += t.Died
	n.totals.Left += t.Left
	n.totals.Shed += t.Shed
}

// Mark keeps the present state.
func (n *Naive) Mark() { n.mark = mark{slices.Clone(n.sites), n.tick, n.cells} }

// Rewind goes back to the state that was kept. The totals go on.
func (n *Naive) Rewind() {
	copy(n.sites, n.mark.sites)
	n.tick, n.cells = n.mark.tick, n.mark.cells
}

// Totals are the events since the start.
func (n *Naive) Totals() sim.Totals { return n.totals }

// Cells is the number of living cells by the books.
func (n *Naive) Cells() int { return n.cells }

// FreeSites is the number of sites that can hold a cell.
func (n *Naive) FreeSites() int { return n.tissue.Stats.FreeSites }

// StateBytes is the memory of the sites [bytes]; the tissue is not counted.
func (n *Naive) StateBytes() int64 { return int64(len(n.sites)) * wordBytes }

// Hash names the state.
func (n *Naive) Hash() uint64 {
	h := mix(n.tick)
	for i, v := range n.sites {
		if v != 0 {
			h += mix(uint64(v) + uint64(i)*golden)
		}
	}
	return h
}

// Close lets go of the memory.
func (n *Naive) Close() { n.sites, n.mark = nil, mark{} }

// A box is the unit of parallel work, whole in x: y0 <= y < y1, z0 <= z < z1. A worker
// writes into its box and one site beyond.
type box struct{ y0, y1, z0, z1 int }

// layout divides the patch into boxes of 32 rows of a slice, 16 by 16 of a volume, by
// color: boxes of one color are a box apart. The second layout is half a box off, so
// that no border stays where it is.
func layout(s tissue.Spec, shift int) (colors [][]box) {
	edge, edgeZ := 32, 1
	if s.Depth > 1 {
		edge, edgeZ = 16, 16
	}
	offY, offZ := shift*edge/2, shift*(edgeZ/2)
	colors = make([][]box, 4)
	for tz := 0; tz*edgeZ-offZ < s.Depth; tz++ {
		for ty := 0; ty*edge-offY < s.Height; ty++ {
			c := ty&1 | tz&1<<1
			colors[c] = append(colors[c], box{
				max(0, ty*edge-offY), min(s.Height, (ty+1)*edge-offY),
				max(0, tz*edgeZ-offZ), min(s.Depth, (tz+1)*edgeZ-offZ),
			})
		}
	}
	return colors
}

// fill gives each free site a cell or none, with the healthy shares.
func (n *Naive) fill(s *shares) {
	key := mix(n.seed ^ golden)
	var next atomic.Int64
	var others sync.WaitGroup
	plane := n.tissue.Spec.Width * n.tissue.Spec.Height
	work := func(h *hand) {
		for z := int(next.Add(1)) - 1; z < n.tissue.Spec.Depth; z = int(next.Add(1)) - 1 {
			for i := z * plane; i < (z+1)*plane; i++ {
				h.seedSite(i, s, mix(key+uint64(i)*golden))
			}
		}
	}
	for _, h := range n.workers {
		others.Go(func() { work(h) })
	}
	others.Wait()
	for _, h := range n.workers {
		n.cells += int(h.born)
		h.born = 0
	}
}
