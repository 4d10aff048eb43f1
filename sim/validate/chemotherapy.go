package validate

import (
	"context"
	"math"

	"marrow/sim/scenario"
)

// chemotherapy measures the answer to one infusion of docetaxel, 100 mg/m2 on the
// day on which trials start. Counts are means of 24 hours.
func chemotherapy(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	c, err := trial(ctx, o, start+35, treatment{start, "drug", map[string]string{"agent": "docetaxel", "dose": "100 mg/m2"}})
	if err != nil {
		return nil, err
	}
	return afterChemotherapy(c), nil
}

// afterChemotherapy reads a course with an infusion. The lowest count is looked for in
// the 30 days after it, the highest after that; the base is the mean of the ten days
// before.
func afterChemotherapy(c course) map[string]finding {
	neutrophils, platelets := running(c.of(anc), 24).since(start, 1), running(c.of(platelet), 24).since(start, 1)
	base, _ := meanSD(neutrophils.between(-10, -0.5).Y)
	low, nadir := neutrophils.between(0, 30).lowest()
	high, peak := neutrophils.between(low, math.Inf(1)).highest()
	_, fewest := platelets.between(0, 30).lowest()
	drawn := neutrophils.between(-5, math.Inf(1)).thinned(4)
	return map[string]finding{
		"anc-nadir":         {nadir, drawn},
		"anc-nadir-day":     {low, drawn},
		"anc-overshoot":     {peak / base, drawn.relative(base)},
		"anc-overshoot-day": {high, drawn.relative(base)},
		"platelet-nadir":    {fewest, platelets.between(-5, math.Inf(1)).thinned(4)},
	}
}
