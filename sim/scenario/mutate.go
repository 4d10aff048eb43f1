package scenario

import (
	"marrow/sim"
	"marrow/sim/clonal"
	"marrow/sim/lineage"
)

// mutate gives stem cells of the body a mutation by which they have more daughters.
func mutate() Intervention {
	return Intervention{
		Name: "mutate", Group: groupLife,
		Help: "Give a part of the body's stem cells a driver mutation, as one clone. It grows while years pass, by its fitness less the mean of all stem cells.",
		Arguments: []Argument{
			{Name: "gene", Kind: Word, Options: clonal.Names(), Default: "dnmt3a", Help: "the mutated gene"},
			{Name: "share", Kind: Number, Unit: "%", Max: 50, Default: "1 %", Help: "of the body's stem cells"},
		},
		Sources: []string{"watson2020", "fabre2022"},
		bind: func(v values, t *lineage.Table) (func(*sim.World) error, error) {
			if t.Reservoir.Stage == 0 {
				return nil, lacks("mutate", "reservoir", t)
			}
			return func(w *sim.World) error { return w.Mutate(v.words["gene"], v.numbers["share"]/100) }, nil
		},
	}
}
