package sim

import (
	"testing"

	"marrow/sim/body"
)

// volunteer is a healthy adult's slice, on a thread or several.
func volunteer(t testing.TB, threads int) *World {
	t.Helper()
	return patient(t, Config{Threads: threads}, false)
}

// pneumonia is an infection as doctors meet it.
func pneumonia(load float64) body.Germ { return body.Germ{Load: load, Doubling: 4, Site: "lung"} }

// A dosed act is an intervention with an amount.
type dosed struct {
	name string
	do   func(w *World, amount float64) error
	full float64
}

func bloodActs() []dosed {
	return []dosed{
		{"bleed", func(w *World, x float64) error { return w.Bleed(x, 0) }, 0.4},
		{"bleed slowly", func(w *World, x float64) error { return w.Bleed(x, 30) }, 0.4},
		{"transfuse red cells", (*World).TransfuseRed, 2},
		{"transfuse platelets", (*World).TransfusePlatelets, 3},
		{"iron", func(w *World, x float64) error { return w.GiveIron(x, false) }, 1000},
		{"iron by mouth", func(w *World, x float64) error { return w.GiveIron(x, true) }, 1000},
		{"infect", func(w *World, x float64) error { return w.Infect(pneumonia(x)) }, 2},
		{"endotoxin", (*World).GiveEndotoxin, 4},
		{"vaccinate", func(w *World, x float64) error {
			return w.Vaccinate(body.Vaccine{Microbe: "yellow-fever", Doses: x, Live: true})
		}, 2},
	}
}

func days(w *World, n float64) {
	for range int(n * TicksPerDay) {
		w.Tick()
	}
}

// Nothing given is nothing done, and two halves given at one time are one whole, to the
// last bit of the world, whoever counts the threads.
func TestAmountsAddUp(t *testing.T) {
	study(t)
	absent := volunteer(t, 2)
	days(absent, 0.3)
	for _, a := range bloodActs() {
		none, whole, halves := volunteer(t, 1), volunteer(t, 1), volunteer(t, 3)
		for w, amounts := range map[*World][]float64{none: {0}, whole: {a.full}, halves: {a.full / 2, a.full / 2}} {
			days(w, 0.02) // not at the full hour, when cells look at the blood
			for _, x := range amounts {
				if err := a.do(w, x); err != nil {
					t.Fatalf("%s: %v", a.name, err)
				}
			}
			days(w, 0.3-0.02)
		}
		for none.Ticks() < absent.Ticks() {
			none.Tick()
		}
		if none.Hash() != absent.Hash() {
			t.Errorf("%s: none of it is something", a.name)
		}
		if whole.Hash() != halves.Hash() {
			t.Errorf("%s: two halves are another world than one whole", a.name)
		}
		if whole.Hash() == none.Hash() {
			t.Errorf("%s: it does nothing", a.name)
		}
		if err := whole.CheckLedger(); err != nil {
			t.Errorf("%s: %v", a.name, err)
		}
	}
}

