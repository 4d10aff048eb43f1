package sim

import (
	"testing"

	"marrow/sim/lineage"
)

// withSpleen is a small body whose spleen can make blood, and wakes within a day.
func withSpleen(t testing.TB, c Config) *World {
	t.Helper()
	table, err := lineage.Builtin("human", lineage.Override{Path: "organs.spleen.wakes.delay", Value: "1 d, chosen, design"})
	if err != nil {
		t.Fatal(err)
	}
	c.Table, c.Seed = table, 3
	c.Body = []Part{
		{Name: "marrow", Tissue: poresTissue(128, 96, 1, 7), Share: 1},
		{Name: "spleen", Tissue: poresTissue(64, 48, 1, 7), Share: 0.04},
	}
	return newTestWorld(t, c)
}

// In health the spleen of an adult is empty and stays so. When blood is short for long its
// niches open, stem and progenitor cells of the marrow settle, and what they make gets into
// the blood before it is ripe; then they close again.
func TestSpleenWakes(t *testing.T) {
	study(t)
	healthy, bled := withSpleen(t, Config{Threads: 1}), withSpleen(t, Config{Threads: 1})
	for range 6 {
		if err := bled.Bleed(0.35, 0); err != nil {
			t.Fatal(err)
		}
		days(healthy, 2)
		days(bled, 2)
	}
	if p := healthy.patches[1]; p.Open() != 0 || p.Cells() != 0 {
		t.Errorf("in health %.2f of the niches of the spleen are open, and it has %d cells", p.Open(), p.Cells())
	}
	p := bled.patches[1]
	if p.Open() < 0.5 || p.Cells() < 2 {
		t.Errorf("after blood loss %.2f of the niches are open, and it has %d cells", p.Open(), p.Cells())
	}
	again := loadWorld(t, bled.config, saveWorld(t, bled))
	days(bled, 0.2)
	days(again, 0.2)
	sameHistory(t, "spleen", []*World{bled, again})
}
