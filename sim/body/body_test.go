package body

import (
	"math"
	"slices"
	"testing"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

const perDay = 288

// one is a body with a single agent of one compartment, a level in its own amount, and a
// loss of 3 a day.
func one() *Body {
	t := &lineage.Table{
		Body:    lineage.Body{Blood: 5},
		Signals: []lineage.Signal{{Name: "drug level", Form: lineage.Outside}},
		Effects: []lineage.Effect{{Act: lineage.Retain, Form: lineage.Falling, Most: 0.1, Half: 1, Lag: 0.2}},
		Agents: []lineage.Agent{{
			Name: "drug", Dose: lineage.Dose{Unit: "mg", Usual: 1, Most: 10, Per: 1},
			Compartments: []lineage.Compartment{{Gone: 3, To: []float64{0}}},
			Level:        lineage.Level{Per: 1},
		}},
	}
	return New(t, blood.New(t, perDay), perDay)
}

// human is a healthy adult, with what can be given.
func human(t testing.TB) (*Body, *lineage.Table) {
	t.Helper()
	table, err := lineage.Builtin("human")
	if err != nil {
		t.Fatal(err)
	}
	return New(table, blood.New(table, perDay), perDay), table
}

func order(t testing.TB, b *Body, name string, amount float64, c Course) {
	t.Helper()
	for i, a := range b.table.Agents {
		if a.Name == name {
			c.Agent, c.Amount = i, amount*a.Dose.Per
		}
	}
	if err := b.Give(c); err != nil {
		t.Fatal(err)
	}
}

func near(t testing.TB, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s: got %.12g, want %.12g", what, got, want)
	}
}

// One compartment empties as e^(-kt) after a dose at once, fills as (1-e^(-kt))/k during
// an infusion, and the level over all hours adds up to dose over clearance.
func TestOneCompartment(t *testing.T) {
	b := one()
	order(t, b, "drug", 5, Course{Times: 1})
	for tick := range uint64(100) {
		b.Step(tick)
	}
	near(t, "after a dose", b.pharmacy.taken[0].amount[0], 5*math.Exp(-3*100.0/perDay), 1e-13)

	b = one()
	order(t, b, "drug", 5, Course{Times: 1, Over: perDay})
	exposure := 0.0
	for tick := range uint64(20 * perDay) {
		b.Step(tick)
		if tick == perDay-1 {
			near(t, "after an infusion", b.pharmacy.taken[0].amount[0], 5*(1-math.Exp(-3))/3, 1e-12)
		}
		if tick%12 == 0 {
			exposure += b.pharmacy.taken[0].level / 24
		}
	}
	near(t, "exposure", exposure, 5.0/3, 1e-8)
}

// rk4 integrates dx/dt = f(x) over an hour in small steps by the rule of Runge and Kutta,
// and returns the end and the mean of the first of x.
func rk4(x [3]float64, f func(x [3]float64) [3]float64) (end [3]float64, mean float64) {
	const n = 4000
	along := func(x, d [3]float64, h float64) [3]float64 {
		for i := range x {
			x[i] += h * d[i]
		}
		return x
	}
	for range n {
		k1 := f(x)
		k2 := f(along(x, k1, 0.5/n))
		k3 := f(along(x, k2, 0.5/n))
		k4 := f(along(x, k3, 1.0/n))
		before := x[0]
		for i := range x {
			x[i] += (k1[i] + 2*k2[i] + 2*k3[i] + k4[i]) / 6 / n
		}
		mean += (before + x[0]) / 2 / n
	}
	return x, mean
}

// Docetaxel follows the published three compartments: 4.43 umol/L at the end of an hour's
// infusion of 100 mg/m2 in a body of 1.8 m2, and what cells see is the mean of each hour.
func TestDocetaxelLevels(t *testing.T) {
	b, table := human(t)
	order(t, b, "docetaxel", 100, Course{Times: 1, Over: 12})
	var mg [3]float64
	var want float64
	drug := &table.Agents[slices.IndexFunc(table.Agents, func(a lineage.Agent) bool { return a.Name == "docetaxel" })]
	for tick := range uint64(40 * 12) {
		b.Step(tick)
		if tick%12 != 0 {
			continue
		}
		if tick > 0 {
			near(t, "level over an hour [umol/L]", b.Levels()[drug.Level.Signal], want/7.4/0.808, 1e-6)
		}
		in := 0.0 // mg/h
		if tick == 0 {
			in = 180
		}
		mg, want = rk4(mg, func(a [3]float64) [3]float64 {
			return [3]float64{in - (5.2+1.06+1.26)*a[0] + 1.51*a[1] + 0.084*a[2], 1.06*a[0] - 1.51*a[1], 1.26*a[0] - 0.084*a[2]}
		})
		if tick == 0 {
			near(t, "end of the infusion [umol/L]", mg[0]/7.4/0.808, 4.43, 0.002)
		}
	}
}

