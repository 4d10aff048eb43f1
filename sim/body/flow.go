package body

import (
	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// A square is a small matrix of coefficients that are not negative.
type square [][]float64

func newSquare(n int) square {
	s := make(square, n)
	for i := range s {
		s[i] = make([]float64, n)
	}
	return s
}

// transition returns what one tick makes of the compartments of a, as a matrix on the
// amounts in them and, last, the amount that enters in the tick at a steady rate. Its
// last row gives the mean over the tick of the amount in the compartment that acts.
//
// The amounts follow dx/dt = A x + u, their integral one more row, so that the matrix is
// the exponential of a constant one: exact at any rate, however fast.
func transition(a *lineage.Agent, ticksPerDay float64) square {
	n := len(a.Compartments)
	input, mean := n, n+1
	m := newSquare(n + 2)
	for i, c := range a.Compartments {
		m[i][i] -= c.Gone / ticksPerDay
		for j, rate := range c.To {
			m[j][i] += rate / ticksPerDay
			m[i][i] -= rate / ticksPerDay
		}
	}
	m[a.Dose.Into][input] = 1
	m[mean][a.Level.Of] = 1
	e := m.exponential()
	out := newSquare(n + 1)
	for i := range n {
		copy(out[i], e[i][:n+1])
	}
	copy(out[n], e[mean][:n+1])
	return out
}

// exponential is e^m, for m with negative entries on its diagonal only: with c the largest
// of these, e^m = e^-c e^(m+c), which sums what is not negative, so that nothing cancels.
// The sum is made for m/2^k and squared k times.
func (m square) exponential() square {
	c, norm := 0.0, 0.0
	for i := range m {
		c = max(c, -m[i][i])
	}
	for i := range m {
		sum := c
		for _, x := range m[i] {
			sum += x
		}
		norm = max(norm, sum)
	}
	halvings := 0
	for ; norm > 0.5; norm /= 2 {
		halvings++
	}
	scale := float64(uint64(1) << halvings)
	small := newSquare(len(m))
	for i := range m {
		for j := range m {
			small[i][j] = m[i][j] / scale
		}
		small[i][i] += c / scale
	}
	e := small.series()
	decay := blood.Exp(-c / scale)
	for i := range e {
		for j := range e {
			e[i][j] = float64(e[i][j] * decay)
		}
	}
	for range halvings {
		e = e.times(e)
	}
	return e
}

// series is the exponential of a matrix of norm up to 1, term by term.
func (m square) series() square {
	sum, term := newSquare(len(m)), newSquare(len(m))
	for i := range m {
		sum[i][i], term[i][i] = 1, 1
	}
	for n := 1.0; n < 22; n++ {
		term = term.times(m)
		for i := range m {
			for j := range m {
				term[i][j] /= n
				sum[i][j] += term[i][j]
			}
		}
	}
	return sum
}

func (m square) times(b square) square {
	p := newSquare(len(m))
	for i := range m {
		for j := range m {
			for k := range m {
				p[i][j] += float64(m[i][k] * b[k][j])
			}
		}
	}
	return p
}
