package sim

import (
	"testing"

	"marrow/sim/lineage"
)

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
