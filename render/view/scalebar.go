package view

import (
	"fmt"
	"math"

	"marrow/sim/tissue"
)

// ScaleBar returns the length of a scale bar, 1, 2 or 5 times a power of ten
// micrometers and at most most pixels wide, with its width [pixels] and its text.
func (c Camera) ScaleBar(most float64) (um, width float64, text string) {
	perPixel := tissue.SiteSize / c.Scale
	limit := most * perPixel
	ten := math.Pow(10, math.Floor(math.Log10(limit)))
	um = ten
	for _, k := range [...]float64{2, 5} {
		if k*ten <= limit {
			um = k * ten
		}
	}
	text = fmt.Sprintf("%g µm", um)
	if um >= 1000 {
		text = fmt.Sprintf("%g mm", um/1000)
	}
	return um, um / perPixel, text
}

// Badge says what one mark of the picture stands for.
func (c Camera) Badge() string {
	switch level := c.Level(); {
	case level < Squares && c.Coarseness() > 0:
		n := 1 << (2 * c.Coarseness())
		return fmt.Sprintf("a dot is %d sites; the rarest is shown", n)
	case level < Squares:
		return "each pixel is one cell"
	case level == Squares:
		return "each square is one cell"
	}
	return "each disc is one cell"
}

// ScalePanel lays out the card with the scale bar. pixels is how many pixels of the
// picture are one of the layout.
func (s *Scene) ScalePanel(pixels float32) *Panel {
	k := themeOf(s.skin)
	camera := s.Camera
	camera.Scale /= float64(pixels)
	_, width, text := camera.ScaleBar(120)
	badge := camera.Badge()
	p := &Panel{W: max(float32(width), Measure(badge, smallFont)) + 24, H: 56}
	p.card(k)
	p.words(12, 20, text, boldFont, k.text, Start)
	x1 := 12 + float32(width)
	p.line(2, k.text, Point{12, 26}, Point{12, 31}, Point{x1, 31}, Point{x1, 26})
	p.words(12, 47, badge, smallFont, k.muted, Start)
	return p
}

// card draws the ground of a floating card.
func (p *Panel) card(k theme) {
	b := Box{0, 0, p.W, p.H}
	p.fill(b, 9, faded(k.panel, 236))
	p.outline(b, 9, 1, k.rule)
}
