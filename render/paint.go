package render

import (
	"bytes"
	"fmt"
	"image/color"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/text/v2"

	"marrow/render/view"
)

// A brush draws panels on the screen.
type brush struct {
	mesh     *mesh
	vignette *ebiten.Image             // black, clear in the middle
	sources  [2]*text.GoTextFaceSource // regular, medium
	faces    map[view.Font]*text.GoTextFace
}

func newBrush() (*brush, error) {
	b := &brush{mesh: newMesh(), vignette: ebiten.NewImageFromImage(view.VignetteMask(64)), faces: map[view.Font]*text.GoTextFace{}}
	for i := range b.sources {
		s, err := text.NewGoTextFaceSource(bytes.NewReader(view.FontData(i == 1)))
		if err != nil {
			return nil, fmt.Errorf("render: %w", err)
		}
		b.sources[i] = s
	}
	return b, nil
}

// paint draws a panel with its corner at (x, y) [pixels], scale times as large as it
// was laid out.
func (b *brush) paint(dst *ebiten.Image, p *view.Panel, x, y, scale float32) {
	for i := range p.Marks {
		b.mark(dst, &p.Marks[i], x, y, scale)
		if b.mesh.nearlyFull() {
			b.mesh.flush(dst)
		}
	}
	b.mesh.flush(dst)
}

func (b *brush) mark(dst *ebiten.Image, m *view.Mark, x, y, k float32) {
	box := view.Box{X0: m.Box.X0*k + x, Y0: m.Box.Y0*k + y, X1: m.Box.X1*k + x, Y1: m.Box.Y1*k + y}
	switch m.Shape {
	case view.Filled:
		b.mesh.convex(roundBox(box, m.Radius*k), m.Color)
	case view.Outlined:
		w := m.Width * k / 2
		inner := view.Box{X0: box.X0 + w, Y0: box.Y0 + w, X1: box.X1 - w, Y1: box.Y1 - w}
		b.mesh.stroke(roundBox(inner, m.Radius*k-w), m.Width*k, true, m.Color)
	case view.Line:
		b.mesh.stroke(placed(m.Points, x, y, k), m.Width*k, false, m.Color)
	case view.Area:
		b.area(placed(m.Points, x, y, k), m.Color)
	case view.Words:
		b.mesh.flush(dst)
		b.words(dst, box.X0, box.Y0, m, k)
	}
}

// placed moves points to where they are on the screen.
func placed(points []view.Point, x, y, k float32) []view.Point {
	out := make([]view.Point, len(points))
	for i, p := range points {
		out[i] = view.Point{X: p.X*k + x, Y: p.Y*k + y}
	}
	return out
}

// area fills a triangle, or the area under a chart's line.
func (b *brush) area(points []view.Point, c color.NRGBA) {
	if len(points) == 3 {
		b.mesh.convex(clockwise(points), c)
	} else if len(points) > 3 {
		b.mesh.strip(points, c)
	}
}

// clockwise turns a triangle so that its corners run clockwise on the screen.
func clockwise(p []view.Point) []view.Point {
	if (p[1].X-p[0].X)*(p[2].Y-p[0].Y)-(p[1].Y-p[0].Y)*(p[2].X-p[0].X) < 0 {
		return []view.Point{p[0], p[2], p[1]}
	}
	return p
}

func (b *brush) words(dst *ebiten.Image, x, y float32, m *view.Mark, k float32) {
	face := b.face(view.Font{Size: m.Font.Size * k, Bold: m.Font.Bold})
	var o text.DrawOptions
	o.GeoM.Translate(float64(x), float64(y)-face.Metrics().HAscent)
	o.ColorScale.ScaleWithColor(m.Color)
	text.Draw(dst, m.Text, face, &o)
}

func (b *brush) face(f view.Font) *text.GoTextFace {
	face := b.faces[f]
	if face == nil {
		source := b.sources[0]
		if f.Bold {
			source = b.sources[1]
		}
		face = &text.GoTextFace{Source: source, Size: float64(f.Size)}
		b.faces[f] = face
	}
	return face
}
