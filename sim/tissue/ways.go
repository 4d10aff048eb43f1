package tissue

import (
	"cmp"
	"slices"
)

// A window is the wall between two pores, as far as it lies in the patch.
type window struct {
	a, b uint64 // pores, the smaller number first
	area int    // times that it was met
}

// leastWindow is how often a wall must be met to be worth opening; it is met about
// once in 64 square sites.
const leastWindow = 2

func wallKey(a, b pore) uint64 { return a.id ^ b.id }

// join chooses the walls that stay open: of the largest, as many as it takes to
// connect all pores that are large enough to have such a wall.
func (f *foam) join() {
	windows := f.windows()
	var pores []uint64
	for _, w := range windows {
		pores = append(pores, w.a, w.b)
	}
	slices.Sort(pores)
	pores = slices.Compact(pores)
	sets := newGroups(len(pores))
	f.ways = map[uint64]bool{}
	for _, w := range windows {
		a, _ := slices.BinarySearch(pores, w.a)
		b, _ := slices.BinarySearch(pores, w.b)
		if w.area >= leastWindow && sets.join(a, b) {
			f.ways[w.a^w.b] = true
		}
	}
}

// windows returns the walls in the patch, the largest first.
func (f *foam) windows() []window {
	lists := make([][]window, (f.c.d+slabHeight-1)/slabHeight)
	f.c.slabs(func(z0, z1 int) { lists[z0/slabHeight] = f.meet(z0, z1) })
	all := slices.Concat(lists...)
	slices.SortFunc(all, func(v, w window) int {
		return cmp.Or(cmp.Compare(v.a, w.a), cmp.Compare(v.b, w.b))
	})
	merged := all[:0]
	for _, w := range all {
		if n := len(merged); n > 0 && merged[n-1].a == w.a && merged[n-1].b == w.b {
			merged[n-1].area += w.area
			continue
		}
		merged = append(merged, w)
	}
	slices.SortFunc(merged, func(v, w window) int {
		return cmp.Or(cmp.Compare(w.area, v.area), cmp.Compare(v.a, w.a), cmp.Compare(v.b, w.b))
	})
	return merged
}

// meet looks for walls in the middles of the blocks of a slab.
func (f *foam) meet(z0, z1 int) (met []window) {
	var near []pore
	for y := 0; y < f.c.h; y += foamBlock {
		for x := 0; x < f.c.w; x += foamBlock {
			mid := vec{float64(x) + 3.5, float64(y) + 3.5, float64(z0+z1-1) / 2}
			if f.c.at(mid) != Free {
				continue
			}
			p := f.warp(mid)
			near = f.around(p, near[:0])
			if a, b, _ := nearest(near, p); apart(a, b) < foamBlock/2 {
				met = append(met, window{min(a.id, b.id), max(a.id, b.id), 1})
			}
		}
	}
	return met
}
