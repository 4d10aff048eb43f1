package view

import (
	"image"
	"math"
)

// A Giant is a cell that is drawn larger than its site: a megakaryocyte, or a stem
// cell in its halo.
type Giant struct {
	X, Y    float32 // center [sites]
	Stage   int
	Stem    bool // a halo around a cell that is drawn on its site
	Variant uint8
	Beads   []Point // platelets on their way to the nearest sinusoid [sites]
}

// MegaStage returns the stage of the table that is drawn as a megakaryocyte, or -1.
func (s *Scene) MegaStage() int {
	for i := range s.Table.Stages {
		if s.looks[i+1].Form == Mega {
			return i
		}
	}
	return -1
}

// BeadSize is the radius of a bead of platelets [sites].
const BeadSize = 0.2

// GiantReach is how far a giant is drawn from its center [sites].
const GiantReach = 3.0

// Giants returns the giants among the sites that [Scene.Sites] returned last, in
// site order.
func (s *Scene) Giants() []Giant {
	var out []Giant
	m := s.sites
	for i := range len(m.Pix) / 4 {
		code := m.Pix[4*i]
		if code == 0 || code == s.bloodCode() {
			continue
		}
		mega := s.looks[code].Form == Mega
		if !mega && s.looks[code].Mark != "halo" {
			continue
		}
		x, y := m.center(i)
		g := Giant{X: x, Y: y, Stage: int(code) - 1, Stem: !mega, Variant: m.Pix[4*i+3] & 15}
		if mega {
			g.Beads = m.ground.beads(x, y, g.Variant)
		}
		out = append(out, g)
	}
	return out
}

// beads strings platelets from a megakaryocyte at (x, y) into the nearest sinusoid,
// if one is near enough to be reached by a proplatelet.
func (n *ground) beads(x, y float32, variant uint8) []Point {
	best, bx, by := float32(0.2), float32(0), float32(0)
	for a := range 24 {
		dy, dx := math.Sincos(float64(a) * math.Pi / 12)
		px, py := x+2.9*float32(dx), y+2.9*float32(dy)
		if d := n.sample(n.vessel, px, py); d < best {
			best, bx, by = d, float32(dx), float32(dy)
		}
	}
	if bx == 0 && by == 0 {
		return nil
	}
	var out []Point
	for k := range 5 {
		t := 1.75 + 0.38*float32(k)
		h := hash(int(variant), k, fineHash)
		jx, jy := float32(h&255)/255-0.5, float32(h>>8&255)/255-0.5
		out = append(out, Point{x + bx*t + 0.4*jx, y + by*t + 0.4*jy})
	}
	return out
}

// PaintGiant draws a megakaryocyte or the halo of a stem cell with its center at
// pixel (cx, cy) of m, which may be transparent.
func (s *Scene) PaintGiant(m *image.RGBA, g Giant, cx, cy, scale float32) {
	if g.Stem {
		s.paintHalo(m, cx, cy, scale)
		return
	}
	c := newGiantShape(g.Variant)
	c.cell, c.nucleus = s.looks[g.Stage+1].Cell.vec(), s.looks[g.Stage+1].Nucleus.vec()
	if s.skin.Dark {
		c.nucleus = c.cell.mix(vec{92, 16, 66}, 0.78)
	}
	if !s.lit(g.Stage) {
		c.cell, c.nucleus = dimmed(c.cell, s.skin), dimmed(c.nucleus, s.skin)
	}
	eachPixel(m, cx, cy, 2*scale, func(pix []uint8, dx, dy float32) {
		v, a := c.at(dx/scale, dy/scale, scale)
		over(pix, v, a)
	})
}

// A giantShape is the outline and the colors of a megakaryocyte.
type giantShape struct {
	cell, nucleus vec
	phase         float32
	three, five   [2]float32 // waves of the outline: parts of sine and cosine [sites]
	lobes         [6]disc    // of the nucleus, from the center of the cell
}

func newGiantShape(variant uint8) giantShape {
	g := giantShape{phase: float32(variant) * 0.4}
	wave := func(height, phase float32) [2]float32 {
		sin, cos := math.Sincos(float64(phase))
		return [2]float32{height * float32(cos), height * float32(sin)}
	}
	g.three, g.five = wave(0.2, g.phase), wave(0.11, 1.7*g.phase)
	for k := range g.lobes {
		sin, cos := math.Sincos(float64(k)*1.05 + float64(g.phase))
		r := 0.5 + 0.08*sin32(g.phase*3+float32(k)*2)
		g.lobes[k] = disc{r * float32(cos), r * float32(sin), 0.36 + 0.05*sin32(g.phase+float32(k)*5)}
	}
	return g
}

