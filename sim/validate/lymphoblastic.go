package validate

import (
	"context"
	"fmt"
	"math"

	"marrow/sim/scenario"
)

// Children with acute lymphoblastic leukemia differ in how their blasts feel prednisolone
// and in how firmly the marrow holds them: standard deviations of the logarithms.
const (
	sensitivitySD = 0.6
	retentionSD   = 1.2
)

// strata are the middles of sixteen equal parts of the normal distribution.
func strata() [16]float64 {
	return [16]float64{
		-1.863, -1.318, -1.010, -0.776, -0.579, -0.402, -0.237, -0.078,
		0.078, 0.237, 0.402, 0.579, 0.776, 1.010, 1.318, 1.863,
	}
}

// Blasts in blood after a week of prednisolone [1/uL].
const (
	fewest    = 5    // what a smear does not show
	poorBlood = 1000 // more than this is a poor answer
)

// prednisolone measures the shares of children whose blood holds no blasts, some, or many
// after seven days of prednisolone. Each child is a small patch.
func prednisolone(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	all := strata()
	none, many := 0.0, 0.0
	for i, z := range all {
		blasts, err := child(ctx, o, math.Exp(sensitivitySD*z), math.Exp(retentionSD*all[i*7%16]))
		switch {
		case err != nil:
			return nil, err
		case blasts < fewest:
			none++
		case blasts >= poorBlood:
			many++
		}
	}
	n := float64(len(all))
	return map[string]finding{
		"prednisolone-none": value(none / n), "prednisolone-some": value(1 - (none+many)/n), "prednisolone-many": value(many / n),
	}, nil
}

// child is the blasts in the blood of one child after its week [1/uL]: how strongly it
// feels the drug, and how long its marrow holds blasts, times the median.
func child(ctx context.Context, o scenario.Options, feels, holds float64) (float64, error) {
	o.Size = "64x64x1"
	for _, stage := range []string{"lymphoblast", "idle_lymphoblast"} {
		o.Set = append(o.Set, fmt.Sprintf("diseases.all.stages.%s.retention=%gd", stage, 60*holds))
	}
	for effect := range 2 {
		o.Set = append(o.Set, fmt.Sprintf("agents.prednisolone.effects.%d.slope=%g 1/d/(mg/L)", effect, 1.9*feels))
	}
	p, err := ill(ctx, "acute-lymphoblastic-leukemia", o, "all", "500")
	if err != nil {
		return 0, err
	}
	defer p.world.Close()
	if err := p.live(ctx, 14); err != nil {
		return 0, err
	}
	if err := p.give("drug", map[string]string{"agent": "prednisolone", "dose": "60 mg/m2", "every": "1d", "times": "7"}); err != nil {
		return 0, err
	}
	err = p.live(ctx, 7)
	return 1000 * p.world.Blood().Clone, err
}
