package sim

import "marrow/sim/blood"

// quantiles are the means of 4,096 equal parts of the unit exponential, in 1/65536.
// Part means, unlike single quantiles, have the mean 1.
type quantiles [4096]uint64

func newQuantiles() *quantiles {
	var q quantiles
	// The integral of -log y is y - y log y.
	integral := func(y float64) float64 {
		if y == 0 {
			return 0
		}
		return y - float64(y*blood.Log(y))
	}
	for i := range q {
		low, high := float64(i)/4096, float64(i+1)/4096
		q[i] = uint64(float64((integral(high)-integral(low))*4096*65536) + 0.5)
	}
	return &q
}

// maxDue is the longest phase that a due byte can time. A longer one is cut into
// laps: the exponential has no memory, so after a lap the phase starts afresh.
const maxDue = 255

// ticks draws the length of a phase with random bits u. mean is in ticks/256, less
// one half for the rounding up.
func (q *quantiles) ticks(mean, u uint64) uint64 {
	return max(1, (q[u&4095]*mean+1<<24-1)>>24)
}

// laps is the share of phases that are longer than maxDue.
func (q *quantiles) laps(mean uint64) float64 {
	n := 0
	for u := range uint64(len(q)) {
		if q.ticks(mean, u) > maxDue {
			n++
		}
	}
	return float64(n) / float64(len(q))
}

// arm starts a phase for the cell of site i, of which phases are left, this one
// included. A lap adds one to them, which its clock event takes off again.
func (k *worker) arm(i, phases int, r *rate, u uint64) {
	l := k.patch.lattice
	d := k.patch.quantiles.ticks(r.mean, u)
	if d > maxDue {
		d, phases = maxDue, phases+1
	}
	l.state[i] = uint32(cell(l.state[i]).withPhases(phases))
	l.due[i] = k.now8 + uint8(d)
}
