package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// autoimmunity turns the body's defense on its own cells.
func autoimmunity() Intervention {
	return Intervention{
		Name: "autoimmunity", Group: groupImmunity,
		Help: "Turn the body's defense on its own cells, from now on: antibodies on platelets (immune thrombocytopenia), " +
			"or T cells against stem and progenitor cells (aplastic anemia). A strength of 0 ends it.",
		Arguments: []Argument{
			{Name: "against", Kind: Word, Options: []string{"platelets", "stem-cells"}, Default: "platelets", Help: "whom it is directed against"},
			{Name: "strength", Kind: Number, Max: 20, Default: "1", Help: "times that of the usual patient"},
			{
				Name: "megakaryocytes", Kind: Number, Max: 20, Default: "0",
				Help: "against platelets: how strongly the same antibodies keep megakaryocytes from shedding; 1 in about two of five patients, and leaves a third",
			},
		},
		Sources: []string{"itp_kinetics", "itp_kinds", "aa_ltcic"},
		bind:    bindAutoimmunity,
	}
}

func bindAutoimmunity(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if len(t.Attacks) == 0 {
		return nil, lacks("autoimmunity", "attacks", t)
	}
	strength, more := v.numbers["strength"], v.numbers["megakaryocytes"]
	if v.words["against"] == "platelets" {
		return func(w *sim.World) error { return w.AttackPlatelets(strength, more) }, nil
	}
	if more != 0 {
		return nil, &ArgumentError{"autoimmunity", "megakaryocytes", "has no meaning against stem cells"}
	}
	return func(w *sim.World) error { return w.AttackStemCells(strength) }, nil
}
