package view

import "image/color"

// A Panel is a laid-out piece of the view beside or over the marrow: what to draw,
// in order, and what a click does. Lengths are pixels at scale 1 from its upper left
// corner.
type Panel struct {
	W, H  float32
	Marks []Mark
	Hits  []Hit
}

// A Hit is a place that can be clicked.
type Hit struct {
	Box    Box
	Action string // what it does: an action's id, or the id with what it is about after a space
}

// At returns the action at a point, or "".
func (p *Panel) At(x, y float32) string {
	for i := len(p.Hits) - 1; i >= 0; i-- {
		if b := p.Hits[i].Box; x >= b.X0 && x < b.X1 && y >= b.Y0 && y < b.Y1 {
			return p.Hits[i].Action
		}
	}
	return ""
}

// A Box is a rectangle [pixels].
type Box struct{ X0, Y0, X1, Y1 float32 }

// A Point is a place [pixels].
type Point struct{ X, Y float32 }

// A Shape is what a mark draws.
type Shape uint8

const (
	Filled   Shape = iota // a box with rounded corners
	Outlined              // its outline, Width wide
	Line                  // a line through Points, Width wide
	Area                  // the polygon of Points
	Words                 // Text, on the baseline at (X0, Y0) of Box
)

// A Mark is one thing to draw.
type Mark struct {
	Shape  Shape
	Box    Box
	Radius float32
	Width  float32
	Points []Point
	Color  color.NRGBA
	Text   string
	Font   Font
	Align  Align
}

// A Font is a size [pixels] and a weight of the Go fonts.
type Font struct {
	Size float32
	Bold bool
}

// An Align says which part of the words is at their point.
type Align uint8

const (
	Start Align = iota
	Middle
	End
)

func (p *Panel) fill(b Box, radius float32, c color.NRGBA) {
	p.Marks = append(p.Marks, Mark{Shape: Filled, Box: b, Radius: radius, Color: c})
}

func (p *Panel) outline(b Box, radius, width float32, c color.NRGBA) {
	p.Marks = append(p.Marks, Mark{Shape: Outlined, Box: b, Radius: radius, Width: width, Color: c})
}

func (p *Panel) line(width float32, c color.NRGBA, points ...Point) {
	p.Marks = append(p.Marks, Mark{Shape: Line, Points: points, Width: width, Color: c})
}

func (p *Panel) area(c color.NRGBA, points ...Point) {
	p.Marks = append(p.Marks, Mark{Shape: Area, Points: points, Color: c})
}

// words writes text with the baseline at y. A "^" raises the number after it: 10^9/L.
func (p *Panel) words(x, y float32, text string, f Font, c color.NRGBA, a Align) {
	if a != Start {
		w := Measure(text, f)
		if a == Middle {
			w /= 2
		}
		x -= w
	}
	for _, r := range runs(text) {
		font, base := f, y
		if r.raised {
			font.Size, base = f.Size*raisedSize, y-f.Size*0.38
		}
		p.Marks = append(p.Marks, Mark{Shape: Words, Box: Box{X0: x, Y0: base}, Text: r.text, Font: font, Color: c})
		x += measure(r.text, font)
	}
}

func (p *Panel) hit(b Box, action string) { p.Hits = append(p.Hits, Hit{b, action}) }

func (b Box) moved(x, y float32) Box { return Box{b.X0 + x, b.Y0 + y, b.X1 + x, b.Y1 + y} }
