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
	c := giantColors{cell: s.looks[g.Stage+1].Cell.vec(), nucleus: s.looks[g.Stage+1].Nucleus.vec()}
	if s.skin.Dark {
		c.nucleus = c.cell.mix(vec{92, 16, 66}, 0.78)
	}
	if !s.lit(g.Stage) {
		c.cell, c.nucleus = dimmed(c.cell, s.skin), dimmed(c.nucleus, s.skin)
	}
	eachPixel(m, cx, cy, 2.3*scale, func(pix []uint8, dx, dy float32) {
		v, a := c.at(dx/scale, dy/scale, scale, g.Variant)
		over(pix, v, a)
	})
}

// giantColors are a megakaryocyte's.
type giantColors struct{ cell, nucleus vec }

// at returns the color and cover of a point [sites from the center].
func (c *giantColors) at(x, y, scale float32, variant uint8) (vec, float32) {
	phase := float32(variant) * 0.4
	turn := float32(math.Atan2(float64(y), float64(x)))
	lobes := 0.2*sin32(3*turn+phase) + 0.11*sin32(5*turn+1.7*phase)
	d := length(x, y)
	outline := 1.5 + lobes
	inside := cover((d - outline) * scale)
	if inside == 0 {
		return vec{}, 0
	}
	light := length(x+0.3, y+0.35) / 1.9
	body := c.cell.mix(vec{255, 255, 255}, 0.14*(1-light)).times(1 - 0.26*smooth(0.45, 1.05, light))
	body = body.times(0.93 + 0.14*valueNoise(x*3.2+phase*9, y*3.2))
	if n := nucleusLobes(x, y, phase); n < 0.1 {
		nucleus := c.nucleus.times(0.86 + 0.3*valueNoise(x*4+phase, y*4+9))
		nucleus = nucleus.times(1 + 0.35*smooth(-0.02, -0.3, n)*(0.6-light))
		body = body.mix(nucleus, cover(n*scale))
	}
	return body.times(1 - 0.35*smooth(1.6, 0, (outline-d)*scale)), inside
}

// nucleusLobes is the signed distance [sites] from a nucleus of five or six lobes
// that have grown together.
func nucleusLobes(x, y, phase float32) float32 {
	d := length(x, y) - 0.5
	for k := range 6 {
		sin, cos := math.Sincos(float64(k)*1.05 + float64(phase))
		r := 0.5 + 0.08*sin32(phase*3+float32(k)*2)
		d = min(d, length(x-r*float32(cos), y-r*float32(sin))-0.36-0.05*sin32(phase+float32(k)*5))
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
