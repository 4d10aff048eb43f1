package validate

import (
	"context"

	"marrow/sim/scenario"
)

// mobilization measures the answer to daily G-CSF, 10 ug/kg for six days.
func mobilization(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	c, err := trial(ctx, o, start+11, treatment{start, "g-csf", map[string]string{"dose": "10 ug/kg/d", "for": "6d"}})
	if err != nil {
		return nil, err
	}
	return onGCSF(c), nil
}

// onGCSF reads a course with G-CSF. Neutrophils count as the mean of those 12 and 24
// hours after the first dose; CD34+ cells as means of 12 hours in the first ten days;
// bands as their share of the neutrophils after five days.
func onGCSF(c course) map[string]finding {
	neutrophils, hour := c.of(anc), 24*start-1
	stem := running(c.of(cd34), 12).since(start, 1)
	day, peak := stem.between(0, 10).highest()
	bands := running(c.of(bandShare), 12).since(start, 1)
	_, share := bands.between(5, 6).thinned(24).highest()
	hours := running(neutrophils, 1).since(start, 1.0/24)
	return map[string]finding{
		"anc-on-gcsf":   {(neutrophils[hour+12] + neutrophils[hour+24]) / 2, hours.between(-12, 24.5)},
		"cd34-peak":     {peak, stem.between(-2, 11).thinned(3)},
		"cd34-peak-day": {day, stem.between(-2, 11).thinned(3)},
		"bands-on-gcsf": {share, bands.between(-2, 11).thinned(3)},
	}
}
