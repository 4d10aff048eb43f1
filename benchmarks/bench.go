// Package benchmarks measures how fast marrow runs on a machine. It holds what
// `marrow bench` measures, and the recorded results.
//
// A row names its kernel, size and threads, its occupancy and event rates, and the
// hash of the state that it ended with: two rows of equal hash did the same work.
// An update is one living cell in one tick.
package benchmarks

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"marrow/sim"
	"marrow/sim/record"
	"marrow/sim/scenario"
)

// A Row is one measurement.
type Row struct {
	Kernel         string  `json:"kernel"`
	Size           string  `json:"size"` // sites, as in 512x512x1
	Threads        int     `json:"threads"`
	Ticks          int     `json:"ticks"` // measured; those to warm up are not
	TickS          int     `json:"tick_s"`
	Cells          int     `json:"cells"`     // at the end
	Occupancy      float64 `json:"occupancy"` // cells per free site, at the end
	UpdatesPerS    float64 `json:"updates_per_s"`
	CellDaysPerS   float64 `json:"cell_days_per_s"`    // living cells times simulated days per second
	BytesPerCell   float64 `json:"bytes_per_cell"`     // of the state of the lattice
	ProcessPerCell float64 `json:"rss_bytes_per_cell"` // by the growth of the process, tissue included; 0 where the system does not say
	Rates          Rates   `json:"rates"`
	Hash           string  `json:"hash"` // of the state at the end, 16 hex digits
}

// Rates are events per living cell and tick.
type Rates struct {
	Clock    float64 `json:"clock"`
	Division float64 `json:"division"`
	Move     float64 `json:"move"`
	Attempt  float64 `json:"attempt"`
	Exit     float64 `json:"exit"`
	Death    float64 `json:"death"`
	Push     float64 `json:"push"` // divisions that pushed other cells aside
	Search   float64 `json:"search"`
	Failed   float64 `json:"failed"` // divisions that found no room
}

// A Measurement says what to measure.
type Measurement struct {
	Setup  *scenario.Setup
	Kernel string // one of sim.Kernels
	WarmUp int    // ticks before the clock starts
	Ticks  int
	// Progress, if not nil, is called after each tick with the number of ticks done.
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
	w, err := sim.New(cfg)
	if err != nil {
		return Row{}, err
	}
	defer w.Close()
	if err := m.tick(ctx, w, 0, m.WarmUp); err != nil {
		return Row{}, err
	}
	from, start := w.Totals(), time.Now()
	if err := m.tick(ctx, w, m.WarmUp, m.Ticks); err != nil {
		return Row{}, err
	}
	wall := time.Since(start)
	r := m.row(w, from, wall)
	if peak := record.PeakRSS(); before > 0 && peak > before && r.Cells > 0 {
		r.ProcessPerCell = float64(peak-before) / float64(r.Cells)
	}
	return r, nil
}

// tick runs n ticks.
func (m Measurement) tick(ctx context.Context, w *sim.World, done, n int) error {
	for i := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.Tick()
		if m.Progress != nil {
			m.Progress(uint64(done + i + 1))
		}
	}
	return nil
}

// row sums up what happened since the totals were from.
func (m Measurement) row(w *sim.World, from sim.Totals, wall time.Duration) Row {
	t := w.Totals()
	updates := float64(t.CellTicks - from.CellTicks)
	rate := func(now, then uint64) float64 {
		if updates == 0 {
			return 0
		}
		return float64(now-then) / updates
	}
	spec := w.Tissue().Spec
	r := Row{
		Kernel: m.Kernel, Size: fmt.Sprintf("%dx%dx%d", spec.Width, spec.Height, spec.Depth),
		Threads: m.Setup.Threads, Ticks: m.Ticks, TickS: sim.TickSeconds,
		Cells: w.Marrow().Cells, Hash: fmt.Sprintf("%016x", w.Hash()),
		Rates: Rates{
			Clock:    rate(t.Clock, from.Clock),
			Division: rate(t.Divisions, from.Divisions),
			Move:     rate(t.Moves, from.Moves),
			Attempt:  rate(t.Attempts, from.Attempts),
			Exit:     rate(t.Left, from.Left),
			Death:    rate(t.Died, from.Died),
			Push:     rate(t.Pushes, from.Pushes),
			Search:   rate(t.Searches, from.Searches),
			Failed:   rate(t.Failed, from.Failed),
		},
	}
	if r.Threads == 0 {
		r.Threads = runtime.GOMAXPROCS(0)
	}
	if s := wall.Seconds(); s > 0 {
		r.UpdatesPerS = updates / s
		r.CellDaysPerS = r.UpdatesPerS / sim.TicksPerDay
	}
	if r.Cells > 0 {
		r.Occupancy = float64(r.Cells) / float64(w.FreeSites())
		r.BytesPerCell = float64(w.StateBytes()) / float64(r.Cells)
	}
	return r
}

// forgetPeak makes the process's peak of memory start again from what it holds now,
// where Linux allows it, so that each measurement has a peak of its own.
func forgetPeak() {
	runtime.GC()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // without it the peak is of all rows
}
