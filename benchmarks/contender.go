package benchmarks

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"marrow/sim"
	"marrow/sim/record"
)

// A model is what can be measured: a World, or the naive sweep.
type model interface {
	Tick()
	Totals() sim.Totals
	Cells() int
	FreeSites() int
	StateBytes() int64
	Hash() uint64
	Close()
}

// A world is a World as a model.
type world struct{ *sim.World }

// Cells is the number of living cells.
func (w world) Cells() int { return w.Marrow().Cells }

// A contender is one kernel with a number of threads, and what was measured of it.
type contender struct {
	kernel  string
	threads int
	open    func() (model, error)
	model   model

	from    sim.Totals // where the measurement began
	samples []sample
	memory  int64 // by which the process grew, tissue included [bytes]; 0 unknown

	// At the end:
	totals     sim.Totals
	cells      int
	freeSites  int
	stateBytes int64
	hash       uint64
}

// A sample is one stretch of ticks.
type sample struct {
	ticks    int
	updates  uint64
	wall     time.Duration
	memory   float64 // bandwidth of the memory at this time [bytes/s]; 0 unknown
	ofNaive  float64 // speed of the naive sweep at this time [updates/s]; 0 unknown
	cellSite float64 // cells per site of the lattice
}

func (s sample) perSecond() float64 { return float64(s.updates) / s.wall.Seconds() }

// perTick is the time that a tick takes [ns].
func (s sample) perTick() float64 { return float64(s.wall.Nanoseconds()) / float64(s.ticks) }

// toNaive is the speed in units of the naive sweep with as many threads.
func (s sample) toNaive() float64 { return ratio(s.perSecond(), s.ofNaive) }

// ofBound is the share of what the memory would allow.
func (s sample) ofBound() float64 { return ratio(s.perSecond(), bound(s.memory, s.cellSite)) }

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func newContender(kernel string, threads int, m model) *contender {
	return &contender{kernel: kernel, threads: threads, model: m}
}

// begin opens the model. The process then holds the model and, counted already, its
// tissue.
func (c *contender) begin(tissue int64) (err error) {
	before := settledRSS()
	if c.model, err = c.open(); err != nil {
		return err
	}
	if before > 0 {
		c.memory = tissue + settledRSS() - before
	}
	c.from = c.model.Totals()
	return nil
}

// run does n ticks and tells progress how many were done, outside the clock.
func (c *contender) run(ctx context.Context, n int, progress func(uint64)) (sample, error) {
	from, start := c.model.Totals().CellTicks, time.Now()
	for range n {
		if err := ctx.Err(); err != nil {
			return sample{}, err
		}
		c.model.Tick()
	}
	s := sample{ticks: n, wall: time.Since(start), updates: c.model.Totals().CellTicks - from}
	if progress != nil {
		progress(uint64(n))
	}
	return s, nil
}

// end closes the model, keeping its last figures.
func (c *contender) end() {
	m := c.model
	c.totals, c.cells, c.freeSites = m.Totals(), m.Cells(), m.FreeSites()
	c.stateBytes, c.hash = m.StateBytes(), m.Hash()
	m.Close()
	c.model = nil
}

// settledRSS is the memory of the process without what the collector could free.
func settledRSS() int64 {
	debug.FreeOSMemory()
	return record.RSS()
}

// forgetPeak makes the process's peak of memory start again from what it holds now,
// where Linux allows it, so that each measurement has a peak of its own.
func forgetPeak() {
	runtime.GC()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // without it the peak is of all rows
}
