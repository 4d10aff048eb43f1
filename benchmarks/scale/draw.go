package main

import (
	"fmt"
	"image/color"
	"io"
	"math"
	"path/filepath"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// The picture: the speed above, the memory below, over one axis of cells.
const (
	width  = 7.5 * vg.Inch
	height = 7 * vg.Inch
	margin = 0.12 * vg.Inch
)

// draw writes the picture in the format that the name ends with, svg or png.
func (r *results) draw(out io.Writer, name string) error {
	speed, memory := r.speed(), r.memory()
	shareCells(speed, memory)
	var c vg.CanvasWriterTo
	switch ending := filepath.Ext(name); ending {
	case ".svg":
		c = vgsvg.New(width, height)
	case ".png":
		c = vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(120))}
	default:
		return fmt.Errorf("%s: want a name that ends in .svg or .png", name)
	}
	page := draw.New(c)
	page.SetColor(color.White)
	page.Fill(page.Rectangle.Path())
	write(page, page.Max.Y-margin, 11, fmt.Sprintf("Speed and memory of a mouse's marrow, by its size\n%s, %s", r.cpu, r.date))
	write(page, page.Min.Y+2*margin, 9, "living cells in the patch")
	page = draw.Crop(page, 2*margin, -2*margin, 2*margin, -6*margin)
	middle := page.Max.Y - 0.55*(page.Max.Y-page.Min.Y)
	above := draw.Crop(page, 0, 0, middle-page.Min.Y+margin, 0)
	below := draw.Crop(page, 0, 0, 0, middle-page.Max.Y-margin)
	left := speed.DataCanvas(above).Min.X - memory.DataCanvas(below).Min.X // one axis below the other
	speed.Draw(draw.Crop(above, max(0, -left), 0, 0, 0))
	memory.Draw(draw.Crop(below, max(0, left), 0, 0, 0))
	_, err := c.WriteTo(out)
	return err
}

// write puts text in the middle, below y. The plots' own labels of axes don't know that
// these are logarithmic, and take room for a label beyond their ends.
func write(page draw.Canvas, y vg.Length, size float64, what string) {
	style := plot.New().Title.TextStyle
	style.Font.Variant, style.Font.Size = "Sans", vg.Points(size)
	style.XAlign, style.YAlign = text.XCenter, text.YTop
	page.FillText(style, vg.Point{X: page.Center().X, Y: y}, what)
}

// speed draws ticks a second.
func (r *results) speed() *plot.Plot {
	p := panel("ticks (of 5 minutes) per second")
	for _, l := range r.shown() {
		l.add(p, func(q *point) float64 { return q.ticks })
	}
	return p
}

// memory draws bytes per cell. Neither the kernel nor its threads change them, but the
// naive sweep has a state of its own.
func (r *results) memory() *plot.Plot {
	p := panel("bytes of state per living cell")
	p.Legend.Top, p.Legend.YOffs = true, -p.Legend.YOffs
	seen := map[bool]bool{}
	for _, l := range r.shown() {
		naive := l.kernel == naiveKernel
		if seen[naive] {
			continue
		}
		seen[naive] = true
		one := *l
		one.threads = 0
		if !naive {
			one.kernel = "all kernels"
		}
		one.add(p, func(q *point) float64 { return q.bytes })
	}
	return p
}

const naiveKernel = "naive"

// shown are the lines, the fastest first as they lie in the picture.
func (r *results) shown() (all []*line) {
	for i := len(r.lines) - 1; i >= 0; i-- {
		all = append(all, r.lines[i])
	}
	return all
}

