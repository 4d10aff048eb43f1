package clonal

import (
	"math"

	"marrow/sim/blood"
)

// A random is a stream of draws (the finalizer of SplitMix64 over a counter). Its functions
// give the same numbers on every machine.
type random struct{ state uint64 }

const golden = 0x9e3779b97f4a7c15

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// newRandom is the stream of person n of a seed.
func newRandom(seed, n uint64) *random { return &random{mix(mix(seed+golden) + n*golden)} }

func (r *random) bits() uint64 {
	r.state += golden
	return mix(r.state)
}

// float is uniform in (0, 1).
func (r *random) float() float64 { return (float64(r.bits()>>11) + 0.5) / (1 << 53) }

// normal has mean 0 and variance 1 (the polar method of Marsaglia).
func (r *random) normal() float64 {
	for {
		x, y := float64(2*r.float())-1, float64(2*r.float())-1
		if s := float64(x*x) + float64(y*y); s < 1 {
			return x * math.Sqrt(-2*blood.Log(s)/s)
		}
	}
}

// many is from where on counts are drawn as normal numbers.
const many = 60

// poisson is a count with a mean.
func (r *random) poisson(mean float64) float64 {
	if mean > many {
		return max(0, math.Floor(mean+float64(math.Sqrt(mean)*r.normal())+0.5))
	}
	n, left := 0.0, blood.Exp(-mean)
	for p := r.float(); p > left; p = float64(p * r.float()) {
		n++
	}
	return n
}
