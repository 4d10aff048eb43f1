package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// apheresis collects CD34+ cells from the blood.
func apheresis() Intervention {
	return Intervention{
		Name: "apheresis", Group: groupStemCells,
		Help: "Run blood through a machine that keeps CD34+ cells: efficiency x concentration x volume go into the bag, with some platelets.",
		Arguments: []Argument{
			{Name: "volume", Kind: Number, Unit: "L", Max: 30, Default: "12 L", Help: "of blood that passes the machine"},
			{Name: "over", Kind: Time, Unit: "d", Min: 1.0 / sim.TicksPerDay, Max: 1, Default: "4h", Help: "how long it takes"},
			{Name: "efficiency", Kind: Number, Unit: "%", Max: 100, Default: "45%", Help: "share of the CD34+ cells of that blood that is kept"},
		},
		Sources: []string{"textbook"},
		bind:    bindApheresis,
	}
}

func bindApheresis(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if err := treated("apheresis", t); err != nil {
		return nil, err
	}
	liters := v.numbers["volume"] * v.numbers["efficiency"] / 100
	return func(w *sim.World) error { return w.Apheresis(liters, v.ticks["over"]) }, nil
}
