package tissue

import "math"

// An axis is the course of the central vein: along z in a volume, along x in a slice.
type axis struct {
	c      *canvas
	bend   noise
	middle vec
	sway   float64 // how far it bends to the side
	end    float64 // last place along it; the first is 1
}

func (c *canvas) axis(cavity float64) axis {
	a := axis{c: c, bend: newNoise(c.seed, forVein, 0, 90), sway: float64(cavity * 0.08), end: float64(c.d - 2)}
	a.middle = vec{half(c.w - 1), half(c.h - 1), 0}
	if c.flat() {
		a.end = float64(c.w - 2)
	}
	return a
}

func half(n int) float64 { return float64(float64(n) / 2) }

func (a axis) at(s float64) vec {
	if a.c.flat() {
		return vec{s, a.middle.y + float64(a.sway*a.bend.at(s, 0, 0)), 0}
	}
	return a.middle.plus(vec{float64(a.sway * a.bend.at(s, 0, 0)), float64(a.sway * a.bend.at(s, 50, 0)), s})
}

// A stretch is a short piece of the central vein.
type stretch struct {
	from, to vec
	exit     uint16
}

// stretches cuts the vein into pieces. Each half drains to its own end. In a slice it
// leaves the plane for a while in the middle, so that it does not cut the marrow in
// two.
func (p *plan) stretches(a axis) (all []stretch, ends [2]uint16) {
	const long = 3.0
	ends = [2]uint16{p.exit(a.at(1), throughVein), p.exit(a.at(a.end), throughVein)}
	middle, gap := float64((a.end+1)/2), 0.0
	if p.c.flat() {
		gap = math.Min(float64(p.n.Sinusoids.Rivers), float64(a.end/4))
	}
	for s := 1.0; s < a.end; s += long {
		off := s + long/2 - middle
		if gap > 0 && math.Abs(off) < float64((gap+long)/2) {
			continue
		}
		exit := ends[0]
		if off > 0 {
			exit = ends[1]
		}
		all = append(all, stretch{a.at(s), a.at(math.Min(s+long, a.end)), exit})
	}
	return all, ends
}

// drawVein draws the central vein and puts the roots of trees along it.
func (p *plan) drawVein() {
	c, n := p.c, p.n.Vein
	cavity := float64(c.h - 2*c.cortex)
	if !c.flat() {
		cavity = float64(min(c.h, c.w) - 2*c.cortex)
	}
	r := max(float64(math.Min(float64(n.Diameter), cavity*float64(n.Limit))/2), 0.9)
	all, ends := p.stretches(c.axis(cavity))
	if !p.narrow() {
		for _, q := range all {
			c.stroke(q.from, q.to, r, r, pen{class: Vein, over: Free}, 0, c.d)
		}
	}
	p.share(cavity/2, r)
	p.veinRoots(all, r, p.layVein(all, ends, r))
}

// share sets the heads of roots such that the trees from the cortex and those from the
// vein, of radius r, meet where they divide a cavity of the given radius into the
// shares that they are to drain.
func (p *plan) share(radius, r float64) {
	inner := 1 - float64(p.n.Vein.Cortical)
	if !p.c.flat() {
		inner = math.Sqrt(inner)
	}
	meet := float64(radius * inner)
	p.head = float64(2*meet) - r - float64(radius)
}

// veinRoots puts the roots of trees along the vein, on all its sides. Its stretches begin
// at places of the network.
func (p *plan) veinRoots(all []stretch, r float64, places []int32) {
	c := p.c
	every := 1
	if c.flat() {
		every = max(1, round(float64(p.n.Sinusoids.Rivers)/6))
	}
	s := newStream(c.seed, forVein, 1)
	for i := every / 2; i < len(all); i += every {
		side := s.direction(c.flat())
		if c.flat() {
			side = vec{y: float64(2*(i/every%2) - 1)}
		}
		q := all[i]
		p.roots = append(p.roots, root{at: q.from, aim: q.from.plus(side.times(r + 6)), exit: q.exit, head: max(-p.head, 0), place: places[i]})
	}
}
