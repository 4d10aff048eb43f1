package sim

import (
	"bytes"
	"testing"

	"marrow/sim/body"
	"marrow/sim/lineage"
)

// dose is one dose of an agent of the table, in its own unit.
func dose(t testing.TB, table *lineage.Table, name string, amount float64, hours uint64) body.Course {
	t.Helper()
	for i, a := range table.Agents {
		if a.Name == name {
			return body.Course{Agent: i, Amount: amount * a.Dose.Per, Over: hours * TicksPerDay / 24, Times: 1}
		}
	}
	t.Fatalf("no agent is called %s", name)
	return body.Course{}
}

// patient is a small piece of a human's marrow.
func patient(t testing.TB, c Config, volume bool) *World {
	t.Helper()
	c.Table, c.Seed = builtin(t, "human"), 3
	c.Tissue = poresTissue(128, 96, 1, 7)
	if volume {
		c.Tissue = poresTissue(64, 40, 22, 7)
	}
	return newTestWorld(t, c)
}

func give(t testing.TB, w *World, c body.Course) {
	t.Helper()
	if err := w.Give(c); err != nil {
		t.Fatal(err)
	}
}

// Under drugs the history is the same on every kernel and for any number of threads, the
// ledger closes, and the drugs have killed, and released cells before their time.
func TestDrugOnEveryKernel(t *testing.T) {
	study(t)
	for _, volume := range []bool{false, true} {
		one := patient(t, Config{Threads: 1, Kernel: "reference"}, volume)
		others := []*World{patient(t, Config{Threads: 3}, volume)}
		for _, k := range Kernels() {
			others = append(others, patient(t, Config{Threads: 2, Kernel: k}, volume))
		}
		for _, w := range append(others, one) {
			give(t, w, dose(t, w.table, "docetaxel", 100, 1))
			give(t, w, dose(t, w.table, "g-csf", 10, 0))
		}
		for range 60 {
			one.Tick()
			for _, w := range others {
				if w.Tick(); w.Hash() != one.Hash() {
					t.Fatalf("volume %v, tick %d, %s, %d threads: another hash", volume, w.Ticks(), w.config.Kernel, w.config.Threads)
				}
			}
			if err := one.CheckLedger(); err != nil {
				t.Fatal(err)
			}
		}
		untreated := patient(t, Config{}, volume)
		for range 60 {
			untreated.Tick()
		}
		if a, b := one.Totals().Died, untreated.Totals().Died; a < b+uint64(one.patches[0].living()/20) {
			t.Errorf("volume %v: %d cells died with the drug, %d without", volume, a, b)
		}
		if band := one.Blood().Band; !(band > 0.1) {
			t.Errorf("volume %v: %v e9/L bands in the blood under G-CSF, want many", volume, band)
		}
	}
}

// Two half doses at once are one whole dose, and a dose of nothing is none, bit for bit;
// the order of two drugs does not matter.
func TestDosesAddUp(t *testing.T) {
	study(t)
	run := func(courses ...body.Course) uint64 {
		w := patient(t, Config{}, false)
		for _, c := range courses {
			give(t, w, c)
		}
		for range 30 {
			w.Tick()
		}
		return w.Hash()
	}
	table := builtin(t, "human")
	whole, half, none := dose(t, table, "docetaxel", 75, 1), dose(t, table, "docetaxel", 37.5, 1), dose(t, table, "docetaxel", 0, 1)
	other := dose(t, table, "g-csf", 10, 0)
	if run(whole) != run(half, half) {
		t.Error("two halves are not a whole")
	}
	if run() != run(none) {
		t.Error("a dose of nothing does something")
	}
	if run(whole, other) != run(other, whole) {
		t.Error("the order of two drugs matters")
	}
	if run(whole) == run() {
		t.Error("a dose does nothing")
	}
}

// Undone before its effect, a dose leaves no trace: a world that was saved before goes on
// as if it had never been given. One that was saved amid it goes on as it would have.
func TestSaveAmidDrug(t *testing.T) {
	w := patient(t, Config{}, false)
	var before, amid bytes.Buffer
	if err := w.Save(&before); err != nil {
		t.Fatal(err)
	}
	give(t, w, dose(t, w.table, "busulfan", 0.8, 2))
	give(t, w, dose(t, w.table, "plerixafor", 0.24, 0))
	for range 29 {
		w.Tick()
	}
	if err := w.Save(&amid); err != nil {
		t.Fatal(err)
	}
	compare := func(saved *bytes.Buffer, with *World) {
		loaded, err := Load(w.config, saved)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(loaded.Close)
		for range 25 {
			loaded.Tick()
			if with.Tick(); with.Hash() != loaded.Hash() {
				t.Fatalf("tick %d: hash %016x, want %016x", loaded.Ticks(), loaded.Hash(), with.Hash())
			}
		}
	}
	compare(&amid, w)
	compare(&before, patient(t, Config{}, false))
}

// A drug that kills stem cells kills those of the whole body; one that spares them does not.
func TestStemCellsUnderDrugs(t *testing.T) {
	study(t)
	left := func(name string, amount float64) int {
		w := patient(t, Config{}, false)
		give(t, w, dose(t, w.table, name, amount, 0))
		for range TicksPerDay {
			w.Tick()
		}
		return w.reservoir.filled
	}
	all := left("docetaxel", 100)
	if all != 100000 {
		t.Errorf("%d stem cells are left after docetaxel, want all", all)
	}
	if n := left("melphalan", 200); n < all/200 || n > all/30 { // e^-4.3
		t.Errorf("%d of %d stem cells are left after melphalan, want one in 75", n, all)
	}
}

// The more of a drug, the more cells it kills; the more of a growth factor, the more it does.
func TestDosesRank(t *testing.T) {
	study(t)
	after := func(name string, amount float64, measure func(*World) float64) float64 {
		w := patient(t, Config{}, false)
		give(t, w, dose(t, w.table, name, amount, 0))
		for range TicksPerDay {
			w.Tick()
		}
		return measure(w)
	}
	for _, c := range []struct {
		agent   string
		doses   [3]float64
		measure func(*World) float64
	}{
		{"docetaxel", [3]float64{30, 60, 120}, func(w *World) float64 { return float64(w.Totals().Died) }},
		{"g-csf", [3]float64{0.5, 2, 20}, func(w *World) float64 { return w.Blood().ANC }},
		{"plerixafor", [3]float64{0.02, 0.1, 0.4}, func(w *World) float64 { return w.Blood().CD34 }},
		{"epo", [3]float64{10, 50, 500}, func(w *World) float64 { return w.Blood().EPO }},
	} {
		low, middle, high := after(c.agent, c.doses[0], c.measure), after(c.agent, c.doses[1], c.measure), after(c.agent, c.doses[2], c.measure)
		if !(low < middle && middle < high) {
			t.Errorf("%s: %v, %v, %v do %v, %v, %v", c.agent, c.doses[0], c.doses[1], c.doses[2], low, middle, high)
		}
	}
}
