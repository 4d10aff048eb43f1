package scenario

import (
	"marrow/sim"
	"marrow/sim/body"
	"marrow/sim/lineage"
)

// infect lets germs into a tissue, where they grow until blood cells eat them.
func infect() Intervention {
	return Intervention{
		Name: "infect", Group: groupInfection,
		Help: "Begin an infection. Bacteria use up neutrophils and alarm the marrow, worms call eosinophils. There is no fever, no shock and no other defense.",
		Arguments: []Argument{
			{
				Name: "load", Kind: Number, Unit: "loads", Max: 30, Default: "1 loads",
				Help: "germs at the start; one load calls half of the neutrophils that any number can, 30 is all that a tissue feeds",
			},
			{
				Name: "doubling", Kind: Number, Unit: "h", Min: 1, Max: 24, Default: "4 h",
				Help: "virulence: time in which bacteria double unhindered; worms take fifty times as long",
			},
			{
				Name: "site", Kind: Word, Options: []string{"lung", "skin", "blood"}, Default: "lung",
				Help: "where; skin calls fewer neutrophils, in the blood they kill less well",
			},
			{
				Name: "kind", Kind: Word, Options: []string{"bacteria", "worms"}, Default: "bacteria",
				Help: "what infects",
			},
		},
		Sources: []string{"infection_texts", "mean_field"},
		bind:    bindInfect,
	}
}

func bindInfect(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if t.Infection.Capacity == 0 {
		return nil, lacks("infect", "infection", t)
	}
	germ := body.Germ{
		Load: v.numbers["load"], Doubling: v.numbers["doubling"], Site: v.words["site"], Worms: v.words["kind"] == "worms",
	}
	return func(w *sim.World) error { return w.Infect(germ) }, nil
}