// The levels of G-CSF that volunteers had 6, 12 and 24 h after 10 ug/kg: 37, 17 and
// 1.2 ng/mL (auwera2001), within a tenth or 1 ng/mL.
func TestFilgrastimLevels(t *testing.T) {
	b, table := human(t)
	order(t, b, "g-csf", 10, Course{Times: 1})
	drug := &table.Agents[slices.IndexFunc(table.Agents, func(a lineage.Agent) bool { return a.Name == "g-csf" })]
	want := map[uint64]float64{6: 37, 12: 17, 24: 1.2}
	for tick := range uint64(25 * 12) {
		b.Step(tick)
		if w := want[tick/12]; w > 0 && tick%12 == 0 {
			if got := b.Levels()[drug.Level.Signal]; math.Abs(got-w) > max(1, 0.1*w) {
				t.Errorf("G-CSF after %d h: %.1f ng/mL, want %.1f", tick/12, got, w)
			}
		}
	}
	if gcsf := b.Count().GCSF; gcsf < 1+40*1.0 {
		t.Errorf("the blood count shows G-CSF of %v times normal, want what was given too", gcsf)
	}
}

// After the last trace of every agent and effect a body is at rest, and its state that of
// one that never took anything. Iron is left out: once followed it stays followed.
func TestWashout(t *testing.T) {
	b, _ := human(t)
	rest, _ := human(t)
	b.iron.spec = &lineage.Iron{}
	for _, name := range lineage.Agents("") {
		order(t, b, name, 1, Course{Times: 2, Every: 24, Over: 6})
	}
	if b.Idle() {
		t.Fatal("a body with orders is at rest")
	}
	tick := uint64(0)
	for ; !b.Idle(); tick++ {
		if tick > 1000*perDay {
			t.Fatal("no rest after 1000 days")
		}
		b.Step(tick)
	}
	if got, want := b.Words(nil), rest.Words(nil); !slices.Equal(got, want) {
		t.Errorf("words after %d ticks differ from those of a body at rest", tick)
	}
	for i, f := range b.Factors() {
		if want := rest.Factors()[i]; f != want {
			t.Errorf("effect %d is %v, want %v", i, f, want)
		}
	}
}

// An effect with a delay of first order has gone 1-1/e of its way after that delay.
func TestLag(t *testing.T) {
	b := one()
	b.pharmacy.agents[0].Compartments[0].Gone = 0
	b.pharmacy.taken[0].step = transition(&b.pharmacy.agents[0], perDay)
	order(t, b, "drug", 1e6, Course{Times: 1})
	for tick := range uint64(24 * 12) { // 0.2 d is 4.8 h
		b.Step(tick)
		if tick == 5*12 { // four hours after the first that has a level
			near(t, "hold", b.Factors()[0], 0.1+0.9*math.Exp(-5/4.8), 1e-4)
		}
	}
}

// Orders that make no sense are refused in words, and leave the body as it was.
func TestRefusedCourses(t *testing.T) {
	b := one()
	for want, c := range map[string]Course{
		"no such agent":                                    {Agent: 1, Times: 1},
		"a dose of -1, want at least 0":                    {Amount: -1, Times: 1},
		"a dose of NaN, want at least 0":                   {Amount: math.NaN(), Times: 1},
		"0 doses, want 1 to 1000":                          {Amount: 1},
		"a dose begins before the one before it has ended": {Amount: 1, Times: 2, Over: 10, Every: 5},
	} {
		if err := b.Give(c); err == nil || err.Error() != want {
			t.Errorf("%+v: got error %v, want %s", c, err, want)
		}
	}
	if !b.Idle() {
		t.Error("a refused order is kept")
	}
	for n := range uint64(mostCourses) {
		order(t, b, "drug", 1, Course{Times: 1, Next: n + 1})
	}
	if err := b.Give(Course{Amount: 1, Times: 1, Next: 5}); err != nil {
		t.Errorf("more of a course that runs is refused: %v", err)
	}
	if err := b.Give(Course{Amount: 1, Times: 1}); err == nil {
		t.Error("a course too many is taken")
	}
}

// Words hold the whole state, and words that cannot be are refused.
func TestWords(t *testing.T) {
	a, _ := human(t)
	order(t, a, "docetaxel", 75, Course{Times: 3, Every: 100, Over: 12})
	order(t, a, "plerixafor", 0.24, Course{Times: 1})
	for tick := range uint64(77) {
		a.Step(tick)
	}
	b, _ := human(t)
	if rest, ok := b.SetWords(a.Words(nil)); !ok || len(rest) != 0 {
		t.Fatal("own words refused")
	}
	for tick := uint64(77); tick < 300; tick++ {
		a.Step(tick)
		b.Step(tick)
	}
	if !slices.Equal(a.Words(nil), b.Words(nil)) {
		t.Error("a restored body goes another way")
	}
	words := a.Words(nil)
	if _, ok := b.SetWords(words[1:]); ok {
		t.Error("words of a wrong length were taken")
	}
	words[0] = math.Float64bits(math.NaN())
	if _, ok := b.SetWords(words); ok {
		t.Error("an amount that is not a number was taken")
	}
}
