package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// harvest aspirates marrow for a transplant.
func harvest() Intervention {
	return Intervention{
		Name: "harvest", Group: groupStemCells,
		Help: "Aspirate marrow in many places: cells of all kinds go alike, CD34+ cells into the bag, and most of the volume is blood.",
		Arguments: []Argument{
			{Name: "volume", Kind: Number, Unit: "L", Max: 2, Default: "1.2 L", Help: "of the aspirate; 1.1 to 1.3 L are usual"},
		},
		Sources: []string{"textbook"},
		bind:    bindHarvest,
	}
}

func bindHarvest(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if err := treated("harvest", t); err != nil {
		return nil, err
	}
	return func(w *sim.World) error { return w.Harvest(v.numbers["volume"]) }, nil
}
