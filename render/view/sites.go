package view

import (
	"image"

	"marrow/sim"
	"marrow/sim/tissue"
)

// A Sites is what stands on a rectangle of sites, ready to be drawn by a shader:
// four bytes a site in Pix, row by row.
//
//	byte 0  look: 0 nothing, 1+stage a cell, one more than the last stage's a red
//	        cell in a vessel
//	byte 1  how far its center is right of the site's, (v-128)/255 sites
//	byte 2  how far below
//	byte 3  upper half its radius, lower half its variant: turn and tint
type Sites struct {
	Rect image.Rectangle
	Pix  []uint8

	z      int
	offset []uint8 // bytes 1 to 3 of every site
	ground *ground
	still  []bool // vessel sites that red cells can be drawn on
}

// maxShift is how far a cell is drawn from the middle of its site [sites].
const maxShift = 0.32

// Sites returns what stands on r, which may reach beyond the slice. Cells are moved
// off the middle of their sites, so that a lattice looks like tissue. The result is
// valid until the next call.
func (s *Scene) Sites(r image.Rectangle) *Sites {
	if old := s.sites; old == nil || old.Rect != r || old.z != s.Frame.Z {
		s.sites = s.newSites(r)
	}
	s.sites.fill(s.Frame, s.bloodCode(), s.radii())
	return s.sites
}

func (s *Scene) newSites(r image.Rectangle) *Sites {
	n := r.Dx() * r.Dy()
	m := &Sites{Rect: r, Pix: make([]uint8, 4*n), z: s.Frame.Z, offset: make([]uint8, 3*n), still: make([]bool, n)}
	m.ground = s.groundOf(r)
	w := r.Dx()
	parallel(r.Dy(), func(y int) {
		for x := range w {
			m.place(y*w+x, x+r.Min.X, y+r.Min.Y)
		}
	})
	return m
}

// place decides where on its site a cell is drawn. Every other row is shifted, as
// spheres pack, and no cell reaches into a wall.
func (m *Sites) place(i, x, y int) {
	o := m.offset[3*i:][:3]
	o[0], o[1], o[2] = 128, 128, uint8(hash(x, y, variantHash)%variants)
	h := hash(x, y, offsetHash)
	dx := (float32(h&255)/255-0.5)*0.22 + 0.18*float32(2*(y&1)-1)
	dy := (float32(h>>8&255)/255 - 0.5) * 0.26
	g := m.ground.index(x, y)
	if !isVessel(m.ground.class[g]) {
		d := m.ground.solid[g]
		sx, sy := m.ground.shift(g, 0.62, maxShift)
		free := smooth(0.4, 1.2, d) // beside a wall the wall decides
		dx, dy = dx*free+sx, dy*free+sy
	} else {
		m.still[i] = m.ground.vessel[g] < -0.25
		h = hash(x, y, bloodHash)
		dx, dy = m.ground.inward(g, float32(h&255)/400-0.32, float32(h>>8&255)/400-0.32)
	}
	o[0] = uint8(128.5 + 255*clamp(dx, -maxShift, maxShift))
	o[1] = uint8(128.5 + 255*clamp(dy, -maxShift, maxShift))
}

// radii returns the upper half of byte 3 for each code.
func (s *Scene) radii() *[256]uint8 {
	var r [256]uint8
	for code, l := range s.looks {
		r[code] = radiusLevel(l) << 4
	}
	return &r
}

// fill takes the cells of a frame.
func (m *Sites) fill(f *sim.Frame, blood uint8, radii *[256]uint8) {
	w, inside := m.Rect.Dx(), m.Rect.Intersect(image.Rect(0, 0, f.Width, f.Height))
	clear(m.Pix)
	for y := inside.Min.Y; y < inside.Max.Y; y++ {
		codes := f.Codes[y*f.Width:][:f.Width]
		for x := inside.Min.X; x < inside.Max.X; x++ {
			code := codes[x]
			if code == 0 {
				continue
			}
			i := (y-m.Rect.Min.Y)*w + x - m.Rect.Min.X
			if code >= sim.CodeTissue {
				if !m.inVessel(i, x, y, tissue.Class(code-sim.CodeTissue), f.Tick) {
					continue
				}
				code = blood
			}
			p := m.Pix[4*i:][:4]
			p[0] = code
			o := m.offset[3*i:][:3]
			p[1], p[2], p[3] = o[0], o[1], radii[code]|o[2]
		}
	}
}

// inVessel tells whether a red cell is drawn on a vessel site at a tick. The blood is
// no part of the lattice: these cells only show where it flows. Each site changes
// every few hours, and no two at once.
func (m *Sites) inVessel(i, x, y int, c tissue.Class, tick uint64) bool {
	if !isVessel(c) || !m.still[i] {
		return false
	}
	const period = 48 // ticks
	turn := (tick + uint64(hash(x, y, bloodHash)%period)) / period
	return unit(x, y, bloodHash+uint32(turn)*8) < 0.46
}

// center returns the center of the cell on site number i [sites].
func (m *Sites) center(i int) (x, y float32) {
	w := m.Rect.Dx()
	p := m.Pix[4*i:][:4]
	x = float32(m.Rect.Min.X+i%w) + 0.5 + (float32(p[1])-128)/255
	y = float32(m.Rect.Min.Y+i/w) + 0.5 + (float32(p[2])-128)/255
	return x, y
}