// A world that is saved in the middle of an illness goes on as if it had not been.
func TestSaveWhileIll(t *testing.T) {
	w := volunteer(t, 2)
	for _, a := range bloodActs() {
		if err := a.do(w, a.full/4); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Climb(3000); err != nil {
		t.Fatal(err)
	}
	days(w, 0.1)
	if err := w.Bleed(0.1, 0); err != nil { // waits for the next tick
		t.Fatal(err)
	}
	goesOn(t, w, 100)
}

// After endotoxin the neutrophils of a volunteer cling to the vessels within the hour, and
// two to three times as many circulate at six hours, with bands among them, and hardly
// more than before a day after a small dose; lymphocytes are few at four to six hours and
// back within a day. More does more.
func TestEndotoxin(t *testing.T) {
	study(t)
	var last [3]float64
	for i, dose := range []float64{1, 2, 4} {
		w := volunteer(t, 2)
		days(w, 6)
		before := w.Blood()
		if err := w.GiveEndotoxin(dose); err != nil {
			t.Fatal(err)
		}
		days(w, 1.0/24)
		first := w.Blood()
		days(w, 4.0/24)
		fifth := w.Blood()
		days(w, 1.0/24)
		sixth := w.Blood()
		days(w, 18.0/24)
		day := w.Blood()
		t.Logf("%v ng/kg: neutrophils x%.2f, x%.2f, x%.2f; lymphocytes x%.2f, x%.2f; monocytes x%.2f; bands %.0f %%", dose, first.ANC/before.ANC,
			sixth.ANC/before.ANC, day.ANC/before.ANC, fifth.Lymph/before.Lymph, day.Lymph/before.Lymph, first.Mono/before.Mono, 100*sixth.Band/sixth.ANC)
		if first.ANC > 0.5*before.ANC && dose >= 2 || sixth.ANC < 2*before.ANC && dose >= 2 {
			t.Errorf("%v ng/kg: neutrophils %v, after 1 h %v, after 6 h %v e9/L", dose, before.ANC, first.ANC, sixth.ANC)
		}
		if day.ANC > 1.4*before.ANC && dose <= 1 {
			t.Errorf("%v ng/kg: neutrophils %v, a day after %v e9/L", dose, before.ANC, day.ANC)
		}
		if fifth.Lymph > 0.6*before.Lymph || day.Lymph < 0.9*before.Lymph {
			t.Errorf("%v ng/kg: lymphocytes %v, after 5 h %v, after a day %v e9/L", dose, before.Lymph, fifth.Lymph, day.Lymph)
		}
		now := [3]float64{-first.ANC, -fifth.Lymph, fifth.GCSF}
		for k := range now {
			if i > 0 && now[k] <= last[k] {
				t.Errorf("%v ng/kg does not do more than half of it: %v, before %v", dose, now, last)
			}
		}
		last = now
	}
}

// Pneumonia raises neutrophils to 8 to 25e9/L with a left shift, lowers lymphocytes, and
// passes; the more germs, the longer.
func TestPneumonia(t *testing.T) {
	study(t)
	last := 0
	for _, load := range []float64{0.5, 2} {
		w := volunteer(t, 2)
		days(w, 6)
		if err := w.Infect(pneumonia(load)); err != nil {
			t.Fatal(err)
		}
		var anc, shift, lymph float64 = 0, 0, 100
		hours := 0
		for ; w.Condition().Load > 0 && hours < 240; hours++ {
			days(w, 1.0/24)
			b, c := w.Blood(), w.Condition()
			anc, shift, lymph = max(anc, b.ANC), max(shift, c.Young), min(lymph, b.Lymph)
		}
		t.Logf("load %v: %d h, neutrophils up to %.1f e9/L, left shift %.0f %%, lymphocytes down to %.2f e9/L", load, hours, anc, shift, lymph)
		if anc < 8 || anc > 25 || shift < 10 || lymph > 0.8 || hours == 240 {
			t.Errorf("load %v: %d h, neutrophils up to %v e9/L, left shift %v %%, lymphocytes down to %v e9/L", load, hours, anc, shift, lymph)
		}
		if hours <= last {
			t.Errorf("load %v is gone after %d h, less after %d h", load, hours, last)
		}
		last = hours
	}
}

// After the loss of two fifths of the blood erythropoietin rises twentyfold and
// reticulocytes three- to fivefold. An empty iron store stops the recovery, and iron sets
// it free.
func TestHemorrhageAndIron(t *testing.T) {
	study(t)
	hb := map[bool]float64{}
	for _, empty := range []bool{false, true} {
		w := volunteer(t, 2)
		days(w, 6)
		before := w.Blood()
		if empty {
			if err := w.SetIron(0); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Bleed(0.4, 0); err != nil {
			t.Fatal(err)
		}
		if epo := w.Blood().EPO / before.EPO; epo < 15 || epo > 30 {
			t.Errorf("EPO x%v, want about 20", epo)
		}
		retic := 0.0
		for range 20 {
			days(w, 1)
			retic = max(retic, w.Blood().Retic/before.Retic)
		}
		hb[empty] = w.Blood().Hb
		t.Logf("empty %v: reticulocytes x%.1f, hemoglobin %.1f, MCH %.1f", empty, retic, hb[empty], w.Condition().MCH)
		if !empty && (retic < 3 || retic > 6) {
			t.Errorf("reticulocytes x%v", retic)
		}
		if !empty {
			continue
		}
		low := w.Blood().Retic
		if err := w.GiveIron(1000, false); err != nil {
			t.Fatal(err)
		}
		days(w, 9)
		t.Logf("nine days after iron: reticulocytes %.0f, before %.0f e9/L", w.Blood().Retic, low)
		if w.Blood().Retic < 1.3*low {
			t.Errorf("no crisis: reticulocytes %v e9/L, before iron %v", w.Blood().Retic, low)
		}
	}
	if hb[true] > hb[false]-0.5 {
		t.Errorf("hemoglobin after 20 days: %v g/dL with iron, %v without", hb[false], hb[true])
	}
}
