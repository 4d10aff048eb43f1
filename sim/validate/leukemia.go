package validate

import (
	"context"
	"math"

	"marrow/sim"
	"marrow/sim/blood"
	"marrow/sim/scenario"
)

// How a leukemia is measured.
const (
	foundWithin = 21  // days from the first on which they have as many, of which the mean is taken
	seeded      = 10  // day on which the clone begins [d]
	untreated   = 250 // days that it has to come to its diagnosis, at most
	// The published patients had 56 to 69 % blasts.
	fewestBlasts, mostBlasts = 0.56, 0.69
	afterInduction           = patience + 3 // days from the start of treatment that are looked at
)

// A patient is a world with a clone in it.
type patient struct {
	world  *sim.World
	setup  *scenario.Setup
	counts course // by hour, since the last look
}

// ill makes a world of a scenario and begins its disease with so many cells.
func ill(ctx context.Context, name string, o scenario.Options, kind, cells string) (*patient, error) {
	w, s, err := world(name, o)
	if err != nil {
		return nil, err
	}
	p := &patient{world: w, setup: s}
	if err = p.live(ctx, seeded); err == nil {
		err = p.give("clone", map[string]string{"kind": kind, "cells": cells})
	}
	if err != nil {
		w.Close()
		return nil, err
	}
	return p, nil
}

// give applies an intervention now.
func (p *patient) give(name string, args map[string]string) error {
	e, err := scenario.Make(name, args, p.setup.Table)
	if err != nil {
		return err
	}
	return p.world.Apply(e)
}

// live lets days pass and keeps the blood counts.
func (p *patient) live(ctx context.Context, days int) error {
	return run(ctx, p.world, nil, days, func() { p.counts = append(p.counts, p.world.Blood()) })
}

// diagnose waits until the share of blasts is that of the published patients, and returns
// the mean counts of the days on which it is.
func (p *patient) diagnose(ctx context.Context) (blood.Count, error) {
	sum, n := make([]float64, len(blood.Columns())), 0.0
	for range untreated {
		if p.world.Marrow().Blasts >= mostBlasts || n >= foundWithin {
			break
		}
		if err := p.live(ctx, 1); err != nil {
			return blood.Count{}, err
		}
		if p.world.Marrow().Blasts < fewestBlasts {
			continue
		}
		for i, v := range p.world.Blood().Values() {
			sum[i] += v
		}
		n++
	}
	for i := range sum {
		sum[i] /= n
	}
	return blood.CountOf(sum), nil
}

// leukemia measures the blood at the diagnosis of acute myeloid leukemia, the cycle of its
// blasts, and the return of neutrophils and platelets after cytarabine for seven days and
// daunorubicin for three.
func leukemia(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	p, err := ill(ctx, "acute-myeloid-leukemia", o, "aml", "600")
	if err != nil {
		return nil, err
	}
	defer p.world.Close()
	found, err := p.diagnose(ctx)
	if err != nil {
		return nil, err
	}
	grown := running(p.counts.of(hemoglobin), 24).thinned(24)
	out := map[string]finding{
		"aml-hemoglobin": {found.Hb, grown},
		"aml-platelets":  {found.Plt, running(p.counts.of(platelet), 24).thinned(24)},
		"aml-white":      {found.WBC, running(p.counts.of(white), 24).thinned(24)},
	}
	if err := p.cycle(ctx, out); err != nil {
		return nil, err
	}
	return out, p.induce(ctx, out)
}

func white(b blood.Count) float64 { return b.WBC }

// cycle measures a day in the life of the blasts in cycle, and labels those that make DNA.
func (p *patient) cycle(ctx context.Context, out map[string]finding) error {
	cycling, idle := stageOf(p.world, "leukemic_blast"), stageOf(p.world, "idle_blast")
	before := p.world.Ledger()[cycling]
	if err := p.live(ctx, 1); err != nil {
		return err
	}
	after := p.world.Ledger()[cycling]
	days := float64(before.Present+after.Present) / 2 / float64(after.Divided-before.Divided)
	if err := p.give("label", map[string]string{"for": "5min"}); err != nil {
		return err
	}
	p.world.Tick()
	counts, labeled := p.world.Counts(), p.world.Marks().Labeled.Stages
	out["blast-cycle"] = value(24 * days)
	out["blast-s-phase"] = value(24 * days * float64(labeled[cycling]) / float64(counts[cycling]))
	out["blast-s-share"] = value(float64(labeled[cycling]) / float64(counts[cycling]+counts[idle]))
	return nil
}

// stageOf is the number of a stage.
func stageOf(w *sim.World, name string) int {
	for i := range w.Table().Stages {
		if w.Table().Stages[i].Name == name {
			return i
		}
	}
	return -1
}

// induce gives an induction and measures the days from its start to the return of blood.
func (p *patient) induce(ctx context.Context, out map[string]finding) error {
	for _, args := range []map[string]string{
		{"agent": "cytarabine", "dose": "100 mg/m2", "over": "1d", "every": "1d", "times": "7"},
		{"agent": "daunorubicin", "dose": "60 mg/m2", "every": "1d", "times": "3"},
	} {
		if err := p.give("drug", args); err != nil {
			return err
		}
	}
	p.counts = nil
	if err := p.live(ctx, afterInduction); err != nil {
		return err
	}
	for name, x := range map[string]struct {
		of     func(blood.Count) float64
		enough float64
	}{"induction-neutrophils": {anc, engrafted}, "induction-platelets": {platelet, enoughPlatelet}} {
		hourly := p.counts.of(x.of)
		out[name] = finding{back(hourly, x.enough), running(hourly, 24).thinned(6)}
	}
	return nil
}

// residual measures how fast the residual clone of each variant of acute myeloid leukemia
// doubles at low density.
func residual(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	out := map[string]finding{}
	for _, variant := range []string{"npm1", "pml_rara", "runx1_runx1t1", "cbfb_myh11"} {
		of := o
		of.Size = "320x320x1"
		of.Set = append(of.Set, "diseases.aml.variant="+variant)
		days, err := doubling(ctx, of, "acute-myeloid-leukemia", "aml", "250")
		if err != nil {
			return nil, err
		}
		out["doubling-"+variant] = days
	}
	return out, nil
}

// doubling is the time in which a small clone doubles, from its growth from the sixth to
// the twenty-sixth day [d].
func doubling(ctx context.Context, o scenario.Options, name, kind, cells string) (finding, error) {
	p, err := ill(ctx, name, o, kind, cells)
	if err != nil {
		return finding{}, err
	}
	defer p.world.Close()
	var c Curve
	for day := range 26 {
		if err := p.live(ctx, 1); err != nil {
			return finding{}, err
		}
		if day < 5 {
			continue // the first cells are all in cycle
		}
		n := stageSum(p.world, inClone)
		c.X, c.Y = append(c.X, float64(day+1)), append(c.Y, math.Log2(max(n, 0.5)))
	}
	return finding{1 / c.slope(), c}, nil
}
