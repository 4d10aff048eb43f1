package view

import (
	"math"
	"testing"
)

// Distances are Euclidean, and exact up to reach.
func TestSignedDistance(t *testing.T) {
	g := grid{x0: -3, y0: 5, w: 31, h: 27}
	mask := make([]bool, g.w*g.h)
	for i := range mask {
		mask[i] = unit(i%g.w, i/g.w, 5) < 0.04 || i%g.w > 24
	}
	got := signed(g, mask)
	for i := range mask {
		want := math.Inf(1)
		for j := range mask {
			if mask[j] != mask[i] {
				want = math.Min(want, math.Hypot(float64(i%g.w-j%g.w), float64(i/g.w-j/g.w)))
			}
		}
		want = math.Min(want, reach) - 0.5
		if mask[i] {
			want = -want
		}
		if math.Abs(float64(got[i])-want) > 1e-4 {
			t.Fatalf("site %d: distance %v, want %v", i, got[i], want)
		}
	}
}

// Straightening takes the stairs from a slanted wall and leaves the width of a tube.
func TestStraightened(t *testing.T) {
	g := grid{w: 80, h: 60}
	mask := make([]bool, g.w*g.h)
	for i := range mask {
		d := float64(i/g.w) - 20 - 0.3*float64(i%g.w)
		mask[i] = math.Abs(d) < 1.5
	}
	rough := signed(g, mask)
	f := straightened(g, rough)
	ripple := func(f []float32) (worst float64) {
		for x := 12; x < 68; x++ {
			y := 20 + 0.3*float64(x)
			worst = math.Max(worst, math.Abs(float64((&ground{grid: g}).sample(f, float32(x)+0.5, float32(y)+0.5))+1))
		}
		return worst
	}
	if was, is := ripple(rough), ripple(f); is > 0.35 || is > 0.8*was {
		t.Errorf("along the middle of the tube the depth is up to %.2f off one, was %.2f", is, was)
	}
}

// A blended row runs through a constant field unchanged, and the weights of the
// spline sum to one.
func TestSpline(t *testing.T) {
	for _, x := range []float32{0.01, 0.5, 0.75, 3.999} {
		i, k := splineAt(x)
		if sum := k[0] + k[1] + k[2]; sum < 0.9999 || sum > 1.0001 || i != int(x) {
			t.Errorf("at %v: weights %v around %d", x, k, i)
		}
	}
	g := grid{w: 4, h: 4}
	f := make([]float32, 16)
	for i := range f {
		f[i] = 7
	}
	row := make([]float32, 4)
	blend(row, f, g, 2.3)
	if row[1] < 6.9999 || row[1] > 7.0001 {
		t.Errorf("got %v, want 7", row[1])
	}
}

// Noise stays within [0,1) and depends on its place only.
func TestNoise(t *testing.T) {
	for i := range 500 {
		x, y := float32(i)*0.37-90, float32(i)*0.21
		if v := cloud(x, y); v < 0 || v > 1 || v != cloud(x, y) {
			t.Fatalf("noise at %v, %v is %v", x, y, v)
		}
	}
}

// Every row is visited once, however many there are.
func TestParallel(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 9, 100} {
		seen := make([]int, n)
		parallel(n, func(y int) { seen[y]++ })
		for y, k := range seen {
			if k != 1 {
				t.Errorf("of %d rows, row %d was visited %d times", n, y, k)
			}
		}
	}
}
