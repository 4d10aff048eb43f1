package live

import (
	"bytes"
	"testing"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// While nothing ticks, who goes on looking at the same slice sees it of another patch as soon
// as that is shown.
func TestShownPatchIsDrawnWhilePaused(t *testing.T) {
	table, err := lineage.Builtin("human")
	if err != nil {
		t.Fatal(err)
	}
	var body []sim.Part
	for seed, name := range []string{"hip", "thigh"} {
		place, err := tissue.Generate(tissue.Spec{Name: "open", Width: 32, Height: 32, Depth: 1, Species: "human", Seed: uint64(seed)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		body = append(body, sim.Part{Name: name, Tissue: place, Share: 0.5})
	}
	w, err := sim.New(sim.Config{Table: table, Body: body, Seed: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := New(w, Options{Paused: true})
	go r.Run(t.Context())
	t.Cleanup(func() { <-r.Done(); w.Close() })
	drawn := func() []byte {
		for {
			if s, ok := r.Line().Want(Wish{Now: []Block{{N: 1}}}).Slices[0]; ok {
				return s.Codes
			}
		}
	}
	hip := drawn()
	if _, err := r.Line().Show("thigh"); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(drawn(), hip) {
		t.Error("the thigh looks as the hip did")
	}
}
