package sim

import (
	"math"
	"testing"

	"marrow/sim/lineage"
)

// wanderers is a species of one cell that only moves.
func wanderers(motility float64) *lineage.Table {
	return &lineage.Table{
		Stages: []lineage.Stage{{Name: "wanderer", Lineage: "stem", Nucleated: true, Rows: []lineage.Kind{1}}},
		Rows: []lineage.Row{{}, {
			Stay: 1, Phases: 1, End: lineage.Reside, Survival: 1, Count: 100, Motility: motility, Pool: -1, Exit: -1,
		}},
	}
}

// Alone in a box, a cell has the motility coefficient of its table, in a slice and
// in a volume, and none is created or lost on the way.
func TestMotilityIsThatOfTheTable(t *testing.T) {
	study(t)
	for _, size := range [][3]int{{640, 640, 1}, {160, 160, 160}} {
		for _, motility := range []float64{0.3, 2.0} {
			tissue := poresTissue(size[0], size[1], size[2], 1<<20)
			w := newTestWorld(t, Config{Table: wanderers(motility), Tissue: tissue, Seed: 4, Occupancy: 0.002})
			cells := w.Marrow().Cells
			got := w.TrackMotility(1, 24)
			if math.Abs(got/motility-1) > 0.05 {
				t.Errorf("%v: motility %.3f um2/min, want %.3f", size, got, motility)
			}
			if now := w.Marrow().Cells; now != cells || w.CheckLedger() != nil {
				t.Errorf("%v: %d cells of %d are left, ledger: %v", size, now, cells, w.CheckLedger())
			}
		}
	}
}

// Moves have no preferred direction: the mean of all cells stays where it was.
func TestMovesAreIsotropic(t *testing.T) {
	study(t)
	tissue := poresTissue(128, 128, 1, 1<<20)
	w := newTestWorld(t, Config{Table: wanderers(2), Tissue: tissue, Seed: 8, Occupancy: 0.05})
	p := w.patches[0]
	start := p.trace(1)
	for range 50 {
		w.Tick()
	}
	var dx, dy float64
	for i, s := range p.traced(1, len(start)) {
		dx += float64(s.site%p.lattice.nx-start[i]%p.lattice.nx) / float64(len(start))
		dy += float64(s.site/p.lattice.nx-start[i]/p.lattice.nx) / float64(len(start))
	}
	// A cell makes about 20 steps, half of them along each axis: a spread of 3.2 sites.
	if limit := 4 * 3.2 / math.Sqrt(float64(len(start))); math.Abs(dx) > limit || math.Abs(dy) > limit {
		t.Errorf("mean drift (%.3f, %.3f) sites, want within %.3f", dx, dy, limit)
	}
}

// In a healthy marrow multipotent progenitors move as fast as they were seen to in
// mice: 1.5 to 2.6 um2/min over an hour (115 intravital tracks).
func TestProgenitorsMoveAsSeen(t *testing.T) {
	study(t)
	w := newTestWorld(t, Config{Table: textbookTable(), Tissue: poresTissue(64, 64, 48, 7), Seed: 4})
	for range 100 {
		w.Tick()
	}
	got := w.TrackMotility(1, 12)
	if got < 1.5 || got > 2.6 {
		t.Errorf("motility %.2f um2/min, want 1.5 to 2.6", got)
	}
	t.Logf("motility %.2f um2/min", got)
}
