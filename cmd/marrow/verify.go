package main

import (
	"context"
	"errors"
	"fmt"

	"marrow/sim"
	"marrow/sim/scenario"
)

type verifyCmd struct {
	Scenario string `arg:"" optional:"" default:"healthy" help:"Built-in name or file."`
	scenario.Options
	Until   string `help:"Simulated time at which the comparison ends." placeholder:"30d"`
	Ticks   uint64 `help:"Ticks to compare, instead of --until." placeholder:"N"`
	Against string `help:"Kernel to compare with." default:"reference" placeholder:"NAME"`
}

// errDiffer says that two kernels gave two histories.
var errDiffer = errors.New("the kernels differ")

// Run compares two worlds of the scenario after every tick.
func (x *verifyCmd) Run(ctx context.Context, c console) error {
	v, err := x.open()
	if err != nil {
		return err
	}
	defer v.close()
	progress := c.progress("comparing", 0, v.until)
	for v.one.Ticks() < v.until {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := v.tick(); err != nil {
			return err
		}
		if progress != nil {
			progress(v.one.Ticks())
		}
	}
	fmt.Fprintf(c.out, "%s and %s are identical: %d ticks, hash %016x\n",
		v.one.Kernel(), v.other.Kernel(), v.one.Ticks(), v.one.Hash())
	return nil
}

// A verification is two worlds of one scenario with two kernels.
type verification struct {
	one, other *sim.World
	events     []scenario.Dated // still to come
	until      uint64           // tick
}

// open makes both worlds, which share one tissue.
func (x *verifyCmd) open() (*verification, error) {
	if err := sim.CheckKernel(x.Against); err != nil {
		return nil, asUsage(fmt.Errorf("--against %s: %w", x.Against, err))
	}
	if x.Ticks > 0 && x.Until != "" {
		return nil, asUsage(errors.New("verify: want --ticks or --until, not both"))
	}
	x.Options.Until = x.Until
	s, err := load(x.Scenario, x.Options)
	if err != nil {
		return nil, err
	}
	v := &verification{events: s.Events, until: scenario.Ticks(s.Scenario.Until)}
	if x.Ticks > 0 {
		v.until = x.Ticks
	}
	cfg, err := s.Config()
	if err != nil {
		return nil, asUsage(err)
	}
	if v.one, err = sim.New(cfg); err != nil {
		return nil, asUsage(err)
	}
	cfg.Kernel = x.Against
	if v.other, err = sim.New(cfg); err != nil {
		v.one.Close()
	}
	return v, asUsage(err)
}

func (v *verification) close() {
	v.one.Close()
	v.other.Close()
}

// tick advances both worlds, with the events that are due, and compares them.
func (v *verification) tick() error {
	for len(v.events) > 0 && v.events[0].Tick <= v.one.Ticks() {
		e := v.events[0].Event
		v.events = v.events[1:]
		if err := errors.Join(v.one.Apply(e), v.other.Apply(e)); err != nil {
			return err
		}
	}
	v.one.Tick()
	v.other.Tick()
	if v.one.Hash() == v.other.Hash() && v.one.Totals() == v.other.Totals() {
		return nil
	}
	d, _ := sim.FirstDifference(v.one, v.other)
	return fmt.Errorf("%w: %s and %s, first after tick %d: %s", errDiffer, v.one.Kernel(), v.other.Kernel(), v.one.Ticks(), d)
}
