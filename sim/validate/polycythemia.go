package validate

import (
	"context"
	"math"
	"strconv"

	"marrow/sim/scenario"
)

// Clones with JAK2 V617F are found when they are of different sizes: progenitors of the
// median person in a small patch, the standard deviation of the logarithm, and the days
// in which red cells answer.
const (
	medianJAK2 = 8
	jak2SD     = 0.7
	redCells   = 150 // [d]
)

// What a laboratory calls too high a hematocrit [%] and too little erythropoietin
// (2.6 mU/mL, over 6.9, the middle of 2.6 to 18.5).
const (
	thick  = 49
	lowEPO = 0.375
)

// polycythemia measures the blood of those people with a JAK2 clone whose hematocrit is
// too high: that is how they become patients.
func polycythemia(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	o.Size = "96x96x1"
	all := strata()
	patients, hematocrit, low := 0.0, 0.0, 0.0
	for i := 0; i < len(all); i += 2 {
		cells := strconv.Itoa(int(medianJAK2*math.Exp(jak2SD*all[i]) + 0.5))
		p, err := ill(ctx, "polycythemia-vera", o, "pv", cells)
		if err != nil {
			return nil, err
		}
		err = p.live(ctx, redCells)
		b := p.world.Blood()
		p.world.Close()
		if err != nil {
			return nil, err
		}
		h := b.RBC * p.setup.Table.Body.RBCVolume / 10
		if h < thick {
			continue
		}
		patients++
		hematocrit += h
		if b.EPO < lowEPO {
			low++
		}
	}
	return map[string]finding{"pv-hematocrit": value(hematocrit / patients), "pv-epo": value(low / patients)}, nil
}
