package view

import "math"

// hash mixes a site and a purpose into 32 even bits.
func hash(x, y int, purpose uint32) uint32 {
	h := uint32(x)*0x9e3779b1 ^ uint32(y)*0x85ebca77 ^ purpose*0xc2b2ae3d
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	h *= 0x297a2d39
	return h ^ h>>15
}

// unit returns hash as a number in [0,1).
func unit(x, y int, purpose uint32) float32 {
	return float32(hash(x, y, purpose)>>8) / (1 << 24)
}

// The purposes of hash: each picture element draws its own accidents.
const (
	noiseHash = iota + 1
	offsetHash
	variantHash
	bloodHash
	boneHash
	fineHash
)

// valueNoise is smooth noise in [0,1] with a feature size of one unit.
func valueNoise(x, y float32) float32 {
	i, j := floor32(x), floor32(y)
	f, g := x-float32(i), y-float32(j)
	u, v := f*f*(3-2*f), g*g*(3-2*g)
	top := unit(i, j, noiseHash)*(1-u) + unit(i+1, j, noiseHash)*u
	low := unit(i, j+1, noiseHash)*(1-u) + unit(i+1, j+1, noiseHash)*u
	return top*(1-v) + low*v
}

// cloud is three octaves of noise in [0,1].
func cloud(x, y float32) float32 {
	return 0.6*valueNoise(x, y) + 0.3*valueNoise(2*x+9, 2*y+4) + 0.1*valueNoise(4*x, 4*y+7)
}

func floor32(x float32) int { return int(math.Floor(float64(x))) }

func sqrt32(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func sin32(x float32) float32 { return float32(math.Sin(float64(x))) }

func clampInt(v, lo, hi int) int { return min(max(v, lo), hi) }
