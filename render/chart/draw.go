package chart

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// The size of a chart and of what is around its frame [px].
const (
	Width  = 560
	Height = 320
	left   = 58
	right  = 14
	top    = 46
	bottom = 44
)

// SVG draws charts below each other, in so many columns, as an element for a page that
// includes [Style].
func SVG(columns int, charts ...Chart) string {
	return draw("", columns, charts)
}

// File draws charts as a file of their own.
func File(columns int, charts ...Chart) string {
	return draw("<style>"+Style+"</style>\n", columns, charts)
}

func draw(style string, columns int, charts []Chart) string {
	rows := (len(charts) + columns - 1) / columns
	var b strings.Builder
	fmt.Fprintf(&b, "<svg class=\"chart\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\">\n%s",
		Width*columns, Height*rows, Width*columns, style)
	for i, c := range charts {
		fmt.Fprintf(&b, "<g transform=\"translate(%d %d)\">\n", i%columns*Width, i/columns*Height)
		c.draw(&b)
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// A plane is a chart with its scales, being drawn.
type plane struct {
	*strings.Builder
	x, y scale
}

func (c *Chart) draw(b *strings.Builder) {
	xs, ys := c.values()
	p := plane{b, newScale(c.X.fit(xs), left, Width-right), newScale(c.Y.fit(ys), Height-bottom, top)}
	if c.Title != "" {
		p.text("title", left, 14, "start", c.Title)
	}
	p.grid()
	// What reaches beyond the frame is cut off by a drawing within the drawing.
	fmt.Fprintf(p, "<svg x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" viewBox=\"%d %d %d %d\">\n",
		left, top, Width-left-right, Height-top-bottom, left, top, Width-left-right, Height-top-bottom)
	p.contents(c)
	p.WriteString("</svg>\n")
	p.frame()
	p.legend(c.legend(), c.Title != "")
}

// contents draws what is within the frame.
func (p plane) contents(c *Chart) {
	for _, x := range c.Boxes {
		p.box(x)
	}
	for _, x := range c.Bands {
		p.band(x)
	}
	for _, x := range c.Lines {
		p.line(x)
	}
	for _, x := range c.Points {
		p.point(x)
	}
}

// values lists everything that should be within the frame.
func (c *Chart) values() (xs, ys []float64) {
	for _, x := range c.Boxes {
		xs, ys = append(xs, x.X0, x.X1), append(ys, x.Y0, x.Y1)
	}
	for _, x := range c.Bands {
		xs, ys = append(xs, x.X...), append(append(ys, x.Lo...), x.Hi...)
	}
	for _, x := range c.Lines {
		xs, ys = append(xs, x.X...), append(ys, x.Y...)
	}
	for _, x := range c.Points {
		xs, ys = append(xs, x.X), append(ys, x.Y)
		if x.XLo < x.XHi {
			xs = append(xs, x.XLo, x.XHi)
		}
		if x.YLo < x.YHi {
			ys = append(ys, x.YLo, x.YHi)
		}
	}
	return xs, ys
}

// grid draws the lines at the ticks and their numbers.
func (p plane) grid() {
	for _, v := range p.x.ticks() {
		x := p.x.at(v)
		fmt.Fprintf(p, "<path class=\"grid\" d=\"M%.1f %dV%d\"/>", x, top, Height-bottom)
		p.text("", x, Height-bottom+16, "middle", p.x.number(v))
	}
	for _, v := range p.y.ticks() {
		y := p.y.at(v)
		fmt.Fprintf(p, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", left, y, Width-right)
		p.text("", left-6, y+4, "end", p.y.number(v))
	}
	p.WriteString("\n")
}

// frame draws the frame and the labels of the axes.
func (p plane) frame() {
	fmt.Fprintf(p, "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", left, top, Width-left-right, Height-top-bottom)
	p.text("label", (left+Width-right)/2, Height-8, "middle", p.x.label())
	if p.y.Label != "" {
		fmt.Fprintf(p, "<text class=\"label\" transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
			(top+Height-bottom)/2, html.EscapeString(p.y.label()))
	}
}

func (p plane) text(class string, x, y float64, anchor, text string) {
	if class != "" {
		class = fmt.Sprintf(" class=%q", class)
	}
	fmt.Fprintf(p, "<text%s x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", class, x, y, anchor, html.EscapeString(text))
}

func (p plane) box(b Box) {
	x0, x1, y0, y1 := p.x.at(b.X0), p.x.at(b.X1), p.y.at(b.Y1), p.y.at(b.Y0)
	fmt.Fprintf(p, "<rect class=\"box %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", b.Role, x0, y0, x1-x0, y1-y0)
}

// band draws an area for each stretch without gaps.
func (p plane) band(b Band) {
	for _, s := range stretches(b.X, b.Lo, b.Hi) {
		fmt.Fprintf(p, "<path class=\"band %s\" d=\"M", b.Role)
		for i := s[0]; i < s[1]; i++ {
			p.vertex(b.X[i], b.Lo[i])
		}
		for i := s[1] - 1; i >= s[0]; i-- {
			p.vertex(b.X[i], b.Hi[i])
		}
		p.WriteString("Z\"/>\n")
	}
}

// line draws a path for each stretch without gaps.
func (p plane) line(l Line) {
	for _, s := range stretches(l.X, l.Y) {
		fmt.Fprintf(p, "<path class=\"line %s\" d=\"M", l.Role)
		for i := s[0]; i < s[1]; i++ {
			p.vertex(l.X[i], l.Y[i])
		}
		p.WriteString("\"/>\n")
	}
}

func (p plane) vertex(x, y float64) { fmt.Fprintf(p, "%.1f %.1f ", p.x.free(x), p.y.free(y)) }

// stretches are the ranges of indices [from, to) where no course is NaN.
func stretches(courses ...[]float64) (out [][2]int) {
	from := -1
	for i := range courses[0] {
		gap := false
		for _, c := range courses {
			gap = gap || math.IsNaN(c[i])
		}
		if !gap && from < 0 {
			from = i
		}
		if gap && from >= 0 {
			out, from = append(out, [2]int{from, i}), -1
		}
	}
	if from >= 0 {
		out = append(out, [2]int{from, len(courses[0])})
	}
	return out
}

func (p plane) point(q Point) {
	x, y := p.x.at(q.X), p.y.at(q.Y)
	if q.XLo < q.XHi {
		fmt.Fprintf(p, "<path class=\"whisker %s\" d=\"M%.1f %.1fH%.1f\"/>", q.Role, p.x.at(q.XLo), y, p.x.at(q.XHi))
	}
	if q.YLo < q.YHi {
		fmt.Fprintf(p, "<path class=\"whisker %s\" d=\"M%.1f %.1fV%.1f\"/>", q.Role, x, p.y.at(q.YLo), p.y.at(q.YHi))
	}
	fmt.Fprintf(p, "<circle class=\"point %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", q.Role, x, y)
}
