package record

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"marrow/sim"
	"marrow/sim/scenario"
)

// A Plan says how often a run writes what [ticks]; 0 is never.
type Plan struct {
	Series   uint64 `json:"series"`
	Hashes   uint64 `json:"hashes"`
	Pictures uint64 `json:"pictures"`
}

// Options of a run change nothing of what it computes.
type Options struct {
	Plan        Plan
	Checkpoints uint64 // ticks between checkpoints; 0 is only at the end
	Version     string // of the program, for summary.json
	Open        bool   // the run goes on behind its end
	// Picture draws a picture of the world as a PNG file.
	Picture func(out io.Writer, w *sim.World) error
}

// A Run is a world on its way to the end of its scenario, with the files that it
// writes on the way, if any. It belongs to one goroutine.
type Run struct {
	setup *scenario.Setup
	cfg   sim.Config
	world *sim.World
	todo  []sim.Timed // events still to come
	until uint64      // tick
	opts  Options
	out   *directory // nil: nothing is written
	fresh bool       // the outputs do not have this tick yet
	seen  uint64     // tick of the world when Ticked was called last

	past  []sim.Applied // events before the run was resumed
	known uint64        // tick of the last event that the journal knew then

	watch   func(ticks uint64) // called after each tick, or nil
	began   uint64             // tick at which this process took over
	updates uint64             // cell updates before that
	wall    time.Duration
}

// New returns a run that writes no files.
func New(s *scenario.Setup, o Options) (*Run, error) {
	cfg, err := s.Config()
	if err != nil {
		return nil, Refusal(err.Error())
	}
	w, err := sim.New(cfg)
	if err != nil {
		return nil, Refusal(err.Error())
	}
	return newRun(s, cfg, w, o), nil
}

func newRun(s *scenario.Setup, cfg sim.Config, w *sim.World, o Options) *Run {
	r := &Run{setup: s, cfg: cfg, world: w, until: scenario.Ticks(s.Scenario.Until), opts: o, fresh: true}
	r.began, r.updates = w.Ticks(), w.Totals().CellTicks
	r.seen = w.Ticks()
	for _, e := range s.Events {
		r.todo = append(r.todo, sim.Timed{Tick: e.Tick, Event: e.Event})
	}
	return r
}

// World returns the world; while [Run.Do] runs it must be left alone.
func (r *Run) World() *sim.World { return r.world }

// Watch has f called after each tick with the number of ticks done; nil is nobody.
func (r *Run) Watch(f func(ticks uint64)) { r.watch = f }

// Until is the tick at which the run ends.
func (r *Run) Until() uint64 { return r.until }

// Do runs to the end of the scenario, or until ctx ends. In both cases the files are
// complete: an interrupted run leaves a checkpoint of its last tick and returns
// the error of ctx. Any other error begins with its kind, such as "storage:".
func (r *Run) Do(ctx context.Context) error {
	start := time.Now()
	err := r.toEnd(ctx)
	r.wall += time.Since(start)
	if err != nil && !errors.Is(err, ctx.Err()) {
		return err
	}
	if ferr := r.finish(err == nil); ferr != nil {
		return ferr
	}
	return err
}

// toEnd ticks until the end or the end of ctx. At each boundary the outputs are
// written first, then the events that are due act, then the world ticks.
func (r *Run) toEnd(ctx context.Context) error {
	for {
		if err := r.write(); err != nil {
			return err
		}
		t := r.world.Ticks()
		if t >= r.until {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.act(t); err != nil {
			return err
		}
		if err := r.tick(); err != nil {
			return err
		}
		r.fresh = true
		if r.watch != nil {
			r.watch(t + 1)
		}
	}
}

// tick advances the world. A ledger that does not balance is a broken invariant of
// the model; the run reports it instead of dying without a word.
func (r *Run) tick() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("ledger: at tick %d: %v", r.world.Ticks(), p)
		}
	}()
	r.world.Tick()
	return nil
}

// act applies the events that are due.
func (r *Run) act(t uint64) error {
	for len(r.todo) > 0 && r.todo[0].Tick <= t {
		e := r.todo[0]
		r.todo = r.todo[1:]
		if err := r.world.Apply(e.Event); err != nil {
			return fmt.Errorf("event: at tick %d: %w", t, err)
		}
		if r.out == nil {
			continue
		}
		a := sim.Applied{Tick: t, Name: e.Event.Name, Arguments: e.Event.Arguments, Posted: e.Posted, By: e.By}
		if err := r.out.note(a); err != nil {
			return r.storage(err)
		}
	}
	return nil
}

// write brings the outputs up to the present tick.
func (r *Run) write() error {
	if r.out == nil {
		return nil
	}
	if err := r.out.poll(); err != nil {
		return r.storage(err)
	}
	if !r.fresh {
		return nil
	}
	if err := r.out.sample(r.world); err != nil {
		return r.storage(err)
	}
	r.fresh = false
	// Until the run has done again what the journal knows, no checkpoint may belong to all of
	// the journal.
	if t := r.world.Ticks(); t > r.known && due(t, r.opts.Checkpoints) {
		return r.storage(r.out.checkpoint(r.world))
	}
	return nil
}

// due reports whether something that happens every so many ticks happens at t.
func due(t, every uint64) bool { return every > 0 && t%every == 0 }

// storage gives a failed write its kind and time.
func (r *Run) storage(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("storage: at tick %d: %w", r.world.Ticks(), err)
}

// finish leaves the directory complete.
func (r *Run) finish(ended bool) error {
	if r.out == nil {
		return nil
	}
	if err := r.out.complete(r.world, ended); err != nil {
		return r.storage(err)
	}
	return r.storage(r.writeSummary())
}

// Close ends the world's threads and closes all files.
func (r *Run) Close() error {
	r.world.Close()
	if r.out == nil {
		return nil
	}
	return r.out.close()
}
