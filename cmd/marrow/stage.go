package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"marrow/sim"
	"marrow/sim/blood"
	"marrow/sim/body"
	"marrow/sim/live"
	"marrow/sim/record"
	"marrow/sim/scenario"
	"marrow/web"
)

// A stage holds the run that is shown, one at a time.
type stage struct {
	cmd *serveCmd
	console
	ctx   context.Context
	ended chan error // what a run returned that was not replaced; holds one

	name   string // of the scenario, as the user gave it
	text   []byte // of the scenario, if it was posted
	made   *scenario.Setup
	runner *live.Runner
	record *record.Run // nil: nothing is written
	stop   context.CancelFunc
	over   sync.WaitGroup
	bench  sync.Mutex // held while a world is made: one at a time, also of those called off
}

// first makes the run to begin with.
func (s *stage) first() (web.Run, error) {
	x := s.cmd
	s.name = x.Scenario
	switch {
	case x.Resume != "" && x.Out != "" && filepath.Clean(x.Out) != filepath.Clean(x.Resume):
		return web.Run{}, asUsage(fmt.Errorf("--out %s: a resumed run goes on in its own directory, %s", x.Out, x.Resume))
	case x.Resume != "":
		return s.resume()
	}
	setup, err := load(x.Scenario, x.Options)
	if err != nil {
		return web.Run{}, err
	}
	setup.Progress = s.making()
	setup.Watch(record.Available())
	if x.Out == "" {
		return s.put(s.ctx, setup, nil)
	}
	r, err := record.Start(record.OS{}, x.Out, setup, s.options())
	if err != nil {
		return web.Run{}, err
	}
	return s.put(s.ctx, setup, r)
}

// resume goes on with a run that was written down.
func (s *stage) resume() (web.Run, error) {
	x := s.cmd
	setup, err := record.OpenScenario(record.OS{}, x.Resume, scenario.Options{
		Threads: x.Threads, Kernel: x.Kernel, Memory: record.Available(),
	})
	if err != nil {
		return web.Run{}, asUsage(err)
	}
	setup.Progress = s.making()
	setup.Watch(record.Available())
	r, notes, err := record.Resume(record.OS{}, x.Resume, setup, s.options())
	for _, n := range notes {
		s.note("%s", n)
	}
	if err != nil {
		return web.Run{}, err
	}
	return s.put(s.ctx, setup, r)
}

// options are those of a run that is looked at.
func (s *stage) options() record.Options {
	return record.Options{
		Plan:        record.Plan{Series: live.RowTicks, Hashes: sim.TicksPerDay},
		Checkpoints: s.cmd.CheckpointEvery.ticks(), Version: version, Open: true,
	}
}

// put puts a run on the stage. r is nil if nothing is written.
func (s *stage) put(ctx context.Context, setup *scenario.Setup, r *record.Run) (web.Run, error) {
	o := live.Options{Speed: float64(s.cmd.Speed.ticks()), Memory: record.Available}
	var w *sim.World
	var err error
	if r == nil {
		w, err = s.world(ctx, setup)
		for _, e := range setup.Events {
			o.Events = append(o.Events, sim.Timed{Tick: e.Tick, Event: e.Event})
		}
	} else {
		w, err = r.World(), written(&o, r)
	}
	if err != nil {
		return web.Run{}, err
	}
	s.made, s.runner, s.record = setup, live.New(w, o), r
	return s.describe(w), nil
}

