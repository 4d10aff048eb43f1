package render

import (
	"image"
	"math"

	"marrow/render/view"
)

// easing is the share of the way to the wanted scale that one update goes.
const easing = 0.28

// A zoom is a change of scale under way: the tissue under a point of the stage stays
// there.
type zoom struct {
	target float64 // [pixels/site]; 0 = none
	x, y   float64 // the point [pixels of the stage]
}

// step moves the camera on, and tells whether it did.
func (z *zoom) step(c *view.Camera, stage image.Rectangle) bool {
	if z.target == 0 {
		return false
	}
	scale := c.Scale * math.Pow(z.target/c.Scale, easing)
	if math.Abs(math.Log(z.target/scale)) < 0.01 {
		scale, z.target = z.target, 0
	}
	*c = c.Zoomed(scale, z.x, z.y, stage.Dx(), stage.Dy())
	return true
}

// aim returns the scale that the camera will have in the end.
func (z *zoom) aim(c view.Camera) float64 {
	if z.target != 0 {
		return z.target
	}
	return c.Scale
}

// zoomAt begins to change the scale by a factor around a point of the stage.
func (g *Game) zoomAt(factor, x, y float64) {
	g.whole = false
	target := g.zoom.aim(g.scene.Camera) * factor
	g.zoom = zoom{min(max(target, view.MinScale), view.MaxScale), x, y}
}

func (g *Game) zoomMiddle(factor float64) {
	g.zoomAt(factor, float64(g.layout.stage.Dx())/2, float64(g.layout.stage.Dy())/2)
}

// fit shows the whole patch.
func (g *Game) fit() {
	f, s := g.scene.Frame, g.layout.stage
	g.scene.Camera = view.Fit(f.Width, f.Height, s.Dx(), s.Dy())
	g.zoom, g.whole = zoom{}, true
}

// closeUp shows single cells where the camera is, or where it began if the whole
// patch is in view.
func (g *Game) closeUp() {
	if g.whole {
		g.scene.Camera = g.opening()
	}
	g.whole = false
	s := g.layout.stage
	g.zoom = zoom{16 * float64(g.layout.scale), float64(s.Dx()) / 2, float64(s.Dy()) / 2}
}

// opening is the camera of the first picture.
func (g *Game) opening() view.Camera {
	c := g.scene.Opening()
	c.Scale *= float64(g.layout.scale)
	return c
}

// nudge moves the camera by a key: far with shift.
func (g *Game) nudge(dx, dy float64, shift bool) {
	step := 9 * float64(g.layout.scale)
	if shift {
		step *= 5
	}
	g.whole = false
	g.scene.Camera = g.scene.Camera.Panned(dx*step, dy*step)
}
