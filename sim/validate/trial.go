package validate

import (
	"context"

	"marrow/sim"
	"marrow/sim/blood"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

// start is the day on which a trial begins, in health until then [d].
const start = settling

// A course is the blood count at the end of each hour since the start of a run.
type course []blood.Count

func (c course) of(quantity func(blood.Count) float64) []float64 {
	out := make([]float64, len(c))
	for i, b := range c {
		out[i] = quantity(b)
	}
	return out
}

func hemoglobin(b blood.Count) float64 { return b.Hb }
func anc(b blood.Count) float64        { return b.ANC }
func platelet(b blood.Count) float64   { return b.Plt }
func cd34(b blood.Count) float64       { return b.CD34 }
func bandShare(b blood.Count) float64  { return b.Band / b.ANC }

// A treatment is an intervention as a scenario file would have it.
type treatment struct {
	day  float64
	name string
	args map[string]string
}

// dated binds a treatment for a species.
func (x treatment) dated(t *lineage.Table) (scenario.Dated, error) {
	e, err := scenario.Make(x.name, x.args, t)
	return scenario.Dated{Tick: uint64(x.day * sim.TicksPerDay), Event: e}, err
}

// prescribe binds treatments.
func prescribe(t *lineage.Table, all []treatment) ([]scenario.Dated, error) {
	var events []scenario.Dated
	for _, x := range all {
		e, err := x.dated(t)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// trial treats a healthy slice and returns its blood counts.
func trial(ctx context.Context, o scenario.Options, days int, all ...treatment) (course, error) {
	w, s, err := world("healthy", o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	events, err := prescribe(s.Table, all)
	if err != nil {
		return nil, err
	}
	var c course
	err = run(ctx, w, events, days, func() { c = append(c, w.Blood()) })
	return c, err
}
