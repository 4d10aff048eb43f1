// Package benchmarks measures how fast marrow runs on a machine, and against what:
// a plain sweep of the same rules, and the bandwidth of the memory. It holds what
// `marrow bench` measures, and the recorded results.
//
// A row names its kernel, size and threads, its occupancy and event rates, and the
// hash of the state that it ended with: two rows of equal hash did the same work.
// An update is one living cell in one tick.
package benchmarks

import (
	"context"
	"io"
	"runtime"
	"runtime/pprof"

	"marrow/sim"
	"marrow/sim/record"
	"marrow/sim/scenario"
)

// A Measurement is that of one kernel by itself.
type Measurement struct {
	Setup  *scenario.Setup
	Kernel string // one of sim.Kernels; "" is the fastest
	WarmUp int    // ticks before the clock starts
	Ticks  int
	// Profile, if not nil, gets a CPU profile of the measured ticks, for `go tool pprof`.
	Profile io.Writer
	// Progress, if not nil, is called now and then with the ticks done since the last call.
	Progress func(done uint64)
}

// Measure runs one measurement. It ends early, with the error of ctx, when ctx does.
func Measure(ctx context.Context, m Measurement) (Row, error) {
	forgetPeak()
	before := record.RSS()
	cfg, err := m.Setup.Config()
	if err != nil {
		return Row{}, err
	}
	w, err := sim.New(with(cfg, m.Kernel, m.Setup.Threads))
	if err != nil {
		return Row{}, err
	}
	c := newContender(m.kernel(), m.threads(), world{w})
	if err := m.run(ctx, c); err != nil {
		w.Close()
		return Row{}, err
	}
	if peak := record.PeakRSS(); before > 0 {
		c.memory = peak - before
	}
	c.end()
	return c.row(w.Tissue().Spec), nil
}

// run warms the contender up and takes its sample.
func (m Measurement) run(ctx context.Context, c *contender) error {
	if _, err := c.run(ctx, m.WarmUp, m.Progress); err != nil {
		return err
	}
	c.from = c.model.Totals()
	s, err := m.profiled(func() (sample, error) { return c.run(ctx, m.Ticks, m.Progress) })
	c.samples = []sample{s}
	return err
}

// with picks kernel and threads: the one place where benchmarks do.
func with(c sim.Config, kernel string, threads int) sim.Config {
	c.Kernel, c.Threads = kernel, threads
	return c
}

// kernel is the name of the kernel that is measured.
func (m Measurement) kernel() string {
	if m.Kernel != "" {
		return m.Kernel
	}
	return Fastest()
}

// Fastest is the kernel that runs unless one is asked for.
func Fastest() string {
	all := sim.Kernels()
	return all[len(all)-1]
}

func (m Measurement) threads() int {
	if m.Setup.Threads > 0 {
		return m.Setup.Threads
	}
	return runtime.GOMAXPROCS(0)
}

// profiled runs f under the profiler, if a profile is wanted.
func (m Measurement) profiled(f func() (sample, error)) (sample, error) {
	if m.Profile == nil {
		return f()
	}
	if err := pprof.StartCPUProfile(m.Profile); err != nil {
		return sample{}, err
	}
	defer pprof.StopCPUProfile()
	return f()
}
