package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// label gives a pulse of something that is built into new DNA.
func label() Intervention {
	return Intervention{
		Name: "label", Group: groupExperiment,
		Help: "Label the cells that make DNA while the pulse lasts. Their daughters carry the label on, without dilution. " +
			"marks.csv has the labeled cells over time.",
		Arguments: []Argument{
			{Name: "agent", Kind: Word, Options: []string{"brdu", "edu", "thymidine"}, Default: "brdu", Help: "what is given; the model treats them alike"},
			{Name: "for", Kind: Time, Unit: "d", Max: 2, Default: "1h", Help: "how long it is there"},
			{Name: "share", Kind: Number, Unit: "%", Max: 100, Default: "100%", Help: "of the cells in reach that take it up"},
		},
		Sources: []string{"meuret1974", "eos_3htdr"},
		bind:    bindLabel,
	}
}

func bindLabel(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if err := treated("label", t); err != nil {
		return nil, err
	}
	return func(w *sim.World) error { return w.Label(v.ticks["for"], v.numbers["share"]/100) }, nil
}
