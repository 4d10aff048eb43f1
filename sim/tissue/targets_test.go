package tissue

import (
	"fmt"
	"math"
	"testing"
)

// A target is a measure that the mean over seeds must keep within.
type target struct {
	name   string
	lo, hi float64
}

// What is measured on the grid lies, in the mean over a few seeds, within what was
// published (the files in assets/tissues name the sources). Few seeds and small
// patches, which hold little of a trabecula, get some room beyond that.
func TestTissuesMeetPublishedRanges(t *testing.T) {
	study(t)
	crest := []target{
		{"trabecular thickness", 130, 155},
		{"trabecular spacing", 580, 900},
		{"sinusoid share", 0.03, 0.09},
		{"adipocyte diameter", 48, 65},
		{"connected", 0.97, 1},
		{"cellularity", 0.48, 0.52},
	}
	slice := append([]target{{"bone volume", 0.19, 0.25}, {"steps to exit", 2.4, 4}, {"exit sites", 0.12, 0.16}}, crest...)
	volume := append([]target{{"bone volume", 0.17, 0.25}, {"steps to exit", 2.4, 4}, {"exit sites", 0.12, 0.16}}, crest...)
	small := []target{
		{"bone volume", 0.09, 0.26},
		{"trabecular thickness", 110, 160},
		{"trabecular spacing", 450, 900},
		{"sinusoid share", 0.03, 0.09},
		{"steps to exit", 2.4, 4.2},
		{"exit sites", 0.12, 0.16},
		{"connected", 0.97, 1},
	}
	shaft := []target{
		{"sinusoid share", 0.10, 0.15},
		{"sinusoid distance", 12, 25},
		{"drained through the cortex", 0.45, 0.70},
		{"connected", 0.97, 1},
		{"fat share", 0, 0.02},
		{"bone volume", 0, 0},
	}
	for _, c := range []struct {
		make    func(w, h, d int, seed uint64) Spec
		w, h, d int
		seeds   int
		targets []target
	}{
		{human, 512, 512, 1, 2, slice},
		{human, 96, 96, 48, 4, small},
		{human, 160, 160, 96, 1, volume},
		{mouse, 256, 256, 1, 2, append(shaft, target{"sinusoid spacing", 40, 75})},
		{mouse, 128, 128, 64, 2, append(shaft, target{"sinusoid spacing", 40, 62})},
	} {
		mean := map[string]float64{}
		for seed := range c.seeds {
			for _, r := range fired(t, c.make(c.w, c.h, c.d, uint64(seed+1))).Table() {
				mean[r.Quantity] += r.Value / float64(c.seeds)
			}
		}
		what := c.make(c.w, c.h, c.d, 0)
		for _, g := range c.targets {
			if v, ok := mean[g.name]; !ok || v < g.lo || v > g.hi {
				t.Errorf("%s, %d seeds: %s is %.3f, want %g to %g", what, c.seeds, g.name, v, g.lo, g.hi)
			}
		}
	}
}

// Marrow turns to fat with age as Hartsock found (79 % cells below 10 years, 50 %
// from 30 to 69, 29 % from 70 to 79), in slices and volumes.
func TestCellularityFollowsAge(t *testing.T) {
	study(t)
	for _, s := range []Spec{human(320, 320, 1, 7), human(96, 96, 48, 7)} {
		for age, want := range map[float64]float64{5: 0.79, 50: 0.50, 75: 0.29} {
			s.Age = age
			x := fired(t, s)
			if got := x.Stats.ExpectedCellularity; math.Abs(got-want) > 0.02 {
				t.Errorf("%s: cellularity %.3f, want %.2f", s, got, want)
			}
			if got := x.Stats.Connected; got < 0.93 {
				t.Errorf("%s: only %.3f of the free sites hang together", s, got)
			}
		}
	}
}

// Fat cells are as large as Allen measured: 48 um in the young to 65 um in the old.
func TestFatCellsGrowWithAge(t *testing.T) {
	study(t)
	for age, want := range map[float64]float64{5: 48, 50: 55, 75: 61.5} {
		s := human(320, 320, 1, 7)
		s.Age = age
		if got := fired(t, s).Stats.AdipocyteDiameter; math.Abs(got-want) > 1.5 {
			t.Errorf("age %g: diameter %.1f um, want %.1f", age, got, want)
		}
	}
}

// Fat cells leave vessels and bone alone and overlap each other little.
func TestFatCellsKeepApart(t *testing.T) {
	study(t)
	for _, s := range []Spec{human(512, 512, 1, 1), human(96, 96, 48, 1)} {
		x := fired(t, s)
		worst, pairs := 0.0, 0
		for i, a := range x.Adipocytes {
			if got := x.Class[x.site(a)]; got != Fat && got != Free {
				t.Fatalf("%s: fat cell %d stands on class %d", s, i, got)
			}
			for _, b := range x.Adipocytes[:i] {
				d := a.center().minus(b.center())
				if in := float64(a.R+b.R) - d.length(); in > 0.5 {
					worst = max(worst, in)
					pairs++
				}
			}
		}
		if share := float64(pairs) / float64(len(x.Adipocytes)); worst > 4 || share > 0.6 {
			t.Errorf("%s: %.2f overlaps a fat cell, the worst of %.1f sites", s, share, worst)
		}
	}
}

// site is the index of the site at the middle of a fat cell.
func (t *Tissue) site(a Adipocyte) int {
	return (round(float64(a.Z))*t.Spec.Height+round(float64(a.Y)))*t.Spec.Width + round(float64(a.X))
}

// The table says what was measured and names a source for each published range.
func TestTableComparesWithPublishedRanges(t *testing.T) {
	x := fired(t, human(256, 256, 1, 1))
	seen := map[string]Row{}
	for _, r := range x.Table() {
		seen[r.Quantity] = r
		if (r.Hi > 0) != (r.Source != "") || r.Lo > r.Hi {
			t.Errorf("%s: range %g to %g, source %q", r.Quantity, r.Lo, r.Hi, r.Source)
		}
	}
	got := fmt.Sprintf("%g %g %s", seen["adipocyte diameter"].Lo, seen["adipocyte diameter"].Hi, seen["adipocyte diameter"].Source)
	if got != "48 65 allen1995" {
		t.Errorf("adipocyte diameter: got %s", got)
	}
	for _, p := range x.published {
		if _, ok := seen[p.Name]; !ok {
			t.Errorf("no row is called %q", p.Name)
		}
	}
}
