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
	table, err := lineage.Builtin("human")
	if err != nil {
		t.Fatal(err)
	}
	ts, err := tissue.Generate(tissue.Spec{Name: "open", Width: 32, Height: 32, Depth: depth, Species: "human", Seed: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := sim.New(sim.Config{Table: table, Tissue: ts, Seed: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}
