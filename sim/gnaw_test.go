package sim

import (
	"testing"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

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