// outline is how far the cell reaches in a direction (a unit vector) [sites].
func (g *giantShape) outline(x, y float32) float32 {
	s3, c3 := y*(3-4*y*y), x*(4*x*x-3) // of three times the angle
	c2, s2 := x*x-y*y, 2*x*y
	s5, c5 := s3*c2+c3*s2, c3*c2-s3*s2
	return 1.5 + g.three[0]*s3 + g.three[1]*c3 + g.five[0]*s5 + g.five[1]*c5
}

// at returns the color and cover of a point [sites from the center].
func (g *giantShape) at(x, y, scale float32) (vec, float32) {
	d := max(length(x, y), 1e-6)
	outline := g.outline(x/d, y/d)
	inside := cover((d - outline) * scale)
	if inside == 0 {
		return vec{}, 0
	}
	light := length(x+0.3, y+0.35) / 1.9
	body := g.cell.mix(vec{255, 255, 255}, 0.14*(1-light)).times(1 - 0.26*smooth(0.45, 1.05, light))
	body = body.times(0.93 + 0.14*valueNoise(x*3.2+g.phase*9, y*3.2))
	if n := g.inNucleus(x, y); n < 0.1 {
		nucleus := g.nucleus.times(0.86 + 0.3*valueNoise(x*4+g.phase, y*4+9))
		nucleus = nucleus.times(1 + 0.35*smooth(-0.02, -0.3, n)*(0.6-light))
		body = body.mix(nucleus, cover(n*scale))
	}
	return body.times(1 - 0.35*smooth(1.6, 0, (outline-d)*scale)), inside
}

// inNucleus is the signed distance [sites] from a nucleus of five or six lobes that
// have grown together.
func (g *giantShape) inNucleus(x, y float32) float32 {
	d := length(x, y) - 0.5
	for _, l := range g.lobes {
		if e := length(x-l.x, y-l.y) - l.r; e < d {
			d = e
		}
	}
	return d
}

// paintHalo draws the golden light and the ring around a stem cell.
func (s *Scene) paintHalo(m *image.RGBA, cx, cy, scale float32) {
	gold := s.skin.Halo.vec()
	glow := gold.mix(vec{255, 255, 255}, 0.35)
	eachPixel(m, cx, cy, GiantReach*scale, func(pix []uint8, dx, dy float32) {
		d := length(dx, dy) / scale
		if d > 0.62 { // the cell itself stays as it is
			t := clamp((d-0.36)/2.5, 0, 1)
			light := 0.75*(1-smooth(0, 0.42, t)) + 0.26*(1-smooth(0.2, 1, t))
			over(pix, glow.mix(gold, t*2), light*0.8)
		}
		width := max(0.085*scale, 0.6)
		over(pix, gold, cover(abs32(length(dx, dy)-1.02*scale)-width))
	})
}

// PaintBead draws a bead of platelets with its center at pixel (cx, cy) of m.
func (s *Scene) PaintBead(m *image.RGBA, cx, cy, scale float32) {
	c := s.beadColor()
	eachPixel(m, cx, cy, scale, func(pix []uint8, dx, dy float32) {
		over(pix, c, cover(length(dx, dy)-max(BeadSize*scale, 1.2)))
	})
}

// beadColor is the platelets' color, or the megakaryocytes' in a palette without.
func (s *Scene) beadColor() vec {
	if t := s.Palette.Type("plt"); t != nil {
		return s.Palette.look(t, t.Lineage, s.skin).Cell.vec()
	}
	return s.skin.FatShine.vec()
}

// paintGiants draws all giants in view over the cells.
func paintGiants(s *Scene, m *image.RGBA) {
	level := s.Camera.Level()
	if level < Discs || s.sites == nil {
		return
	}
	w, h, scale := m.Rect.Dx(), m.Rect.Dy(), float32(s.Camera.Scale)
	for _, g := range s.Giants() {
		if !g.Stem && level < Cells {
			continue
		}
		px, py := s.Camera.Pixel(float64(g.X), float64(g.Y), w, h)
		s.PaintGiant(m, g, float32(px), float32(py), scale)
		for _, b := range g.Beads {
			px, py := s.Camera.Pixel(float64(b.X), float64(b.Y), w, h)
			s.PaintBead(m, float32(px), float32(py), scale)
		}
	}
}
