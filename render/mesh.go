package render

import (
	"image"
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/render/view"
)

// A mesh collects colored triangles with soft edges, so that a whole panel is a few
// draw calls.
type mesh struct {
	vertices []ebiten.Vertex
	indices  []uint16
	white    *ebiten.Image // one white pixel and its surroundings
}

func newMesh() *mesh {
	m := ebiten.NewImage(3, 3)
	m.Fill(color.White)
	return &mesh{white: m.SubImage(image.Rect(1, 1, 2, 2)).(*ebiten.Image)}
}

// feather is how wide a soft edge is [pixels].
const feather = 1

// vertex adds a point and returns its number; a is the share of the color that is
// seen.
func (m *mesh) vertex(x, y float32, c color.NRGBA, a float32) uint16 {
	a *= float32(c.A) / 255
	m.vertices = append(m.vertices, ebiten.Vertex{
		DstX: x, DstY: y, SrcX: 1.5, SrcY: 1.5,
		ColorR: float32(c.R) / 255 * a, ColorG: float32(c.G) / 255 * a, ColorB: float32(c.B) / 255 * a, ColorA: a,
	})
	return uint16(len(m.vertices) - 1)
}

func (m *mesh) triangle(a, b, c uint16) { m.indices = append(m.indices, a, b, c) }

// flush draws what was collected.
func (m *mesh) flush(dst *ebiten.Image) {
	if len(m.indices) > 0 {
		dst.DrawTriangles(m.vertices, m.indices, m.white, &ebiten.DrawTrianglesOptions{ColorScaleMode: ebiten.ColorScaleModePremultipliedAlpha})
	}
	m.vertices, m.indices = m.vertices[:0], m.indices[:0]
}

// nearlyFull tells whether a shape might not fit any more.
func (m *mesh) nearlyFull() bool { return len(m.vertices) > 60_000 }

// convex fills a convex outline given clockwise.
func (m *mesh) convex(points []view.Point, c color.NRGBA) {
	n := len(points)
	if n < 3 {
		return
	}
	first := len(m.vertices)
	for i, p := range points {
		nx, ny := outward(points[(i+n-1)%n], p, points[(i+1)%n])
		const half = feather / 2.0
		m.vertex(p.X-nx*half, p.Y-ny*half, c, 1)
		m.vertex(p.X+nx*half, p.Y+ny*half, c, 0)
	}
	at := func(i, side int) uint16 { return uint16(first + 2*(i%n) + side) }
	for i := 2; i < n; i++ {
		m.triangle(at(0, 0), at(i-1, 0), at(i, 0))
	}
	for i := range n {
		m.triangle(at(i, 0), at(i+1, 0), at(i, 1))
		m.triangle(at(i, 1), at(i+1, 0), at(i+1, 1))
	}
}

// outward returns the direction away from a clockwise outline at corner b, as long
// as it must be for the edges to move by one.
func outward(a, b, c view.Point) (x, y float32) {
	ux, uy := unit(b.Y-a.Y, a.X-b.X)
	vx, vy := unit(c.Y-b.Y, b.X-c.X)
	x, y = ux+vx, uy+vy
	if k := (x*x + y*y) / 2; k > 0.2 {
		return x / k, y / k
	}
	return ux, uy
}

func unit(x, y float32) (float32, float32) {
	l := float32(math.Hypot(float64(x), float64(y)))
	if l < 1e-6 {
		return 0, 0
	}
	return x / l, y / l
}

// stroke draws a line of a width through points; closed joins its ends.
func (m *mesh) stroke(points []view.Point, width float32, closed bool, c color.NRGBA) {
	n := len(points)
	if n < 2 {
		return
	}
	first := len(m.vertices)
	inner := max(width-feather, 0) / 2
	solid := min(width, 1) // a line thinner than a pixel is paler
	for i, p := range points {
		before, after := points[max(i-1, 0)], points[min(i+1, n-1)]
		if closed {
			before, after = points[(i+n-1)%n], points[(i+1)%n]
		}
		nx, ny := across(before, p, after)
		m.vertex(p.X+nx*(inner+feather), p.Y+ny*(inner+feather), c, 0)
		m.vertex(p.X+nx*inner, p.Y+ny*inner, c, solid)
		m.vertex(p.X-nx*inner, p.Y-ny*inner, c, solid)
		m.vertex(p.X-nx*(inner+feather), p.Y-ny*(inner+feather), c, 0)
	}
	last := n - 1
	if closed {
		last = n
	}
	for i := range last {
		for k := range 3 {
			a, b := uint16(first+4*i+k), uint16(first+4*((i+1)%n)+k)
			m.triangle(a, b, a+1)
			m.triangle(a+1, b, b+1)
		}
	}
}

// across returns the direction across a line at b, as long as a miter needs, at most
// two.
func across(a, b, c view.Point) (x, y float32) {
	if a == b {
		return unit(c.Y-b.Y, b.X-c.X)
	}
	if b == c {
		return unit(b.Y-a.Y, a.X-b.X)
	}
	ux, uy := unit(b.Y-a.Y, a.X-b.X)
	vx, vy := unit(c.Y-b.Y, b.X-c.X)
	x, y = ux+vx, uy+vy
	if k := (x*x + y*y) / 2; k > 0.5 {
		return x / k, y / k
	}
	return ux, uy
}

// roundBox returns the outline of a box with round corners, clockwise.
func roundBox(b view.Box, r float32) []view.Point {
	r = min(r, (b.X1-b.X0)/2, (b.Y1-b.Y0)/2)
	if r < 0.5 {
		return []view.Point{{X: b.X0, Y: b.Y0}, {X: b.X1, Y: b.Y0}, {X: b.X1, Y: b.Y1}, {X: b.X0, Y: b.Y1}}
	}
	steps := 3 + int(math.Sqrt(float64(r)))
	var out []view.Point
	corner := func(cx, cy float32, from float64) {
		for i := range steps + 1 {
			s, c := math.Sincos(from + float64(i)/float64(steps)*math.Pi/2)
			out = append(out, view.Point{X: cx + r*float32(c), Y: cy + r*float32(s)})
		}
	}
	corner(b.X0+r, b.Y0+r, math.Pi)
	corner(b.X1-r, b.Y0+r, 1.5*math.Pi)
	corner(b.X1-r, b.Y1-r, 0)
	corner(b.X0+r, b.Y1-r, 0.5*math.Pi)
	return out
}

// strip fills what is between a line from left to right and its base: the last two
// sides of a chart's area.
func (m *mesh) strip(points []view.Point, c color.NRGBA) {
	base := points[0].Y
	for i := 1; i < len(points)-2; i++ {
		p, q := points[i], points[i+1]
		a, b := m.vertex(p.X, p.Y, c, 1), m.vertex(q.X, q.Y, c, 1)
		d, e := m.vertex(p.X, base, c, 1), m.vertex(q.X, base, c, 1)
		m.triangle(a, b, d)
		m.triangle(d, b, e)
	}
}
