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

// flow moves bins, which are the pool's own or those of a track of it, on by one tick,
// adds in cells and returns those that went on. target is what a Steady pool is held at.
func (p *pool) flow(bins []float64, in, target, speed, ticksPerDay float64) (out float64) {
	switch p.spec.Form {
	case lineage.Ring:
		return p.flowRing(bins, in)
	case lineage.Chain:
		rate := float64(chainSteps*speed) / float64(p.spec.Life*ticksPerDay)
		for i, x := range bins {
			on := float64(rate * x)
			bins[i] = x - on + in
			in = on
		}
		return in
	case lineage.Steady:
		bins[0] += float64((target - bins[0]) / float64(steadyDays*ticksPerDay))
		return 0
	}
	out = bins[0] / float64(p.spec.Life*ticksPerDay)
	bins[0] = bins[0] - out + in
	return out
}

func (p *pool) flowRing(bins []float64, in float64) (out float64) {
	last := len(bins) - 1
	out = bins[last] / float64(p.width-p.age)
	bins[last] -= out
	bins[0] += in
	if p.age+1 == p.width {
		copy(bins[1:], bins[:last])
		bins[0] = 0
	}
	return out
}

// grow counts the tick that the age classes have lived.
func (p *pool) grow() {
	if p.age++; p.age >= p.width {
		p.age = 0
	}
}

// infuse spreads cells over bins as a healthy pool would hold them.
func (p *pool) infuse(bins []float64, cells float64) {
	if p.spec.Form != lineage.Ring {
		for i := range bins {
			bins[i] += cells / float64(len(bins))
		}
		return
	}
	last := len(bins) - 1
	per := cells / float64(last)
	young := float64(p.age) / float64(p.width)
	bins[0] += float64(per * young)
	for i := 1; i < last; i++ {
		bins[i] += per
	}
	bins[last] += float64(per * (1 - young))
}

// scale multiplies all bins.
func scale(bins []float64, by float64) {
	for i := range bins {
		bins[i] = float64(bins[i] * by)
	}
}

func sum(bins []float64) (all float64) {
	for _, x := range bins {
		all += x
	}
	return all
}

// Hold says at what share of its level in health the body holds a steady pool.
func (b *Blood) Hold(pool int, share float64) { b.held[pool] = share }

// Fullness is the number of cells of a pool, of those in health.
func (b *Blood) Fullness(pool int) float64 {
	p := &b.pools[pool]
	return sum(p.bins) / p.spec.Level
}

// InPool is the concentration that a sample shows of one pool [cells/L], in a body whose
// vessel walls hold back no more than in health.
func (b *Blood) InPool(pool int) float64 {
	return b.circulating(pool, b.pools[pool].bins, b.infused[pool], nil) / b.table.Body.Blood
}
