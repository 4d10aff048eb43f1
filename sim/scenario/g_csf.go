package scenario

import (
	"fmt"

	"marrow/sim"
	"marrow/sim/lineage"
)

// gCSF gives G-CSF once a day for some days.
func gCSF() Intervention {
	const name = "g-csf"
	return Intervention{
		Name: name, Group: groupGrowth,
		Help: "Give G-CSF under the skin once a day: neutrophils leave the marrow early, more are made, and progenitors are let go into the blood.",
		Arguments: []Argument{
			doseOf(lineage.Offered(name), "ug/kg/d"),
			{Name: "for", Kind: Time, Unit: "d", Min: 1, Max: 28, Default: "5d", Help: "number of days, one dose on each"},
		},
		Sources: []string{"auwera2001", "craig2016", "quartino2014", "filgrastim_label"},
		bind: func(v values, t *lineage.Table) (func(*sim.World) error, error) {
			days, rest := v.ticks["for"]/sim.TicksPerDay, v.ticks["for"]%sim.TicksPerDay
			if rest != 0 {
				return nil, &ArgumentError{name, "for", fmt.Sprintf("got %d days and a part, want whole days", days)}
			}
			return order(name, "", name, regimen{dose: v.numbers["dose"], every: sim.TicksPerDay, times: days}, t)
		},
	}
}
