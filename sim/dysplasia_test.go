package sim

import (
	"testing"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// illOf is a body with a small patch of open tissue that may fall ill with diseases.
func illOf(t testing.TB, c Config, diseases []string, set ...lineage.Override) *World {
	t.Helper()
	table, err := lineage.BuiltinIll("human", diseases, set...)
	if err != nil {
		t.Fatal(err)
	}
	c.Table, c.Seed = table, 11
	if c.Tissue == nil && c.Body == nil {
		c.Tissue = poresTissue(64, 64, 1, 7)
	}
	return newTestWorld(t, c)
}

func sow(t testing.TB, w *World, disease string, cells float64) {
	t.Helper()
	if err := w.Sow(disease, cells); err != nil {
		t.Fatal(err)
	}
}

// account is the ledger of a stage.
func (w *World) accountOf(t testing.TB, stage string) Account {
	t.Helper()
	for _, a := range w.Ledger() {
		if a.Stage == stage {
			return a
		}
	}
	t.Fatalf("there is no stage %s", stage)
	return Account{}
}

// A clone that renews itself in the niches of healthy progenitors replaces them, though it
// harms none: with it they are fewer, and fewer cells leave for the blood than with a clone
// of which none dies.
func TestCellsThatDieEmptyTheBlood(t *testing.T) {
	const day = 15
	live := []lineage.Override{}
	for _, stage := range []string{"progenitor", "bfu_e", "cfu_e", "erythroblast", "late_erythroblast", "gmp", "myelocyte", "band"} {
		live = append(live, lineage.Override{Path: "diseases.mds.stages.mds_" + stage + ".survival", Value: "0.98"})
	}
	healthy, sick := illOf(t, Config{Threads: 1}, []string{"mds"}), illOf(t, Config{Threads: 1}, []string{"mds"})
	viable := illOf(t, Config{Threads: 1}, []string{"mds"}, live...)
	sow(t, sick, "mds", 80)
	sow(t, viable, "mds", 80)
	for _, w := range []*World{healthy, sick, viable} {
		days(w, day)
		if err := w.CheckLedger(); err != nil {
			t.Error(err)
		}
	}
	if a, b := sick.accountOf(t, "mpp").Present, healthy.accountOf(t, "mpp").Present; a > b/2 {
		t.Errorf("%d healthy progenitors beside the clone, %d without it", a, b)
	}
	if a, b := sick.accountOf(t, "segmented").Left, healthy.accountOf(t, "segmented").Left; a >= b {
		t.Errorf("%d neutrophils left, %d without the clone", a, b)
	}
	ripe := func(w *World) int64 { return w.accountOf(t, "mds_band").MaturedOut }
	dead := func(w *World) int64 { return w.accountOf(t, "mds_progenitor").Died }
	if ripe(sick) >= ripe(viable) || dead(sick) < 10*dead(viable) {
		t.Errorf("%d ripened and %d progenitors died; where they do not die %d and %d", ripe(sick), dead(sick), ripe(viable), dead(viable))
	}
}

// Fibers take room: the more a clone lays, the fewer healthy progenitors find a niche. None
// closes a wall, and a place once taken is free again when they are gone.
func TestFibersTakeRoom(t *testing.T) {
	var niches []float64
	for _, fibers := range []string{"0.01", "40"} {
		w := illOf(t, Config{Threads: 1}, []string{"mf"},
			lineage.Override{Path: "diseases.mf.stages.mf_megakaryocyte.fibers", Value: fibers},
			lineage.Override{Path: "diseases.mf.stages.mf_fiber.stay", Value: "10 d"},
			lineage.Override{Path: "diseases.mf.begins", Value: "{mf_mkp: 1}"})
		sow(t, w, "mf", 50)
		days(w, 12)
		p, sum := w.patches[0], 0.0
		for b := range p.blocks.count() {
			sum += p.niches(b)
		}
		niches = append(niches, sum/float64(p.blocks.count()))
		fiber := firstOf(w.table, "mf_fiber")
		for i := range p.lattice.cellsIn(0, len(p.lattice.full)) {
			if p.kindAt(i) == fiber && p.lattice.isWall(i) {
				t.Fatal("fibers stand at a wall")
			}
		}
		if a := w.accountOf(t, "mf_fiber"); fibers == "40" && (a.Born < 150 || a.Died == 0) {
			t.Errorf("%d fibers laid, %d taken up again", a.Born, a.Died)
		}
		if err := w.CheckLedger(); err != nil {
			t.Error(err)
		}
	}
	if niches[1] > 0.95*niches[0] {
		t.Errorf("fibers leave %v of the niches, without any there are %v", niches[1], niches[0])
	}
}

// Cells of a clone that are held loosely circulate, and those of a clone that renews itself
// settle in another patch; healthy fibrosis alone would not do that.
func TestLooseCloneCirculatesAndSettles(t *testing.T) {
	var blood []float64
	for _, retention := range []string{"1000 d", "8 d"} {
		body := []Part{
			{Name: "hip", Tissue: poresTissue(96, 96, 1, 7), Share: 0.75},
			{Name: "thigh", Tissue: poresTissue(64, 64, 1, 7), Share: 0.25},
		}
		w := illOf(t, Config{Threads: 1, Body: body}, []string{"mf"}, lineage.Override{Path: "diseases.mf.stages.mf_progenitor.retention", Value: retention})
		sow(t, w, "mf", 60)
		days(w, 6)
		blood = append(blood, w.Blood().CD34)
		settled := w.patches[1].ledger[firstOf(w.table, "mf_progenitor")].injected
		if retention == "8 d" && settled == 0 {
			t.Error("no cell of the clone settled in the other patch")
		}
	}
	if blood[1] < 2*blood[0] {
		t.Errorf("%v CD34+ cells/uL where the clone is held loosely, %v where it is held", blood[1], blood[0])
	}
}

// A second mutation strikes cells that have the first: as many blasts come as cells of the
// clone go, and they stay of their clone.
func TestSecondMutationStrikesTheClone(t *testing.T) {
	w := illOf(t, Config{Threads: 1, Witness: true}, []string{"cml", "cml_blast"}, lineage.Override{Path: "diseases.cml.begins", Value: "{cml_progenitor: 1}"})
	sow(t, w, "cml", 100)
	days(w, 0.1)
	before := w.accountOf(t, "cml_progenitor")
	sow(t, w, "cml_blast", 7)
	w.Tick()
	after, blasts := w.accountOf(t, "cml_progenitor"), w.accountOf(t, "crisis_blast")
	if blasts.MaturedIn != 7 || after.MaturedOut-before.MaturedOut != 7 || blasts.Injected != 0 {
		t.Errorf("%d blasts came of %d cells, %d from outside", blasts.MaturedIn, after.MaturedOut-before.MaturedOut, blasts.Injected)
	}
	p, clones := w.patches[0], map[uint32]bool{}
	for i := range p.lattice.cellsIn(0, len(p.lattice.full)) {
		if k := p.table.Rows[p.kindAt(i)]; k.Disease > 0 {
			clones[cell(p.lattice.state[i]).clone()] = true
		}
	}
	if len(clones) != 1 {
		t.Errorf("they are of %d clones, want 1", len(clones))
	}
	if err := w.CheckLedger(); err != nil {
		t.Error(err)
	}
}

// T and NK cells kill what they know: a small clone shrinks, one that fills the marrow or
// meets none of them does not.
func TestKillersAndTheSizeOfTheClone(t *testing.T) {
	left := func(killed string, cells, dose float64) float64 {
		w := illOf(t, Config{Threads: 1}, []string{"cml"}, lineage.Override{Path: "diseases.cml.stages.cml_stem.killed", Value: killed})
		if dose > 0 {
			if err := w.Irradiate(dose, 0, [3]int{}, 0); err != nil {
				t.Fatal(err)
			}
			w.Tick()
		}
		sow(t, w, "cml", cells)
		w.Tick()
		days(w, 4)
		return float64(w.accountOf(t, "cml_stem").Present) / cells
	}
	known, unknown := left("0.4 1/d", 40, 0), left("0 1/d", 40, 0)
	large, alone := left("0.4 1/d", 1200, 0), left("0.4 1/d", 40, 12)
	t.Logf("left: known %.2f, unknown %.2f, known and large %.2f, without T and NK cells %.2f", known, unknown, large, alone)
	if known > 0.6*unknown || large < 0.7*unknown || alone < 0.7*unknown {
		t.Errorf("known %.2f, unknown %.2f, known and large %.2f, without T and NK cells %.2f", known, unknown, large, alone)
	}
}

// All kernels give one history of clones that renew themselves, lay fibers, settle and are
// killed, bit by bit; and one that is saved goes on as if it had not been.
func TestKernelsAreEqualForAllClones(t *testing.T) {
	parts := func() []Part {
		return []Part{
			{Name: "hip", Tissue: poresTissue(96, 96, 1, 7), Share: 1},
			{Name: "spleen", Tissue: poresTissue(64, 64, 1, 9), Share: 0.04},
		}
	}
	set := []lineage.Override{
		{Path: "diseases.cml.stages.cml_stem.killed", Value: "0.5 1/d"},
		{Path: "diseases.mf.begins", Value: "{mf_mkp: 0.3, mf_progenitor: 0.3, mf_megakaryocyte: 0.4}"},
	}
	var all []*World
	for n, kernel := range Kernels() {
		w := illOf(t, Config{Kernel: kernel, Threads: 1 + n, Body: parts()}, []string{"mf", "mds", "cml"}, set...)
		sow(t, w, "mf", 150)
		sow(t, w, "mds", 50)
		sow(t, w, "cml", 50)
		all = append(all, w)
	}
	for range 400 {
		for _, w := range all {
			w.Tick()
		}
	}
	for _, w := range all[1:] {
		if w.Hash() != all[0].Hash() {
			t.Errorf("kernel %s has another world than %s", w.Kernel(), all[0].Kernel())
		}
	}
	if all[0].accountOf(t, "mf_fiber").Born == 0 || all[0].accountOf(t, "cml_stem").Died == 0 {
		t.Error("no fibers were laid, or nobody was killed")
	}
	goesOn(t, all[0], 60)
	if err := all[0].CheckLedger(); err != nil {
		t.Error(err)
	}
}

// Myeloma eats the bone beside its cells, and only that: no cell is harmed, and what is saved
// goes on as it was. Where it eats nothing, bone stays.
func TestMyelomaEatsBone(t *testing.T) {
	place, err := tissue.Generate(tissue.Spec{Name: "iliac-crest", Species: "human", Width: 96, Height: 96, Depth: 1, Seed: 3}, nil)
	if err != nil {
		t.Fatal(err)
	}
	bone := func(w *World) float64 { return w.Tissue().Stats.Share[tissue.Bone] }
	for _, rate := range []string{"0 1/d", "0.3 1/d"} {
		var set []lineage.Override
		for _, stage := range []string{"myeloma_cell", "idle_myeloma_cell"} {
			set = append(set, lineage.Override{Path: "diseases.myeloma.stages." + stage + ".erodes", Value: rate})
		}
		w := illOf(t, Config{Threads: 1, Tissue: place}, []string{"myeloma"}, set...)
		before := bone(w)
		sow(t, w, "myeloma", 900)
		days(w, 4)
		if eats := rate != "0 1/d"; eats != (bone(w) < 0.99*before) || bone(w) > before {
			t.Errorf("eaten with %s: bone is %v of the sites, was %v", rate, bone(w), before)
		}
		if err := w.CheckLedger(); err != nil {
			t.Error(err)
		}
		goesOn(t, w, 20)
	}
}
