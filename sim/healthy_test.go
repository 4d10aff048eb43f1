package sim

import (
	"testing"

	"marrow/sim/tissue"
)

// A healthy marrow stays healthy: its blood keeps to the normal range, its divisions
// find room, and no neighborhood fills up, in a slice of hip bone, in a volume of it,
// and in the thigh bone of a mouse. A jam would show in the divisions long before it
// shows in the blood.
func TestHealthyMarrowHolds(t *testing.T) {
	study(t)
	const days, settled = 20, 10
	for _, tt := range []struct {
		spec           tissue.Spec
		hbLow, hbHigh  float64 // [g/dL]
		ancLow, anHigh float64 // [1e9/L]
	}{
		{tissue.Spec{Name: "iliac-crest", Species: "human", Width: 192, Height: 192, Depth: 1, Seed: 5}, 13.5, 15.5, 2.5, 5.5},
		{tissue.Spec{Name: "iliac-crest", Species: "human", Width: 64, Height: 64, Depth: 24, Seed: 5}, 13.5, 15.5, 2.5, 5.5},
		{tissue.Spec{Name: "femur-shaft", Species: "mouse", Width: 64, Height: 64, Depth: 24, Seed: 5}, 13.6, 16.4, 0.25, 2.0},
	} {
		place, err := tissue.Generate(tt.spec, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := newTestWorld(t, Config{Table: builtin(t, tt.spec.Species), Tissue: place, Seed: 11})
		full := 0.0 // mean over the last days: of few neighborhoods one more or less is chance
		for day := range days {
			for range TicksPerDay {
				w.Tick()
			}
			if day >= days-settled {
				full += w.FullBlocks() / settled
			}
		}
		b, totals := w.Blood(), w.Totals()
		t.Logf("%s, depth %d: Hb %.2f, ANC %.2f, platelets %.0f, reticulocytes %.1f, full %.3f", tt.spec.Name, tt.spec.Depth, b.Hb, b.ANC, b.Plt, b.Retic, full)
		if b.Hb < tt.hbLow || b.Hb > tt.hbHigh || b.ANC < tt.ancLow || b.ANC > tt.anHigh {
			t.Errorf("%+v: Hb %.2f g/dL, ANC %.2fe9/L", tt.spec, b.Hb, b.ANC)
		}
		if failed := float64(totals.Failed) / float64(totals.Divisions); failed > 0.1 {
			t.Errorf("%+v: %.3f failed attempts per division, want at most 0.1", tt.spec, failed)
		}
		limit := 0.10
		if tt.spec.Species == "mouse" {
			limit = 0.25 // its volumes are packed to 0.85, so that chance fills some
		}
		if full > limit {
			t.Errorf("%+v: %.3f of the neighborhoods are full", tt.spec, full)
		}
	}
}
