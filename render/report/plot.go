package report

import (
	"math"

	"marrow/render/chart"
	"marrow/sim/validate"
)

// Names in legends.
const (
	meanOf    = "model, mean"
	rangeOf   = "all seeds"
	measured  = "published"
	target    = "target"
	tolerance = "tolerance"
)

// plot draws what a target is about: the model's band over its tolerance, and what was
// published.
func plot(r validate.Row) chart.Chart {
	f := r.Figure
	c := chart.Chart{X: chart.Axis{Label: f.X, Log: f.LogX}, Y: chart.Axis{Label: f.Y, Log: f.LogY}}
	for _, p := range f.Points {
		c.Points = append(c.Points, chart.Point{Role: chart.Published, Name: measured, X: p.X, Y: p.Y, YLo: p.Lo, YHi: p.Hi})
	}
	if len(f.Curves) == 0 {
		return strip(c, r)
	}
	band, mean := over(f.Curves)
	c.Bands, c.Lines = []chart.Band{band}, []chart.Line{mean}
	if len(mean.X) <= few {
		dots(&c, mean)
	}
	switch f.Sense {
	case validate.Moment:
		moment(&c, r, mean)
	case validate.Slope:
		fan(&c, r, mean)
	default:
		level(&c, r, mean)
	}
	return c
}

// over is the range and the mean of curves at each x that any of them has. Runs that
// ended early leave the rest to the others.
func over(curves []validate.Curve) (chart.Band, chart.Line) {
	longest := curves[0]
	for _, c := range curves {
		if len(c.X) > len(longest.X) {
			longest = c
		}
	}
	band := chart.Band{Role: chart.Model, Name: rangeOf, X: longest.X}
	line := chart.Line{Role: chart.Model, Name: meanOf, X: longest.X}
	for i := range longest.X {
		lo, hi, sum, n := math.Inf(1), math.Inf(-1), 0.0, 0.0
		for _, c := range curves {
			if i < len(c.Y) {
				lo, hi, sum, n = min(lo, c.Y[i]), max(hi, c.Y[i]), sum+c.Y[i], n+1
			}
		}
		band.Lo, band.Hi, line.Y = append(band.Lo, lo), append(band.Hi, hi), append(line.Y, sum/n)
	}
	return band, line
}

// few is the largest number of values of a curve that are marked.
const few = 8

// limits are where on the other axis a target holds.
func limits(f *validate.Figure) (from, to float64) {
	if f.From == 0 && f.To == 0 {
		return math.Inf(-1), math.Inf(1)
	}
	return f.From, f.To
}

// level shows a target that is a value of y.
func level(c *chart.Chart, r validate.Row, mean chart.Line) {
	from, to := limits(r.Figure)
	c.Boxes = append(c.Boxes, chart.Box{Role: chart.Tolerance, Name: tolerance, X0: from, X1: to, Y0: r.Lo, Y1: r.Hi})
	from, to = max(from, mean.X[0]), min(to, mean.X[len(mean.X)-1])
	c.Lines = append(c.Lines, chart.Line{Role: chart.Published, Name: target, X: []float64{from, to}, Y: []float64{r.Target, r.Target}})
}

// moment shows a target that is a value of x.
func moment(c *chart.Chart, r validate.Row, mean chart.Line) {
	from, to := limits(r.Figure)
	c.Boxes = append(c.Boxes, chart.Box{Role: chart.Tolerance, Name: tolerance, X0: r.Lo, X1: r.Hi, Y0: from, Y1: to})
	lo, hi := ends(mean.Y)
	c.Lines = append(c.Lines, chart.Line{Role: chart.Published, Name: target, X: []float64{r.Target, r.Target}, Y: []float64{max(from, lo), min(to, hi)}})
}

// fan shows a target that is a slope per doubling of x, as lines through the middle of
// the model's.
func fan(c *chart.Chart, r validate.Row, mean chart.Line) {
	first, last := mean.X[0], mean.X[len(mean.X)-1]
	middle, half := 0.0, math.Log2(last/first)/2
	for _, y := range mean.Y {
		middle += y / float64(len(mean.Y))
	}
	bow := chart.Band{Role: chart.Tolerance, Name: tolerance}
	line := chart.Line{Role: chart.Published, Name: target}
	for i := range 41 {
		u := half * (float64(i)/20 - 1)
		a, b := middle+r.Lo*u, middle+r.Hi*u
		bow.X = append(bow.X, first*math.Exp2(u+half))
		bow.Lo, bow.Hi = append(bow.Lo, min(a, b)), append(bow.Hi, max(a, b))
		line.Y = append(line.Y, middle+r.Target*u)
	}
	line.X = bow.X
	c.X.Ticks = mean.X
	c.Bands, c.Lines = append([]chart.Band{bow}, c.Bands...), append(c.Lines, line)
}

// dots marks what the line of a few values stands on.
func dots(c *chart.Chart, mean chart.Line) {
	for i := range mean.X {
		c.Points = append(c.Points, chart.Point{Role: chart.Model, X: mean.X[i], Y: mean.Y[i]})
	}
}

// strip shows values that have no course: one point a seed.
func strip(c chart.Chart, r validate.Row) chart.Chart {
	c.X.Label = "seed"
	for i, v := range r.Values {
		c.X.Ticks = append(c.X.Ticks, float64(i+1))
		c.Points = append(c.Points, chart.Point{Role: chart.Model, Name: "model, each seed", X: float64(i + 1), Y: v})
	}
	c.X.Lo, c.X.Hi = 0.5, float64(len(r.Values))+0.5
	level(&c, r, chart.Line{X: []float64{c.X.Lo, c.X.Hi}})
	return c
}

// ends are the smallest and the largest value.
func ends(values []float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		lo, hi = min(lo, v), max(hi, v)
	}
	return lo, hi
}
