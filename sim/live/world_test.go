package live

import (
	"testing"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// newWorld returns a small piece of human marrow of so many slices.
func newWorld(t *testing.T, depth int) *sim.World {
	t.Helper()
	return worldOf(t, sim.Config{Tissue: openTissue(t, depth)})
}

func openTissue(t *testing.T, depth int) *tissue.Tissue {
	t.Helper()
	ts, err := tissue.Generate(tissue.Spec{Name: "open", Width: 32, Height: 32, Depth: depth, Species: "human", Seed: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

// worldOf makes a human's world, which ends with the test.
func worldOf(t *testing.T, c sim.Config) *sim.World {
	t.Helper()
	table, err := lineage.Builtin("human")
	if err != nil {
		t.Fatal(err)
	}
	c.Table, c.Seed, c.Threads = table, 1, 1
	w, err := sim.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}
