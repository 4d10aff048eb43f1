package sim

import (
	"slices"
	"testing"

	"marrow/sim/lineage"
)

// What can befall a body, and does not, leaves no trace: a healthy world has the hash that it
// would have if none of the latent effects were there; once one is felt it has another.
func TestHealthHasOneHash(t *testing.T) {
	bare := builtin(t, "human")
	bare.Effects = slices.DeleteFunc(slices.Clone(bare.Effects), func(e lineage.Effect) bool { return bare.Signals[e.Signal].Latent })
	bare.Attacks = nil
	var worlds []*World
	for _, table := range []*lineage.Table{builtin(t, "human"), bare} {
		worlds = append(worlds, newTestWorld(t, Config{Table: table, Tissue: poresTissue(64, 64, 1, 8), Seed: 1, Threads: 1}))
	}
	if len(worlds[0].table.Effects) == len(worlds[1].table.Effects) {
		t.Fatal("no effect is latent")
	}
	for range 30 {
		for _, w := range worlds {
			w.Tick()
		}
	}
	if worlds[0].Hash() != worlds[1].Hash() {
		t.Error("effects that nobody feels are part of the hash")
	}
	if err := worlds[0].AttackPlatelets(1, 0); err != nil {
		t.Fatal(err)
	}
	for range 30 {
		for _, w := range worlds {
			w.Tick()
		}
	}
	if worlds[0].Hash() == worlds[1].Hash() {
		t.Error("antibodies are not part of the hash")
	}
}
