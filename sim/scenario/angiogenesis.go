package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// angiogenesis lets trans-cortical capillaries grow, as chronic inflammation does.
func angiogenesis() Intervention {
	return Intervention{
		Name: "angiogenesis", Group: groupExperiment,
		Help: "Let capillaries through the cortex grow, as weeks of inflammation of a joint do, arterial and venous ones alike. They are there at once.",
		Arguments: []Argument{
			{Name: "growth", Kind: Number, Unit: "%", Max: 400, Help: "how many more there are than in health, from now on; 0 % is health again"},
		},
		Sources: []string{"grueneboom2019"},
		bind: func(v values, _ *lineage.Table) (func(*sim.World) error, error) {
			return func(w *sim.World) error { return w.Grow(v.numbers["growth"] / 100) }, nil
		},
	}
}
