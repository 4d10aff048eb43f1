package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// altitude brings the body to a height, where less of its hemoglobin carries oxygen.
func altitude() Intervention {
	return Intervention{
		Name: "altitude", Group: groupBlood,
		Help: "Go to a height and stay there. Less oxygen raises erythropoietin; deeper breathing takes back part of that within days. Plasma volume stays as it is.",
		Arguments: []Argument{{
			Name: "height", Kind: Number, Unit: "m", Max: 6000,
			Help: "height above the sea; 0 m is home again",
		}},
		Sources: []string{"altitude_texts"},
		bind:    bindAltitude,
	}
}

func bindAltitude(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if len(t.Oxygen.Levels) == 0 {
		return nil, lacks("altitude", "oxygen", t)
	}
	return func(w *sim.World) error { return w.Climb(v.numbers["height"]) }, nil
}
