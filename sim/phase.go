package sim

import (
	"math"

	"marrow/sim/blood"
)

const (
	// parts is the number of equal parts of a distribution that are told apart.
	parts = 1024
	// mostPhases is the most phases of a stay, and of one leg of it.
	mostPhases = 6
	// maxDue is the longest leg that a due byte can time [ticks].
	maxDue = 255
	// mostCut is how many of the parts of a leg of several phases may be cut off at maxDue.
	mostCut = parts / 128
)

// quantiles are the means of equal parts of the Erlang distribution with n phases
// and mean 1, in 1/65536, at index n. Part means, unlike single quantiles, have the mean 1.
type quantiles [mostPhases + 1][parts]uint32

func newQuantiles() *quantiles {
	var q quantiles
	for n := 1; n <= mostPhases; n++ {
		low := 1.0 // share of the next distribution that is above the running part's start
		bound := erlangQuantile(n, 1-0.5/parts)
		for i := range parts {
			high := 0.0
			if i+1 < parts {
				bound = erlangQuantileNear(n, 1-float64(i+1)/parts, bound)
				high, _ = erlangAt(n+1, bound)
			}
			q[n][i] = uint32(float64((low-high)*parts*65536) + 0.5)
			low = high
		}
	}
	return &q
}

// erlangAt is the share above x of the sum of n unit exponentials, and the density there. The
// mean of the sum between two bounds is n times the difference of the shares for n+1.
func erlangAt(n int, x float64) (above, density float64) {
	term, sum := 1.0, 1.0
	for i := 1; i < n; i++ {
		term = float64(term * x / float64(i))
		sum += term
	}
	e := blood.Exp(-x)
	return float64(e * sum), float64(e * term)
}

// erlangQuantile is the x with the given share above it: the middle of the cell, one of those
// of 1/2^38, in which the share is crossed.
func erlangQuantile(n int, above float64) float64 {
	low, high := 0.0, 64.0
	for high-low > quantileCell {
		x := (low + high) / 2
		if share, _ := erlangAt(n, x); share > above {
			low = x
		} else {
			high = x
		}
	}
	return (low + high) / 2
}

const quantileCell = 1.0 / (1 << 38)

// erlangQuantileNear is erlangQuantile, sooner: Newton's steps lead to its cell from an x that
// is near and below it. Without it the tables were most of the time that making a small world takes.
func erlangQuantileNear(n int, above, x float64) float64 {
	for step := 1.0; math.Abs(step) > quantileCell; x += step {
		share, density := erlangAt(n, x)
		step = (share - above) / density
	}
	low := math.Floor(x/quantileCell) * quantileCell
	for share, _ := erlangAt(n, low); share <= above; share, _ = erlangAt(n, low) {
		low -= quantileCell
	}
	for share, _ := erlangAt(n, low+quantileCell); share > above; share, _ = erlangAt(n, low+quantileCell) {
		low += quantileCell
	}
	return low + quantileCell/2
}

// ticks draws the length of a leg of n phases with random bits u. mean is in
// ticks/256, less one half for the rounding up.
func (q *quantiles) ticks(n int, mean, u uint64) uint64 {
	return max(1, (uint64(q[n][u%parts])*mean+1<<24-1)>>24)
}

// laps is the share of single phases that are longer than maxDue.
func (q *quantiles) laps(mean uint64) float64 {
	return float64(q.longer(1, mean)) / parts
}

// longer is the number of parts of legs of n phases that are longer than maxDue.
func (q *quantiles) longer(n int, mean uint64) (count int) {
	for u := parts - 1; u >= 0 && q.ticks(n, mean, uint64(u)) > maxDue; u-- {
		count++
	}
	return count
}

// A legTable says how the stay of a row is cut into legs, each of which is timed by
// one due byte: of how many phases at most, and the mean by number of phases
// [ticks/256], less one half. Long legs save clock events; a change of speed acts from
// the next leg on, so they must stay short beside the body's feedback.
type legTable struct {
	most int
	mean [mostPhases + 1]uint64
}

// legs cuts stays whose phases last so many ticks in the mean.
func (q *quantiles) legs(phase float64, most int) (t legTable) {
	for n := 1; n <= max(most, 1); n++ {
		wanted := max(0.5, float64(float64(n)*phase)-0.5)
		mean := uint64(wanted * 256)
		if n > 1 {
			if q.longer(n, mean) > mostCut {
				break
			}
			mean = uint64((wanted + q.cut(n, mean)) * 256)
		}
		t.most, t.mean[n] = n, mean
	}
	return t
}

// cut is what cutting off at maxDue takes from the mean [ticks].
func (q *quantiles) cut(n int, mean uint64) float64 {
	sum := uint64(0)
	for u := parts - 1; u >= 0; u-- {
		d := q.ticks(n, mean, uint64(u))
		if d <= maxDue {
			break
		}
		sum += d - maxDue
	}
	return float64(sum) / parts
}

// leg draws the length [ticks] of the leg that begins when there are phases to come, at
// least one, and returns it with the number of clock events to come at its end: one
// more than the phases that are then left. A single phase that is too long for a due
// byte is cut into laps: the exponential has no memory, so it starts afresh at the
// next clock event.
func (q *quantiles) leg(t *legTable, phases int, u uint64) (ticks uint64, left int) {
	n := min(phases, t.most)
	ticks = q.ticks(n, t.mean[n], u)
	if ticks <= maxDue {
		return ticks, phases - n + 1
	}
	if n == 1 {
		return maxDue, phases + 1
	}
	return maxDue, phases - n + 1
}

// arm starts a leg for the cell of site i, which has phases to come.
func (k *worker) arm(i, phases int, r *rate, u uint64) {
	l := k.patch.lattice
	ticks, left := k.patch.quantiles.leg(&r.legs, phases, u)
	l.state[i] = uint32(cell(l.state[i]).withPhases(left))
	l.due[i] = k.now8 + uint8(ticks)
}
