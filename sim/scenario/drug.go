package scenario

import (
	"fmt"
	"strings"

	"marrow/sim"
	"marrow/sim/lineage"
)

// drug gives a drug that kills cells in cycle. What it does is in the drug's own file
// among the assets: where it goes in the body, and which cells it kills at which level.
func drug() Intervention {
	names := lineage.Agents("cytotoxic")
	return Intervention{
		Name: "drug", Group: groupDrugs,
		Help:      "Give a drug that kills cells, by the share of time that they spend in cycle; some spare resting stem cells, some do not.",
		Arguments: ofDrug(names),
		Sources:   []string{"friberg2002", "nath2010", "ryu2007", "cyclophosphamide_pk", "paclitaxel_pk", "mean_field"},
		bind:      bindDrug("drug"),
	}
}

// ofDrug are the arguments of an intervention that gives one of several drugs.
func ofDrug(names []string) []Argument {
	return []Argument{
		{Name: "agent", Kind: Word, Options: names, Help: "the drug"},
		{Name: "dose", Kind: Dose, Optional: true, Help: "amount of each dose, by drug: " + offers(names) + "; left out, the usual one"},
		{Name: "over", Kind: Time, Unit: "d", Max: 14, Optional: true, Help: "length of an infusion, 0h at once; left out, the usual one"},
		every("1d"),
		times(mostDoses),
	}
}

// mostDoses is how many doses of a drug can be ordered at a time.
const mostDoses = 60

// offers lists the ranges of doses: docetaxel 0 to 150 mg/m2 (100).
func offers(names []string) string {
	var all []string
	for _, name := range names {
		d := lineage.Offered(name)
		all = append(all, fmt.Sprintf("%s 0 to %g %s (%g)", name, d.Most, d.Unit, d.Usual))
	}
	return strings.Join(all, ", ")
}

// bindDrug binds the arguments of ofDrug for an intervention.
func bindDrug(event string) func(v values, t *lineage.Table) (func(*sim.World) error, error) {
	return func(v values, t *lineage.Table) (func(*sim.World) error, error) {
		name := v.words["agent"]
		offered := lineage.Offered(name)
		dose, err := readDose(v.words["dose"], offered)
		if err != nil {
			return nil, &ArgumentError{event, "dose", err.Error()}
		}
		over, given := v.ticks["over"]
		if !given {
			over = uint64(offered.Over*sim.TicksPerDay + 0.5)
		}
		n, err := v.whole(event, "times")
		if err != nil {
			return nil, err
		}
		return order(event, "agent", name, regimen{dose, over, v.ticks["every"], n}, t)
	}
}
