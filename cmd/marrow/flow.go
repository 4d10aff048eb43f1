package main

import (
	"fmt"

	"marrow/sim/flow"
	"marrow/sim/tissue"
	"marrow/sim/validate"
)

// flowReport lists how blood flows through a tissue; nothing for one without vessels.
func flowReport(made *tissue.Tissue) (string, error) {
	if made.Network == nil {
		return "", nil
	}
	f, err := flow.Solve(made.Network, flow.Healthy(made.Network))
	if err != nil {
		return "", err
	}
	targets, err := validate.Targets()
	if err != nil {
		return "", err
	}
	c := f.Circulation(made)
	var t table
	t.add("measure", "here", "published", "unit", "where", "source")
	row := func(name string, value float64) {
		for _, p := range targets {
			if p.Name == name {
				t.add(p.Quantity, short(value), short(p.Lo)+" to "+short(p.Hi), p.Unit, p.Scenario, p.Source)
			}
		}
	}
	row("marrow-flow", c.Perfusion)
	row("marrow-pressure", c.Pressure)
	row("marrow-pressure-ratio", c.OverArterial)
	row("cortical-inflow", c.CorticalInflow)
	row("cortical-outflow", c.CorticalOut)
	t.add("mean transit: volume over flow", short(c.Transit), "", "s", "", "")
	t.add()
	t.add("vessels", "segments", "volume [nL]", "speed [um/s]", "transit [s]")
	for _, v := range c.Vessels {
		t.add(v.Kind.String(), fmt.Sprint(v.Segments), short(v.Volume), short(v.Speed), short(v.Transit))
	}
	return fmt.Sprintf("blood flow  %s nL/s\n", short(c.Inflow)) + t.String() + "\n" + exitReport(made, c), nil
}

// exitReport lists the exits with what leaves by them, as many as a screen shows.
func exitReport(made *tissue.Tissue, c flow.Circulation) string {
	const most = 12
	var t table
	t.add("exit", "kind", "x", "y", "z", "wall sites", "flow [nL/s]", "of all")
	for i, e := range made.Exits {
		if i == most {
			t.add("", fmt.Sprintf("and %d more", len(made.Exits)-most))
			break
		}
		t.add(fmt.Sprint(i+1), e.Kind, fmt.Sprint(e.X), fmt.Sprint(e.Y), fmt.Sprint(e.Z), fmt.Sprint(e.Walls), short(c.Exits[i]), percent(c.Exits[i]/c.Inflow))
	}
	return t.String() + "\n"
}
