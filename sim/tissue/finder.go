package tissue

import "math"

// A finder finds the nearest of some places of a network. It has them sorted into boxes
// of one size.
type finder struct {
	net   *Network
	edge  float64 // of a box [sites]
	boxes map[[3]int][]int32
	reach int // boxes from one end of all to the other
}

func newFinder(n *Network, edge float64, size [3]int) *finder {
	most := max(size[0], size[1], size[2])
	return &finder{net: n, edge: edge, boxes: map[[3]int][]int32{}, reach: int(float64(most)/edge) + 1}
}

func (f *finder) box(p vec) [3]int {
	return [3]int{int(math.Floor(p.x / f.edge)), int(math.Floor(p.y / f.edge)), int(math.Floor(p.z / f.edge))}
}

func (f *finder) add(place int32) {
	b := f.box(f.net.Places[place].vec())
	f.boxes[b] = append(f.boxes[b], place)
}

// nearest returns the place next to p that is good, the one added first of several, or
// noPlace. It looks into shell after shell of boxes until what is farther out cannot be
// nearer.
func (f *finder) nearest(p vec, good func(Place) bool) int32 {
	best, least, at := noPlace, math.Inf(1), f.box(p)
	for r := 0; r <= f.reach && float64(float64(r-1)*f.edge) < least; r++ {
		f.shell(at, r, func(place int32) {
			q := &f.net.Places[place]
			d := q.vec().minus(p)
			far := math.Sqrt(d.dot(d))
			if (far < least || far == least && place < best) && good(*q) {
				best, least = place, far
			}
		})
	}
	return best
}

// shell calls see with the places in the boxes that are r boxes away.
func (f *finder) shell(at [3]int, r int, see func(place int32)) {
	for k := -r; k <= r; k++ {
		for j := -r; j <= r; j++ {
			step := 1
			if max(k, -k, j, -j) < r {
				step = max(2*r, 1)
			}
			for i := -r; i <= r; i += step {
				for _, place := range f.boxes[[3]int{at[0] + i, at[1] + j, at[2] + k}] {
					see(place)
				}
			}
		}
	}
}
