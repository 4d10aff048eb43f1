package flow

import (
	"math"
	"testing"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// bone is a volume to put a needle into.
func bone(t *testing.T) *tissue.Tissue { return made(t, specs()[1]) }

func infused(t *testing.T, in *tissue.Tissue, o Order) *Infusion {
	t.Helper()
	if o.Circulation == "" {
		o.Circulation = "normal"
	}
	if o.Volume == 0 {
		o.Volume = 20
	}
	o.At = [3]float64{32, 32, 16}
	x, err := Infuse(in, Health(), o, InfusionNumbers())
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// orders are infusions of all kinds: by pressure and by pump, fast enough to escape, slow
// enough to mix with blood, and into a vein.
func orders() []Order {
	return []Order{
		{Bone: "tibia", Pressure: 300},
		{Bone: "sternum", Pressure: 450},
		{Bone: "humerus", Rate: 2},
		{Bone: "tibia", Rate: 60, Circulation: "shock"},
		{Rate: 20},
		{Bone: "tibia", Pressure: 300, Circulation: "arrest", Volume: 5},
	}
}

// What is infused is in the marrow, on the way, in the arteries or escaped, at every time,
// to a billionth; in the end all that did not escape has arrived.
func TestNothingInfusedIsLost(t *testing.T) {
	in := bone(t)
	for _, o := range orders() {
		x := infused(t, in, o)
		for _, share := range []float64{0.01, 0.3, 1.5, 40} {
			at := share * (x.Duration + x.Mean())
			m := x.At(at)
			given := min(at/x.Duration, 1)
			sum := m.Held + m.Underway + m.Arrived + m.Escaped
			if math.Abs(sum-given) > 1e-9 || math.Abs(m.Infused-given) > 1e-9 {
				t.Errorf("%+v after %v s: %v of %v is somewhere, %+v", o, at, sum, given, m)
			}
			if share == 40 && math.Abs(m.Arrived-(1-x.Escaping)) > 1e-6 {
				t.Errorf("%+v: %v has arrived", o, m.Arrived)
			}
		}
	}
}

// What arrives at the exits, one by one, is what arrives in the veins; and what arrives per
// second adds up to what has arrived, however often one looks.
func TestArrivalsAddUp(t *testing.T) {
	in := bone(t)
	for _, o := range orders()[:3] {
		x := infused(t, in, o)
		end := x.Duration + 2*x.Mean()
		for _, steps := range []int{60, 150} {
			sum, h := 0.0, end/float64(steps)
			for i := range steps {
				m := x.At((float64(i) + 0.5) * h)
				sum += m.Artery * h
				exits := 0.0
				for _, e := range m.Exits {
					exits += e
				}
				if math.Abs(exits-m.Bone) > 1e-6*max(m.Bone, 1/x.Duration) {
					t.Fatalf("%+v at %v s: %v/s at the exits, %v/s in the veins", o, m.Time, exits, m.Bone)
				}
			}
			if got, want := sum, x.At(end).Arrived; math.Abs(got-want) > 1e-3 {
				t.Errorf("%+v in %d steps: %v arrives, %v has arrived", o, steps, got, want)
			}
		}
	}
}

// A curve read off its transform is the curve: Erlang times of one to 24 stages.
func TestCurvesAreExact(t *testing.T) {
	b := newTalbot()
	for _, n := range []int{1, 2, 4, 12, 24} {
		for _, at := range []float64{0.1, 0.5, 1, 2, 4} {
			got := b.at(at, func(s z) []z { return []z{z{1 + s.re/float64(n), s.im / float64(n)}.inverse().power(n)} })[0]
			want := math.Exp(float64(n)*(math.Log(float64(n)*at)-at)) / at
			for k := 1; k < n; k++ {
				want /= float64(k)
			}
			if math.Abs(got-want) > 1e-7 {
				t.Errorf("%d stages at %v: %v, want %v", n, at, got, want)
			}
		}
	}
}

// The mean time to the arteries is that of the curve.
func TestMeanIsThatOfTheCurve(t *testing.T) {
	in := bone(t)
	for _, o := range []Order{orders()[0], orders()[3]} {
		x := infused(t, in, o)
		end, steps := 20*(x.Duration+x.Mean()), 400
		sum, h := 0.0, end/float64(steps)
		for i := range steps { // mean = integral of what has not yet arrived
			sum += (1 - x.At((float64(i)+0.5)*h).Arrived/(1-x.Escaping)) * h
		}
		if got, want := sum-x.Duration/2, x.Mean(); math.Abs(got-want) > 0.02*want {
			t.Errorf("%+v: the curve has a mean of %v s, want %v s", o, got, want)
		}
	}
}

// The slower the blood goes round, the later an infusion arrives; from the bone it comes
// little later than from a vein; the harder it is pressed, the faster it flows.
func TestInfusionsCompare(t *testing.T) {
	in := bone(t)
	last := 0.0
	for _, c := range []string{"normal", "shock", "arrest"} {
		fromBone, fromVein := infused(t, in, Order{Bone: "humerus", Rate: 20, Circulation: c}), infused(t, in, Order{Rate: 20, Circulation: c})
		t.Logf("%s: bone %.1f s, vein %.1f s", c, fromBone.Mean(), fromVein.Mean())
		if fromBone.Mean() <= last {
			t.Errorf("%s: %v s, before %v s", c, fromBone.Mean(), last)
		}
		if !(fromBone.Mean() > fromVein.Mean() && fromBone.Mean() < 3*fromVein.Mean()) {
			t.Errorf("%s: %v s from the bone, %v s from the vein", c, fromBone.Mean(), fromVein.Mean())
		}
		last = fromBone.Mean()
	}
	slow, fast := infused(t, in, Order{Bone: "tibia", Pressure: 100}), infused(t, in, Order{Bone: "tibia", Pressure: 200})
	if !(fast.Rate > 1.9*slow.Rate) {
		t.Errorf("%v mL/min at 100 mmHg, %v at 200", slow.Rate, fast.Rate)
	}
}

// Every number of an infusion has a source that the list of sources has.
func TestInfusionNumbersHaveSources(t *testing.T) {
	sources, err := lineage.Sources()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := readInfusion(sources); err != nil {
		t.Error(err)
	}
	if _, err := readInfusion([]string{"hearsay"}); err == nil {
		t.Error("unknown sources are taken")
	}
}

// What cannot be infused is refused in words.
func TestInfusionsAreRefused(t *testing.T) {
	in := bone(t)
	for _, o := range []Order{
		{Bone: "nose", Rate: 1, Volume: 1, Circulation: "normal"},
		{Rate: 1, Volume: 1, Circulation: "upside down"},
		{Bone: "tibia", Pressure: 5, Volume: 1, Circulation: "normal"},
		{Pressure: 100, Volume: 1, Circulation: "normal"},
		{Volume: 1, Circulation: "normal"},
	} {
		if _, err := Infuse(in, Health(), o, InfusionNumbers()); err == nil {
			t.Errorf("%+v is infused", o)
		}
	}
	if _, err := Infuse(&tissue.Tissue{}, Health(), orders()[0], InfusionNumbers()); err == nil {
		t.Error("a tissue without vessels is infused")
	}
}

// The plume fills the vessels from the tip on, is nowhere stronger than what is infused, and
// is washed out afterward.
func TestPlume(t *testing.T) {
	in := bone(t)
	x := infused(t, in, Order{Bone: "tibia", Rate: 20, Volume: 20})
	mean := func(at float64, near bool) (sum float64) {
		n, tip := 0.0, [3]float64{32, 32, 16}
		for i, c := range x.Plume(at) {
			p := in.Network.Places[i]
			dx, dy, dz := float64(p.X)-tip[0], float64(p.Y)-tip[1], float64(p.Z)-tip[2]
			if x.plume.share[i] > 0 && (dx*dx+dy*dy+dz*dz < 400) == near {
				sum, n = sum+c, n+1
			}
			if c < -1e-6 || c > 1+1e-6 {
				t.Errorf("%v s: %v of the concentration in the needle", at, c)
			}
		}
		return sum / n
	}
	early, later, washed := 2e-5, x.Duration/2, x.Duration+600
	if near, far := mean(early, true), mean(early, false); !(near > far) {
		t.Errorf("%v near the tip, %v far from it", near, far)
	}
	if first, full, last := mean(early, true), mean(later, true), mean(washed, true); !(first < full && full > 0.9 && last < 0.01) {
		t.Errorf("%v at first, %v later, %v in the end", first, full, last)
	}
}
