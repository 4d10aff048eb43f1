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

// Myeloma takes the niches of healthy plasma cells: they go, and the antibodies fall that only
// they make; where it holds none they stay.
func TestMyelomaEvictsPlasmaCells(t *testing.T) {
	left := func(cells float64) (plasma, igg float64) {
		w := illOf(t, Config{Threads: 1, Tissue: poresTissue(80, 80, 1, 7)}, []string{"myeloma"})
		before := w.accountOf(t, "plasma_cell").Present
		sow(t, w, "myeloma", cells)
		days(w, 20)
		if err := w.CheckLedger(); err != nil {
			t.Error(err)
		}
		return float64(w.accountOf(t, "plasma_cell").Present) / float64(before), w.Condition().IgG
	}
	without, healthy := left(0)
	with, low := left(400)
	t.Logf("plasma cells %.2f and %.2f, IgG %.2f and %.2f g/L", without, with, healthy, low)
	if without < 0.9 || with > 0.5 || low > 0.95*healthy {
		t.Errorf("plasma cells %.2f of those before, beside a myeloma %.2f; IgG %.2f and %.2f g/L", without, with, healthy, low)
	}
}
