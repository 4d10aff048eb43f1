package sim

import (
	//lint:ignore SA1019 its PCGSource has 16 bytes of state and a fixed stream; pinned, and used here only
	"golang.org/x/exp/rand"
)

const (
	golden    = 0x9e3779b97f4a7c15
	mixFirst  = 0xbf58476d1ce4e5b9
	mixSecond = 0x94d049bb133111eb
)

// mix is the finalizer of splitmix64 (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * mixFirst
	z = (z ^ z>>27) * mixSecond
	return z ^ z>>31
}

// A plane names one use of random numbers within a tick. Its number is part of the
// model: a change changes every history.
type plane uint64

const (
	planeEvent plane = iota
	planeRoom
	planeLeave
	planeThin
	planeSign
	planeAxis0
	planeAxis1
	planeAxis2
	planeAxis3
	planeUphill0
	planeUphill1
	planeTurn // and the five after it: one per binary digit of the rate

	planeStrike = planeTurn + 6
	planeOrder  = planeStrike + 1 // whom an order hits
	planeSeat   = planeOrder + 1
	planeSow    = planeSeat + 1 // where the cells of a clone begin
	planes      = planeSow + 1
)

// tickKeys are the keys of all planes at one tick.
type tickKeys struct {
	tick  uint64
	plane [planes]uint64
}

func newTickKeys(seed, tick uint64) tickKeys {
	k := tickKeys{tick: mix(mix(seed+golden) + tick*golden)}
	for p := range k.plane {
		k.plane[p] = mix(k.tick + uint64(p+1)*golden)
	}
	return k
}

// word returns 64 fair bits, one for each site of word w.
func (k *tickKeys) word(p plane, w int) uint64 { return mix(k.plane[p] + uint64(w)*golden) }

// site returns 64 bits for site i.
func (k *tickKeys) site(p plane, i int) uint64 { return mix(k.plane[p] + uint64(i)*golden) }

// bernoulli returns a word whose bits are set with probability rate/64 each: it
// folds in fair words from the lowest digit of the rate up, so that each step turns
// the rate q into (q + digit)/2.
func (k *tickKeys) bernoulli(p plane, w int, rate uint) uint64 {
	if rate >= 64 {
		return ^uint64(0)
	}
	var r uint64
	started := false
	for b := range plane(6) {
		digit := rate>>b&1 == 1
		if !started && !digit {
			continue
		}
		started = true
		if x := k.word(p+b, w); digit {
			r |= x
		} else {
			r &= x
		}
	}
	return r
}

// chance is a probability as a threshold on 32 random bits; certain is 1.
type chance uint64

const certain chance = 1 << 32

func chanceOf(p float64) chance {
	switch {
	case !(p > 0):
		return 0
	case p >= 1:
		return certain
	}
	return chance(p * (1 << 32))
}

// hit says whether random bits u fall under the chance.
func (c chance) hit(u uint64) bool { return chance(u>>32) < c }

// A purpose names one use of random numbers during set-up, so that adding a use
// shifts no other.
type purpose uint64

const (
	purposeSeeding purpose = iota + 1
	purposeStemSites
	purposeNiche
	purposeReservoir
	purposeCounts
	purposeCull
	purposeLodge
	purposeAfterlife
	purposeSettle
	purposeEvict
	purposeRemodel
	purposeMutate
	purposeResorb
)

// key is the base of keyed set-up draws for one purpose.
func (p purpose) key(seed uint64) uint64 { return mix(mix(seed+golden) + uint64(p)*golden) }

// stream returns the random source of one set-up purpose. PCGSource copies its seed
// into both halves of its state, so that neighboring seeds start close together;
// hashing seed and purpose first puts the streams far apart.
func stream(seed uint64, p purpose) *rand.Rand {
	var s rand.PCGSource
	s.Seed(p.key(seed))
	return rand.New(&s)
}
