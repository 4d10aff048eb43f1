package view

import (
	"image"
	"image/draw"
)

// backing is the painted surroundings of the last picture, kept for the next one
// from the same camera.
type backing struct {
	camera  Camera
	w, h    int
	picture *image.RGBA
}

// Render paints the scene into a new picture of w x h pixels.
func Render(s *Scene, w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	if s.Camera.Level() < Discs {
		paintMap(s, m)
	} else {
		draw.Draw(m, m.Rect, s.surroundings(w, h), image.Point{}, draw.Src)
		paintCells(s, m)
		paintGiants(s, m)
		paintLabels(s, m)
	}
	paintVignette(m, s.skin)
	return m
}

// surroundings returns the tissue without its cells.
func (s *Scene) surroundings(w, h int) *image.RGBA {
	b := &s.backing
	if b.picture == nil || b.camera != s.Camera || b.w != w || b.h != h {
		x, y := s.Camera.Site(0, 0, w, h)
		m := image.NewRGBA(image.Rect(0, 0, w, h))
		if r := s.visible(w, h, 1); r.Empty() {
			draw.Draw(m, m.Rect, image.NewUniform(s.skin.Outside.RGBA()), image.Point{}, draw.Src)
		} else {
			s.shader(s.groundOf(r), s.Camera.Scale).paint(m, float32(x), float32(y))
		}
		*b = backing{s.Camera, w, h, m}
	}
	return b.picture
}

// groundOf measures r, or returns what was measured for the last picture.
func (s *Scene) groundOf(r image.Rectangle) *ground {
	if s.ground == nil || s.ground.inside != r || s.ground.z != s.Frame.Z {
		s.ground = newGround(s.Tissue, s.Frame.Z, r)
	}
	return s.ground
}

func (s *Scene) shader(g *ground, scale float64) *shader {
	return newShader(g, s.skin, float32(scale), s.Tissue.Spec.Width, s.Tissue.Spec.Height)
}

// Backdrop paints the tissue without its cells: w x h pixels at scale pixels a site
// from the point (x, y) [sites]. It only reads the scene's tissue, slice and skin, so
// copies of a scene may paint at once.
func (s *Scene) Backdrop(x, y, scale float64, w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	x1, y1 := x+float64(w)/scale, y+float64(h)/scale
	r := image.Rect(floor32(float32(x))-1, floor32(float32(y))-1, floor32(float32(x1))+2, floor32(float32(y1))+2)
	r = r.Intersect(image.Rect(-2, -2, s.Tissue.Spec.Width+2, s.Tissue.Spec.Height+2))
	if r.Empty() {
		draw.Draw(m, m.Rect, image.NewUniform(s.skin.Outside.RGBA()), image.Point{}, draw.Src)
		return m
	}
	s.shader(newGround(s.Tissue, s.Frame.Z, r), scale).paint(m, float32(x), float32(y))
	return m
}

// paintCells draws one disc or cell per occupied site.
func paintCells(s *Scene, m *image.RGBA) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	r := s.visible(w, h, 1)
	if r.Empty() {
		return
	}
	level := s.Camera.Level()
	sites := s.Sites(r)
	c := cellPainter{sites: sites, glyphs: s.glyphs(), skin: s.skin, scale: float32(s.Camera.Scale), level: level}
	x0, y0 := s.Camera.Site(0, 0, w, h)
	c.place()
	parallel(h, func(py int) {
		y := float32(y0) + (float32(py)+0.5)/c.scale
		c.row(m.Pix[py*m.Stride:][:4*w], float32(x0), y)
	})
}

// A cellPainter draws cells row by row.
type cellPainter struct {
	sites  *Sites
	glyphs []glyph
	skin   *Skin
	scale  float32
	level  Level
	cells  []placedCell // one per site
}

// A placedCell is a cell where it is drawn.
type placedCell struct {
	x, y    float32 // center [sites]
	inverse float32 // of the square of its radius; 0 = no cell
}

// place unpacks the centers of all cells.
func (c *cellPainter) place() {
	c.cells = make([]placedCell, len(c.sites.Pix)/4)
	for i := range c.cells {
		if code := c.sites.Pix[4*i]; code != 0 {
			x, y := c.sites.center(i)
			r := c.glyphs[code].radius
			c.cells[i] = placedCell{x, y, 1 / (r * r)}
		}
	}
}

