package benchmarks

import (
	"context"
	"fmt"
	"iter"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/record"
	"marrow/sim/scenario"
)

// A Watching compares bare worlds with worlds that somebody looks at.
type Watching struct {
	Setups  []*scenario.Setup // one per size
	Repeats int
	// Progress returns what is to be called with the ticks done of a task, or nil.
	Progress func(what string, total uint64) func(done uint64)
}

// A Cost is what it costs to look at a world. Speeds are ticks a second, one per
// repeat.
type Cost struct {
	Size    string    `json:"size"`
	Ticks   int       `json:"ticks"`   // of a repeat
	Bare    []float64 `json:"bare"`    // nobody looks
	Frames  []float64 `json:"frames"`  // 30 frames a second are published, with all counters
	Watched []float64 `json:"watched"` // and a checkpoint is written each simulated day
}

// FramesLoss is the share of the bare speed that frames cost: the median over the
// repeats.
func (c *Cost) FramesLoss() float64 { return loss(c.Bare, c.Frames) }

// Loss is the same for frames and checkpoints.
func (c *Cost) Loss() float64 { return loss(c.Bare, c.Watched) }

func loss(bare, other []float64) float64 {
	var lost []float64
	for i := range bare {
		lost = append(lost, 1-other[i]/bare[i])
	}
	return median(lost)
}

// framePause is the least time between two frames.
const framePause = time.Second / 30

// A viewer publishes frames as the live view does: new ones, at most 30 a second.
type viewer struct {
	next   time.Time
	frame  atomic.Pointer[sim.Frame]
	totals sim.Totals
}

func (v *viewer) look(w *sim.World) {
	now := time.Now()
	if now.Before(v.next) {
		return
	}
	f := new(sim.Frame)
	w.Frame(w.Tissue().Spec.Depth/2, f)
	v.frame.Store(f)
	v.totals = w.Totals()
	v.next = now.Add(framePause)
}

// Run measures all sizes.
func (x *Watching) Run(ctx context.Context) (costs []Cost, err error) {
	for _, s := range x.Setups {
		c, err := x.size(ctx, s)
		if err != nil {
			return nil, err
		}
		costs = append(costs, c)
	}
	return costs, nil
}

// A stretch runs a world for a number of ticks.
type stretch func(ticks int) error

// size interleaves bare and watched stretches of one size.
func (x *Watching) size(ctx context.Context, s *scenario.Setup) (Cost, error) {
	cfg, err := s.Config()
	if err != nil {
		return Cost{}, err
	}
	bare, err := sim.New(cfg)
	if err != nil {
		return Cost{}, err
	}
	defer bare.Close()
	seen, err := sim.New(cfg)
	if err != nil {
		return Cost{}, err
	}
	defer seen.Close()
	recorded, stop, err := watched(ctx, s)
	if err != nil {
		return Cost{}, err
	}
	defer stop()
	var v viewer
	c := Cost{Size: sizeText(cfg.Tissue.Spec)}
	err = x.interleave(&c, []stretch{
		func(n int) error { return tick(ctx, bare, n, func(*sim.World) {}) },
		func(n int) error { return tick(ctx, seen, n, v.look) },
		recorded,
	})
	return c, err
}

// interleave lets the stretches take turns: a simulated day to warm up, then days
// enough to see many frames.
func (x *Watching) interleave(c *Cost, stretches []stretch) error {
	start := time.Now()
	for _, run := range stretches {
		start = time.Now()
		if err := run(sim.TicksPerDay); err != nil {
			return err
		}
	}
	days := min(max(1, int(time.Second/max(1, time.Since(start)))), 30)
	c.Ticks = days * sim.TicksPerDay
	bar := func(uint64) {}
	if x.Progress != nil {
		if f := x.Progress(c.Size+" watched", uint64(x.Repeats*len(stretches)*c.Ticks)); f != nil {
			bar = f
		}
	}
	speeds := []*[]float64{&c.Bare, &c.Frames, &c.Watched}
	for n := range x.Repeats {
		for i, run := range stretches {
			start := time.Now()
			if err := run(c.Ticks); err != nil {
				return err
			}
			*speeds[i] = append(*speeds[i], float64(c.Ticks)/time.Since(start).Seconds())
			bar(uint64((n*len(stretches) + i + 1) * c.Ticks))
		}
	}
	return nil
}

// tick runs n ticks of w, with a look after each.
func tick(ctx context.Context, w *sim.World, n int, look func(*sim.World)) error {
	for range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.Tick()
		look(w)
	}
	return nil
}

// forever is longer than anybody measures.
const forever = input.Duration(100_000 * sim.TicksPerDay * sim.TickSeconds * input.Second)

// watched is a recorded run with a viewer, in a directory that stop removes. It stands
// still between two stretches.
func watched(ctx context.Context, s *scenario.Setup) (run stretch, stop func(), err error) {
	dir, err := os.MkdirTemp("", "marrow-bench-*")
	if err != nil {
		return nil, nil, err
	}
	s.Scenario.Until = forever
	r, err := record.Start(record.OS{}, dir, s, record.Options{Checkpoints: sim.TicksPerDay})
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, nil, err
	}
	left := 0
	next, halt := iter.Pull(stretches(ctx, r, &left))
	stop = func() {
		halt()
		_ = r.Close() // what it wrote is thrown away
		_ = os.RemoveAll(dir)
	}
	return func(n int) error {
		left = n
		err, _ := next()
		return err
	}, stop, nil
}

// stretches yields each time that left ticks of the run are done, and at last the error
// that ended it.
func stretches(ctx context.Context, r *record.Run, left *int) iter.Seq[error] {
	return func(yield func(error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		var v viewer
		wanted := true
		r.Watch(func(uint64) {
			v.look(r.World())
			if *left--; *left > 0 || !wanted {
				return
			}
			if wanted = yield(nil); !wanted {
				cancel()
			}
		})
		if err := r.Do(ctx); wanted {
			yield(err)
		}
	}
}

// text writes one line per repeat.
func (c *Cost) text(b *strings.Builder) {
	for _, x := range []struct {
		with   string
		speeds []float64
	}{{"nobody", c.Bare}, {"frames", c.Frames}, {"frames-and-checkpoints", c.Watched}} {
		for _, v := range x.speeds {
			fmt.Fprintf(b, "BenchmarkWatching/by=%s/size=%s-%d\t%d\t%.0f ns/op\n", x.with, c.Size, runtime.GOMAXPROCS(0), c.Ticks, 1e9/v)
		}
	}
}

// CostColumns are costs for people, under their headings.
func CostColumns(costs []Cost) [][]string {
	all := [][]string{{"watched", "repeats", "ticks", "ticks/s-bare", "loss-by-frames", "loss-by-frames-and-checkpoints"}}
	for _, c := range costs {
		all = append(all, []string{
			c.Size, fmt.Sprint(len(c.Bare)), fmt.Sprint(c.Ticks), short(median(c.Bare)),
			fmt.Sprintf("%.1f %%", 100*c.FramesLoss()), fmt.Sprintf("%.1f %%", 100*c.Loss()),
		})
	}
	return all
}
