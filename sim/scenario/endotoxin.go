package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// endotoxin is the experiment on volunteers: the body's answer to germs, without germs.
func endotoxin() Intervention {
	return Intervention{
		Name: "endotoxin", Group: groupInfection,
		Help: "Inject endotoxin into a vein, as in studies of volunteers. Neutrophils cling to vessel walls, then the marrow gives its reserve.",
		Arguments: []Argument{{
			Name: "dose", Kind: Number, Unit: "ng/kg", Max: 10, Default: "2 ng/kg",
			Help: "per body weight; volunteers got 2 to 4 ng/kg",
		}},
		Sources: []string{"endotoxemia_volunteers"},
		bind:    bindEndotoxin,
	}
}

func bindEndotoxin(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if t.Infection.Capacity == 0 {
		return nil, lacks("endotoxin", "infection", t)
	}
	return func(w *sim.World) error { return w.GiveEndotoxin(v.numbers["dose"]) }, nil
}
