package flow

import (
	"math"

	"marrow/sim/blood"
)

// A z is a complex number. The products of the language's own may be fused with a sum on
// some machines; these are not.
type z struct{ re, im float64 }

func (a z) plus(b z) z { return z{a.re + b.re, a.im + b.im} }

func (a z) times(b z) z {
	return z{float64(a.re*b.re) - float64(a.im*b.im), float64(a.re*b.im) + float64(a.im*b.re)}
}

func (a z) scaled(f float64) z { return z{float64(a.re * f), float64(a.im * f)} }

// inverse is 1/a.
func (a z) inverse() z {
	n := float64(a.re*a.re) + float64(a.im*a.im)
	return z{a.re / n, -a.im / n}
}

// power is a to the nth.
func (a z) power(n int) z {
	p := z{1, 0}
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			p = p.times(a)
		}
		a = a.times(a)
	}
	return p
}

// circle is the point of the unit circle at angle x, within [0, pi].
func circle(x float64) z {
	term := z{1, 0}
	sum := term
	for n := 1.0; n < 40; n++ {
		term = z{-float64(term.im*x) / n, float64(term.re*x) / n}
		sum = sum.plus(term)
	}
	return sum
}

// nodes is the number of points at which a transform is read. The sum of their weights
// loses digits as their number grows: 28 leave about ten.
const nodes = 28

// A talbot reads functions of time off their Laplace transforms (Abate and Valko 2004,
// fixed Talbot). It is linear: what adds up in the transforms adds up in time, to the last
// digit, and a value depends on no step of time.
type talbot struct {
	point  [nodes]z // s t
	weight [nodes]z // what F(s) is multiplied by, times t
}

func newTalbot() *talbot {
	const r = 2.0 * nodes / 5
	var b talbot
	b.point[0], b.weight[0] = z{r, 0}, z{float64(r / nodes / 2 * blood.Exp(r)), 0}
	for k := 1; k < nodes; k++ {
		angle := float64(k) * math.Pi / nodes
		u := circle(angle)
		cot := u.re / u.im
		tilt := angle + float64((float64(angle*cot)-1)*cot)
		b.point[k] = z{float64(r * angle * cot), float64(r * angle)}
		turn := circle(float64(2*(k%5)) * math.Pi / 5)
		if k%5 > 2 { // beyond half of the circle
			turn = circle(float64(10-2*(k%5)) * math.Pi / 5)
			turn.im = -turn.im
		}
		grown := float64(r / nodes * blood.Exp(b.point[k].re))
		b.weight[k] = turn.times(z{1, tilt}).scaled(grown)
	}
	return &b
}

// at returns the functions of time t > 0 whose transforms f gives at s.
func (b *talbot) at(t float64, f func(s z) []z) []float64 {
	var out []float64
	for k := range nodes {
		for i, v := range f(b.point[k].scaled(1 / t)) {
			if k == 0 {
				out = append(out, 0)
			}
			out[i] += v.times(b.weight[k]).re / t
		}
	}
	return out
}
