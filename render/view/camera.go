package view

import (
	"math"

	"marrow/sim/tissue"
)

// The camera's scale stays between these [pixels/site]; a notch of the wheel is
// one step.
const (
	MinScale  = 1.0 / 64
	MaxScale  = 96.0
	ZoomNotch = 1.25
)

// A Camera is where the view looks, in the slice that the frame shows.
type Camera struct {
	X, Y  float64 // center [um]
	Scale float64 // [pixels/site]
}

// Site returns the point [sites] under pixel (px, py) of a picture of w x h pixels.
func (c Camera) Site(px, py float64, w, h int) (x, y float64) {
	x = c.X/tissue.SiteSize + (px-float64(w)/2)/c.Scale
	y = c.Y/tissue.SiteSize + (py-float64(h)/2)/c.Scale
	return x, y
}

// Pixel returns where the point (x, y) [sites] is in a picture of w x h pixels.
func (c Camera) Pixel(x, y float64, w, h int) (px, py float64) {
	px = (x-c.X/tissue.SiteSize)*c.Scale + float64(w)/2
	py = (y-c.Y/tissue.SiteSize)*c.Scale + float64(h)/2
	return px, py
}

// Zoomed returns the camera at another scale, with the point under pixel
// (px, py) still there.
func (c Camera) Zoomed(scale, px, py float64, w, h int) Camera {
	x, y := c.Site(px, py, w, h)
	c.Scale = min(max(scale, MinScale), MaxScale)
	nx, ny := c.Site(px, py, w, h)
	c.X += (x - nx) * tissue.SiteSize
	c.Y += (y - ny) * tissue.SiteSize
	return c
}

// Panned returns the camera moved over the tissue by (dx, dy) pixels.
func (c Camera) Panned(dx, dy float64) Camera {
	c.X += dx / c.Scale * tissue.SiteSize
	c.Y += dy / c.Scale * tissue.SiteSize
	return c
}

// Kept returns the camera moved so that a patch of sw x sh sites keeps at least a
// quarter of a picture of w x h pixels, or all of itself when it is smaller.
func (c Camera) Kept(sw, sh, w, h int) Camera {
	c.X = kept(c.X, float64(sw), float64(w)/c.Scale)
	c.Y = kept(c.Y, float64(sh), float64(h)/c.Scale)
	return c
}

// kept is the center [um] nearest to at with which a length of sites keeps half of
// a window (so two axes keep a quarter).
func kept(at, length, window float64) float64 {
	need := min(length, window/2)
	lo := need - window/2
	hi := length - need + window/2
	return min(max(at, lo*tissue.SiteSize), hi*tissue.SiteSize)
}

// Fit returns the camera that shows a whole patch of sw x sh sites.
func Fit(sw, sh, w, h int) Camera {
	scale := 0.97 * min(float64(w)/float64(sw), float64(h)/float64(sh))
	return Camera{
		X:     float64(sw) * tissue.SiteSize / 2,
		Y:     float64(sh) * tissue.SiteSize / 2,
		Scale: min(max(scale, MinScale), MaxScale),
	}
}

// A Level is a step of the ladder from a whole organ to single cells.
type Level uint8

const (
	Organ    Level = iota // below 0.25 pixels/site: cellularity, bone, vessels
	Lineages              // below 1.5: texels colored by lineage
	Squares               // below 3: a square per cell, colored by lineage
	Discs                 // below 6: a disc per cell, colored by lineage
	Cells                 // below 16: disc, rim and nucleus, colored by stage
	Detail                // below 40: with granules
	Portrait              // a few cells
)

// Level returns what is drawn at the camera's scale.
func (c Camera) Level() Level {
	for i, limit := range [...]float64{0.25, 1.5, 3, 6, 16, 40} {
		if c.Scale < limit {
			return Level(i)
		}
	}
	return Portrait
}

// Coarseness returns the level k of a map whose texels cover 2^k sites a side and
// at least one pixel.
func (c Camera) Coarseness() int {
	return max(0, int(math.Ceil(-math.Log2(c.Scale))))
}
