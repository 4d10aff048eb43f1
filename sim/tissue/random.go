package tissue

import "math"

// A purpose separates the random draws of one part of the generator from those of
// the others, so that a change in one part leaves the rest as it was.
type purpose uint64

const (
	forCortex purpose = iota + 1
	forTrabeculae
	forCapillaries
	forVein
	forArterioles
	forNodes
	forRoads
	forRoots
	forTwigs
	forCuts
	forFat
	forRadii
	forParts
	forSamples
)

// mix is the finalizer of splitmix64: a bijection that scatters its input.
func mix(z uint64) uint64 {
	z ^= z >> 30
	z *= 0xbf58476d1ce4e5b9
	z ^= z >> 27
	z *= 0x94d049bb133111eb
	return z ^ z>>31
}

const golden = 0x9e3779b97f4a7c15

// hash draws 64 bits that depend on nothing but its arguments.
func hash(seed uint64, p purpose, x, y, z int) uint64 {
	h := mix(seed + golden*uint64(p))
	h = mix(h + golden*uint64(uint32(x)) + uint64(uint32(y))<<32)
	return mix(h + golden*uint64(uint32(z)))
}

// unit maps 64 random bits to [0, 1).
func unit(h uint64) float64 { return float64(float64(h>>11) / (1 << 53)) }

// A stream is a sequence of draws (splitmix64).
type stream struct{ state uint64 }

func newStream(seed uint64, p purpose, key int) stream {
	return stream{hash(seed, p, key, -1, -1)}
}

func (s *stream) uint64() uint64 {
	s.state += golden
	return mix(s.state)
}

// float draws from [0, 1).
func (s *stream) float() float64 { return unit(s.uint64()) }

// between draws from [lo, hi).
func (s *stream) between(lo, hi float64) float64 { return lo + float64(s.float()*(hi-lo)) }

// direction draws a unit vector: a point of the unit disc (or ball), stretched to
// length 1. No sine or cosine, which differ between machines.
func (s *stream) direction(flat bool) vec {
	for {
		v := vec{s.between(-1, 1), s.between(-1, 1), 0}
		if !flat {
			v.z = s.between(-1, 1)
		}
		if n := v.dot(v); n <= 1 && n > 1e-4 {
			return v.times(1 / math.Sqrt(n))
		}
	}
}

// normal draws from about a normal distribution of mean 0 and deviation 1: the sum
// of four uniform draws, which ends at 3.5 deviations.
func (s *stream) normal() float64 {
	sum := s.float() + s.float() + s.float() + s.float() - 2
	return sum * 1.7320508075688772
}

// A noise is a smooth random field with values in [-1, 1] and the given wavelength
// [sites]: random values on a grid, joined by cubic steps.
type noise struct {
	seed  uint64
	scale float64 // 1/wavelength
}

func newNoise(seed uint64, p purpose, key int, wavelength float64) noise {
	return noise{hash(seed, p, key, -2, -2), 1 / wavelength}
}

func (n noise) at(x, y, z float64) float64 {
	i, u := step(float64(x * n.scale))
	j, v := step(float64(y * n.scale))
	k, w := step(float64(z * n.scale))
	a := n.plane(i, j, k, u, v)
	if w == 0 {
		return a
	}
	return lerp(a, n.plane(i, j, k+1, u, v), w)
}

func (n noise) plane(i, j, k int, u, v float64) float64 {
	return lerp(lerp(n.corner(i, j, k), n.corner(i+1, j, k), u),
		lerp(n.corner(i, j+1, k), n.corner(i+1, j+1, k), u), v)
}

func (n noise) corner(i, j, k int) float64 {
	h := mix(n.seed + golden*uint64(uint32(i)) + uint64(uint32(j))<<32 + 0xd1342543de82ef95*uint64(uint32(k)))
	u := unit(h)
	return float64(u+u) - 1
}

// step splits x into its cell and the smoothed place within the cell.
func step(x float64) (cell int, s float64) {
	f := math.Floor(x)
	t := x - f
	return int(f), float64(t * t * (3 - float64(2*t)))
}

func lerp(a, b, t float64) float64 { return a + float64(t*(b-a)) }
