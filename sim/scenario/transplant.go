package scenario

import (
	"marrow/sim"
	"marrow/sim/body"
	"marrow/sim/lineage"
)

// transplant gives CD34+ cells into a vein.
func transplant() Intervention {
	return Intervention{
		Name: "transplant", Group: groupStemCells,
		Help: "Infuse CD34+ cells. Those that home arrive after days, and fill the seats that are vacant: empty the marrow first. " +
			"A small graft is lost, and a donor's is rejected by a patient who has his lymphocytes.",
		Arguments: []Argument{
			{
				Name: "source", Kind: Word, Options: []string{"collected", "blood", "marrow", "cord"}, Default: "blood",
				Help: "what is given; collected is all that apheresis and harvest of this patient have put into the bag; cord blood is slower",
			},
			{Name: "donor", Kind: Word, Options: []string{"auto", "donor"}, Default: "auto", Help: "the patient's own cells, or another person's"},
			{Name: "cd34", Kind: Number, Unit: "e6/kg", Max: 30, Default: "5 e6/kg", Help: "CD34+ cells per kg of the patient; not for collected cells"},
			{Name: "homing", Kind: Number, Unit: "%", Max: 100, Default: "20%", Help: "share of them that comes home to marrow"},
		},
		Sources: []string{"ergene2007", "donmez2013", "mean_field"},
		bind:    bindTransplant,
	}
}

func bindTransplant(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if err := treated("transplant", t); err != nil {
		return nil, err
	}
	source, homing, donor := v.words["source"], v.numbers["homing"]/100, v.words["donor"] == "donor"
	if source == "collected" {
		if donor {
			return nil, &ArgumentError{"transplant", "donor", "collected cells are the patient's own, want auto"}
		}
		return func(w *sim.World) error { return w.TransplantBag(homing) }, nil
	}
	g := body.Infusion{Cells: v.numbers["cd34"] * 1e6 * t.Body.Mass, Homing: homing, Donor: donor, Cord: source == "cord"}
	return func(w *sim.World) error { return w.Transplant(g) }, nil
}
