package body

import "math"

// Years are the part that knows the age of the body once it passes. An old marrow makes
// fewer lymphocytes for the same number of others.
type years struct {
	signalOf int // 0 until 30 years, 1 at 80; -1 none
	age      float64
}

// Between these ages the signal of age rises from 0 to 1 [y].
const (
	young = 30
	old   = 80
)

// SetAge says how old the body is [y].
func (b *Body) SetAge(age float64) { b.years.age = age }

func (y *years) idle() bool { return y.age == 0 }

func (y *years) step(uint64) {}

func (y *years) signal(levels []float64) {
	if y.signalOf >= 0 && y.age > young {
		levels[y.signalOf] = (y.age - young) / (old - young)
	}
}

func (y *years) words(to []uint64) []uint64 { return append(to, math.Float64bits(y.age)) }

func (y *years) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < 1 {
		return nil, false
	}
	y.age = math.Float64frombits(from[0])
	return from[1:], y.age >= 0 && y.age < 1e6
}
