package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// angiogenesis lets trans-cortical capillaries grow, as chronic inflammation does.
func angiogenesis() Intervention {
	return Intervention{
		Name: "angiogenesis", Group: groupExperiment,
		Help: "Let capillaries through the cortex grow, as inflammation of a joint lets them in weeks, arterial and venous ones alike.",
		Arguments: []Argument{
			{Name: "growth", Kind: Number, Unit: "%", Max: 400, Help: "how many more there will be than in health; 0 % is health again"},
			{Name: "over", Kind: Time, Unit: "d", Max: 60, Default: "14d", Help: "time in which they grow, or go; 0m is at once"},
		},
		Sources: []string{"grueneboom2019"},
		bind: func(v values, _ *lineage.Table) (func(*sim.World) error, error) {
			return func(w *sim.World) error {
				return w.GrowCapillaries(v.numbers["growth"]/100, float64(v.ticks["over"])/sim.TicksPerDay)
			}, nil
		},
	}
}
