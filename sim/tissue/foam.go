package tissue

import "math"

// A foam is the trabecular bone of a volume: pores around uneven grid points
// (their Voronoi cells, bent a little). Some of the walls between two pores are
// plates of bone, the others are open; along the lines where three pores meet runs
// a rod. Every pore can be reached from every other through open walls.
type foam struct {
	c      *canvas
	pitch  float64 // distance of grid points
	plate  float64 // half the thickness of a plate
	rod    float64
	closed float64 // share of walls that are plates, of those that may be
	shift  vec
	rough  noise
	bend   [3]noise
	ways   map[uint64]bool // walls that stay open, to join all pores
}

// bent is how far the walls are bent at most, in each direction [sites].
const bent = 7.0

// foamBlock is the edge of the blocks in which nearby pores are looked up once.
const foamBlock = 8

func (c *canvas) trabeculaeVolume(n *trabeculae) {
	h := newStream(c.seed, forTrabeculae, 0)
	f := &foam{
		c: c, pitch: float64(n.Cell), plate: float64(n.Thickness) * 0.58, rod: float64(n.Thickness) * 0.68,
		closed: float64(n.Plates), rough: newNoise(c.seed, forTrabeculae, 1, 20),
	}
	f.shift = vec{h.float(), h.float(), h.float()}.times(f.pitch)
	for i := range f.bend {
		f.bend[i] = newNoise(c.seed, forTrabeculae, 2+i, 48)
	}
	f.join()
	c.slabs(func(z0, z1 int) {
		var near []pore
		for z := z0; z < z1; z += foamBlock {
			for y := 0; y < c.h; y += foamBlock {
				for x := 0; x < c.w; x += foamBlock {
					near = f.block(x, y, z, near)
				}
			}
		}
	})
}

// A pore is the middle of a pore and its number.
type pore struct {
	at      vec
	id      uint64
	squared float64 // distance, squared
}

func (f *foam) pore(i, j, k int) pore {
	s := newStream(f.c.seed, forTrabeculae, ((i&1023)<<20|(j&1023)<<10|k&1023)+1)
	p := vec{float64(i), float64(j), float64(k)}.plus(vec{s.float(), s.float(), s.float()}.times(0.9))
	return pore{at: p.times(f.pitch).minus(f.shift), id: s.uint64()}
}

// block draws the bone of one block of sites; near is room for its pores.
func (f *foam) block(x0, y0, z0 int, near []pore) []pore {
	mid := vec{float64(x0) + 3.5, float64(y0) + 3.5, float64(z0) + 3.5}
	near = f.around(mid, near[:0])
	const half = 6.07 // half the diagonal of the block
	if a, b, _ := nearest(near, mid); apart(a, b) > float64(1.4*f.rod)+half+1.7*bent {
		return near
	}
	for z := z0; z < min(z0+foamBlock, f.c.d); z++ {
		for y := y0; y < min(y0+foamBlock, f.c.h); y++ {
			for x := x0; x < min(x0+foamBlock, f.c.w); x++ {
				i := f.c.index(x, y, z)
				if f.c.class[i] == Free && f.bone(near, vec{float64(x), float64(y), float64(z)}) {
					f.c.class[i] = Bone
				}
			}
		}
	}
	return near
}

// around collects the pores that can be among the three nearest of a site in the
// block around mid.
func (f *foam) around(mid vec, near []pore) []pore {
	g := mid.plus(f.shift).times(1 / f.pitch)
	ci, cj, ck := int(math.Floor(g.x)), int(math.Floor(g.y)), int(math.Floor(g.z))
	best := [3]float64{math.Inf(1), math.Inf(1), math.Inf(1)}
	for k := ck - 2; k <= ck+1; k++ {
		for j := cj - 2; j <= cj+1; j++ {
			for i := ci - 2; i <= ci+1; i++ {
				p := f.pore(i, j, k)
				d := p.at.minus(mid)
				p.squared = d.dot(d)
				near = append(near, p)
				insert(&best, p.squared)
			}
		}
	}
	limit := math.Sqrt(best[2]) + 12.2 + 3.5*bent
	kept := near[:0]
	for _, p := range near {
		if p.squared <= float64(limit*limit) {
			kept = append(kept, p)
		}
	}
	return kept
}

func insert(best *[3]float64, v float64) {
	for i := range best {
		if v < best[i] {
			v, best[i] = best[i], v
		}
	}
}

// nearest returns the three pores next to p, nearest first.
func nearest(near []pore, p vec) (first, second, third pore) {
	first.squared, second.squared, third.squared = math.Inf(1), math.Inf(1), math.Inf(1)
	for _, q := range near {
		d := q.at.minus(p)
		q.squared = d.dot(d)
		switch {
		case q.squared < first.squared:
			first, second, third = q, first, second
		case q.squared < second.squared:
			second, third = q, second
		case q.squared < third.squared:
			third = q
		}
	}
	return first, second, third
}

// apart is the distance from the plane between two pores of a point nearer to a.
func apart(a, b pore) float64 {
	return (b.squared - a.squared) / float64(2*b.at.minus(a.at).length())
}

// warp moves a point to where the walls are not bent.
func (f *foam) warp(p vec) vec {
	d := vec{f.bend[0].at(p.x, p.y, p.z), f.bend[1].at(p.x, p.y, p.z), f.bend[2].at(p.x, p.y, p.z)}
	return p.plus(d.times(bent))
}

func (f *foam) isPlate(a, b pore) bool {
	w := wallKey(a, b)
	return unit(mix(w)) < f.closed && !f.ways[w]
}

// bone reports whether site p belongs to a plate or a rod.
func (f *foam) bone(near []pore, p vec) bool {
	a, b, c := nearest(near, f.warp(p))
	bump := 1 + float64(0.3*f.rough.at(p.x, p.y, p.z))
	wall := apart(a, b)
	if wall > float64(f.rod*bump) {
		return false
	}
	if wall <= float64(f.plate*bump) && f.isPlate(a, b) {
		return true
	}
	edge := apart(a, c)
	if edge <= float64(f.plate*bump) && f.isPlate(a, c) {
		return true
	}
	r := float64(f.rod * bump)
	if f.ways[wallKey(a, b)] {
		r *= 0.6
	}
	return float64(wall*wall)+float64(edge*edge) < float64(r*r)
}
