package sim

import (
	"testing"

	"marrow/sim/tissue"
)

// childsBone is a small hip bone of a child.
func childsBone(t *testing.T, threads, depth int) *World {
	t.Helper()
	side := 128
	if depth > 1 {
		side = 48
	}
	bone, err := tissue.Generate(tissue.Spec{Name: "iliac-crest", Width: side, Height: side, Depth: depth, Species: "human", Age: 10, Seed: 3}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return newTestWorld(t, Config{Table: builtin(t, "human"), Tissue: bone, Seed: 5, Threads: threads})
}

func pass(t *testing.T, w *World, years float64, days int) {
	t.Helper()
	if err := w.PassYears(years, uint64(days)*TicksPerDay, false); err != nil {
		t.Fatal(err)
	}
	for range days * TicksPerDay {
		w.Tick()
	}
}

// Years bring fat and take bone, and nobody is hurt: no cell dies of it but residents without
// a place, no site with a cell turns into fat, all walls stay, and from each place a way
// leads out.
func TestYearsBringFat(t *testing.T) {
	study(t)
	for _, depth := range []int{1, 24} {
		w := childsBone(t, 1, depth)
		young, walls := w.Tissue(), len(w.Tissue().WallExit)
		cells := w.Marrow().Cellularity
		pass(t, w, 60, 6)
		old := w.Tissue()
		if old.Stats.Share[tissue.Fat] < 1.3*young.Stats.Share[tissue.Fat] || w.Marrow().Cellularity > 0.9*cells {
			t.Errorf("fat %v of sites, %v before; cellularity %v, %v before", old.Stats.Share[tissue.Fat], young.Stats.Share[tissue.Fat], w.Marrow().Cellularity, cells)
		}
		if old.Stats.Share[tissue.Bone] >= young.Stats.Share[tissue.Bone] {
			t.Errorf("bone %v of sites, %v before", old.Stats.Share[tissue.Bone], young.Stats.Share[tissue.Bone])
		}
		if n := w.patches[0].lattice.exits.len(); n != walls || population(wallsOf(w)) != walls {
			t.Errorf("%d walls, %d before", population(wallsOf(w)), walls)
		}
		far := 0
		for i, d := range old.Distances() {
			if old.Class[i] == tissue.Free && d == 255 {
				far++
			}
		}
		if far > 0 {
			t.Errorf("no way leads out of %d sites", far)
		}
		if err := w.CheckLedger(); err != nil {
			t.Error(err)
		}
		if young.Stats.Share[tissue.Fat] == old.Stats.Share[tissue.Fat] || w.config.Tissue != young {
			t.Error("the tissue that the world was made from has changed")
		}
	}
}

func wallsOf(w *World) (words []uint64) {
	l := w.patches[0].lattice
	for i := range l.full {
		words = append(words, l.walls(i))
	}
	return words
}

// A world whose fat has changed is the same for each kernel and number of threads, and goes on
// after it is saved and loaded as if nothing had been.
func TestAgingIsOneHistory(t *testing.T) {
	study(t)
	w := childsBone(t, 1, 1)
	pass(t, w, 30, 3)
	all := withEveryKernel(t, w)
	for range TicksPerDay {
		for _, w := range all {
			w.Tick()
		}
		if !sameHistory(t, "aged", all) {
			break
		}
	}
	for _, other := range all[1:] {
		if other.Tissue().Stats != w.Tissue().Stats {
			t.Errorf("tissue %+v, want %+v", other.Tissue().Stats, w.Tissue().Stats)
		}
	}
}

// While no years pass nothing of this is part of a state: two worlds, of which one could age,
// have one hash; and years that cannot pass are refused without a trace.
func TestHealthDoesNotAge(t *testing.T) {
	w := childsBone(t, 1, 1)
	before := w.Hash()
	for _, err := range []error{w.PassYears(-1, 100, false), w.PassYears(10, 0, false), w.PassYears(1e3, 100, false)} {
		if err == nil {
			t.Error("accepted")
		}
	}
	open := newTestWorld(t, Config{Table: builtin(t, "human"), Tissue: poresTissue(64, 64, 1, 8), Seed: 1, Threads: 1})
	if open.PassYears(10, 100, false) == nil {
		t.Error("a tissue without bone grew old")
	}
	if err := w.PassYears(0, 100, false); err != nil {
		t.Error(err)
	}
	if w.Hash() != before {
		t.Error("a refusal left a trace")
	}
}

// A site may be closed if its neighbors find each other without it, and not if it is the only
// way between them.
func TestNoWayIsClosed(t *testing.T) {
	w := newTestWorld(t, Config{Table: builtin(t, "human"), Tissue: poresTissue(64, 64, 1, 8), Seed: 1, Threads: 1})
	l := w.patches[0].lattice
	at := func(x, y int) int { return y*l.nx + x }
	open := func(j int) bool { return !bit(l.blocked, j) }
	if !l.simple(at(10, 10), open) {
		t.Error("a site in the open may not be closed")
	}
	for x := 8; x <= 14; x++ { // a corridor along y = 10
		setBit(l.blocked, at(x, 9))
		setBit(l.blocked, at(x, 11))
	}
	if l.simple(at(10, 10), open) {
		t.Error("a corridor may be closed")
	}
	if !l.spare(at(10, 10), open) {
		t.Error("a corridor with a way around may not be closed")
	}
	setBit(l.blocked, at(11, 10))
	if !l.simple(at(10, 10), open) {
		t.Error("the end of a blind way may not be closed")
	}
}
