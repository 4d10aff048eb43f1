package blood

import (
	"math"
	"testing"

	"marrow/sim/lineage"
)

// Exp, Log and Pow agree with package math to a few units of the last place.
func TestExpLogPow(t *testing.T) {
	near := func(got, want float64) bool { return math.Abs(got-want) <= 4e-15*max(1, math.Abs(want)) }
	for x := -30.0; x < 30; x += 0.0173 {
		if got, want := Exp(x), math.Exp(x); math.Abs(got/want-1) > 4e-15 {
			t.Fatalf("Exp(%v) = %v, want %v", x, got, want)
		}
	}
	for x := 1e-6; x < 1e6; x *= 1.0137 {
		if got, want := Log(x), math.Log(x); !near(got, want) {
			t.Fatalf("Log(%v) = %v, want %v", x, got, want)
		}
		if got, want := Pow(x, 0.35), math.Pow(x, 0.35); math.Abs(got/want-1) > 1e-14 {
			t.Fatalf("Pow(%v, 0.35) = %v, want %v", x, got, want)
		}
	}
}

// The bits of Exp and Log are the same on every architecture: these were written on
// amd64, and the emulated builds must give them too.
func TestExpLogBits(t *testing.T) {
	for _, c := range []struct {
		got  float64
		want uint64
	}{
		{Exp(0.55), 0x3ffbbb678436f0b5},
		{Exp(-3.1), 0x3fa710b065fb809f},
		{Log(14.5), 0x400564a80c0f6fa3},
	} {
		if bits := math.Float64bits(c.got); bits != c.want {
			t.Errorf("got %v = %#x, want %#x", c.got, bits, c.want)
		}
	}
}

const perDay = 288

// body has one pool of each form, all fed by 1e9 cells a day.
func body() *lineage.Table {
	return &lineage.Table{
		Body: lineage.Body{Blood: 5, Hb: 14.5},
		Pools: []lineage.Pool{
			{Name: "young", Form: lineage.Chain, Life: 1, Circulating: 1, Next: 1, Column: "retic", Inflow: 1e9, Level: 1e9},
			{Name: "red", Form: lineage.Ring, Life: 50, Circulating: 1, Next: -1, Column: "rbc", Inflow: 1e9, Level: 50e9},
			{Name: "neutrophil", Form: lineage.Decay, Life: 0.5, Circulating: 0.6, Next: -1, Column: "anc", Inflow: 1e9, Level: 0.5e9},
			{Name: "t", Form: lineage.Steady, Life: 30, Circulating: 1, Next: -1, Column: "lymph", Level: 6e9},
		},
		Signals: []lineage.Signal{
			{Name: "epo", Of: "hb", Form: lineage.Exponential, Slope: 0.55, Max: 200},
			{Name: "gcsf", Of: "anc", Form: lineage.Clearance, Base: 0.592, Uptake: 5.64, Max: 100},
		},
	}
}

func run(b *Blood, days int, perTick float64) {
	for range days * perDay {
		b.Step([]float64{perTick, 0, perTick, 0}, nil)
	}
}

// Fed at the healthy rate, a healthy blood stays as it is, day after day.
func TestSteadyStateStays(t *testing.T) {
	b := New(body(), perDay)
	before := b.Count()
	for range 120 {
		run(b, 1, 1e9/perDay)
		after := b.Count()
		for i, v := range after.Values() {
			if want := before.Values()[i]; math.Abs(v-want) > 0.003*math.Abs(want) {
				t.Fatalf("%s went from %v to %v", Columns()[i], want, v)
			}
		}
	}
	if before.EPO != 1 || before.GCSF != 1 {
		t.Errorf("healthy EPO %v and G-CSF %v, want 1", before.EPO, before.GCSF)
	}
}

// Red cells live their life span and no longer; cells of a pool with random loss fall
// to 1/e in their mean stay.
func TestLifeSpans(t *testing.T) {
	b := New(body(), perDay)
	run(b, 25, 0)
	if share := b.Count().RBC / (51e9 / 5e12); math.Abs(share-26.0/51) > 0.015 {
		t.Errorf("after half a life without supply %.3f of the red cells are left, want %.3f", share, 26.0/51)
	}
	run(b, 40, 0) // the last reticulocytes of day 0 live 51 days and a few more
	if left := b.Count().RBC; left > 1e-6*51e9/5e12 {
		t.Errorf("after a life without supply %v e12/L red cells are left", left)
	}
	b = New(body(), perDay)
	for range perDay / 2 {
		b.Step([]float64{0, 0, 0, 0}, nil)
	}
	if got, want := b.Count().ANC, 0.5*0.6/5*math.Exp(-1); math.Abs(got/want-1) > 0.01 {
		t.Errorf("ANC after one mean stay: got %.4f, want %.4f", got, want)
	}
}

// A bleed takes its share of what circulates and leaves what does not; hemoglobin
// falls by that share and EPO rises as published.
func TestBleed(t *testing.T) {
	b := New(body(), perDay)
	before := b.Count()
	b.Draw(0.10)
	after := b.Count()
	if got, want := after.Hb, 0.9*before.Hb; math.Abs(got-want) > 1e-9 {
		t.Errorf("hemoglobin %v, want %v", got, want)
	}
	if got, want := after.EPO, math.Exp(0.55*1.45); math.Abs(got/want-1) > 1e-9 {
		t.Errorf("EPO %v, want %v", got, want)
	}
	if got, want := after.ANC/before.ANC, 1-0.10*0.6; math.Abs(got-want) > 1e-9 {
		t.Errorf("neutrophils fall to %v, want %v", got, want)
	}
}

// Words hold the whole state.
func TestWords(t *testing.T) {
	a, b := New(body(), perDay), New(body(), perDay)
	a.Draw(0.3)
	run(a, 3, 5e5)
	if !b.SetWords(a.Words(nil)) {
		t.Fatal("own words refused")
	}
	run(a, 2, 1e6)
	run(b, 2, 1e6)
	if a.Count().Hb != b.Count().Hb || a.Count().ANC != b.Count().ANC {
		t.Error("a restored blood goes another way")
	}
	if b.SetWords(a.Words(nil)[1:]) {
		t.Error("words of a wrong length were taken")
	}
	bad := a.Words(nil)
	bad[1] = math.Float64bits(math.NaN())
	if b.SetWords(bad) {
		t.Error("a cell number that is not a number was taken")
	}
}
