package validate

import (
	"context"
	"math"
	"strconv"

	"marrow/sim/blood"
	"marrow/sim/scenario"
)

// How chronic myeloid leukemia is measured.
const (
	anemic        = 12.0 // hemoglobin at which it is found [g/dL]
	slowly        = 700  // days that it has until then, at most
	yearOfTablets = 400  // days of imatinib
	mostDoses     = 60   // of one order
)

// chronic measures the blood at the diagnosis of chronic myeloid leukemia and how the
// clone declines under imatinib.
func chronic(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	o.Size = "192x192x1"
	p, err := ill(ctx, "chronic-myeloid-leukemia", o, "cml", "90")
	if err != nil {
		return nil, err
	}
	defer p.world.Close()
	for range slowly {
		if err := p.live(ctx, 1); err != nil {
			return nil, err
		}
		if p.world.Blood().Hb < anemic {
			break
		}
	}
	out := map[string]finding{"cml-white": {p.world.Blood().WBC, running(p.counts.of(white), 24).thinned(24)}}
	p.counts = nil
	for range yearOfTablets / mostDoses {
		if err := p.swallow(ctx, mostDoses); err != nil {
			return nil, err
		}
	}
	if err := p.swallow(ctx, yearOfTablets%mostDoses); err != nil {
		return nil, err
	}
	p.decline(out)
	return out, nil
}

// resistant measures the growth of the stem cells of a resistant clone in a marrow that
// takes imatinib.
func resistant(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	o.Size = smallPatch
	p, err := ill(ctx, "imatinib-resistance", o, "cml_resistant", "40")
	if err != nil {
		return nil, err
	}
	defer p.world.Close()
	stage := stageOf(p.world, "resistant_stem")
	var c Curve
	for day := range 6 {
		if err := p.swallow(ctx, 10); err != nil {
			return nil, err
		}
		c.X, c.Y = append(c.X, float64(day*10+10)), append(c.Y, math.Log(float64(max(1, p.world.Counts()[stage]))))
	}
	return map[string]finding{"resistant-growth": {c.slope(), c}}, nil
}

// swallow takes imatinib for some days.
func (p *patient) swallow(ctx context.Context, days int) error {
	args := map[string]string{"agent": "imatinib", "dose": "400 mg", "every": "1d", "times": strconv.Itoa(days)}
	if err := p.give("drug", args); err != nil {
		return err
	}
	return p.live(ctx, days)
}

// decline reads the course of the clone in blood, since the first tablet.
func (p *patient) decline(out map[string]finding) {
	c := running(p.counts.of(func(b blood.Count) float64 { return b.Clone }), 24*7)
	start := p.counts[0].Clone
	logs := Curve{c.X, make([]float64, len(c.Y))}
	for i, y := range c.Y {
		logs.Y[i] = math.Log(max(y, 1e-6) / start)
	}
	out["imatinib-first"] = finding{logs.between(0, 90).slope(), logs.thinned(24)}
	out["imatinib-second"] = finding{logs.between(170, 400).slope(), logs.thinned(24)}
	for name, day := range map[string]float64{"imatinib-30": 30, "imatinib-90": 90, "imatinib-180": 180, "imatinib-360": 360} {
		around := logs.between(day-7, day+7)
		mean, _ := meanSD(around.Y)
		out[name] = finding{100 * math.Exp(mean), logs.thinned(24)}
	}
}
