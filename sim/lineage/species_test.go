package lineage_test

import (
	"math"
	"os"
	"slices"
	"testing"

	"marrow/sim/lineage"
)

func builtin(t testing.TB, name string, set ...lineage.Override) *lineage.Table {
	t.Helper()
	table, err := lineage.Builtin(name, set...)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// rowsOf returns the rows of the named stages.
func rowsOf(t testing.TB, table *lineage.Table, stages ...string) []lineage.Row {
	t.Helper()
	var rows []lineage.Row
	for _, name := range stages {
		i := slices.IndexFunc(table.Stages, func(s lineage.Stage) bool { return s.Name == name })
		if i < 0 {
			t.Fatalf("%s has no stage %q", table.Species, name)
		}
		for _, k := range table.Stages[i].Rows {
			rows = append(rows, table.Rows[k])
		}
	}
	return rows
}

func cells(rows []lineage.Row) (sum float64) {
	for _, r := range rows {
		sum += r.Count
	}
	return sum
}

func nucleated(table *lineage.Table) (sum float64) {
	for _, r := range table.Rows[1:] {
		if table.Stages[r.Stage].Nucleated {
			sum += r.Count
		}
	}
	return sum
}

var (
	neutrophils   = []string{"myeloblast", "promyelocyte", "myelocyte", "metamyelocyte", "band", "segmented"}
	eosinophils   = []string{"eosinophil_promyelocyte", "eosinophil_myelocyte", "eosinophil_metamyelocyte", "eosinophil_band", "eosinophil"}
	basophils     = []string{"basophil_promyelocyte", "basophil_myelocyte", "basophil_metamyelocyte", "basophil_band", "basophil"}
	erythroblasts = []string{"proerythroblast", "basophilic_erythroblast", "polychromatic_erythroblast", "orthochromatic_erythroblast"}
)

// In the steady state what enters each row ends its stay there, and as many cells are
// present as enter in one mean stay.
func TestFlowIsConserved(t *testing.T) {
	for _, name := range lineage.Names() {
		table := builtin(t, name)
		in := make([]float64, len(table.Rows))
		for _, r := range table.Rows[1:] {
			out := r.Flow * r.Survival
			if r.End == lineage.Divide {
				out *= 2
			}
			if r.End == lineage.Renew && r.Pool >= 0 {
				out -= table.Pools[r.Pool].Inflow // divisions that make up for a leak
			}
			weights := 0.0
			for _, b := range r.Next {
				in[b.To] += out * b.Weight
				weights += b.Weight
			}
			if len(r.Next) > 0 && math.Abs(weights-1) > 1e-12 {
				t.Errorf("%s: %s: weights sum to %v, want 1", name, table.Stages[r.Stage].Name, weights)
			}
		}
		for k, r := range table.Rows[1:] {
			keepsUp := r.End == lineage.Renew || r.End == lineage.Asymmetric || r.End == lineage.Reside
			if got := in[k+1]; !keepsUp && math.Abs(got/r.Flow-1) > 1e-9 {
				t.Errorf("%s: %s row %d: %v cells a day enter and %v end their stay", name, table.Stages[r.Stage].Name, k+1, got, r.Flow)
			}
			if !keepsUp && math.Abs(r.Count-r.Flow*r.Stay) > 1e-9*r.Count {
				t.Errorf("%s: %s row %d: %v cells present, want %v", name, table.Stages[r.Stage].Name, k+1, r.Count, r.Flow*r.Stay)
			}
		}
	}
}

// The human table makes the published number of cells a day, and the shares of marrow
// cells that follow from it are those that pathologists count.
func TestHumanMyelogram(t *testing.T) {
	table := builtin(t, "human")
	total := nucleated(table)
	if total < 0.95*1.05e12 || total > 1.05*1.05e12 {
		t.Errorf("%.3g nucleated cells, want 1.05e12 within 5 %%", total)
	}
	for _, tt := range []struct {
		name   string
		stages []string
		lo, hi float64 // % of nucleated
		source string
	}{
		{"erythroblasts", erythroblasts, 30, 36, "32 parmentier2020, 34 by balance"},
		{"proerythroblast", []string{"proerythroblast"}, 0.9, 1.6, "theml2004 about 1"},
		{"poly- and orthochromatic", []string{"polychromatic_erythroblast", "orthochromatic_erythroblast"}, 16, 40, "theml2004 range"},
		{"granulocytes", append(append(neutrophils, eosinophils...), basophils...), 40, 65, "parmentier2020, wintrobe1999"},
		{"neutrophil series", neutrophils, 41, 45, "43 by balance"},
		{"myeloblast", []string{"myeloblast"}, 0, 1, "theml2004"},
		{"promyelocyte", []string{"promyelocyte"}, 2.5, 3.5, "theml2004"},
		{"myelocyte", []string{"myelocyte"}, 5, 25, "theml2004"},
		{"metamyelocyte", []string{"metamyelocyte"}, 5, 20, "theml2004"},
		{"band", []string{"band"}, 5, 25, "theml2004"},
		{"segmented", []string{"segmented"}, 6, 9, "theml2004 7"},
		{"eosinophils", eosinophils, 2.0, 2.8, "flow14_2018"},
		{"monocyte", []string{"monocyte"}, 0.25, 0.4, "harrison1962 0.3"},
		{"B precursors", []string{"pro_b", "pre_b", "immature_b"}, 0.35, 0.65, "sender_milo2021 5.5e9 of 1.05e12"},
		{"plasma cells", []string{"plasma_cell"}, 0.1, 0.5, "flow14_2018"},
		{"mature lymphocytes", []string{"lymphocyte", "nk"}, 7.9, 12.9, "flow14_2018: T, mature B, NK"},
		{"megakaryocytes", []string{"megakaryoblast", "megakaryocyte", "shedding_megakaryocyte"}, 0.04, 0.1, "recalled"},
	} {
		if got := 100 * cells(rowsOf(t, table, tt.stages...)) / total; got < tt.lo || got > tt.hi {
			t.Errorf("%s: %.2f %%, want %v to %v (%s)", tt.name, got, tt.lo, tt.hi, tt.source)
		}
	}
	stem, blasts := 0.0, 0.0
	for _, r := range table.Rows[1:] {
		if table.Stages[r.Stage].CD34 {
			stem += 100 * r.Count / total
		}
		if table.Stages[r.Stage].Blast {
			blasts += 100 * r.Count / total
		}
	}
	if stem < 0.8 || stem > 1.2 || blasts > 2 {
		t.Errorf("CD34+ %.2f %%, blasts %.2f %%, want about 1.0 (brooimans2009) and less than 2 (theml2004)", stem, blasts)
	}
}

// What leaves the marrow in a day is what was measured.
func TestHumanOutput(t *testing.T) {
	table := builtin(t, "human")
	for _, tt := range []struct {
		pool   string
		lo, hi float64
	}{ // Sender and Milo 2021; Harker 1977; Zhang 2007; Patel 2017
		{"reticulocyte", 1.9e11, 2.4e11},
		{"neutrophil", 4.5e10, 9e10},
		{"platelet", 1.3e11, 2.3e11},
		{"monocyte", 0.8e9, 2.5e9},
		{"b", 0.3e9, 1.0e9},
		{"nk", 7.4e7, 7.6e7},
	} {
		if p := pool(t, table, tt.pool); p.Inflow < tt.lo || p.Inflow > tt.hi {
			t.Errorf("%s: %.3g a day, want %.3g to %.3g", tt.pool, p.Inflow, tt.lo, tt.hi)
		}
	}
	// Commitment out of the CD34+ pool, by mass balance: 2.65e9 erythroid, 1.9e9
	// neutrophil, 4.4e7 megakaryocytic progenitors a day.
	for stage, want := range map[string]float64{"cfu_e": 2.65e9, "mkp": 4.4e7} {
		if got := rowsOf(t, table, stage)[0].Flow; math.Abs(got/want-1) > 0.02 {
			t.Errorf("%s: %.3g a day enter, want %.3g", stage, got, want)
		}
	}
	if got := 6.09e10 / rowsOf(t, table, "myeloblast")[0].Flow; math.Abs(got-8) > 1e-9 {
		t.Errorf("%v neutrophils from a myeloblast, want 8", got)
	}
}

func pool(t testing.TB, table *lineage.Table, name string) lineage.Pool {
	t.Helper()
	for _, p := range table.Pools {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("%s has no pool %q", table.Species, name)
	return lineage.Pool{}
}

// The healthy blood count that follows from outputs, life spans and circulating shares
// is the normal one.
func TestBloodCounts(t *testing.T) {
	for _, tt := range []struct {
		species, column string
		lo, hi          float64 // cells/L
	}{
		{"human", "rbc", 5.0e12, 5.2e12},
		{"human", "retic", 20e9, 110e9}, // bain_rlbuht
		{"human", "anc", 3.69e9, 3.71e9},
		{"human", "band", 0, 0},
		{"human", "eos", 0.14e9, 0.16e9},
		{"human", "baso", 0.029e9, 0.031e9},
		{"human", "mono", 0.2e9, 0.8e9},    // hoffbrand
		{"human", "lymph", 1.0e9, 4.8e9},   // henry2011
		{"human", "plt", 249e9, 251e9},     //
		{"human", "cd34", 2.9e6, 3.1e6},    // auwera2001
		{"mouse", "rbc", 9.6e12, 10.3e12},  // zheng2021_li2023
		{"mouse", "retic", 200e9, 500e9},   // zheng2021_li2023
		{"mouse", "anc", 1.19e9, 1.21e9},   // mouse_blood_atlas: 5 to 20 % of 5 to 10e9
		{"mouse", "plt", 0.99e12, 1.01e12}, // ware2004
	} {
		table := builtin(t, tt.species)
		got := 0.0
		for _, p := range table.Pools {
			if p.Column == tt.column {
				got += p.Level * p.Circulating / table.Body.Blood
			}
		}
		if got < tt.lo || got > tt.hi {
			t.Errorf("%s %s: %.4g/L, want %.4g to %.4g", tt.species, tt.column, got, tt.lo, tt.hi)
		}
	}
}

// The mouse keeps its measured outputs; the shares of marrow cells come as near to the
// count as they allow.
func TestMouse(t *testing.T) {
	table := builtin(t, "mouse")
	total := nucleated(table)
	if total < 4.18e8 || total > 5.14e8 {
		t.Errorf("%.3g nucleated cells, want 4.66+-0.48e8 (colvin2004)", total)
	}
	for _, tt := range []struct {
		name   string
		stages []string
		lo, hi float64 // % of nucleated, around mouse_marrow_histonet
	}{
		{"erythroblasts", erythroblasts, 20, 30},
		{"promyelocytes and myelocytes", []string{"promyelocyte", "myelocyte"}, 8, 12},
		{"metamyelocytes to segmented", []string{"metamyelocyte", "band", "segmented"}, 20, 28},
		{"eosinophils", eosinophils, 2.4, 3.6},
		{"monocytes and macrophages", []string{"monoblast", "promonocyte", "monocyte", "macrophage"}, 8, 12},
		{"lymphoid", []string{"pro_b", "pre_b", "immature_b", "nk_progenitor", "nk", "lymphocyte"}, 25, 35},
		{"myeloblasts", []string{"myeloblast"}, 0, 1},
		{"megakaryocytes", []string{"megakaryoblast", "megakaryocyte", "shedding_megakaryocyte"}, 0.10, 0.18},
	} {
		if got := 100 * cells(rowsOf(t, table, tt.stages...)) / total; got < tt.lo || got > tt.hi {
			t.Errorf("%s: %.2f %%, want %v to %v", tt.name, got, tt.lo, tt.hi)
		}
	}
	if made := rowsOf(t, table, "immature_b")[0].Flow; math.Abs(made-1.5e7) > 0.5e7 {
		t.Errorf("%.3g immature B cells a day, want 1.5+-0.5e7 (rolink1998)", made)
	}
	if n := cells(rowsOf(t, table, "cmp")); n < 0.76e6 || n > 3.0e6 {
		t.Errorf("%.3g CMP, want 0.76 to 3.0e6", n)
	}
}

// Both species have the same stages, pools and ways out, so that a scenario that names
// one runs on the other.
func TestSpeciesMatch(t *testing.T) {
	names := func(table *lineage.Table) (out []string) {
		for _, s := range table.Stages {
			out = append(out, s.Name)
		}
		for _, p := range table.Pools {
			out = append(out, p.Name)
		}
		return append(out, table.Lineages...)
	}
	if a, b := names(builtin(t, "human")), names(builtin(t, "mouse")); !slices.Equal(a, b) {
		t.Errorf("human has %v\nmouse has %v", a, b)
	}
}

// A stage that looks for an exit after its stay has a second row, which is found from
// the first.
func TestLeavingRows(t *testing.T) {
	table := builtin(t, "human")
	rows := rowsOf(t, table, "reticulocyte")
	if len(rows) != 2 || rows[0].End != lineage.Mature || rows[1].End != lineage.Leave {
		t.Fatalf("rows %+v, want one that matures and one that leaves", rows)
	}
	if got := table.Rows[rows[0].SearchOf]; !slices.Equal(got.Next, rows[1].Next) || got.AtWall != 144 || got.Stay != 0 || got.Rank != 2 || got.Flow != 2.143e11 {
		t.Errorf("the row that is searched from is %+v, want %+v", got, rows[1])
	}
	if seg := rowsOf(t, table, "segmented"); len(seg) != 1 || seg[0].End != lineage.Leave || seg[0].Stay != 1.4 {
		t.Errorf("segmented is %+v, want one row that leaves after 1.4 d in the mean", seg)
	}
	want := []string{"erythrocyte", "neutrophil", "eosinophil", "basophil", "monocyte", "platelet", "b", "nk", "t", "cd34"}
	if !slices.Equal(table.Lineages, want) {
		t.Errorf("lineages %v, want %v", table.Lineages, want)
	}
}

// Effects reach the rows they can change: the first of a progenitor's generations, the
// dividing part of the myelocyte, every generation that can die.
func TestEffectRows(t *testing.T) {
	table := builtin(t, "human")
	got := map[lineage.Act]int{}
	for _, e := range table.Effects {
		if table.Signals[e.Signal].Form == lineage.Outside {
			continue // of an agent, or of illness
		}
		got[e.Act] += len(e.Rows)
		for _, k := range e.Rows {
			row := table.Rows[k]
			if e.Act == lineage.Amplify && (row.End != lineage.Divide || k > 1 && table.Rows[k-1].Stage == row.Stage) {
				t.Errorf("amplify reaches row %d of %s, want its first", k, table.Stages[row.Stage].Name)
			}
		}
	}
	want := map[lineage.Act]int{
		lineage.Commit: 3, lineage.Survive: 4, lineage.Amplify: 2, lineage.Speed: 1 + 1 + 8 + 5,
		lineage.Release: 1, lineage.Early: 2, lineage.Yield: 1, lineage.Retain: 1,
	}
	for act, n := range want {
		if got[act] != n {
			t.Errorf("act %d reaches %d rows, want %d", act, got[act], n)
		}
	}
}

// One number changed by an override moves what hangs on it and nothing else.
func TestOverride(t *testing.T) {
	plain := builtin(t, "human")
	table := builtin(t, "human", lineage.Override{Path: "stages.band.stay", Value: "2.5 d"})
	if got := rowsOf(t, table, "band")[0].Count; math.Abs(got-2.5*6.09e10) > 1 {
		t.Errorf("%v bands, want %v", got, 2.5*6.09e10)
	}
	if a, b := cells(rowsOf(t, plain, "mpp")), cells(rowsOf(t, table, "mpp")); a != b {
		t.Errorf("%v mpp, want %v as before", b, a)
	}
	for _, tt := range []struct{ path, value, want string }{
		{"stages.band.stay", "2.5 um", "--set stages.band.stay=2.5 um: got unit um, want unit d (or y, w, h, min, s)"},
		{"stages.bnad.stay", "2.5 d", `--set stages.bnad.stay=2.5 d: stages has no item "bnad", nearest is "band"`},
		{"stages.band.stya", "2.5 d", `--set stages.band.stya=2.5 d: unknown key "stya", nearest is "stay"`},
		{"stages.band.next", "segmentd", `--set stages.band.next=segmentd: no stage is called "segmentd", nearest is "segmented"`},
		{"body.blood", "0 L", "--set body.blood=0 L: got 0, want more than 0"},
	} {
		_, err := lineage.Builtin("human", lineage.Override{Path: tt.path, Value: tt.value})
		if err == nil || err.Error() != tt.want {
			t.Errorf("got error %v\nwant      %s", err, tt.want)
		}
	}
}

// A species that does not exist is named with the nearest one.
func TestBuiltinUnknown(t *testing.T) {
	for name, want := range map[string]string{
		"mosue":  `lineage: no species is called "mosue", nearest is "mouse"`,
		"dragon": `lineage: no species is called "dragon" (there are fetus, human, mouse)`,
		"../x":   `lineage: no species is called "../x" (there are fetus, human, mouse)`,
	} {
		if _, err := lineage.Builtin(name); err == nil || err.Error() != want {
			t.Errorf("got error %v\nwant      %s", err, want)
		}
	}
}

func fromFile(t testing.TB, name string) *lineage.Table {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	table, err := lineage.Read(name, data, sources(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// One stage that divides into itself, dies and wanders is a species.
func TestSmallestSpecies(t *testing.T) {
	table := fromFile(t, "amoeba.yaml")
	if len(table.Rows) != 2 || len(table.Pools) != 0 || table.Body != (lineage.Body{}) {
		t.Fatalf("got %+v, want one row and no body", table)
	}
	got := table.Rows[1]
	if got.End != lineage.Divide || got.Count != 1000 || got.Flow != 1000 || got.Survival != 0.5 || got.Motility != 1 ||
		!slices.Equal(got.Next, []lineage.Branch{{To: 1, Weight: 1}}) || got.Pool != -1 || got.Exit != -1 {
		t.Errorf("got %+v, want 1000 cells, of which each divides once a day and half die", got)
	}
}

// A stage that keeps itself up and feeds another gives on only what it makes too much.
func TestSelfLoopThatFeeds(t *testing.T) {
	data := []byte(`
species: newt
leaving:
  motility: 2 um2/min, chosen, design
  at_wall: 144 1/d, chosen, design
stages:
  - name: seed
    end: divide
    stay: 2 d, chosen, design
    survival: 0.75, chosen, design
    next: [seed, gone]
  - name: gone
    end: leave
    output: 100 cells/d, chosen, design
`)
	table, err := lineage.Read("newt.yaml", data, sources(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	// Each division makes 1.5 cells: one to replace the mother, a half to go on.
	if got := table.Rows[1]; got.Flow != 200 || got.Count != 400 || math.Abs(got.Next[0].Weight-2.0/3) > 1e-15 {
		t.Errorf("got %+v, want a flow of 200 a day, 400 cells, two thirds staying", got)
	}
}

// The small species of the tests for mistakes has none.
func TestNewt(t *testing.T) {
	table := fromFile(t, "newt.yaml")
	// 1e6 a day leave after half a day; before, two divisions of which 0.9 survive.
	want := 1e6 / 1.8 * (1 + 1/1.8)
	if got := cells(rowsOf(t, table, "red")); math.Abs(got-want) > 1e-6*want {
		t.Errorf("%v cells in red, want %v", got, want)
	}
	if got := table.Pools[0]; got.Inflow != 1e6 || got.Level != 3e7 {
		t.Errorf("pool is %+v, want 1e6 a day and 3e7 cells", got)
	}
}

// No bytes make the reader panic, and a table that is read is finite and whole.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"testdata/amoeba.yaml", "testdata/newt.yaml"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := lineage.Read("x.yaml", data, []string{"design"}, nil)
		if err != nil {
			return
		}
		for k, r := range table.Rows {
			if r.Flow < 0 || r.Count < 0 || math.IsNaN(r.Flow) || math.IsInf(r.Count, 0) || math.IsNaN(r.Count) {
				t.Errorf("row %d: flow %v, count %v", k, r.Flow, r.Count)
			}
			for _, b := range r.Next {
				if b.To == 0 || int(b.To) >= len(table.Rows) || !(b.Weight > 0) {
					t.Errorf("row %d leads to row %d with weight %v", k, b.To, b.Weight)
				}
			}
		}
	})
}
