package sim

import (
	"testing"

	"marrow/sim/tissue"
)

// A picture shows the tissue's class where no cell can be, and elsewhere the stage of the
// cell or nothing; the stages in all slices are as many as the world counts.
func TestSlice(t *testing.T) {
	for _, volume := range []bool{false, true} {
		w := small(t, 1, volume)
		for range 50 {
			w.Tick()
		}
		s := w.Tissue().Spec
		counts := make([]int, len(w.Table().Stages))
		var codes []uint8
		for z := range s.Depth {
			codes = w.Slice(z, codes)
			for i, code := range codes {
				class := w.Tissue().Class[z*s.Width*s.Height+i]
				switch {
				case class != tissue.Free && code != CodeTissue+uint8(class):
					t.Fatalf("slice %d, site %d of class %d has code %d", z, i, class, code)
				case class == tissue.Free && code > 0:
					counts[code-1]++
				}
			}
		}
		for i, n := range w.Counts() {
			if counts[i] != n {
				t.Errorf("volume %v: %d cells of stage %d in the pictures, want %d", volume, counts[i], i, n)
			}
		}
	}
}
