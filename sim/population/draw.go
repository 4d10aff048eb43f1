package population

import "marrow/sim/blood"

// farthest is where the normal distribution is cut: nobody is further from the median
// [standard deviations].
const farthest = 3

// factor is what patient i of a scenario's seed draws as draw number n.
func (d Draw) factor(seed uint64, i, n int) float64 {
	return blood.Exp(d.LogSD.Value * normal(seed, uint64(i), uint64(n)))
}

// patientSeed is the seed of patient i's own marrow. It has 32 bits, so that people can
// type it.
func patientSeed(seed uint64, i int) uint64 { return bits(seed, uint64(i)) >> 32 }

// normal is a normally distributed number for some keys: the sum of twelve uniform ones,
// less their mean, has variance 1, and needs no function that differs between processors.
func normal(keys ...uint64) float64 {
	z := -6.0
	for n := range uint64(12) {
		z += float64(bits(append(keys, n)...)>>11) / (1 << 53)
	}
	return min(max(z, -farthest), farthest)
}

// bits mixes keys into 64 random bits: the finalizer of SplitMix64, key after key.
func bits(keys ...uint64) uint64 {
	h := uint64(0)
	for _, k := range keys {
		h += k + 0x9e3779b97f4a7c15
		h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
		h = (h ^ h>>27) * 0x94d049bb133111eb
		h ^= h >> 31
	}
	return h
}
