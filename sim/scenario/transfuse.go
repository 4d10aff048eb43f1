package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// transfuse gives blood of a bank. The volume is taken to leave as plasma at once.
func transfuse() Intervention {
	return Intervention{
		Name: "transfuse", Group: groupBlood,
		Help: "Give red cells or platelets of a blood bank. A quarter of the red cells does not survive the first day; the iron of all stays.",
		Arguments: []Argument{
			{
				Name: "red", Kind: Number, Unit: "units", Max: 20, Choice: "what",
				Help: "units of red cells; one raises the hemoglobin of an adult by about 0.9 g/dL",
			},
			{
				Name: "platelets", Kind: Number, Unit: "units", Max: 10, Choice: "what",
				Help: "units of platelets from one donor each; one raises the count of an adult by about 35e9/L",
			},
		},
		Sources: []string{"transfusion_texts", "platelet_fate_111in"},
		bind:    bindTransfuse,
	}
}

func bindTransfuse(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if t.Transfusion.RedCells == 0 {
		return nil, lacks("transfuse", "transfusion", t)
	}
	if units, ok := v.numbers["red"]; ok {
		return func(w *sim.World) error { return w.TransfuseRed(units) }, nil
	}
	return func(w *sim.World) error { return w.TransfusePlatelets(v.numbers["platelets"]) }, nil
}

// lacks refuses an intervention for a species that does not have what it acts on.
func lacks(event, section string, t *lineage.Table) error {
	return &ArgumentError{event, "", "the species " + t.Species + " has no section called " + section}
}
