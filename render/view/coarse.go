package view

import (
	"image"
	"image/draw"

	"marrow/sim"
	"marrow/sim/tissue"
)

// texels is a map of a slice with one code and one share of occupied sites (0 to
// 255) per 2^level x 2^level sites.
type texels struct {
	w, h  int
	level int
	code  []uint8
	full  []uint8
}

// A Layer is a picture with one pixel per square of sites.
type Layer struct {
	*image.RGBA
	X, Y int // upper left site
	Side int // sites per pixel, on a side
}

// Map draws the sites of r with one pixel per 2^k x 2^k sites. Coarse texels show
// the rarest type in them, else stem cells and megakaryocytes would vanish; a type
// does so only up to the level where it would cover 5 % of the texels.
func (s *Scene) Map(r image.Rectangle, k int) Layer { return s.layer(r, k, true) }

// CellLayer draws the cells of r like Map and leaves everything else transparent.
func (s *Scene) CellLayer(r image.Rectangle, k int) Layer { return s.layer(r, k, false) }

func (s *Scene) layer(r image.Rectangle, k int, all bool) Layer {
	side := 1 << k
	r = image.Rect(r.Min.X&^(side-1), r.Min.Y&^(side-1), (r.Max.X+side-1)&^(side-1), (r.Max.Y+side-1)&^(side-1))
	t := texelsOf(s.Frame, r)
	rarity := s.rarity()
	for range k {
		t = t.halved(rarity)
	}
	l := Layer{image.NewRGBA(image.Rect(0, 0, t.w, t.h)), r.Min.X, r.Min.Y, side}
	colors := s.mapColors()
	parallel(t.h, func(y int) {
		for x := range t.w {
			i := y*t.w + x
			if c := t.code[i]; all {
				put(l.Pix[4*i:], colors.of(c, t.full[i], r.Min.X+x*side, r.Min.Y+y*side))
			} else if c > 0 && c < sim.CodeTissue {
				over(l.Pix[4*i:], colors.cell[c], 0.5+0.5*float32(t.full[i])/255)
			}
		}
	})
	return l
}

// paint lays a layer over a picture seen by a camera; squares keep sharp but smooth
// edges.
func (l Layer) paint(m *image.RGBA, c Camera) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	x0, y0 := c.Site(0.5, 0.5, w, h)
	scale := float32(c.Scale) * float32(l.Side) // pixels per texel
	left, top := float32(x0-float64(l.X))/float32(l.Side), float32(y0-float64(l.Y))/float32(l.Side)
	columns := make([]struct {
		i int
		u float32
	}, w)
	for px := range columns {
		columns[px].i, columns[px].u = sharpened(left+float32(px)/scale, scale)
	}
	parallel(h, func(py int) {
		j, v := sharpened(top+float32(py)/scale, scale)
		for px := range w {
			i, u := columns[px].i, columns[px].u
			if i < -1 || j < -1 || i >= l.Rect.Dx() || j >= l.Rect.Dy() {
				continue
			}
			c, a := l.mixed(i, j, u, v)
			overPremultiplied(m.Pix[py*m.Stride+4*px:], c, a)
		}
	})
}

// sharpened returns the texel before a coordinate [texels] and the share of the one
// after it: a step one pixel wide in the middle between their centers.
func sharpened(x, scale float32) (i int, share float32) {
	i = floor32(x - 0.5)
	t := x - 0.5 - float32(i)
	return i, clamp((t-0.5)*scale+0.5, 0, 1)
}

