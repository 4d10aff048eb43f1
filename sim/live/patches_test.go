package live

import (
	"bytes"
	"testing"

	"marrow/sim"
)

// While nothing ticks, who goes on looking at the same slice sees it of another patch as soon
// as that is shown.
func TestShownPatchIsDrawnWhilePaused(t *testing.T) {
	place := openTissue(t, 1)
	w := worldOf(t, sim.Config{Body: []sim.Part{{Name: "hip", Tissue: place, Share: 0.5}, {Name: "thigh", Tissue: place, Share: 0.5}}})
	r := New(w, Options{Paused: true})
	go r.Run(t.Context())
	t.Cleanup(func() { <-r.Done() })
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
