package sim

import (
	"math"
	"math/bits"
	"testing"
)

const testWords = 4096

// Each plane is fair, and any two planes are independent: correlated planes once
// halved the rate of moves without any other sign.
func TestPlanesAreFairAndIndependent(t *testing.T) {
	study(t)
	k := newTickKeys(5, 77)
	const n = 64 * testWords
	near := 5 * math.Sqrt(0.25/n)
	var all [planes][testWords]uint64
	for p := range all {
		ones := 0
		for w := range testWords {
			all[p][w] = k.word(plane(p), w)
			ones += bits.OnesCount64(all[p][w])
		}
		if share := float64(ones) / n; math.Abs(share-0.5) > near {
			t.Errorf("plane %d has %.4f of its bits set", p, share)
		}
	}
	for p := range all {
		for q := range p {
			both := 0
			for w := range testWords {
				both += bits.OnesCount64(all[p][w] & all[q][w])
			}
			if share := float64(both) / n; math.Abs(share-0.25) > near {
				t.Errorf("planes %d and %d have %.4f of their bits set in both", p, q, share)
			}
		}
	}
}

// A Bernoulli plane has its rate, for each of the 65 rates.
func TestBernoulliRates(t *testing.T) {
	study(t)
	k := newTickKeys(9, 3)
	const n = 64 * testWords
	for rate := range uint(65) {
		ones := 0
		for w := range testWords {
			ones += bits.OnesCount64(k.bernoulli(planeTurn, w, rate))
		}
		want := float64(rate) / 64
		if got := float64(ones) / n; math.Abs(got-want) > 5*math.Sqrt(want*(1-want)/n) {
			t.Errorf("rate %d/64: %.4f of the bits are set, want %.4f", rate, got, want)
		}
	}
}

// Neighboring seeds and ticks share nothing.
func TestKeysDiffer(t *testing.T) {
	study(t)
	seen := map[uint64]bool{}
	for seed := range uint64(50) {
		for tick := range uint64(50) {
			k := newTickKeys(seed, tick)
			for p := range plane(planes) {
				if w := k.word(p, 0); seen[w] {
					t.Fatalf("seed %d, tick %d, plane %d repeats a word", seed, tick, p)
				} else {
					seen[w] = true
				}
			}
		}
	}
}

// The bounds of the parts of a distribution are the same to the last bit whether they are
// found by halving or by Newton's steps.
func TestQuantilesAreFoundNearby(t *testing.T) {
	study(t)
	for n := 1; n <= mostPhases; n++ {
		x := erlangQuantile(n, 1-0.5/parts)
		for i := 1; i < parts; i++ {
			above := 1 - float64(i)/parts
			x = erlangQuantileNear(n, above, x)
			if want := erlangQuantile(n, above); x != want {
				t.Fatalf("%d phases, part %d: %v, want %v", n, i, x, want)
			}
		}
	}
}

// A stay of k phases has the mean T and the standard deviation T/sqrt(k), whether
// it fits into one leg, several, or takes laps.
func TestPhasesHaveMeanAndSpread(t *testing.T) {
	study(t)
	q := newQuantiles()
	u := uint64(1)
	for _, mean := range []float64{4, 8, 19, 25, 38, 48, 200, 900} {
		const stays, phases = 20000, 6
		legs := q.legs(mean, phases)
		var sum, squares float64
		for range stays {
			stay := 0.0
			for left := phases; left > 0; left-- {
				u = mix(u + golden)
				var d uint64
				d, left = q.leg(&legs, left, u)
				stay += float64(d)
			}
			sum += stay
			squares += stay * stay
		}
		m := sum / stays
		sd := math.Sqrt(squares/stays - m*m)
		if want := mean * phases; math.Abs(m/want-1) > 0.012 {
			t.Errorf("phases of %v ticks: mean stay %.1f, want %.1f", mean, m, want)
		}
		if want := mean * math.Sqrt(phases); math.Abs(sd/want-1) > 0.02+0.5/mean { // rounding to ticks takes a little
			t.Errorf("phases of %v ticks: spread %.1f, want %.1f", mean, sd, want)
		}
	}
}
