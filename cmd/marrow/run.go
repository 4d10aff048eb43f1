package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"marrow/sim/record"
	"marrow/sim/scenario"
)

type runCmd struct {
	Scenario string `arg:"" optional:"" help:"Built-in name or file. May be left out with --resume."`
	scenario.Options
	Until           string   `help:"Simulated time at which the run ends." placeholder:"30d"`
	Out             string   `help:"Directory to write to." placeholder:"DIR"`
	People          int      `name:"population" help:"Draw that many virtual patients and run each, in small patches unless --size says otherwise." placeholder:"N"`
	Resume          string   `help:"Go on with the run in this directory." placeholder:"DIR"`
	SeriesEvery     interval `help:"Time between rows of series.csv. A resumed run keeps this and the two below." default:"1h"`
	HashEvery       interval `help:"Time between rows of hashes.csv; 0h is never." default:"1d"`
	PNGEvery        interval `name:"png-every" help:"Time between pictures, in DIR/png; none without it." placeholder:"1d"`
	CheckpointEvery interval `help:"Time between checkpoints; 0h is only at the end." default:"1d"`
}

// Run runs the scenario to its end.
func (x *runCmd) Run(ctx context.Context, c console) error {
	o := x.options()
	s, err := x.setup()
	if err != nil {
		return err
	}
	if s != nil && s.Scenario.Population > 0 {
		return x.people(ctx, c, s)
	}
	r, err := x.open(c, s, o)
	if err != nil {
		return err
	}
	r.Watch(c.progress("running", r.World().Ticks(), r.Until()))
	err = r.Do(ctx)
	if err == nil || errors.Is(err, context.Canceled) {
		fmt.Fprintln(c.out, r.Summary())
	}
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return err
}

// options are the flags as package record wants them.
func (x *runCmd) options() record.Options {
	x.Options.Until, x.Population = x.Until, x.People
	return record.Options{
		Plan: record.Plan{
			Series: x.SeriesEvery.ticks(), Hashes: x.HashEvery.ticks(), Pictures: x.PNGEvery.ticks(),
		},
		Checkpoints: x.CheckpointEvery.ticks(),
		Version:     version,
	}
}

// setup reads the scenario of a new run; nil if one is resumed.
func (x *runCmd) setup() (*scenario.Setup, error) {
	switch {
	case x.Resume != "" && x.People != 0:
		return nil, asUsage(errors.New("--population: virtual patients are not resumed, run them again"))
	case x.Resume != "":
		return nil, nil
	case x.Scenario == "":
		return nil, asUsage(fmt.Errorf("run: want a scenario: a built-in one (%s) or a file", joined(scenario.Names())))
	case x.Out == "" && x.PNGEvery > 0:
		return nil, asUsage(errors.New("--png-every: want --out DIR to write the pictures to"))
	}
	return load(x.Scenario, x.Options)
}

// open starts the run of a setup, or resumes one.
func (x *runCmd) open(c console, s *scenario.Setup, o record.Options) (_ *record.Run, err error) {
	if s == nil {
		if x.Out != "" && filepath.Clean(x.Out) != filepath.Clean(x.Resume) {
			return nil, asUsage(fmt.Errorf("--out %s: a resumed run goes on in its own directory, %s", x.Out, x.Resume))
		}
		return x.resume(c, o)
	}
	s.Progress = c.making()
	if o.Picture, err = picture(s); err != nil {
		return nil, err
	}
	if x.Out == "" {
		return record.New(s, o)
	}
	return record.Start(record.OS{}, x.Out, s, o)
}

// resume goes on with a run. Its scenario is the one in its directory; if the user
// names one too, or changes one, it must be the same, but for its end.
func (x *runCmd) resume(c console, o record.Options) (*record.Run, error) {
	s, err := record.OpenScenario(record.OS{}, x.Resume, scenario.Options{
		Until: x.Until, Threads: x.Threads, Kernel: x.Kernel, Memory: record.Available(),
	})
	if err != nil {
		return nil, asUsage(err)
	}
	if s.Scenario.Population > 0 {
		return nil, record.Refusal(fmt.Sprintf("%s holds virtual patients, which are not resumed: run them again", x.Resume))
	}
	s.Progress = c.making()
	if err := x.sameAs(s); err != nil {
		return nil, err
	}
	if o.Picture, err = picture(s); err != nil {
		return nil, err
	}
	r, notes, err := record.Resume(record.OS{}, x.Resume, s, o)
	for _, n := range notes {
		c.note("%s", n)
	}
	return r, err
}

// sameAs refuses another scenario than that of the run in the directory.
func (x *runCmd) sameAs(s *scenario.Setup) error {
	name := x.Scenario
	if name == "" {
		name = filepath.Join(x.Resume, record.ScenarioFile)
	}
	asked, err := load(name, x.Options)
	if err != nil {
		return err
	}
	if what := record.Difference(s, asked); what != "" {
		return record.Refusal(fmt.Sprintf("%s holds a run of another scenario: %s; only its end, its threads, its kernel and its checkpoints can be changed", x.Resume, what))
	}
	return nil
}
