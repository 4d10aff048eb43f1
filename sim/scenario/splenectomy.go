package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// splenectomy takes out the spleen, which holds platelets and eats those that antibodies
// coat.
func splenectomy() Intervention {
	return Intervention{
		Name: "splenectomy", Group: groupBlood,
		Help: "Take out the spleen, for good. The platelets that it held circulate, and half of what it did to coated ones is gone.",
		Arguments: []Argument{
			{Name: "share", Kind: Number, Unit: "%", Max: 100, Default: "100 %", Help: "part of it that is taken out"},
		},
		Sources: []string{"platelet_fate_111in", "itp_guides"},
		bind: func(v values, t *lineage.Table) (func(*sim.World) error, error) {
			if len(t.Attacks) == 0 {
				return nil, lacks("splenectomy", "attacks", t)
			}
			return func(w *sim.World) error { return w.RemoveSpleen(v.numbers["share"] / 100) }, nil
		},
	}
}