// mixed returns the premultiplied mean of four texels and its opacity.
func (l Layer) mixed(i, j int, u, v float32) (vec, float32) {
	var c vec
	var a float32
	for k, w := range [4]float32{(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v} {
		x, y := i+k&1, j+k>>1
		if w == 0 || uint(x) >= uint(l.Rect.Dx()) || uint(y) >= uint(l.Rect.Dy()) {
			continue
		}
		p := l.Pix[y*l.Stride+4*x:][:4]
		c = c.plus(vec{float32(p[0]), float32(p[1]), float32(p[2])}.times(w))
		a += w * float32(p[3]) / 255
	}
	return c, a
}

// texelsOf copies the sites of r, which may reach beyond the slice.
func texelsOf(f *sim.Frame, r image.Rectangle) texels {
	t := texels{w: r.Dx(), h: r.Dy()}
	t.code, t.full = make([]uint8, t.w*t.h), make([]uint8, t.w*t.h)
	for y := range t.h {
		for x := range t.w {
			sx, sy := x+r.Min.X, y+r.Min.Y
			code := uint8(outsideCode)
			if sx >= 0 && sy >= 0 && sx < f.Width && sy < f.Height {
				code = f.Codes[clampInt(sy, 1, f.Height-2)*f.Width+clampInt(sx, 1, f.Width-2)]
			}
			i := y*t.w + x
			t.code[i] = code
			if code > 0 && code < sim.CodeTissue {
				t.full[i] = 255
			}
		}
	}
	return t
}

// outsideCode stands in a map for what lies beyond the patch.
const outsideCode = sim.CodeTissue + uint8(tissue.Border)

// halved returns the next coarser map.
func (t texels) halved(rarity *[256]rarity) texels {
	c := texels{w: t.w / 2, h: t.h / 2, level: t.level + 1}
	c.code, c.full = make([]uint8, c.w*c.h), make([]uint8, c.w*c.h)
	parallel(c.h, func(y int) {
		for x := range c.w {
			i := 2*y*t.w + 2*x
			four := [4]uint8{t.code[i], t.code[i+1], t.code[i+t.w], t.code[i+t.w+1]}
			sum := int(t.full[i]) + int(t.full[i+1]) + int(t.full[i+t.w]) + int(t.full[i+t.w+1])
			c.code[y*c.w+x] = rarest(four, c.level, rarity)
			c.full[y*c.w+x] = uint8((sum + 2) / 4)
		}
	})
	return c
}

// A rarity says how a type asserts itself in coarse maps.
type rarity struct {
	rank  int // the higher one wins
	level int // highest level at which its presence is enough
}

// rarest returns the code that stands for four at a level.
func rarest(four [4]uint8, level int, r *[256]rarity) uint8 {
	best, votes := four[0], -1
	for _, a := range four {
		n := 0
		for _, b := range four {
			if a == b {
				n++
			}
		}
		if r[a].level >= level {
			n = 5 // its presence is enough
		}
		if n > votes || n == votes && r[a].rank > r[best].rank {
			best, votes = a, n
		}
	}
	return best
}

// rarity ranks all codes: stem cells, blasts, megakaryocytes, progenitors, other
// cells, vessels, bone, fat, nothing.
func (s *Scene) rarity() *[256]rarity {
	var out [256]rarity
	total := 0
	for _, n := range s.Frame.Counts {
		total += n
	}
	sites := float64(max(1, len(s.Tissue.Class)))
	for i, st := range s.Table.Stages {
		r := rarity{rank: 5}
		switch {
		case s.isStem(i):
			r.rank = 9
		case st.Blast:
			r.rank = 8
		case s.looks[i+1].Form == Mega:
			r.rank = 7
		case st.CD34:
			r.rank = 6
		}
		r.level = levelOf(float64(s.Frame.Counts[i]) / sites)
		if st.Blast && st.Lineage == "clone" {
			r.level = 30
		}
		out[i+1] = r
	}
	for c, rank := range [tissue.Classes]int{0, 3, 2, 4, 4, 4, 4, 0} {
		share := s.Tissue.Stats.Share[c]
		out[sim.CodeTissue+c] = rarity{rank: rank, level: levelOf(share)}
	}
	out[0] = rarity{rank: 0, level: -1}
	out[outsideCode].level = -1
	return &out
}

// levelOf is the highest level at which something that takes a share of the sites
// covers at most 5 % of the texels by its presence.
func levelOf(share float64) int {
	level := -1
	for share > 0 && share <= 0.05 && level < 30 {
		share *= 4
		level++
	}
	return level
}

// isStem tells whether stage i is the species' stem cell.
func (s *Scene) isStem(i int) bool {
	k := s.Table.Reservoir.Stage
	return k != 0 && s.Table.Rows[k].Stage == i
}

// mapColors are the colors of coarse maps.
type mapColors struct {
	cell                [256]vec
	stroma, bone        [2]vec
	vessel, artery, fat vec
	outside             vec
}

func (s *Scene) mapColors() *mapColors {
	k := s.skin
	m := &mapColors{
		stroma:  [2]vec{k.Stroma[0].vec(), k.Stroma[1].vec()},
		bone:    [2]vec{k.Bone[0].vec(), k.Bone[1].vec()},
		vessel:  k.Lumen[1].vec().mix(k.Wall.vec(), 0.42),
		artery:  k.Artery[1].vec(),
		fat:     k.Fat[1].vec().mix(k.Fat[2].vec(), 0.5),
		outside: k.Outside.vec(),
	}
	for i, g := range s.glyphs() {
		m.cell[i] = g.group
	}
	return m
}

// of returns the color of the texel at site (x, y) whose sites are occupied to
// full/255.
func (m *mapColors) of(code, full uint8, x, y int) vec {
	n := valueNoise(float32(x)/4, float32(y)/4)
	if code == 0 {
		return m.stroma[0].mix(m.stroma[1], n)
	}
	if code < sim.CodeTissue {
		return m.stroma[0].mix(m.cell[code], 0.5+0.5*float32(full)/255)
	}
	switch tissue.Class(code - sim.CodeTissue) {
	case tissue.Bone:
		return m.bone[0].mix(m.bone[1], n)
	case tissue.Fat:
		return m.fat.times(0.94 + 0.1*n)
	case tissue.Sinusoid, tissue.Vein, tissue.Capillary:
		return m.vessel
	case tissue.Arteriole:
		return m.artery
	}
	return m.outside
}

// leastGround is the scale from which tissue is drawn with outlines and not with
// texels [pixels/site].
const leastGround = 0.7

// Drawn tells whether the tissue is drawn with outlines at the camera's scale.
func (c Camera) Drawn() bool { return c.Scale >= leastGround }

// paintMap fills m with the coarse map of what it shows.
func paintMap(s *Scene, m *image.RGBA) {
	k := s.Camera.Coarseness()
	r := s.visible(m.Rect.Dx(), m.Rect.Dy(), 1<<k)
	if s.Camera.Drawn() {
		draw.Draw(m, m.Rect, s.surroundings(m.Rect.Dx(), m.Rect.Dy()), image.Point{}, draw.Src)
		s.CellLayer(r, k).paint(m, s.Camera)
		return
	}
	draw.Draw(m, m.Rect, image.NewUniform(s.skin.Outside.RGBA()), image.Point{}, draw.Src)
	s.Map(r, k).paint(m, s.Camera)
}
