package sim

import (
	"testing"

	"marrow/sim/lineage"
)

// T and NK cells kill what they know: a small clone shrinks, one that fills the marrow or
// meets none of them does not.
func TestKillersAndTheSizeOfTheClone(t *testing.T) {
	left := func(killed string, cells, dose float64) float64 {
		w := illOf(t, Config{Threads: 1}, []string{"cml"}, lineage.Override{Path: "diseases.cml.stages.cml_stem.killed", Value: killed})
		if dose > 0 {
			if err := w.Irradiate(dose, 0, [3]int{}, 0); err != nil {
				t.Fatal(err)
			}
			w.Tick()
		}
		sow(t, w, "cml", cells)
		w.Tick()
		days(w, 4)
		return float64(w.accountOf(t, "cml_stem").Present) / cells
	}
	known, unknown := left("0.4 1/d", 40, 0), left("0 1/d", 40, 0)
	large, alone := left("0.4 1/d", 1200, 0), left("0.4 1/d", 40, 12)
	t.Logf("left: known %.2f, unknown %.2f, known and large %.2f, without T and NK cells %.2f", known, unknown, large, alone)
	if known > 0.6*unknown || large < 0.7*unknown || alone < 0.7*unknown {
		t.Errorf("known %.2f, unknown %.2f, known and large %.2f, without T and NK cells %.2f", known, unknown, large, alone)
	}
}