// panel is an empty plot with logarithmic axes.
func panel(what string) *plot.Plot {
	p := plot.New()
	p.Title.Text = what
	p.Title.Padding = vg.Points(4)
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		a.Scale = plot.LogScale{}
		a.Tick.Marker = decades{}
	}
	grid := plotter.NewGrid()
	light := color.Gray{225}
	grid.Horizontal.Color, grid.Vertical.Color = light, light
	p.Add(grid)
	p.Legend.Left = true
	p.Legend.Padding = vg.Points(2)
	p.Legend.XOffs, p.Legend.YOffs = vg.Points(10), vg.Points(6)
	for _, style := range []*text.Style{
		&p.Title.TextStyle, &p.X.Tick.Label, &p.Y.Tick.Label, &p.Legend.TextStyle,
	} {
		style.Font.Variant = "Sans"
		style.Font.Size = vg.Points(9)
	}
	return p
}

// A look is how a kernel is drawn. The colors are told apart by color-blind people too
// (Okabe and Ito 2008).
type look struct {
	color color.RGBA
	shape draw.GlyphDrawer
}

func (l *line) look() look {
	switch l.kernel {
	case "simd":
		return look{color.RGBA{213, 94, 0, 255}, draw.CircleGlyph{}}
	case "fast":
		return look{color.RGBA{0, 114, 178, 255}, draw.BoxGlyph{}}
	case "reference":
		return look{color.RGBA{0, 158, 115, 255}, draw.PyramidGlyph{}}
	case naiveKernel:
		return look{color.RGBA{120, 120, 120, 255}, draw.CrossGlyph{}}
	}
	return look{color.RGBA{0, 0, 0, 255}, draw.CircleGlyph{}}
}

// add draws the line; with one thread it is dashed.
func (l *line) add(p *plot.Plot, y func(*point) float64) {
	xy := make(plotter.XYs, len(l.points))
	for i, q := range l.points {
		xy[i] = plotter.XY{X: q.cells, Y: y(q)}
	}
	look := l.look()
	curve := &plotter.Line{XYs: xy, LineStyle: draw.LineStyle{Color: look.color, Width: vg.Points(1.6)}}
	if l.threads == 1 {
		curve.Dashes = []vg.Length{vg.Points(5), vg.Points(3)}
	}
	marks := &plotter.Scatter{XYs: xy, GlyphStyle: draw.GlyphStyle{Color: look.color, Radius: vg.Points(2.6), Shape: look.shape}}
	p.Add(curve, marks)
	p.Legend.Add(l.label(), curve, marks)
}

func (l *line) label() string {
	switch l.threads {
	case 0:
		return l.kernel
	case 1:
		return l.kernel + ", 1 thread"
	}
	return fmt.Sprintf("%s, %d threads", l.kernel, l.threads)
}

// shareCells gives both panels the same axis of cells and room around the points.
func shareCells(panels ...*plot.Plot) {
	low, high := math.Inf(1), 0.0
	for _, p := range panels {
		low, high = min(low, p.X.Min), max(high, p.X.Max)
	}
	for _, p := range panels {
		p.X.Min, p.X.Max = low/1.5, high*1.5
		p.Y.Min, p.Y.Max = p.Y.Min/1.5, p.Y.Max*2
	}
}

// decades are ticks at whole multiples of the powers of ten; less than a decade has
// ticks at equal steps.
type decades struct{}

// Ticks implements [plot.Ticker].
func (decades) Ticks(low, high float64) (ticks []plot.Tick) {
	if high/low < 10 {
		return plot.DefaultTicks{}.Ticks(low, high)
	}
	fine := high/low < 1000
	for e := math.Floor(math.Log10(low)); e <= math.Ceil(math.Log10(high)); e++ {
		for _, m := range []float64{1, 2, 3, 4, 5, 6, 7, 8, 9} {
			v := m * math.Pow(10, e)
			if v < low || v > high {
				continue
			}
			t := plot.Tick{Value: v}
			if m == 1 || fine && (m == 2 || m == 5) {
				t.Label = short(v)
			}
			ticks = append(ticks, t)
		}
	}
	return ticks
}

// short writes 20000 as 20 k and 1e7 as 10 M.
func short(v float64) string {
	switch {
	case v >= 1e6:
		return fmt.Sprintf("%g M", v/1e6)
	case v >= 1e3:
		return fmt.Sprintf("%g k", v/1e3)
	}
	return fmt.Sprintf("%g", v)
}
