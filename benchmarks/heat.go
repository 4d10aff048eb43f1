package benchmarks

import (
	"context"
	"runtime"
)

// A heat is the measurement of contenders that are in memory together.
type heat struct {
	suite    *Suite
	ground   *ground
	memory   *memory
	result   *Result
	ticks    int
	progress func(n uint64)
}

func (h *heat) run(ctx context.Context, group []*contender) error {
	for _, c := range group {
		if err := h.begin(ctx, c); err != nil {
			return err
		}
	}
	for range h.suite.Repeats {
		if err := h.repeat(ctx, group); err != nil {
			return err
		}
	}
	for _, c := range group {
		c.end()
	}
	return nil
}

// begin opens a contender and brings it to where it is measured. Kernels start from the
// warm state; the naive sweep makes its own.
func (h *heat) begin(ctx context.Context, c *contender) error {
	if err := c.begin(h.ground.tissueBytes); err != nil {
		return err
	}
	n, ok := c.model.(*Naive)
	if !ok {
		return nil
	}
	if _, err := c.run(ctx, naiveWarmUp, h.progress); err != nil {
		return err
	}
	n.Mark()
	c.from = n.Totals()
	return nil
}

// repeat lets each contender run once, and measures the memory.
func (h *heat) repeat(ctx context.Context, group []*contender) error {
	memory, naive := map[int]float64{}, map[int]float64{} // by threads
	for _, threads := range h.suite.Threads {
		memory[threads] = h.memory.bandwidth(threads)
		h.result.Bandwidth = append(h.result.Bandwidth, Bandwidth{threads, memory[threads]})
	}
	all := float64(sites(h.ground.cfg.Tissue.Spec))
	for _, c := range group {
		if n, ok := c.model.(*Naive); ok {
			n.Rewind()
		}
		runtime.GC() // now, not while the clock runs
		s, err := c.run(ctx, h.ticks, h.progress)
		if err != nil {
			return err
		}
		if c.kernel == NaiveKernel {
			naive[c.threads] = s.perSecond()
		}
		s.memory, s.ofNaive = memory[c.threads], naive[c.threads]
		s.cellSite = float64(s.updates) / float64(s.ticks) / all
		c.samples = append(c.samples, s)
	}
	return nil
}
