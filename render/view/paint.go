package view

import (
	"image"
	"image/color"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// A painter draws marks into a picture.
type painter struct {
	m     *image.RGBA
	scale float32 // pixels of the picture per pixel of the layout
	faces map[Font]font.Face
}

func newPainter(m *image.RGBA, scale float32) *painter {
	return &painter{m: m, scale: scale, faces: map[Font]font.Face{}}
}

// Paint draws a panel into m with its corner at (x, y) [pixels of m], scale times as
// large as it was laid out.
func (p *Panel) Paint(m *image.RGBA, x, y, scale float32) {
	q := newPainter(m, scale)
	for i := range p.Marks {
		q.mark(&p.Marks[i], x, y)
	}
}

func (p *painter) mark(m *Mark, x, y float32) {
	k := p.scale
	b := Box{m.Box.X0*k + x, m.Box.Y0*k + y, m.Box.X1*k + x, m.Box.Y1*k + y}
	points := make([]Point, len(m.Points))
	for i, a := range m.Points {
		points[i] = Point{a.X*k + x, a.Y*k + y}
	}
	switch m.Shape {
	case Filled:
		p.box(b, m.Color, func(x, y float32) float32 { return roundDistance(b, m.Radius*k, x, y) })
	case Outlined:
		p.box(b, m.Color, func(x, y float32) float32 {
			return abs32(roundDistance(b, m.Radius*k, x, y)+m.Width*k/2) - m.Width*k/2
		})
	case Line:
		p.line(points, max(m.Width*k, 1)/2, m.Color)
	case Area:
		p.area(points, m.Color)
	case Words:
		p.words(b.X0, b.Y0, m, m.Color)
	}
}

// box paints where distance, a signed distance in pixels, is negative within b.
func (p *painter) box(b Box, c color.NRGBA, distance func(x, y float32) float32) {
	v, a := split(c)
	x0, x1 := max(floor32(b.X0), 0), min(floor32(b.X1)+1, p.m.Rect.Dx())
	y0, y1 := max(floor32(b.Y0), 0), min(floor32(b.Y1)+1, p.m.Rect.Dy())
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			over(p.m.Pix[y*p.m.Stride+4*x:], v, a*cover(distance(float32(x)+0.5, float32(y)+0.5)))
		}
	}
}

// split returns a color and its opacity.
func split(c color.NRGBA) (vec, float32) {
	return vec{float32(c.R), float32(c.G), float32(c.B)}, float32(c.A) / 255
}

// roundDistance is the signed distance of a point from a box with round corners.
func roundDistance(b Box, r, x, y float32) float32 {
	dx := abs32(x-(b.X0+b.X1)/2) - (b.X1-b.X0)/2 + r
	dy := abs32(y-(b.Y0+b.Y1)/2) - (b.Y1-b.Y0)/2 + r
	return length(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - r
}

// line paints a line of half a width through points, with round ends.
func (p *painter) line(points []Point, half float32, c color.NRGBA) {
	b := Box{1e9, 1e9, -1e9, -1e9}
	for _, a := range points {
		b = Box{min(b.X0, a.X-half-1), min(b.Y0, a.Y-half-1), max(b.X1, a.X+half+1), max(b.Y1, a.Y+half+1)}
	}
	p.box(b, c, func(x, y float32) float32 {
		d := float32(1e9)
		for i := 1; i < len(points); i++ {
			d = min(d, segmentDistance(points[i-1], points[i], x, y))
		}
		return d - half
	})
}

// segmentDistance is the distance of (x, y) from the line between a and b.
func segmentDistance(a, b Point, x, y float32) float32 {
	dx, dy := b.X-a.X, b.Y-a.Y
	t := float32(0)
	if l := dx*dx + dy*dy; l > 0 {
		t = clamp(((x-a.X)*dx+(y-a.Y)*dy)/l, 0, 1)
	}
	return length(x-a.X-t*dx, y-a.Y-t*dy)
}

func (p *painter) area(points []Point, c color.NRGBA) {
	if len(points) < 3 {
		return
	}
	z := vector.NewRasterizer(p.m.Rect.Dx(), p.m.Rect.Dy())
	z.MoveTo(points[0].X, points[0].Y)
	for _, a := range points[1:] {
		z.LineTo(a.X, a.Y)
	}
	z.ClosePath()
	z.Draw(p.m, p.m.Rect, image.NewUniform(c), image.Point{})
}

func (p *painter) words(x, y float32, m *Mark, c color.NRGBA) {
	d := font.Drawer{
		Dst: p.m, Src: image.NewUniform(c), Face: p.face(m.Font),
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)},
	}
	d.DrawString(m.Text)
}

func (p *painter) face(f Font) font.Face {
	if face := p.faces[f]; face != nil {
		return face
	}
	face, err := opentype.NewFace(typeface(f.Bold), &opentype.FaceOptions{Size: float64(f.Size * p.scale), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic("view: no face of size " + err.Error())
	}
	p.faces[f] = face
	return face
}
