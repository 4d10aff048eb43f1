package body

import (
	"testing"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// adult is a human body with numbers replaced.
func adult(t testing.TB, set ...lineage.Override) *Body {
	t.Helper()
	table, err := lineage.Builtin("human", set...)
	if err != nil {
		t.Fatal(err)
	}
	return New(table, blood.New(table, perDay), perDay)
}

// live lets days pass with a marrow that sends its healthy output, times a factor for
// each blood count, if it has one.
func live(b *Body, from, days uint64, output map[string]float64) {
	arrivals := make([]float64, len(b.table.Pools))
	fed := make([]bool, len(arrivals))
	for _, p := range b.table.Pools {
		if p.Next >= 0 {
			fed[p.Next] = p.Inflow > 0
		}
	}
	for tick := from * perDay; tick < (from+days)*perDay; tick++ {
		b.Step(tick)
		for i, p := range b.table.Pools {
			if arrivals[i] = p.Inflow / perDay; fed[i] {
				arrivals[i] = 0
			}
			if x, ok := output[p.Column]; ok {
				arrivals[i] *= x
			}
		}
		b.Circulate(arrivals, b.Factors())
	}
}

// inBody is the iron in store, in the gut and in hemoglobin [mg].
func inBody(b *Body) float64 {
	const deciliters = 10
	inBlood := float64(b.blood.Hemoglobin()*b.table.Body.Blood) * deciliters * b.iron.spec.Content
	return b.iron.level() + b.iron.gut + inBlood
}

// Iron is neither made nor lost: over 200 days with a bleeding, a transfusion, pale cells
// and iron by mouth and vein, the body holds what it had and was given, less what it bled.
func TestIronCloses(t *testing.T) {
	b := adult(t, lineage.Override{Path: "iron.loss", Value: "0 mg/d"})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.SetIron(300))
	want := inBody(b)
	bled := 0.3 * (want - 300)
	must(b.Bleed(0.3, 0))
	want -= bled
	live(b, 0, 60, map[string]float64{"retic": 1.6})
	near(t, "iron after a bleeding", inBody(b), want, 1e-6)
	if c := b.Condition(); c.MCH > 28 || c.Iron > 60 {
		t.Errorf("MCH %v pg, %v mg in store: want pale cells and an empty store", c.MCH, c.Iron)
	}
	must(b.TransfuseRed(2))
	must(b.GiveIron(500, false))
	must(b.GiveIron(1000, true))
	want += 2*b.table.Transfusion.RedCells*b.iron.perCell() + 500 + 100
	live(b, 60, 140, map[string]float64{"retic": 1.1})
	near(t, "iron after all", inBody(b), want, 1e-6)
}

// A healthy body's supply is exactly 1 above the threshold, whatever is followed; in the
// steady state it absorbs what it loses, and its store stays.
func TestIronStays(t *testing.T) {
	b := adult(t)
	if err := b.SetIron(b.iron.spec.Store); err != nil {
		t.Fatal(err)
	}
	live(b, 0, 200, nil)
	near(t, "store after 200 days", b.iron.level(), b.iron.spec.Store, 0.01)
	near(t, "MCH", b.Condition().MCH, 28.4, 0.01)
	for _, store := range []float64{60, 61, 800} {
		b.iron.store = store
		if s := b.iron.supply(); s != 1 {
			t.Errorf("supply is %v at %v mg", s, store)
		}
	}
}

// The less iron is in store, the paler the red cells, and the fewer.
func TestLessIronIsWorse(t *testing.T) {
	last := 100.0
	for _, store := range []float64{800, 200, 50, 0} {
		b := adult(t)
		if err := b.SetIron(store); err != nil {
			t.Fatal(err)
		}
		live(b, 0, 30, map[string]float64{"retic": 2})
		c := b.Condition()
		if c.MCH > last || store < 100 && c.MCH > 28 {
			t.Errorf("%v mg: MCH %v pg, before %v", store, c.MCH, last)
		}
		last = c.MCH
	}
}

// A unit of red cells raises the hemoglobin of an adult by somewhat less than 1 g/dL, a
// unit of platelets the count by 30 to 50e9/L.
func TestTransfusion(t *testing.T) {
	b := adult(t)
	before := b.Count()
	if err := b.TransfuseRed(1); err != nil {
		t.Fatal(err)
	}
	if err := b.TransfusePlatelets(1); err != nil {
		t.Fatal(err)
	}
	live(b, 0, 1, nil)
	after := b.Count()
	near(t, "hemoglobin", after.Hb-before.Hb, 0.85, 0.1)
	if rise := after.Plt - before.Plt; rise < 25 || rise > 50 {
		t.Errorf("platelets rise by %v e9/L", rise)
	}
}

// At a height erythropoietin rises at once, the more the higher, falls as breathing
// deepens, and is as before at home again, when the body comes to rest.
func TestAltitude(t *testing.T) {
	last := 1.0
	for _, height := range []float64{1500, 2500, 3500, 4500, 6000} {
		b := adult(t)
		if err := b.Climb(height); err != nil {
			t.Fatal(err)
		}
		first := b.Count().EPO
		live(b, 0, 10, nil)
		later := b.Count().EPO
		if first <= last || later >= first || later <= 1 {
			t.Errorf("%v m: EPO x%.2f, after ten days x%.2f, one step lower x%.2f", height, first, later, last)
		}
		last = first
		if height == 4500 && (first < 3 || first > 6) {
			t.Errorf("EPO x%v at 4500 m, want 3 to 6", first)
		}
		if err := b.Climb(0); err != nil {
			t.Fatal(err)
		}
		live(b, 10, 80, nil)
		if !b.oxygen.idle() {
			t.Errorf("%v m: not at rest 80 days after coming home", height)
		}
	}
}
