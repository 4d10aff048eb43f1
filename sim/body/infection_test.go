package body

import (
	"math"
	"slices"
	"testing"
)

// course infects a body whose marrow sends a share of its healthy neutrophils, and
// returns the highest load and the day on which the germs are gone, or 0.
func course(t testing.TB, g Germ, neutrophils float64) (peak float64, gone uint64) {
	t.Helper()
	b := adult(t)
	output := map[string]float64{"anc": neutrophils}
	live(b, 0, 4, output)
	if err := b.Infect(g); err != nil {
		t.Fatal(err)
	}
	for day := uint64(4); day < 24; day++ {
		live(b, day, 1, output)
		load := b.infection.load()
		if peak = max(peak, load); load == 0 && gone == 0 {
			gone = day - 3
		}
	}
	return peak, gone
}

// The more germs enter and the faster they grow, the higher their load; a body with few
// neutrophils does not clear what another clears within days.
func TestInfectionDependsOnGermsAndNeutrophils(t *testing.T) {
	last := 0.0
	for _, g := range []Germ{
		{Load: 0.3, Doubling: 4, Site: "lung"},
		{Load: 1, Doubling: 4, Site: "lung"},
		{Load: 1, Doubling: 3.5, Site: "lung"},
	} {
		peak, gone := course(t, g, 3)
		if peak <= last || gone == 0 {
			t.Errorf("%+v: load up to %v, gone on day %d; before, up to %v", g, peak, gone, last)
		}
		last = peak
	}
	if peak, gone := course(t, Germ{Load: 1, Doubling: 4, Site: "lung"}, 0.1); gone != 0 || peak < 20 {
		t.Errorf("a tenth of the neutrophils: load up to %v, gone on day %d, want it never gone", peak, gone)
	}
}

// Two half infections, and two half doses of endotoxin, are one whole, bit for bit, and
// none is nothing.
func TestHalvesAreOneWhole(t *testing.T) {
	whole, halves, none := adult(t), adult(t), adult(t)
	act := func(b *Body, load, dose float64) {
		t.Helper()
		if err := b.Infect(Germ{Load: load, Doubling: 4, Site: "skin"}); err != nil {
			t.Fatal(err)
		}
		if err := b.GiveEndotoxin(dose); err != nil {
			t.Fatal(err)
		}
	}
	act(whole, 1, 2)
	act(halves, 0.5, 1)
	act(halves, 0.5, 1)
	act(none, 0, 0)
	if !none.Idle() {
		t.Error("no germs and no endotoxin are something")
	}
	live(whole, 0, 1, nil)
	live(halves, 0, 1, nil)
	if !slices.Equal(whole.Words(nil), halves.Words(nil)) {
		t.Error("two halves are another body than one whole")
	}
}

// After endotoxin the body comes to rest again, but for the iron that it follows.
func TestAlarmEnds(t *testing.T) {
	b := adult(t)
	if err := b.GiveEndotoxin(4); err != nil {
		t.Fatal(err)
	}
	live(b, 0, 1, nil)
	if b.alarm.idle() || b.Count().GCSF < 1.005 {
		t.Errorf("G-CSF x%v a day after, at rest %v", b.Count().GCSF, b.alarm.idle())
	}
	live(b, 1, 7, nil)
	if !b.alarm.idle() {
		t.Errorf("not at rest after a week: %v", b.alarm.level)
	}
}

// What makes no sense is refused and leaves the body as it was.
func TestNonsenseIsRefused(t *testing.T) {
	b, nan := adult(t), math.NaN()
	for what, err := range map[string]error{
		"bleed all":        b.Bleed(1, 0),
		"bleed NaN":        b.Bleed(nan, 10),
		"negative units":   b.TransfuseRed(-1),
		"endless units":    b.TransfusePlatelets(math.Inf(1)),
		"negative iron":    b.SetIron(-1),
		"iron NaN":         b.GiveIron(nan, true),
		"too high":         b.Climb(9000),
		"height NaN":       b.Climb(nan),
		"load NaN":         b.Infect(Germ{Load: nan, Doubling: 4, Site: "lung"}),
		"no doubling":      b.Infect(Germ{Load: 1, Site: "lung"}),
		"no such site":     b.Infect(Germ{Load: 1, Doubling: 4, Site: "tooth"}),
		"endotoxin NaN":    b.GiveEndotoxin(nan),
		"endless bleeding": b.Bleed(0.1, math.MaxUint64),
	} {
		if err == nil {
			t.Errorf("%s was taken", what)
		}
	}
	if !b.Idle() {
		t.Error("what was refused has left a trace")
	}
}

// Eosinophils are called by worms, and not by bacteria.
func TestWormsCallEosinophils(t *testing.T) {
	for _, worms := range []bool{true, false} {
		b := adult(t)
		if err := b.Infect(Germ{Load: 3, Doubling: 4, Site: "lung", Worms: worms}); err != nil {
			t.Fatal(err)
		}
		live(b, 0, 1, nil)
		levels := b.Levels()
		if called := levels[b.alarm.eosinophilic] > 0.1; called != worms {
			t.Errorf("worms %v: eosinophils are called: %v", worms, called)
		}
		if alarmed := levels[b.alarm.general] > 0.1; alarmed == worms {
			t.Errorf("worms %v: alarm is %v", worms, levels[b.alarm.general])
		}
	}
}
