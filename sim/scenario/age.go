package scenario

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// age lets years pass for what is slow, in a time-lapse.
func age() Intervention {
	return Intervention{
		Name: "age", Group: groupLife,
		Help: "Let years pass, in days: fat cells come and grow where marrow is vacant, bone thins, and stem cells turn to blood cells other than lymphocytes. " +
			"The patch goes on to stand for a healthy body of that age. Afterwards years take as long as they do.",
		Arguments: []Argument{
			{Name: "by", Kind: Number, Unit: "y", Max: 100, Default: "10 y", Help: "years that pass"},
			{Name: "over", Kind: Time, Unit: "d", Min: 1, Max: 400, Default: "10d", Help: "days in which they pass"},
			{Name: "sex", Kind: Word, Options: []string{"man", "woman"}, Default: "man", Help: "estrogen keeps fat away, until it is lost"},
		},
		Sources: []string{"baum2018", "pathologyoutlines", "allen1995"},
		bind: func(v values, _ *lineage.Table) (func(*sim.World) error, error) {
			return func(w *sim.World) error {
				return w.PassYears(v.numbers["by"], v.ticks["over"], v.words["sex"] == "woman")
			}, nil
		},
	}
}
