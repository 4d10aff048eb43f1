package live

import (
	"testing"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

func newWorld(t *testing.T) *sim.World {
	t.Helper()
	ts := &tissue.Tissue{Spec: tissue.Spec{Width: 32, Height: 32, Depth: 1}, Class: make([]tissue.Class, 1024)}
	w, err := sim.New(sim.Config{Table: &lineage.Table{Stages: make([]lineage.Stage, 3)}, Tissue: ts, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}
