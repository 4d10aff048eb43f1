package tissue

import "math"

// crest lays the border and a cortex along the top, whose inner face waves.
func (c *canvas) crest(n *cortex) {
	mean := math.Max(2, math.Min(float64(n.Thickness), float64(c.h)*float64(n.Limit)))
	wave := math.Min(float64(n.Waves), mean/4)
	c.cortex = round(mean)
	slow, quick := newNoise(c.seed, forCortex, 0, 60), newNoise(c.seed, forCortex, 1, 17)
	c.slabs(func(z0, z1 int) {
		edge := make([]int, c.w)
		for z := z0; z < z1; z++ {
			for x := range edge {
				px, pz := float64(x), float64(z)
				edge[x] = round(mean + float64(wave*(slow.at(px, 0, pz)+float64(0.4*quick.at(px, 0, pz)))))
			}
			for y := range c.h {
				c.row(y, z, func(x int) Class {
					if y <= edge[x] {
						return Bone
					}
					return Free
				})
			}
		}
	})
}

// row sets the classes of a row of sites; beyond the edge of the patch it is Border.
func (c *canvas) row(y, z int, class func(x int) Class) {
	row := c.class[c.index(0, y, z):][:c.w]
	for x := range row {
		row[x] = Border
		if c.inside(x, y, z) {
			row[x] = class(x)
		}
	}
}

// shaft lays the border and the cortex of a long bone: a flattened tube along z; in
// a slice the two walls of the tube, cut lengthwise along x.
func (c *canvas) shaft(n *cortex) {
	mean := math.Max(2, math.Min(float64(n.Thickness), float64(c.h)*float64(n.Limit)))
	wave := math.Min(float64(n.Waves), mean/4)
	c.cortex = round(mean)
	t := tube{mean: mean, wave: wave, slow: newNoise(c.seed, forCortex, 0, 45)}
	t.mx, t.my = float64(c.w-1)/2, float64(c.h-1)/2
	c.slabs(func(z0, z1 int) {
		for z := z0; z < z1; z++ {
			for y := range c.h {
				if c.flat() {
					c.row(y, z, func(x int) Class { return t.wall(x, y, c.h) })
					continue
				}
				c.row(y, z, func(x int) Class { return t.ring(x, y, z) })
			}
		}
	})
}

// A tube is the shape of a shaft.
type tube struct {
	mx, my     float64 // the axis, and at once the outer half axes
	mean, wave float64 // thickness of the wall [sites] and how far its inner face waves
	slow       noise
}

// wall is the class of a site of the tube cut lengthwise.
func (t *tube) wall(x, y, h int) Class {
	side := 0.0
	if deep := h - 1 - y; deep < y {
		side, y = 1000, deep
	}
	if float64(y) <= t.mean+float64(t.wave*t.slow.at(float64(x), side, 0)) {
		return Bone
	}
	return Free
}

// ring is the class of a site of the tube cut across.
func (t *tube) ring(x, y, z int) Class {
	px, py := float64(x), float64(y)
	switch {
	case t.beyond(px, py, 0):
		return Border
	case !t.beyond(px, py, t.mean+t.wave):
		return Free
	case t.beyond(px, py, t.mean+float64(t.wave*t.slow.at(px, py, float64(z)))):
		return Bone
	}
	return Free
}

// beyond reports whether a point lies outside of the outline that is smaller by in
// than the outer one: an ellipse of the fourth degree, flattened on its four sides as
// the shaft of a femur is.
func (t *tube) beyond(x, y, in float64) bool {
	u, v := (x-t.mx)/(t.mx-in), (y-t.my)/(t.my-in)
	u, v = float64(u*u), float64(v*v)
	return float64(u*u)+float64(v*v) > 1
}
