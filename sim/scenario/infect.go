package scenario

import (
	"marrow/sim"
	"marrow/sim/body"
	"marrow/sim/lineage"
)

// unnamed is the word for germs that nobody knows again.
const unnamed = "unnamed"

// infect lets germs into a tissue, where they grow until blood cells eat them.
func infect() Intervention {
	microbes, _ := lineage.Microbes()
	return Intervention{
		Name: "infect", Group: groupInfection,
		Help: "Begin an infection. Bacteria use up neutrophils and alarm the marrow, worms call eosinophils. Against microbes with a name there are antibodies and T cells too. There is no fever and no shock.",
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
			{
				Name: "microbe", Kind: Word, Options: append([]string{unnamed}, microbes...), Default: unnamed,
				Help: "germs with a name grow at their own speed, and antibodies and T cells learn to know them; a virus lives in cells, which T and NK cells kill",
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
	if name := v.words["microbe"]; name != unnamed {
		germ.Microbe = name
	}
	if germ.Microbe != "" && len(t.Microbes) == 0 {
		return nil, lacks("infect", "immunity", t)
	}
	if germ.Microbe != "" && germ.Worms {
		return nil, &ArgumentError{"infect", "kind", "got worms, but " + germ.Microbe + " is none"}
	}
	return func(w *sim.World) error { return w.Infect(germ) }, nil
}
