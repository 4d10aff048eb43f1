package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// occlude closes ways by which blood leaves the marrow.
func occlude() Intervention {
	return Intervention{
		Name: "occlude", Group: groupExperiment,
		Help: "Occlude veins by which blood leaves the marrow, as a clamp or a thrombus does: its pressure rises, less blood comes, and cells stay inside.",
		Arguments: []Argument{
			{Name: "share", Kind: Number, Unit: "%", Max: 100, Help: "share of these vessels that is closed from now on; 0 % opens them again"},
			{
				Name: "vessels", Kind: Word, Options: []string{"all", "cortical", "veins"}, Default: "all",
				Help: "which: the capillaries through the cortex, all other ways out, or both",
			},
		},
		Sources: []string{"grueneboom2019", "wilkes1975"},
		bind:    bindOcclude,
	}
}

func bindOcclude(v values, _ *lineage.Table) (func(*sim.World) error, error) {
	which := v.words["vessels"]
	return func(w *sim.World) error {
		return w.Occlude(v.numbers["share"]/100, which != "veins", which != "cortical")
	}, nil
}
