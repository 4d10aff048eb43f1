package scenario

import (
	"fmt"
	"math"

	"marrow/sim"
	"marrow/sim/tissue"
)

// tissueBytes is the memory of a site of a tissue that is made: its class and walls [bytes].
const tissueBytes = 1.4

// peakMemory estimates the most memory that a patch takes at a time [bytes]: that of
// making its tissue, or that of the tissue and its lattice.
func peakMemory(s tissue.Spec) int64 {
	sites := float64(s.Width) * float64(s.Height) * float64(s.Depth)
	return max(s.Bytes(), int64(sites*tissueBytes)+sim.Bytes(s))
}

// checkMemory refuses a patch that needs more than the machine can give.
func (s *Setup) checkMemory() error {
	spec, p := s.Spec(), s.Scenario.Patch
	need := peakMemory(spec) * int64(max(1, len(s.Scenario.Patches)))
	if s.Memory == 0 || need <= s.Memory {
		return nil
	}
	sites := float64(spec.Width) * float64(spec.Height) * float64(spec.Depth)
	const gb = 1e9
	return fmt.Errorf("patch.size: %s sites, up to %.2g cells, need about %.2g GB of memory, %.2g GB are available: %s",
		sizeText(p.Size), sites*p.Occupancy, float64(need)/gb, float64(s.Memory)/gb, advice(spec, s.Memory))
}

// advice names the largest patch of the same proportions that fits.
func advice(spec tissue.Spec, memory int64) string {
	for scale := 1.0; scale > 0.01; scale *= 0.99 {
		if small, ok := scaled(spec, scale); ok && peakMemory(small) <= memory {
			return "the largest of these proportions that fits is " + sizeText([3]int{small.Width, small.Height, small.Depth})
		}
	}
	return "no patch of these proportions fits"
}

// scaled makes a patch smaller in each direction that it extends in.
func scaled(spec tissue.Spec, scale float64) (tissue.Spec, bool) {
	edge := func(n int) int { return int(math.Floor(float64(n) * scale)) }
	spec.Width, spec.Height = edge(spec.Width), edge(spec.Height)
	if spec.Depth > 1 {
		spec.Depth = edge(spec.Depth)
	}
	return spec, checkSize([3]int{spec.Width, spec.Height, spec.Depth}) == nil
}

func sizeText(size [3]int) string { return fmt.Sprintf("%dx%dx%d", size[0], size[1], size[2]) }
