package immune

import (
	"math/bits"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// words is the number of words of 32 bits.
const words = 1 << 32

// distance is the number of bits in which a receptor and an antigen differ.
func distance(receptor, antigen uint32) int { return bits.OnesCount32(receptor ^ antigen) }

// Share is the share of all receptors that bind an antigen: those within reach of it.
func Share(s *lineage.Shape) float64 { return float64(wordsWithin(s.Reach)) / words }

// wordsWithin is the number of words that differ from one in at most so many bits.
func wordsWithin(reach int) (sum uint64) {
	ways := uint64(1)
	for d := uint64(0); d <= uint64(reach); d++ {
		sum += ways
		ways = ways * (32 - d) / (d + 1)
	}
	return sum
}

// Stimulated draws so many receptors at random and returns the share of them that binds an
// antigen: what Share computes, counted.
func Stimulated(s *lineage.Shape, antigen uint32, seed uint64, receptors int) float64 {
	binding := 0
	for n := range receptors {
		if distance(uint32(mix(seed+uint64(n)*golden)), antigen) <= s.Reach {
			binding++
		}
	}
	return float64(binding) / float64(receptors)
}

// affinities are the dissociation constants by distance [mol/L].
func affinities(s *lineage.Shape) []float64 {
	all := make([]float64, s.Reach+1)
	for d := range all {
		all[d] = s.Affinity / blood.Pow(10, float64(s.Step*float64(s.Reach-d)))
	}
	return all
}

// founder is the receptor of the nth naive clone of a body that binds an antigen. The
// distance is drawn as it is distributed among all that bind, and then the bits that
// differ. A body has the same founders whenever it meets the antigen.
func founder(reach int, antigen uint32, seed uint64, n int) uint32 {
	u := mix(mix(seed+golden) ^ mix(uint64(antigen)+uint64(n+1)*golden))
	at := (u >> 32) * wordsWithin(reach) >> 32
	d := 0
	for d < reach && at >= wordsWithin(d) {
		d++
	}
	receptor := antigen
	for k := uint64(0); distance(receptor, antigen) < d; k++ {
		receptor = antigen ^ (receptor ^ antigen | 1<<(mix(u+k*golden)%32))
	}
	return receptor
}

// improved is a receptor with one of the bits changed back that differ from the antigen,
// always the same one of a clone in a body.
func improved(receptor, antigen uint32, seed uint64) uint32 {
	differ := receptor ^ antigen
	for n := mix(seed^uint64(receptor)*golden) % uint64(bits.OnesCount32(differ)); n > 0; n-- {
		differ &= differ - 1
	}
	return receptor ^ differ&-differ
}

const golden = 0x9e3779b97f4a7c15

// mix is the finalizer of splitmix64 (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
