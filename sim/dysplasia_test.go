package sim

import (
	"testing"

	"marrow/sim/lineage"
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
