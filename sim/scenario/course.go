package scenario

import (
	"fmt"
	"math"

	"marrow/sim"
	"marrow/sim/body"
	"marrow/sim/lineage"
)

// A regimen is how the doses of an agent follow each other.
type regimen struct {
	dose        float64 // in the unit of the agent
	over, every uint64  // [ticks]
	times       uint64
}

// order makes the act of giving an agent. Event and argument are those that a mistake is
// told of.
func order(event, argument, name string, r regimen, t *lineage.Table) (func(*sim.World) error, error) {
	for i := range t.Agents {
		a := &t.Agents[i]
		if a.Name != name {
			continue
		}
		if r.times > 1 && r.every < r.over {
			return nil, &ArgumentError{event, "every", "a dose begins before the one before it has ended"}
		}
		c := body.Course{Agent: i, Amount: r.dose * a.Dose.Per, Over: r.over, Every: r.every, Times: r.times}
		return func(w *sim.World) error { return w.Give(c) }, nil
	}
	return nil, &ArgumentError{event, argument, "the species has nothing that " + name + " acts on"}
}

// times is the argument that says how many doses there are.
func times(most float64) Argument {
	return Argument{Name: "times", Kind: Number, Min: 1, Max: most, Default: "1", Help: "number of doses"}
}

// every is the argument that says how the doses follow each other.
func every(usual string) Argument {
	return Argument{Name: "every", Kind: Time, Unit: "d", Max: 60, Default: usual, Help: "time from one dose to the next"}
}

// whole returns a number of doses.
func (v values) whole(event, name string) (uint64, error) {
	n := v.numbers[name]
	if n != math.Trunc(n) {
		return 0, &ArgumentError{event, name, fmt.Sprintf("got %g, want a whole number", n)}
	}
	return uint64(n), nil
}

// injected is an agent that is given at once, in doses of its own unit.
func injected(name, help, usually string, mostTimes float64, sources ...string) Intervention {
	offered := lineage.Offered(name)
	return Intervention{
		Name: name, Group: groupGrowth, Help: help,
		Arguments: []Argument{doseOf(offered, offered.Unit), every(usually), times(mostTimes)},
		Sources:   sources,
		bind: func(v values, t *lineage.Table) (func(*sim.World) error, error) {
			n, err := v.whole(name, "times")
			if err != nil {
				return nil, err
			}
			return order(name, "", name, regimen{dose: v.numbers["dose"], every: v.ticks["every"], times: n}, t)
		},
	}
}

// doseOf is the argument for a dose of one agent.
func doseOf(offered lineage.Dose, unit string) Argument {
	return Argument{
		Name: "dose", Kind: Number, Unit: unit, Max: offered.Most,
		Default: fmt.Sprintf("%g %s", offered.Usual, unit), Help: "amount of each dose",
	}
}

// readDose reads a dose of an agent in its unit and range; the usual one if none is given.
func readDose(text string, offered lineage.Dose) (float64, error) {
	if text == "" {
		return offered.Usual, nil
	}
	a := Argument{Kind: Number, Unit: offered.Unit, Max: offered.Most}
	return a.readNumber(text)
}
