package validate

import (
	"context"

	"marrow/sim"
	"marrow/sim/scenario"
)

// aplasia measures the stem cells of the whole body that are left when aplastic anemia is
// found: when the built-in scenario begins to treat. They do not depend on the patch.
func aplasia(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	o.Size = smallest
	w, s, err := world("aplastic-anemia", o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	found := int(s.Events[1].Tick / sim.TicksPerDay)
	var c Curve
	err = run(ctx, w, s.Events, found, func() {
		c.X, c.Y = append(c.X, w.Day()), append(c.Y, w.StemCells())
	})
	return map[string]finding{"aplastic-reserve": {w.StemCells(), c.thinned(24)}}, err
}

// smallest is a slice for what is measured in the whole body.
const smallest = "64x64x1"
