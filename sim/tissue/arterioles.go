package tissue

import "math"

// arterioleRoom is the least distance of an arteriole from all other things
// [sites], so that cells can pass on both sides.
const arterioleRoom = 3

// walk draws an arteriole: from a point it first goes straight, away from the bone
// that it may come from, then on for the given length in about the same direction,
// and turns where it would come too near to something. It begins at a place of the
// network or, if that is noPlace, at a new one.
func (p *plan) walk(s *stream, from, d vec, length float64, place int32) {
	c, r := p.c, max(float64(p.n.Arterioles.Diameter)/2, 0.75)
	path := []vec{from}
	for gone := 0.0; gone < length; gone += 2 {
		next, dir, ok := from.plus(d.times(2)), d, true
		if gone >= 6 {
			next, dir, ok = p.turn(s, from, d)
		}
		if !ok || c.at(next) != Free {
			break
		}
		path, from, d = append(path, next), next, dir
	}
	if len(path) < 4 {
		return
	}
	for i := range path[1:] {
		c.stroke(path[i], path[i+1], r, r, pen{class: Arteriole, over: Free}, 0, c.d)
	}
	p.layArteriole(path, place)
}

// turn finds the next point of an arteriole.
func (p *plan) turn(s *stream, at, d vec) (next, dir vec, ok bool) {
	c := p.c
	for try := range 8 {
		bent := d.plus(s.direction(c.flat()).times(0.25 + float64(0.2*float64(try))))
		bent = bent.times(1 / max(bent.length(), 1e-3))
		next := at.plus(bent.times(2))
		ahead := next.plus(bent.times(3))
		if c.clear(next, arterioleRoom) && c.clear(ahead, arterioleRoom) {
			return next, bent, true
		}
	}
	return at, d, false
}

// drawArterioles draws those that capillaries of the patch feed, and others that
// come from elsewhere, spread over the marrow.
func (p *plan) drawArterioles() {
	c, n := p.c, p.n.Arterioles
	for i, f := range p.feeds {
		s := newStream(c.seed, forArterioles, i)
		p.walk(&s, f.at, f.toward, float64(n.Length)*s.between(0.6, 1.4), f.place)
	}
	gap := float64(n.Spacing)
	nx, ny, nz := round(float64(c.w)/gap), round(float64(c.h)/gap), round(float64(c.d)/gap)
	for i := range nx * ny * max(nz, 1) {
		s := newStream(c.seed, forArterioles, -1-i)
		x, y, z := i%nx, i/nx%ny, i/(nx*ny)
		at := vec{float64(x) + s.float(), float64(y) + s.float(), float64(z) + s.float()}.times(gap)
		if at.z = math.Floor(at.z); c.flat() {
			at.z = 0
		}
		if c.clear(at, arterioleRoom+1) {
			p.walk(&s, at, s.direction(c.flat()), float64(n.Length)*s.between(0.2, 0.6), noPlace)
		}
	}
}