func (c *cellPainter) row(pix []uint8, x0, y float32) {
	for px := 0; px < len(pix)/4; px++ {
		c.pixel(pix[4*px:][:4], x0+(float32(px)+0.5)/c.scale, y)
	}
}

// pixel draws the cell at a point [sites], if one is there.
func (c *cellPainter) pixel(pix []uint8, x, y float32) {
	if site, p := c.nearest(x, y); p.edge > -0.5 {
		g := &c.glyphs[c.sites.Pix[4*site]]
		over(pix, g.paint(p, c.skin, c.level < Cells), clamp(p.edge+0.5, 0, 1))
	}
}

// nearest returns the cell whose outline a point lies deepest in: of the four sites
// around the point, the one with the least distance in radii.
func (c *cellPainter) nearest(x, y float32) (site int, p spot) {
	r := &c.sites.Rect
	w, h := r.Dx(), r.Dy()
	i0, j0 := floor32(x-0.5)-r.Min.X, floor32(y-0.5)-r.Min.Y
	best, second := float32(9), float32(9)
	for k := range 4 {
		i, j := i0+k&1, j0+k>>1
		if uint(i) >= uint(w) || uint(j) >= uint(h) {
			continue
		}
		cell := &c.cells[j*w+i]
		if cell.inverse == 0 {
			continue
		}
		dx, dy := x-cell.x, y-cell.y
		if d := (dx*dx + dy*dy) * cell.inverse; d < best {
			best, second = d, best
			site = j*w + i
		} else if d < second {
			second = d
		}
	}
	if best >= 1.5 {
		return 0, spot{edge: -1}
	}
	return site, c.spot(site, x, y, best, second)
}

// spot describes a point in the cell on a site; best and second are the squared
// distances from the two nearest cells, in radii.
func (c *cellPainter) spot(site int, x, y, best, second float32) spot {
	cell, radius := &c.cells[site], c.glyphs[c.sites.Pix[4*site]].radius
	p := spot{
		x: (x - cell.x) / radius, y: (y - cell.y) / radius, d: sqrt32(best),
		r: radius * c.scale, variant: c.sites.Pix[4*site+3] & 15,
	}
	p.edge = (1 - p.d) * p.r
	if second < 4 { // else no neighbor is near
		p.edge = min(1-p.d, (sqrt32(second)-p.d)/2) * p.r
	}
	return p
}

// Vignette is how dark the corners of a picture are, so that the eye rests in the
// middle.
func (s *Skin) Vignette() float32 {
	if s.Dark {
		return 0.42
	}
	return 0.06
}

// shade is how dark a vignette is at a squared distance from the middle, the
// picture's sides being one.
func shade(d float32) float32 { return smooth(0.14, 0.52, d) }

// VignetteMask returns a black picture, opaque toward its corners.
func VignetteMask(edge int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, edge, edge))
	eachPixel(m, float32(edge)/2, float32(edge)/2, float32(edge), func(pix []uint8, dx, dy float32) {
		pix[3] = byteOf(255 * shade((dx*dx+dy*dy)/float32(edge*edge)))
	})
	return m
}

func paintVignette(m *image.RGBA, skin *Skin) {
	strength := skin.Vignette()
	w, h := m.Rect.Dx(), m.Rect.Dy()
	across := make([]float32, w) // squared distance from the middle
	for x := range across {
		dx := (float32(x)+0.5)/float32(w) - 0.5
		across[x] = dx * dx
	}
	parallel(h, func(y int) {
		dy := (float32(y)+0.5)/float32(h) - 0.5
		row := m.Pix[y*m.Stride:][:4*w]
		for x := range w {
			d := across[x] + dy*dy
			if d < 0.14 {
				continue
			}
			k := uint32(256 * (1 - strength*shade(d)))
			p := row[4*x:][:3]
			p[0], p[1], p[2] = uint8(uint32(p[0])*k>>8), uint8(uint32(p[1])*k>>8), uint8(uint32(p[2])*k>>8)
		}
	})
}
