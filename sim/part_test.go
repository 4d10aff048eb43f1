package sim

import (
	"errors"
	"strings"
	"testing"

	"marrow/sim/flow"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// twoBones is a body of two small patches, of which the first stands for most of it.
func twoBones(t testing.TB, c Config) *World {
	t.Helper()
	c.Table, c.Seed = builtin(t, "human"), 3
	c.Body = []Part{
		{Name: "hip", Tissue: poresTissue(128, 96, 1, 7), Share: 0.75},
		{Name: "thigh", Tissue: poresTissue(64, 64, 1, 7), Share: 0.25},
	}
	return newTestWorld(t, c)
}

// The only patch of a body has the history that it had before bodies had several: of the
// healthy run not a bit changed.
func TestOnePatchIsAsEver(t *testing.T) {
	study(t)
	w := treatedBody(t, 2, false, "")
	c := w.config
	c.Body = []Part{{Name: "marrow", Tissue: c.Tissue, Share: 1}}
	named := newTestWorld(t, c)
	for range 300 {
		w.Tick()
		named.Tick()
	}
	const ever = 0x11b8ca4d8eb5c074
	if w.Hash() != ever || named.Hash() != ever {
		t.Errorf("hash %#016x, and of a patch with a name %#016x, want %#016x", w.Hash(), named.Hash(), uint64(ever))
	}
}

// The number of threads and the kernel change nothing in a body of several patches, which
// goes on from a checkpoint as if nothing had happened; its ledger closes over all of them.
func TestPatchesOnEveryKernel(t *testing.T) {
	all := []*World{twoBones(t, Config{Threads: 1, Kernel: "reference", Witness: true})}
	for _, k := range Kernels() {
		all = append(all, twoBones(t, Config{Threads: 3, Kernel: k}))
	}
	for tick := range 90 {
		if tick == 20 {
			all = append(all, loadWorld(t, all[1].config, saveWorld(t, all[1])))
		}
		for _, w := range all {
			if tick == 10 {
				if err := w.Irradiate(6, 2, [3]int{}, 0); err != nil {
					t.Fatal(err)
				}
			}
			w.Tick()
			if err := w.CheckLedger(); err != nil {
				t.Fatal(err)
			}
		}
		if !sameHistory(t, "two bones", all) {
			return
		}
	}
	if a, b := all[0].patches[0].Hash(), all[0].patches[1].Hash(); a == b {
		t.Errorf("both patches have the hash %016x", a)
	}
	if n := all[0].patches[1].settlers[0].owed; n == [origins]float64{} {
		t.Error("nothing came to the empty bone")
	}
}

// A beam at one bone spares the others: their cells are those of a body that was not
// irradiated.
func TestBeamSparesOtherPatches(t *testing.T) {
	study(t)
	hit, spared := twoBones(t, Config{Threads: 1}), twoBones(t, Config{Threads: 1})
	if err := hit.Irradiate(8, 2, [3]int{}, 0); err != nil {
		t.Fatal(err)
	}
	before := spared.patches[1].living()
	hit.Tick()
	spared.Tick()
	if _, differ := hit.patches[0].firstDifference(spared.patches[0]); differ {
		t.Error("the beam at the thigh changed the hip")
	}
	if n := hit.patches[1].living(); n > before*3/4 {
		t.Errorf("%d of %d cells of the thigh are alive after 8 Gy", n, before)
	}
}

// An emptied bone fills from the others through the blood, and from nothing else: what
// settles there was taken from the circulating cells.
func TestEmptyPatchFillsFromTheBlood(t *testing.T) {
	study(t)
	w := twoBones(t, Config{Threads: 1})
	thigh := w.patches[1]
	before := thigh.progenitors()
	if err := w.Irradiate(15, 2, [3]int{}, 0); err != nil {
		t.Fatal(err)
	}
	days(w, 1)
	least := thigh.progenitors()
	days(w, 14)
	if n := thigh.progenitors(); least > before/4 || n < before/2 {
		t.Errorf("of %d CD34+ cells of the thigh %d are left a day after 15 Gy, and two weeks later it has %d", before, least, n)
	}
	alone := twoBones(t, Config{Threads: 1})
	alone.patches[0].settlers, alone.patches[1].settlers = nil, nil
	if err := alone.Irradiate(15, 2, [3]int{}, 0); err != nil {
		t.Fatal(err)
	}
	days(alone, 15)
	if a, b := alone.patches[1].progenitors(), thigh.progenitors(); a > b/2 {
		t.Errorf("without settlers the thigh has %d CD34+ cells, with them %d", a, b)
	}
	if b := w.Blood(); b.Hb < 13.5 || b.ANC < 2 {
		t.Errorf("three quarters of the marrow keep hemoglobin at %.1f g/dL and neutrophils at %.1fe9/L", b.Hb, b.ANC)
	}
}

// Patches that are not one body are refused, with what is wrong with each.
func TestPatchesAreOneBody(t *testing.T) {
	pores := poresTissue(64, 64, 1, 7)
	for want, parts := range map[string][]Part{
		"add up to 0.9":       {{Name: "a", Tissue: pores, Share: 0.5}, {Name: "b", Tissue: pores, Share: 0.4}},
		"two patches":         {{Name: "a", Tissue: pores, Share: 0.5}, {Name: "a", Tissue: pores, Share: 0.5}},
		"patch 2: no tissue":  {{Name: "a", Tissue: pores, Share: 0.5}, {Name: "b", Share: 0.5}},
		"patch 1: its share":  {{Name: "a", Tissue: pores, Share: -1}, {Name: "b", Tissue: pores, Share: 0.5}},
		"patch 1: occupancy":  {{Name: "a", Tissue: pores, Share: 0.5, Occupancy: 2}, {Name: "b", Tissue: pores, Share: 0.5}},
		"17 patches, want at": make([]Part, MaxParts+1),
	} {
		_, err := New(Config{Table: textbookTable(), Body: parts})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// In whatever order the patches of a body are listed, a clone begins in marrow, not in a spleen
// that sleeps, and vessels are closed where there are any; what cannot be changes no patch.
func TestOrderOfPatchesDoesNotMatter(t *testing.T) {
	table, err := lineage.BuiltinIll("human", []string{"aml"})
	if err != nil {
		t.Fatal(err)
	}
	marrow := crest(t, Config{}).Tissue()
	w := newTestWorld(t, Config{Table: table, Seed: 3, Threads: 1, Body: []Part{
		{Name: "spleen", Tissue: poresTissue(64, 48, 1, 7), Share: 0.04}, {Name: "marrow", Tissue: marrow, Share: 1},
	}})
	if err := errors.Join(w.Sow("aml", 50), w.Occlude(0.5, true, true)); err != nil {
		t.Fatal(err)
	}
	w.Tick()
	if p := w.patches[0]; p.Cells() != 0 || w.Marrow().Blasts == 0 {
		t.Errorf("%d cells in the spleen, %v blasts", p.Cells(), w.Marrow().Blasts)
	}
	before := w.Hash()
	if w.patches[1].vessels.closed.veins != 0.5 || w.Occlude(2, true, true) == nil || w.Hash() != before {
		t.Errorf("vessels of the marrow: %+v", w.patches[1].vessels.closed)
	}
}

// Which patch viewers see changes nothing, whatever is done meanwhile: neither a needle, nor
// an attack, nor age goes by what somebody looks at.
func TestWhatIsShownChangesNothing(t *testing.T) {
	study(t)
	bone := func(name string, age float64) Part {
		made, err := tissue.Generate(tissue.Spec{Name: "iliac-crest", Species: "human", Width: 96, Height: 64, Depth: 1, Age: age, Seed: 5}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return Part{Name: name, Tissue: made, Share: 0.5}
	}
	c := Config{Table: builtin(t, "human"), Seed: 3, Threads: 1, Body: []Part{bone("left", 20), bone("right", 70)}}
	one, other := newTestWorld(t, c), newTestWorld(t, c)
	if err := other.Show("right"); err != nil {
		t.Fatal(err)
	}
	for _, w := range []*World{one, other} {
		err := errors.Join(
			w.Infuse(1, flow.Order{Bone: "tibia", Rate: 20, Volume: 20, Circulation: "normal"}, 0, 100),
			w.AttackStemCells(1), w.PassYears(3, 60, true), w.Occlude(0.5, true, false),
		)
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 90 {
		one.Tick()
		other.Tick()
		if one.Hash() != other.Hash() {
			t.Fatalf("tick %d: another history when another patch is shown", one.Ticks())
		}
	}
}
