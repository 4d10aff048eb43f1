package tissue

import "math"

// A root is where a tree of sinusoids begins, on its way out of the patch.
type root struct {
	at   vec
	aim  vec // the tree goes on from the network's point that is next to this
	exit uint16
	head float64 // way [sites] by which the root is farther than it seems

	place int32 // of the network
}

// A plan is what the canvas is drawn from, beside the bone.
type plan struct {
	c     *canvas
	n     *numbers
	exits []Exit
	roots []root
	feeds []feed // where arterioles begin
	net   *Network

	spec   Spec
	cells  []Adipocyte
	whole  int     // fat cells that do not reach beyond the patch
	drawn  int     // sites within these
	head   float64 // of roots at the cortex, if positive, else of those at the vein
	pruned int     // free sites that became fat because no way led out of them
}

// A feed is the marrow end of an arterial capillary.
type feed struct {
	at, toward vec
	place      int32 // of the network
}

// Exit numbers fit in 16 bits: maxSpots bounds those on one face.
const (
	mostExits = 1<<16 - 1
	maxSpots  = 9000
)

// exit adds an exit and returns its number.
func (p *plan) exit(at vec, kind string) uint16 {
	p.exits = append(p.exits, Exit{X: round(at.x), Y: round(at.y), Z: round(at.z), Kind: kind})
	return uint16(len(p.exits))
}

// The kinds of exits.
const (
	throughCortex    = "trans-cortical capillary"
	throughVein      = "central vein"
	throughNeighbors = "collecting sinusoid"
)

// spots spreads points over a rectangle, about spacing apart, and calls f with
// each; at least one.
func (c *canvas) spots(p purpose, key int, w, h int, spacing float64, f func(h *stream, u, v float64)) {
	spacing = math.Max(spacing, math.Sqrt(float64(w)*float64(h)/maxSpots))
	nu, nv := max(1, round(float64(w)/spacing)), max(1, round(float64(h)/spacing))
	s := newStream(c.seed, p, key)
	for j := range nv {
		for i := range nu {
			u := (float64(i) + s.between(0.2, 0.8)) / float64(nu)
			v := (float64(j) + s.between(0.2, 0.8)) / float64(nv)
			f(&s, float64(u*float64(w)), float64(v*float64(h)))
		}
	}
}

// crestCapillaries drills the capillaries through the cortex at the top.
func (p *plan) crestCapillaries() {
	c := p.c
	c.spots(forCapillaries, 0, c.w, c.d, float64(p.n.Capillaries.Spacing), func(s *stream, x, z float64) {
		z = c.slice(z)
		outer := vec{min(max(x+s.between(-3, 3), 1), float64(c.w-2)), 1, z}
		inner := vec{min(max(x, 2), float64(c.w-3)), float64(c.cortex), z}
		p.drill(s, outer, inner)
	})
}

// shaftCapillaries drills the capillaries through the wall of the tube, toward its
// axis.
func (p *plan) shaftCapillaries() {
	c := p.c
	if c.flat() {
		p.wallCapillaries(0, 1, c.cortex)
		p.wallCapillaries(1, c.h-2, c.h-1-c.cortex)
		return
	}
	around := round(1.6 * float64(c.w+c.h))
	c.spots(forCapillaries, 0, around, c.d, float64(p.n.Capillaries.Spacing), func(s *stream, _, z float64) {
		d := s.direction(true)
		from := vec{half(c.w - 1), half(c.h - 1), c.slice(z)}
		inner := c.march(from, d, func(k Class) bool { return k == Bone || k == Border })
		outer := c.march(inner, d, func(k Class) bool { return k == Border })
		p.drill(s, outer.minus(d), inner)
	})
}

// wallCapillaries drills the capillaries through one wall of a tube cut lengthwise,
// from row outer to row inner.
func (p *plan) wallCapillaries(side, outer, inner int) {
	c := p.c
	c.spots(forCapillaries, side, c.w, 1, float64(p.n.Capillaries.Spacing), func(s *stream, x, _ float64) {
		x = min(max(x, 2), float64(c.w-3))
		p.drill(s, vec{x + s.between(-2, 2), float64(outer), 0}, vec{x, float64(inner), 0})
	})
}

// march goes from p in direction d until a class is met that stop wants.
func (c *canvas) march(p, d vec, stop func(Class) bool) vec {
	for !stop(c.at(p)) {
		p = p.plus(d.times(0.5))
	}
	return p
}

// drill makes one capillary from the outer face of the bone to its inner one. The
// first is venous, so that there is a way out.
func (p *plan) drill(s *stream, outer, inner vec) {
	c := p.c
	d := inner.minus(outer).times(1 / max(inner.minus(outer).length(), 1e-9))
	inner = c.march(outer, d, func(k Class) bool { return k != Bone })
	if c.at(inner) != Free {
		return
	}
	artery := s.float() < float64(p.n.Capillaries.Arteries) && len(p.exits) > 0
	width := float64(p.n.Capillaries.Venous)
	if artery {
		width = float64(p.n.Capillaries.Arterial)
	}
	ink := pen{class: Capillary, over: Bone}
	c.stroke(outer.minus(d), inner, max(width/2, 0.75), max(width/2, 0.75), ink, 0, c.d)
	if artery {
		p.feeds = append(p.feeds, feed{inner, d, p.layCapillary(CorticalArtery, outer, inner, width, 0)})
		return
	}
	exit := p.exit(outer, throughCortex)
	place := p.layCapillary(CorticalVein, outer, inner, width, exit)
	p.roots = append(p.roots, root{at: inner, aim: inner.plus(d.times(9)), exit: exit, head: max(p.head, 0), place: place})
}

// collect puts roots on the faces of the patch where the marrow goes on beyond it.
func (p *plan) collect() {
	c, gap := p.c, float64(p.n.Sinusoids.Roots)
	low := c.cortex + 4
	right, bottom := float64(c.w-2), float64(c.h-2)
	put := func(at, inward vec) {
		if c.at(at) == Free {
			exit := p.exit(at, throughNeighbors)
			p.roots = append(p.roots, root{at: at, aim: at.plus(inward.times(9)), exit: exit, place: p.layCollector(at, exit)})
		}
	}
	for side := range 2 {
		c.spots(forRoots, side, c.h-low-4, c.d, gap, func(_ *stream, y, z float64) {
			put(vec{1 + float64(float64(side)*(right-1)), y + float64(low), c.slice(z)}, vec{x: float64(1 - 2*side)})
		})
	}
	c.spots(forRoots, 2, c.w, c.d, gap, func(_ *stream, x, z float64) { put(vec{x, bottom, c.slice(z)}, vec{y: -1}) })
	if c.flat() {
		return
	}
	for side := range 2 {
		c.spots(forRoots, 3+side, c.w, c.h-low-4, gap, func(_ *stream, x, y float64) {
			put(vec{x, y + float64(low), 1 + float64(float64(side)*float64(c.d-3))}, vec{z: float64(1 - 2*side)})
		})
	}
}

// slice keeps z within the border.
func (c *canvas) slice(z float64) float64 {
	if c.flat() {
		return 0
	}
	return min(max(z, 1), float64(c.d-2))
}
