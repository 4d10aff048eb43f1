package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A scale maps the values of an axis to the length that it has on the page.
type scale struct {
	Axis
	from, to float64 // position of Lo and of Hi [px]
	power    int     // numbers are written without this power of ten
}

// fit returns the axis with a range that holds all values, and a margin.
func (a Axis) fit(values []float64) Axis {
	if a.Lo != 0 || a.Hi != 0 {
		return a
	}
	a.Lo, a.Hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) && !(a.Log && v <= 0) {
			a.Lo, a.Hi = min(a.Lo, v), max(a.Hi, v)
		}
	}
	if a.Lo > a.Hi {
		a.Lo, a.Hi = 1, 2
	}
	return a.widened()
}

// widened gives the data some room within the frame. An axis of amounts begins at 0
// when its data begin near it.
func (a Axis) widened() Axis {
	if a.Log { // what is nearly nothing would take all the room
		a.Lo, a.Hi = max(a.Lo, a.Hi/decadesShown)/1.2, a.Hi*1.2
		return a
	}
	room := 0.06 * (a.Hi - a.Lo)
	if room == 0 {
		room = max(0.1*math.Abs(a.Hi), 1e-9)
	}
	if a.Lo >= 0 && a.Lo < 0.4*a.Hi {
		a.Lo = 0
	} else {
		a.Lo -= room
	}
	a.Hi += room
	return a
}

// decadesShown is the largest ratio on a logarithmic axis whose range is not given.
const decadesShown = 1e4

// newScale places an axis between two positions.
func newScale(a Axis, from, to float64) scale {
	s := scale{Axis: a, from: from, to: to}
	if most := max(math.Abs(a.Lo), math.Abs(a.Hi)); !a.Log && (most >= 1e5 || most < 1e-3) {
		s.power = int(math.Floor(math.Log10(most)))
	}
	return s
}

// at is the position of v; infinite values stand at the frame.
func (s scale) at(v float64) float64 {
	v = min(max(v, s.Lo), s.Hi)
	return s.free(v)
}

// free is the position of v, also beyond the frame.
func (s scale) free(v float64) float64 {
	lo, hi := s.Lo, s.Hi
	if s.Log {
		lo, hi, v = math.Log(lo), math.Log(hi), math.Log(max(v, s.Lo/100))
	}
	return s.from + (v-lo)/(hi-lo)*(s.to-s.from)
}

// ticks are the values that get a number.
func (s scale) ticks() []float64 {
	switch {
	case s.Ticks != nil:
		return s.within(s.Ticks)
	case s.Log:
		return s.within(s.decades())
	}
	step := roundStep((s.Hi - s.Lo) / 6)
	var out []float64
	for i := math.Ceil(s.Lo / step); i*step <= s.Hi*(1+1e-12); i++ {
		out = append(out, i*step)
	}
	return out
}

// decades are the powers of ten, and twice and five times them where they are few.
func (s scale) decades() []float64 {
	var out []float64
	few := s.Hi/s.Lo < 300
	for p := math.Floor(math.Log10(s.Lo)); p <= math.Log10(s.Hi); p++ {
		out = append(out, math.Pow(10, p))
		if few {
			out = append(out, 2*math.Pow(10, p), 5*math.Pow(10, p))
		}
	}
	return out
}

// within keeps the values that are shown.
func (s scale) within(values []float64) []float64 {
	var out []float64
	for _, v := range values {
		if v >= s.Lo && v <= s.Hi {
			out = append(out, v)
		}
	}
	return out
}

// roundStep is the smallest of 1, 2, 5 times a power of ten that is not below v.
func roundStep(v float64) float64 {
	ten := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if m*ten >= v*(1-1e-9) {
			return m * ten
		}
	}
	return 10 * ten
}

// number writes the value of a tick.
func (s scale) number(v float64) string {
	v /= math.Pow(10, float64(s.power))
	if math.Abs(v) < 1e-12 {
		v = 0
	}
	return strings.Replace(strconv.FormatFloat(v, 'g', 5, 64), "-", "\u2212", 1)
}

// label is the label of the axis, with the power of ten that its numbers leave out.
func (s scale) label() string {
	if s.power == 0 {
		return s.Label
	}
	return fmt.Sprintf("%s \u00d7 10%s", s.Label, Raised(s.power))
}

// Raised writes an exponent.
func Raised(n int) string {
	digits := strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")
	return digits.Replace(strconv.Itoa(n))
}