// world makes the world of a scenario, or returns when ctx ends: what is made after that is
// thrown away.
func (s *stage) world(ctx context.Context, setup *scenario.Setup) (*sim.World, error) {
	type result struct {
		world *sim.World
		err   error
	}
	made := make(chan result)
	go func() {
		s.bench.Lock()
		defer s.bench.Unlock()
		w, err := newWorld(setup)
		select {
		case made <- result{w, err}:
		case <-ctx.Done():
			if w != nil {
				w.Close()
			}
		}
	}()
	select {
	case m := <-made:
		return m.world, m.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// written has the run written down by r, and tells o what r knows of its past.
func written(o *live.Options, r *record.Run) error {
	o.Events = append(o.Events, r.Todo()...)
	o.Past = append(o.Past, r.Past()...)
	o.Resume = r.Known()
	o.Record = live.Record{
		Ticked: r.Ticked, Turned: r.Turned,
		Journal: func(a sim.Applied) error { return r.Note(a) },
	}
	var err error
	o.Rows, err = rows(r)
	return err
}

// rows are those of the series that r has written.
func rows(r *record.Run) ([]live.Row, error) {
	marrow := []string{"marrow_cells", "cellularity", "me_ratio", "blast_fraction"}
	ticks, values, err := r.Columns(slices.Concat(blood.Columns(), marrow, body.Columns()))
	if err != nil {
		return nil, err
	}
	var out []live.Row
	for i, v := range values {
		b, m, c := v[:len(blood.Columns())], v[len(blood.Columns()):], v[len(blood.Columns())+len(marrow):]
		out = append(out, live.Row{
			Tick: ticks[i], Blood: blood.CountOf(b), Condition: body.ConditionOf(c),
			Marrow: sim.Marrow{Cells: int(m[0]), Cellularity: m[1], ME: m[2], Blasts: m[3]},
		})
	}
	return out, nil
}

// describe is what people want to know of the run.
func (s *stage) describe(w *sim.World) web.Run {
	c := s.made.Scenario
	r := web.Run{
		Runner: s.runner, Table: w.Table(), Tissue: w.Tissue(), Title: c.Title, Seed: c.Seed,
		Question: c.Question, Tour: c.Tour, Limits: c.Limits, Script: script(c),
	}
	if all := w.Patches(); len(all) > 1 {
		for i, p := range all {
			r.Patches = append(r.Patches, web.Patch{
				Name: p.Name(), Tissue: p.Tissue().Spec.Name, Region: c.Patches[i].Region, Share: p.Share(), Shown: p.Tissue() == w.Tissue(),
			})
		}
	}
	if slices.Contains(scenario.Names(), c.Name) {
		r.Scenario = c.Name
	}
	return r
}

// start lets the run begin. If it fails and nothing of it is written, viewers still see it,
// and may go on with it.
func (s *stage) start() {
	ctx, stop := context.WithCancel(s.ctx)
	s.stop = stop
	runner := s.runner
	s.over.Go(func() {
		err := runner.Run(ctx)
		switch {
		case s.ctx.Err() != nil, s.record != nil && !errors.Is(err, context.Canceled):
			s.ended <- err
		case !errors.Is(err, context.Canceled):
			s.note("the simulation stopped: %v; the page offers to go on without that", err)
		}
	})
}

// revive goes on with a run that has failed.
func (s *stage) revive() (web.Run, error) {
	again, err := s.runner.Revive()
	if err != nil {
		return web.Run{}, err
	}
	s.stop()
	s.over.Wait()
	s.runner = again
	s.start()
	return s.describe(again.World()), nil
}

// open ends the run and begins another one, unless ctx ends before that is made. Without an
// id it is the same scenario. Progress may be nil.
func (s *stage) open(ctx context.Context, id string, seed *uint64, progress func(string, float64)) (web.Run, error) {
	o := s.cmd.Options
	switch {
	case id != "" && id != s.name: // what was asked for of one scenario is not of another
		o = scenario.Options{Size: o.Size, Threads: o.Threads, Kernel: o.Kernel}
		if !slices.Contains(scenario.Names(), id) {
			return web.Run{}, fmt.Errorf("no scenario is called %q (there are %s)", id, joined(scenario.Names()))
		}
	case s.text != nil:
		id, o = s.name, scenario.Options{Threads: o.Threads, Kernel: o.Kernel}
	default:
		id = s.name
	}
	if seed != nil {
		o.Seed = seed
	}
	text := s.text
	if id != s.name {
		text = nil
	}
	setup, err := s.setup(id, text, o)
	if err != nil {
		return web.Run{}, err
	}
	setup.Progress = func(part string, done float64) {
		if progress != nil && ctx.Err() == nil {
			progress(part, done)
		}
	}
	return s.begin(ctx, id, text, setup)
}

// posted is the name of a scenario that came from a browser.
const posted = "posted.yaml"

// post ends the run and begins that of a scenario file, which can name no file of this machine.
func (s *stage) post(text []byte) (web.Run, error) {
	setup, err := s.setup(posted, text, scenario.Options{Threads: s.cmd.Threads, Kernel: s.cmd.Kernel})
	if err != nil {
		return web.Run{}, err
	}
	return s.begin(s.ctx, posted, text, setup)
}

// begin puts another run on the stage.
func (s *stage) begin(ctx context.Context, name string, text []byte, setup *scenario.Setup) (web.Run, error) {
	setup.Watch(record.Available())
	former, stop := s.runner, s.stop
	run, err := s.put(ctx, setup, nil)
	if err != nil {
		return web.Run{}, err
	}
	stop()
	s.over.Wait()
	former.World().Close()
	s.name, s.text = name, text
	s.start()
	return run, nil
}

// setup reads a scenario; one without a text can be loaded.
func (s *stage) setup(name string, text []byte, o scenario.Options) (*scenario.Setup, error) {
	if text == nil {
		return load(name, o)
	}
	o.Memory = record.Available()
	setup, err := scenario.Read(strings.TrimSuffix(posted, ".yaml"), name, text, o, func(file string) ([]byte, error) {
		return nil, fmt.Errorf("%s: a scenario that is posted can name no file", file)
	})
	return setup, asUsage(err)
}

// close leaves what was written complete, unless that is what failed.
func (s *stage) close(err error) error {
	s.over.Wait()
	if s.record == nil {
		s.runner.World().Close()
		return nil
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return s.record.Close()
	}
	return errors.Join(s.record.Finish(), s.record.Close())
}
