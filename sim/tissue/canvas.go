package tissue

import (
	"math"
	"sync/atomic"
)

// slabHeight is the number of slices that one worker owns at a time. It is part of
// no result: whatever is drawn, each site is written by its own slab only, in the
// order of the drawing.
const slabHeight = 8

// A canvas is the tissue while it is being made.
type canvas struct {
	w, h, d int
	seed    uint64
	threads int
	class   []Class
	drain   func(i int) uint16 // exit that sinusoid site i drains to; set when they are drawn
	cortex  int                // mean thickness of the cortex [sites]
	spare   []*field           // to use again
	meter   *meter             // nil: nobody looks
}

func newCanvas(w, h, d int, seed uint64, threads int) *canvas {
	return &canvas{w: w, h: h, d: d, seed: seed, threads: threads, class: make([]Class, w*h*d)}
}

// drainTo says that all sinusoids drain to one exit.
func (c *canvas) drainTo(exit uint16) { c.drain = func(int) uint16 { return exit } }

func (c *canvas) flat() bool { return c.d == 1 }

func (c *canvas) index(x, y, z int) int { return (z*c.h+y)*c.w + x }

// inside reports whether a site lies within the border.
func (c *canvas) inside(x, y, z int) bool {
	if x < 1 || y < 1 || x >= c.w-1 || y >= c.h-1 {
		return false
	}
	return c.d == 1 && z == 0 || z >= 1 && z < c.d-1
}

// at returns the class of the site around p; outside the patch all is Border.
func (c *canvas) at(p vec) Class {
	x, y, z := round(p.x), round(p.y), round(p.z)
	if !c.inside(x, y, z) {
		return Border
	}
	return c.class[c.index(x, y, z)]
}

func round(x float64) int { return int(math.Floor(float64(x) + 0.5)) }

// clear reports whether every site within reach of p (in each direction of the
// axes) is Free.
func (c *canvas) clear(p vec, reach int) bool {
	x, y, z := round(p.x), round(p.y), round(p.z)
	zr := reach
	if c.flat() {
		zr = 0
	}
	for k := z - zr; k <= z+zr; k++ {
		for j := y - reach; j <= y+reach; j++ {
			for i := x - reach; i <= x+reach; i++ {
				if !c.inside(i, j, k) || c.class[c.index(i, j, k)] != Free {
					return false
				}
			}
		}
	}
	return true
}

// parallel calls f(0) ... f(n-1), which are one pass over the patch, several at a
// time. It tells the meter of each, from the caller's goroutine.
func (c *canvas) parallel(n int, f func(k int)) {
	part := 1 / float64(n)
	if c.threads <= 1 || n <= 1 {
		for k := range n {
			f(k)
			c.meter.add(part)
		}
		return
	}
	var next atomic.Int64
	done := make(chan struct{}, n)
	for range min(c.threads, n) {
		go func() {
			for k := int(next.Add(1)) - 1; k < n; k = int(next.Add(1)) - 1 {
				f(k)
				done <- struct{}{}
			}
		}()
	}
	for range n {
		<-done
		c.meter.add(part)
	}
}

// slabs calls f for each slab of slices [z0, z1), several at a time.
func (c *canvas) slabs(f func(z0, z1 int)) {
	n := (c.d + slabHeight - 1) / slabHeight
	c.parallel(n, func(k int) { f(k*slabHeight, min((k+1)*slabHeight, c.d)) })
}

// A pen says what a stroke leaves behind.
type pen struct {
	class Class
	over  Class    // the class that it may be drawn upon
	tree  uint16   // exit that the drawn sites drain to
	trees []uint16 // where that is noted, from the first site of the slices on; nil: nowhere
	rough noise    // added to the radius
	bumps float64
}

// stroke draws a tube from a to b, whose radius goes from ra to rb, into the
// slices [z0, z1).
func (c *canvas) stroke(a, b vec, ra, rb float64, p pen, z0, z1 int) {
	reach := math.Max(ra, rb) + p.bumps
	x0, x1 := span(a.x, b.x, reach, 1, c.w-1)
	y0, y1 := span(a.y, b.y, reach, 1, c.h-1)
	lo, hi := span(a.z, b.z, reach, z0, z1)
	if !c.flat() {
		lo, hi = max(lo, 1), min(hi, c.d-1)
	}
	ab := b.minus(a)
	scale := 1 / math.Max(ab.dot(ab), 1e-9)
	first := c.index(0, 0, z0)
	for z := lo; z < hi; z++ {
		for y := y0; y < y1; y++ {
			i := c.index(x0, y, z)
			for x := x0; x < x1; x, i = x+1, i+1 {
				if c.class[i] != p.over {
					continue
				}
				q := vec{float64(x), float64(y), float64(z)}
				ap := q.minus(a)
				t := min(max(float64(ap.dot(ab)*scale), 0), 1)
				r := lerp(ra, rb, t)
				if p.bumps > 0 {
					r += float64(p.bumps * p.rough.at(q.x, q.y, q.z))
				}
				if off := ap.minus(ab.times(t)); off.dot(off) <= float64(r*r) {
					c.class[i] = p.class
					if p.trees != nil {
						p.trees[i-first] = p.tree
					}
				}
			}
		}
	}
}

// span returns the sites [lo, hi) that a stretch from a to b and what lies within
// reach of it can touch.
func span(a, b, reach float64, least, end int) (lo, hi int) {
	lo = int(math.Ceil(math.Min(a, b) - reach))
	hi = int(math.Floor(math.Max(a, b)+reach)) + 1
	return max(lo, least), min(hi, end)
}

// curve draws a smooth tube from a to b by way of a control point.
func (c *canvas) curve(a, control, b vec, ra, rb float64, p pen, z0, z1 int) {
	long := control.minus(a).length() + b.minus(control).length()
	n := max(int(long/2.5), 2)
	from, r := a, ra
	for k := 1; k <= n; k++ {
		t := float64(k) / float64(n)
		to, s := bezier(a, control, b, t), lerp(ra, rb, t)
		c.stroke(from, to, r, s, p, z0, z1)
		from, r = to, s
	}
}
