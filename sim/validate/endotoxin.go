package validate

import (
	"context"

	"marrow/sim/blood"
	"marrow/sim/scenario"
)

// endotoxemia measures the answer of a volunteer to 1 ng/kg of endotoxin.
func endotoxemia(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	c, err := trial(ctx, o, start+2, treatment{start, "endotoxin", map[string]string{"dose": "1 ng/kg"}})
	if err != nil {
		return nil, err
	}
	return afterEndotoxin(c), nil
}

// afterEndotoxin reads a course with an injection: counts at single hours, as in the
// publications, relative to the mean of the day before.
func afterEndotoxin(c course) map[string]finding {
	of := func(quantity func(blood.Count) float64) (Curve, func(from, to float64) Curve) {
		hourly := c.of(quantity)
		all := running(hourly, 1).since(start, 1.0/24).relative(days(hourly, start-1, start))
		return all.between(-6.5, 36.5), func(from, to float64) Curve { return all.between(from-0.5, to+0.5) }
	}
	neutrophils, ancAt := of(anc)
	lymphocytes, lymphAt := of(func(b blood.Count) float64 { return b.Lymph })
	monocytes, monoAt := of(func(b blood.Count) float64 { return b.Mono })
	_, fall := ancAt(1, 2).lowest()
	_, fewest := monoAt(1, 2).lowest()
	return map[string]finding{
		"endotoxin-fall":        {fall, neutrophils},
		"endotoxin-rise":        {(ancAt(3, 3).Y[0] + ancAt(6, 6).Y[0]) / 2, neutrophils},
		"endotoxin-day":         {ancAt(24, 24).Y[0], neutrophils},
		"endotoxin-lymphocytes": {lymphAt(6, 6).Y[0], lymphocytes},
		"endotoxin-monocytes":   {fewest, monocytes},
	}
}
