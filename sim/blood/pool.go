package blood

import (
	"math"

	"marrow/sim/lineage"
)

// chainSteps is the Erlang shape of a Chain pool.
const chainSteps = 6

// steadyDays is the time in which a Steady pool makes up for what it lost: the body
// outside the model (thymus, lymph nodes) has large stores.
const steadyDays = 10

// A pool is one compartment of the whole body: cells by age.
type pool struct {
	spec *lineage.Pool
	// bins holds cells: one bin for Decay and Steady, chainSteps for Chain, age classes
	// for Ring, youngest first; the last class of a ring drains evenly.
	bins  []float64
	width int // Ring: ticks per age class
	age   int // Ring: ticks since the classes moved on
}

func newPool(spec *lineage.Pool, ticksPerDay float64) pool {
	p := pool{spec: spec}
	switch spec.Form {
	case lineage.Ring:
		const classes = 120
		life := float64(spec.Life * ticksPerDay)
		p.width = max(1, int(math.Round(life/classes)))
		n := max(1, int(math.Round(life/float64(p.width))))
		p.bins = make([]float64, n+1)
		p.fillRing(spec.Level / float64(n))
	case lineage.Chain:
		p.bins = make([]float64, chainSteps)
		for i := range p.bins {
			p.bins[i] = spec.Level / chainSteps
		}
	default:
		p.bins = []float64{spec.Level}
	}
	return p
}

// fillRing puts the pool at the moment at which the classes have just moved on: the
// youngest is empty and the oldest full.
func (p *pool) fillRing(perClass float64) {
	for i := range p.bins[1:] {
		p.bins[1+i] = perClass
	}
}

func (p *pool) size() (sum float64) {
	for _, x := range p.bins {
		sum += x
	}
	return sum
}

// step ages the pool by one tick, adds in cells and returns those that went on.
func (p *pool) step(in, speed, ticksPerDay float64) (out float64) {
	switch p.spec.Form {
	case lineage.Ring:
		return p.stepRing(in)
	case lineage.Chain:
		rate := float64(chainSteps*speed) / float64(p.spec.Life*ticksPerDay)
		for i, x := range p.bins {
			on := float64(rate * x)
			p.bins[i] = x - on + in
			in = on
		}
		return in
	case lineage.Steady:
		p.bins[0] += float64((p.spec.Level - p.bins[0]) / float64(steadyDays*ticksPerDay))
		return 0
	}
	out = p.bins[0] / float64(p.spec.Life*ticksPerDay)
	p.bins[0] = p.bins[0] - out + in
	return out
}

func (p *pool) stepRing(in float64) (out float64) {
	last := len(p.bins) - 1
	out = p.bins[last] / float64(p.width-p.age)
	p.bins[last] -= out
	p.bins[0] += in
	if p.age++; p.age == p.width {
		p.age = 0
		copy(p.bins[1:], p.bins[:last])
		p.bins[0] = 0
	}
	return out
}
