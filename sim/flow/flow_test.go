package flow

import (
	"fmt"
	"hash/fnv"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"marrow/sim/tissue"
)

// specs are tissues of all kinds that have vessels.
func specs() []tissue.Spec {
	return []tissue.Spec{
		{Name: "iliac-crest", Species: "human", Width: 128, Height: 128, Depth: 1, Seed: 1},
		{Name: "iliac-crest", Species: "human", Width: 64, Height: 64, Depth: 32, Seed: 2},
		{Name: "femur-shaft", Species: "mouse", Width: 120, Height: 100, Depth: 1, Seed: 3},
		{Name: "femur-shaft", Species: "mouse", Width: 48, Height: 48, Depth: 32, Seed: 4},
		{Name: "iliac-crest", Species: "human", Width: 64, Height: 80, Depth: 5, Seed: 2},
		{Name: "iliac-crest", Species: "mouse", Width: 20, Height: 24, Depth: 1, Seed: 9},
	}
}

// kiln keeps tissues that several tests look at.
var kiln = map[tissue.Spec]*tissue.Tissue{}

func made(t *testing.T, s tissue.Spec) *tissue.Tissue {
	t.Helper()
	if kiln[s] == nil {
		out, err := tissue.Generate(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		kiln[s] = out
	}
	return kiln[s]
}

func solved(t *testing.T, n *tissue.Network, s State) *Flow {
	t.Helper()
	f, err := Solve(n, s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Blood is neither made nor lost: at every place as much arrives as leaves, to a billionth.
func TestFlowIsConserved(t *testing.T) {
	for _, s := range specs() {
		n := made(t, s).Network
		f := solved(t, n, Healthy(n))
		sum, passes := make([]float64, len(n.Places)), make([]float64, len(n.Places))
		for i, g := range n.Segments {
			q := f.Through[i]
			sum[g.From] -= q
			sum[g.To] += q
			passes[g.From] += math.Abs(q)
			passes[g.To] += math.Abs(q)
		}
		in := 0.0
		for i, p := range n.Places {
			if p.End == tissue.Inlet {
				in -= sum[i]
			}
		}
		if !(in > 0) {
			t.Errorf("%v: nothing flows", s)
		}
		for i, p := range n.Places {
			if p.End == tissue.Inside && math.Abs(sum[i]) > 1e-9*passes[i]+1e-13*in {
				t.Errorf("%v: place %d: %g of %g nL/s is lost", s, i, sum[i], passes[i])
			}
		}
	}
}

// hand is a network of two arteries that feed a bridge, worked out by hand: conductances in
// units of one are 2, 1, 1, 2 around it and 1 across.
func hand() (*tissue.Network, []float64) {
	n := &tissue.Network{Blood: tissue.Hemodynamics{Arterial: 90, Venous: 10, Hematocrit: 0.45, Plasma: 1.2, Wide: 3, Density: 1}}
	n.Marrow = 1000
	n.Places = []tissue.Place{{End: tissue.Inlet}, {}, {}, {End: tissue.Outlet, Exit: 1}}
	link := func(from, to int32, number float32) {
		n.Segments = append(n.Segments, tissue.Segment{From: from, To: to, Kind: tissue.MarrowSinusoid, Diameter: 30, Length: 100, Number: number})
	}
	link(0, 1, 2)
	link(0, 2, 1)
	link(1, 3, 1)
	link(2, 3, 2)
	link(1, 2, 1)
	// With u = 80 mmHg across: 4a - b = 2u and 4b - a = u, so a = 3u/5, b = 2u/5.
	return n, []float64{90, 10 + 48, 10 + 32, 10}
}

// The pressures of a small network are those that were worked out by hand.
func TestFlowByHand(t *testing.T) {
	n, want := hand()
	f := solved(t, n, Healthy(n))
	for i, p := range f.Pressure {
		if math.Abs(p-want[i]) > 1e-10 {
			t.Errorf("place %d: %v mmHg, want %v", i, p, want[i])
		}
	}
	g := conductance(&n.Segments[4], &n.Blood)
	if got, want := f.Through[4], 16*g; math.Abs(got-want) > 1e-10*want {
		t.Errorf("across: %v nL/s, want %v", got, want)
	}
	// Poiseuille: pi 30^4 / (128 x 3 x 100) um3/(mPa s), of 0.1333 nL/s/mmHg.
	if want := 0.133322 * math.Pi * 810000 / 38400; math.Abs(g-want) > 1e-4*want {
		t.Errorf("conductance %v, want %v nL/s/mmHg", g, want)
	}
}

// The solver for sparse networks agrees with a dense one.
func TestFlowIsThatOfADenseSolver(t *testing.T) {
	n := made(t, specs()[5]).Network
	f := solved(t, n, Healthy(n))
	size := len(n.Places)
	a, b := mat.NewDense(size, size, nil), mat.NewVecDense(size, nil)
	for i, p := range n.Places {
		if p.End != tissue.Inside {
			a.Set(i, i, 1)
			b.SetVec(i, f.Pressure[i])
		}
	}
	for i, s := range n.Segments {
		g := conductance(&n.Segments[i], &n.Blood)
		for _, at := range [][2]int{{int(s.From), int(s.To)}, {int(s.To), int(s.From)}} {
			if n.Places[at[0]].End == tissue.Inside {
				a.Set(at[0], at[0], a.At(at[0], at[0])+g)
				a.Set(at[0], at[1], a.At(at[0], at[1])-g)
			}
		}
	}
	var x mat.VecDense
	if err := x.SolveVec(a, b); err != nil {
		t.Fatal(err)
	}
	for i, p := range f.Pressure {
		if math.Abs(p-x.AtVec(i)) > 1e-6 {
			t.Errorf("place %d: %v mmHg, a dense solver says %v", i, p, x.AtVec(i))
		}
	}
}

// On every geometry the mean time that blood takes is the volume of the vessels it runs
// through over its flow.
func TestCentralVolumeTheorem(t *testing.T) {
	for _, s := range specs() {
		n := made(t, s).Network
		f := solved(t, n, Healthy(n))
		age, in, out, filled := f.Ages(), 0.0, 0.0, 0.0
		for i := range n.Segments {
			if q := math.Abs(f.Through[i]); q > 0 {
				filled += volume(&n.Segments[i])
				if g := f.target(int32(i)); n.Places[g].End == tissue.Outlet {
					in += q
				}
			}
		}
		for i, p := range n.Places {
			if p.End == tissue.Outlet {
				for _, g := range f.arriving(int32(i)) {
					out += math.Abs(f.Through[g]) * age[i]
				}
			}
		}
		if got, want := out/in, filled/in; math.Abs(got-want) > 1e-9*want {
			t.Errorf("%v: mean transit %v s, volume over flow %v s", s, got, want)
		}
	}
}

// Where exits are closed the pressure of the marrow rises and less blood comes; where all
// are, none does.
func TestClosedExitsRaiseThePressure(t *testing.T) {
	for _, s := range specs()[:4] {
		made := made(t, s)
		pressure, inflow := 0.0, math.Inf(1)
		for _, open := range []float64{1, 0.5, 0.1, 0} {
			state := Healthy(made.Network)
			for kind := range tissue.Vessels {
				if kind > tissue.CentralVein {
					state.Tone[kind] = open
				}
			}
			c := solved(t, made.Network, state).Circulation(made)
			if !(c.Pressure > pressure && c.Inflow < inflow) {
				t.Errorf("%v: %v open: %v mmHg, %v nL/s; before %v, %v", s, open, c.Pressure, c.Inflow, pressure, inflow)
			}
			pressure, inflow = c.Pressure, c.Inflow
		}
		if math.Abs(inflow) > 1e-9 || math.Abs(pressure-90) > 1e-6 {
			t.Errorf("%v: all exits closed: %v nL/s at %v mmHg", s, inflow, pressure)
		}
	}
}

// One geometry has one flow and one plume, to the last bit, on every machine.
func TestFlowIsTheSameEverywhere(t *testing.T) {
	h := fnv.New64a()
	for _, s := range specs() {
		n := made(t, s).Network
		f := solved(t, n, Healthy(n))
		for _, v := range append(f.Pressure, f.Through...) {
			fmt.Fprintf(h, "%x ", math.Float64bits(v))
		}
	}
	for _, o := range orders() {
		x := infused(t, bone(t), o)
		m := x.At(20)
		for _, v := range append(m.Exits, x.Mean(), m.Artery, m.Arrived, m.Held, m.Underway) {
			fmt.Fprintf(h, "%x ", math.Float64bits(v))
		}
	}
	if got, want := h.Sum64(), uint64(0x70cd0c37ae1476b2); got != want {
		t.Errorf("digest %#x, want %#x: has the tissue changed?", got, want)
	}
}

// The more of a marrow is fat, the less blood flows through it.
func TestFatGetsLittleBlood(t *testing.T) {
	last := math.Inf(1)
	for _, age := range []float64{5, 40, 75} {
		s := specs()[0]
		s.Age = age
		in := made(t, s)
		c := solved(t, in.Network, Healthy(in.Network)).Circulation(in)
		t.Logf("%v years: cellularity %.2f, %.1f mL/min/100 g", age, in.Stats.ExpectedCellularity, c.Perfusion)
		if c.Perfusion >= last {
			t.Errorf("%v years: %v mL/min/100 g, younger %v", age, c.Perfusion, last)
		}
		last = c.Perfusion
	}
}
