package validate

import (
	"math"
	"slices"
)

// A finding is what one run says about one target.
type finding struct {
	value float64
	curve Curve // what the value was read from; empty if it is just a number
}

// A Curve is a course that a run gave; the axes are those of the target's [Figure].
type Curve struct{ X, Y []float64 }

// value is a finding without a curve.
func value(v float64) finding { return finding{value: v} }

// running returns the means of every n hourly values in a row, each at the day of its
// middle. Hourly values are taken at the ends of the hours.
func running(hourly []float64, n int) Curve {
	var c Curve
	sum := 0.0
	for i, v := range hourly {
		sum += v
		if i >= n {
			sum -= hourly[i-n]
		}
		if i >= n-1 {
			c.X = append(c.X, (float64(i+1)-float64(n-1)/2)/24)
			c.Y = append(c.Y, sum/float64(n))
		}
	}
	return c
}

// between returns the part of c from one x to another.
func (c Curve) between(from, to float64) Curve {
	i, _ := slices.BinarySearch(c.X, from)
	j, _ := slices.BinarySearch(c.X, to)
	return Curve{c.X[i:j], c.Y[i:j]}
}

// since counts x from start, in units of so many of the old ones.
func (c Curve) since(start, unit float64) Curve {
	x := make([]float64, len(c.X))
	for i := range x {
		x[i] = (c.X[i] - start) / unit
	}
	return Curve{x, c.Y}
}

// relative divides y by base.
func (c Curve) relative(base float64) Curve {
	y := make([]float64, len(c.Y))
	for i := range y {
		y[i] = c.Y[i] / base
	}
	return Curve{c.X, y}
}

// thinned keeps every nth point, for a drawing.
func (c Curve) thinned(n int) Curve {
	var out Curve
	for i := 0; i < len(c.X); i += n {
		out.X, out.Y = append(out.X, c.X[i]), append(out.Y, c.Y[i])
	}
	return out
}

// lowest is the point with the smallest y; NaN if there is none.
func (c Curve) lowest() (x, y float64) {
	x, y = math.NaN(), math.NaN()
	for i := range c.X {
		if !(c.Y[i] >= y) {
			x, y = c.X[i], c.Y[i]
		}
	}
	return x, y
}

// highest is the point with the largest y; NaN if there is none.
func (c Curve) highest() (x, y float64) {
	x, y = math.NaN(), math.NaN()
	for i := range c.X {
		if !(c.Y[i] <= y) {
			x, y = c.X[i], c.Y[i]
		}
	}
	return x, y
}

// slope is that of the straight line with the least squares.
func (c Curve) slope() float64 {
	mx, _ := meanSD(c.X)
	my, _ := meanSD(c.Y)
	xy, xx := 0.0, 0.0
	for i := range c.X {
		xy += (c.X[i] - mx) * (c.Y[i] - my)
		xx += (c.X[i] - mx) * (c.X[i] - mx)
	}
	return xy / xx
}
