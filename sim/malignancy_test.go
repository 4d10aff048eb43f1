package sim

import (
	"testing"

	"marrow/sim/body"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// ill is a body that may fall ill with acute myeloid leukemia, of which some values are
// replaced.
func ill(t testing.TB, width int, c Config, set ...lineage.Override) *World {
	t.Helper()
	return illWith(t, "aml", width, c, set...)
}

// illWith is a body that may fall ill with a disease.
func illWith(t testing.TB, disease string, width int, c Config, set ...lineage.Override) *World {
	t.Helper()
	table, err := lineage.BuiltinIll("human", []string{disease}, set...)
	if err != nil {
		t.Fatal(err)
	}
	place, err := tissue.Generate(tissue.Spec{Name: "iliac-crest", Species: "human", Width: width, Height: width, Depth: 1, Seed: 3}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Table, c.Tissue, c.Seed = table, place, 11
	return newTestWorld(t, c)
}

func sown(t testing.TB, w *World, cells float64) *World {
	t.Helper()
	if err := w.Sow("aml", cells); err != nil {
		t.Fatal(err)
	}
	return w
}

// cellsOf is the mean number of cells of lineages of the patch over so many days.
func cellsOf(w *World, n int, lineages ...string) []float64 {
	out := make([]float64, len(lineages))
	for range n {
		days(w, 1)
		for i, cells := range w.Counts() {
			for k, l := range lineages {
				if w.table.Stages[i].Lineage == l {
					out[k] += float64(cells) / float64(n)
				}
			}
		}
	}
	return out
}

// The more blasts, the fewer healthy cells of each line, with the same seed. Of the line of
// megakaryocytes a small patch has too few to count: there the chance that a daughter of
// their progenitors lives is less.
func TestMoreBlastsFewerHealthyCells(t *testing.T) {
	study(t)
	lines := []string{"stem", "ery", "neu", "mk"}
	var last []float64
	for _, blasts := range []float64{0, 2500, 6000} {
		w := sown(t, ill(t, 128, Config{Threads: 1}), blasts)
		days(w, 14)
		now := cellsOf(w, 4, lines...)
		now[3] = w.patches[0].rates[firstOf(w.table, "mkp")].half.ratio()
		t.Logf("%v blasts: %.4g", blasts, now)
		for k := range now {
			if last != nil && now[k] >= last[k] {
				t.Errorf("%v blasts: %v of %s, with fewer blasts %v", blasts, now[k], lines[k], last[k])
			}
		}
		last = now
		if err := w.CheckLedger(); err != nil {
			t.Error(err)
		}
	}
}

// firstOf is the first row of a stage.
func firstOf(table *lineage.Table, stage string) lineage.Kind {
	for _, s := range table.Stages {
		if s.Name == stage {
			return s.Rows[0]
		}
	}
	return 0
}

// A blast that divides on niches only and pushes nobody aside does no harm: it does not
// spread, and the healthy cells are not fewer than without it.
func TestTamedBlastsDoNoHarm(t *testing.T) {
	study(t)
	tame := []lineage.Override{
		{Path: "diseases.aml.stages.leukemic_blast.niche_need", Value: "1"},
		{Path: "diseases.aml.stages.leukemic_blast.room_need", Value: "0"},
	}
	healthy, w := ill(t, 128, Config{Threads: 1}), sown(t, ill(t, 128, Config{Threads: 1}, tame...), 100)
	days(healthy, 8)
	days(w, 8)
	lines := []string{"ery", "neu", "clone"}
	want, got := cellsOf(healthy, 8, lines...), cellsOf(w, 8, lines...)
	t.Logf("healthy %.0f, with tamed blasts %.0f", want, got)
	if got[2] > 100 {
		t.Errorf("100 tamed blasts became %v", got[2])
	}
	for k := range 2 {
		if got[k] < 0.75*want[k] { // a patch as small as this one scatters by a fifth
			t.Errorf("%v cells of %s, without the clone %v", got[k], lines[k], want[k])
		}
	}
}

// A body that may fall ill but does not lives as a healthy one: every cell is where it
// would be.
func TestDiseaseThatDoesNotComeChangesNothing(t *testing.T) {
	study(t)
	may, cannot := ill(t, 128, Config{Threads: 1}), ill(t, 128, Config{Threads: 1})
	cannot = newTestWorld(t, Config{Table: builtin(t, "human"), Tissue: cannot.Tissue(), Seed: 11, Threads: 1})
	for range 2 * TicksPerDay {
		may.Tick()
		cannot.Tick()
	}
	if may.patches[0].hashSites() != cannot.patches[0].hashSites() || may.Blood().Values()[0] != cannot.Blood().Values()[0] {
		t.Error("the cells or the blood of a body that may fall ill differ from those of one that cannot")
	}
}

// All kernels give one history of a leukemia and its treatment, bit by bit.
func TestKernelsAreEqualInDisease(t *testing.T) {
	study(t)
	var all []*World
	for n, kernel := range Kernels() {
		all = append(all, sown(t, ill(t, 128, Config{Kernel: kernel, Threads: 1 + n}), 2500))
	}
	for tick := range 300 {
		for _, w := range all {
			if tick == 150 {
				if err := w.Irradiate(3, 0, [3]int{}, 0); err != nil {
					t.Fatal(err)
				}
			}
			w.Tick()
		}
		for _, w := range all[1:] {
			if tick%10 == 0 && w.Hash() != all[0].Hash() {
				t.Fatalf("tick %d: kernel %s has another world than %s", tick, w.Kernel(), all[0].Kernel())
			}
		}
	}
	if all[0].Marrow().Blasts == 0 {
		t.Error("there were no blasts")
	}
}

// A leukemia that is saved goes on as if it had not been, also one that begins with the
// next tick; and each of its cells is accounted for.
func TestSavedLeukemiaGoesOn(t *testing.T) {
	study(t)
	w := sown(t, ill(t, 128, Config{Threads: 2}), 1500)
	days(w, 1.3)
	sown(t, w, 20)
	goesOn(t, w, 100)
	if err := w.CheckLedger(); err != nil {
		t.Error(err)
	}
}

// When imatinib is left out, the clone grows at the pace that it had before the first
// tablet, whatever the dose was; while it is taken, the clone hardly divides.
func TestRegrowthDoesNotDependOnTheDose(t *testing.T) {
	study(t)
	for _, dose := range []float64{400, 800} {
		w := illWith(t, "cml", 64, Config{Threads: 1})
		stem, progenitor := firstOf(w.table, "cml_stem"), firstOf(w.table, "cml_progenitor")
		if err := w.Sow("cml", 40); err != nil {
			t.Fatal(err)
		}
		p := w.patches[0]
		days(w, 0.1)
		before := [2]float64{p.meanPhase(stem), p.meanPhase(progenitor)}
		for i, a := range w.table.Agents {
			if a.Name != "imatinib" {
				continue
			}
			if err := w.Give(body.Course{Agent: i, Amount: dose * a.Dose.Per, Every: TicksPerDay, Times: 5}); err != nil {
				t.Fatal(err)
			}
		}
		days(w, 4)
		if slow := p.meanPhase(progenitor) / before[1]; slow < 50 {
			t.Errorf("%v mg: progenitors cycle only %v times more slowly", dose, slow)
		}
		days(w, 26)
		if after := [2]float64{p.meanPhase(stem), p.meanPhase(progenitor)}; after != before {
			t.Errorf("%v mg: phases of %v ticks after it, %v before", dose, after, before)
		}
	}
}
