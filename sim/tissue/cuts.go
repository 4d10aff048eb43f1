package tissue

import "math"

// cut adds to a slice the sinusoids that cross its plane: short ovals between the
// rivers. They belong to the tree next to them, which they meet above or below the
// plane. Without them the marrow of a slice would be either far from any sinusoid
// or full of them: lines that leave no site farther than a few steps fill a sixth
// of the plane, where ovals fill a twentieth.
func (p *plan) cut(trees []uint16) {
	c, n := p.c, p.n.Sinusoids
	gap := float64(n.Cuts)
	if len(p.roots) == 0 {
		return
	}
	var cut []cutting
	order := c.scatter(forCuts, 2)
	for i, at := range order {
		s := newStream(c.seed, forCuts, i)
		half := s.direction(true).times(s.between(0.1, 1.3))
		r := float64(float64(n.Fine) / 2 * s.between(0.95, 1.25))
		if !c.clear(at, 2) || c.touches(at, gap+r+half.length()-0.5, Sinusoid) {
			continue
		}
		tree := p.nearestTree(at)
		cut = append(cut, cutting{at, tree})
		c.stroke(at.minus(half), at.plus(half), r, r, pen{class: Sinusoid, over: Free, tree: tree, trees: trees}, 0, 1)
	}
	p.layCuttings(cut)
}

// nearestTree is the exit of the river or root next to a point of a slice.
func (p *plan) nearestTree(at vec) uint16 {
	c := p.c
	best, tree := math.Inf(1), uint16(1)
	for _, r := range p.roots {
		d := r.at.minus(at)
		if far := d.dot(d); far < best {
			best, tree = far, r.exit
		}
	}
	c.disc(at, math.Sqrt(best), func(i int, far float64) {
		if c.class[i] == Sinusoid && far < best {
			best, tree = far, c.drain(i)
		}
	})
	return tree
}

// disc calls f with the sites of a slice within reach of a point and the squares of
// their distances.
func (c *canvas) disc(at vec, reach float64, f func(i int, far float64)) {
	x0, x1 := span(at.x, at.x, reach, 1, c.w-1)
	y0, y1 := span(at.y, at.y, reach, 1, c.h-1)
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			dx, dy := float64(x)-at.x, float64(y)-at.y
			if far := float64(dx*dx) + float64(dy*dy); far <= float64(reach*reach) {
				f(c.index(x, y, 0), far)
			}
		}
	}
}

// touches reports whether a site of a class lies within reach of a point of a slice.
func (c *canvas) touches(at vec, reach float64, class Class) (found bool) {
	c.disc(at, reach, func(i int, _ float64) { found = found || c.class[i] == class })
	return found
}

// scatter returns points all over a slice, one for each square of the given pitch,
// in random order.
func (c *canvas) scatter(p purpose, pitch int) []vec {
	nx, ny := c.w/pitch, c.h/pitch
	all := make([]vec, 0, nx*ny)
	s := newStream(c.seed, p, -9)
	for i := range nx * ny {
		x, y := float64(i%nx)+s.float(), float64(i/nx)+s.float()
		all = append(all, vec{x, y, 0}.times(float64(pitch)))
	}
	for i := len(all) - 1; i > 0; i-- {
		j := int(s.uint64() % uint64(i+1))
		all[i], all[j] = all[j], all[i]
	}
	return all
}
