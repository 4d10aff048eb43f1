package scenario

import (
	"marrow/sim"
	"marrow/sim/body"
	"marrow/sim/lineage"
)

// mobilize gives what lets CD34+ cells out of the marrow before they are collected.
func mobilize() Intervention {
	return Intervention{
		Name: "mobilize", Group: groupStemCells,
		Help: "Mobilize CD34+ cells into the blood: by G-CSF alone (10 ug/kg a day); by cyclophosphamide (2 g/m2) and G-CSF (5 ug/kg a day " +
			"from the third day); or by G-CSF and, half a day before its course ends, plerixafor (0.24 mg/kg).",
		Arguments: []Argument{
			{Name: "regimen", Kind: Word, Options: []string{"g-csf", "chemo-g-csf", "plerixafor"}, Default: "g-csf", Help: "what is given"},
			{Name: "for", Kind: Time, Unit: "d", Min: 1, Max: 14, Default: "5d", Help: "length of the course of G-CSF"},
		},
		Sources: []string{"auwera2001", "plerixafor_label", "vasu2008"},
		bind:    bindMobilize,
	}
}

// A gift is a course of an agent, as a regimen has it: dose in the agent's unit, and times
// in ticks.
type gift struct {
	agent        string
	dose         float64
	after, times uint64
}

func bindMobilize(v values, t *lineage.Table) (func(*sim.World) error, error) {
	const day = sim.TicksPerDay
	days := (v.ticks["for"] + day - 1) / day
	regimens := map[string][]gift{
		"g-csf":       {{"g-csf", 10, 0, days}},
		"chemo-g-csf": {{"cyclophosphamide", 2000, 0, 1}, {"g-csf", 5, 2 * day, days}},
		"plerixafor":  {{"g-csf", 10, 0, days}, {"plerixafor", 0.24, days*day - day/2, 1}},
	}
	var courses []body.Course
	for _, g := range regimens[v.words["regimen"]] {
		c, ok := g.course(t)
		if !ok {
			return nil, &ArgumentError{"mobilize", "regimen", "the species " + t.Species + " does not know " + g.agent}
		}
		courses = append(courses, c)
	}
	return func(w *sim.World) error { return w.GiveAll(courses) }, nil
}

// course is the gift in the form that a body takes.
func (g gift) course(t *lineage.Table) (body.Course, bool) {
	for i, a := range t.Agents {
		if a.Name == g.agent {
			over := uint64(a.Dose.Over*sim.TicksPerDay + 0.5)
			return body.Course{Agent: i, Amount: g.dose * a.Dose.Per, Over: over, Every: sim.TicksPerDay, Times: g.times, Next: g.after}, true
		}
	}
	return body.Course{}, false
}
