package tissue

import "math"

// draw paints the trees: each branch runs from the middle of one road to the middle
// of the next, so that branches join their stem without a corner.
func (r *roads) draw(n *sinusoids) {
	c := r.c
	notes := make(chan []uint16, c.threads) // in use for one slab at a time
	for range c.threads {
		notes <- make([]uint16, min(slabHeight, c.d)*c.w*c.h)
	}
	trees := make([]register, (c.d+slabHeight-1)/slabHeight)
	c.slabs(func(z0, z1 int) {
		note := <-notes
		r.drawSlab(n, note, z0, z1)
		trees[z0/slabHeight] = c.note(note, z0, z1)
		notes <- note
	})
	slab := slabHeight * c.w * c.h
	c.drain = func(i int) uint16 { return trees[i/slab].at(i % slab) }
}

// drawSlab paints the slices [z0, z1) and notes the trees of their sinusoids.
func (r *roads) drawSlab(n *sinusoids, note []uint16, z0, z1 int) {
	k0 := max(0, int(float64(z0)/r.pitch)-4)
	k1 := min(r.nz-1, int(float64(z1)/r.pitch)+4)
	for id := k0 * r.nx * r.ny; id < (k1+1)*r.nx*r.ny; id++ {
		if r.twigs[id] > 0 {
			r.paint(r.branch(int32(id), n), r.tree[id], note, z0, z1)
		}
	}
}

// note registers the trees of the sinusoids in the slices [z0, z1), counted from
// their first site.
func (c *canvas) note(trees []uint16, z0, z1 int) register {
	slab := c.class[c.index(0, 0, z0):c.index(0, 0, z1)]
	t := newRegister(len(slab))
	mark(t.has, slab, Sinusoid)
	t.index()
	t.fill(0, t.blocks(), func(i int) uint16 { return trees[i] })
	return t
}

// drawSlice paints the trees of a slice from their roots on. A branch that would
// come too near to anything but its stem is left out with all that drains to it:
// two vessels that touch would fence off the marrow between them.
func (r *roads) drawSlice(n *sinusoids, trees []uint16) {
	for _, id := range r.settled {
		if r.twigs[id] == 0 {
			continue
		}
		b := r.branch(id, n)
		if !r.free(b) {
			b.ra, b.rb = float64(n.Fine)/2, float64(n.Fine)/2
		}
		if p := r.parent[id]; r.twigs[p] == 0 || !r.free(b) {
			r.twigs[id] = 0
			continue
		}
		r.paint(b, r.tree[id], trees, 0, 1)
	}
}

// A branch is the way from a point to the middle of its parent's road or to the root.
type branch struct {
	tip             vec // end of the branch, if leaf
	leaf            bool
	straight        bool // has a corner at the bend
	from, bend, end vec
	ra, rb          float64
}

func (r *roads) branch(id int32, n *sinusoids) branch {
	p := r.parent[id]
	a, b := r.at[id].vec(), r.at[p].vec()
	v := branch{tip: a, from: a.toward(b, 0.5), ra: r.radius(id, n), rb: r.radius(p, n)}
	v.straight = r.straight != nil && r.straight[id]
	v.leaf = r.twigs[id] == 1 && (r.tip == nil || r.tip[id])
	if r.parent[p] == atRoot {
		v.bend, v.end, v.rb = v.from.toward(b, 0.5), b, v.ra
		return v
	}
	v.bend, v.end = b, b.toward(r.at[r.parent[p]].vec(), 0.5)
	return v
}

func (r *roads) paint(v branch, tree uint16, trees []uint16, z0, z1 int) {
	ink := pen{class: Sinusoid, over: Free, tree: tree, trees: trees}
	if v.leaf {
		r.c.stroke(v.tip, v.from, v.ra, v.ra, ink, z0, z1)
	}
	if v.straight {
		r.c.stroke(v.from, v.bend, v.ra, v.rb, ink, z0, z1)
		r.c.stroke(v.bend, v.end, v.rb, v.rb, ink, z0, z1)
		return
	}
	r.c.curve(v.from, v.bend, v.end, v.ra, v.rb, ink, z0, z1)
}

// blocked reports whether the curve of a branch leaves the marrow where the roads
// that it rounds off do not.
func (r *roads) blocked(v branch) bool {
	last := v.from
	for t := 0.25; t <= 1; t += 0.25 {
		p := bezier(v.from, v.bend, v.end, t)
		if !r.c.passes(last, p, func(k Class) bool { return k == Free || k == Vein }) {
			return true
		}
		last = p
	}
	return false
}

// straighten finds the branches of a volume that cannot be rounded off.
func (r *roads) straighten(n *sinusoids) {
	r.straight = make([]bool, len(r.at))
	r.c.parallel(r.nz, func(k int) {
		for id := r.id(0, 0, k); id < r.id(0, 0, k+1); id++ {
			if r.twigs[id] > 0 {
				r.straight[id] = r.blocked(r.branch(id, n))
			}
		}
	})
}

// Room that a branch in a slice needs [sites].
const (
	sideRoom = 2.2 // on both sides
	stemRoom = 8.5 // from its lower end on, where its stem and other branches are
)

// free reports whether a branch in a slice has room.
func (r *roads) free(v branch) bool {
	check := func(at vec, radius float64) bool {
		ok := true
		r.c.disc(at, radius+sideRoom, func(i int, _ float64) {
			if !ok || r.c.class[i] == Free {
				return
			}
			d := vec{float64(i % r.c.w), float64(i / r.c.w), 0}.minus(v.end)
			ok = d.dot(d) < stemRoom*stemRoom
		})
		return ok
	}
	for t := 0.0; t < 1; t += 0.125 {
		if !check(bezier(v.from, v.bend, v.end, t), lerp(v.ra, v.rb, t)) {
			return false
		}
	}
	return !v.leaf || check(v.tip, v.ra) && check(v.tip.toward(v.from, 0.5), v.ra)
}

// radius is that of the branch below a point [sites]: it grows with the number of
// ends that drain through it.
func (r *roads) radius(id int32, n *sinusoids) float64 {
	fourth := math.Sqrt(math.Sqrt(float64(max(r.twigs[id], 1))))
	f := 1 + float64(float64(n.Growth)*(fourth-1))
	return math.Min(float64(float64(n.Fine)*f), float64(n.Wide)) / 2
}
