package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// iron empties or fills the body's store. Red cells that are made without a store are
// few and pale.
func iron() Intervention {
	return Intervention{
		Name: "iron", Group: groupBlood,
		Help: "Set the iron store of the body, or give iron. What a bleeding takes is gone until food makes up for it, over months.",
		Arguments: []Argument{
			{
				Name: "store", Kind: Number, Unit: "mg", Max: 3000, Choice: "amount",
				Help: "iron in store from now on; a healthy man has about 800 mg, many donors almost none",
			},
			{
				Name: "dose", Kind: Number, Unit: "mg", Max: 2000, Choice: "amount",
				Help: "iron that is given; 1000 mg fills an empty store",
			},
			{
				Name: "route", Kind: Word, Options: []string{"vein", "mouth"}, Default: "vein",
				Help: "how the dose is given; of iron by mouth a tenth is absorbed, at most 20 mg a day",
			},
		},
		Sources: []string{"iron_texts"},
		bind:    bindIron,
	}
}

func bindIron(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if t.Iron.Store == 0 {
		return nil, lacks("iron", "iron", t)
	}
	if store, ok := v.numbers["store"]; ok {
		return func(w *sim.World) error { return w.SetIron(store) }, nil
	}
	mouth := v.words["route"] == "mouth"
	return func(w *sim.World) error { return w.GiveIron(v.numbers["dose"], mouth) }, nil
}
