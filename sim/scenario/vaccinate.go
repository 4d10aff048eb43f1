package scenario

import (
	"fmt"
	"slices"
	"strings"

	"marrow/sim"
	"marrow/sim/body"
	"marrow/sim/lineage"
)

// vaccinate shows a microbe to the immune system.
func vaccinate() Intervention {
	_, names := lineage.Microbes()
	return Intervention{
		Name: "vaccinate", Group: groupInfection,
		Help: "Give a vaccine. B cells that happen to bind it divide and make antibodies, first IgM, then IgG; some stay as memory, and some plasma cells find a niche in the marrow for years.",
		Arguments: []Argument{
			{Name: "against", Kind: Word, Options: names, Help: "the microbe"},
			{
				Name: "form", Kind: Word, Options: []string{"usual", "live", "killed"}, Default: "usual",
				Help: "live germs multiply for a week, killed ones are gone in days; usual is what there is of it",
			},
			{Name: "dose", Kind: Number, Unit: "doses", Max: 10, Default: "1 doses", Help: "of the usual ones"},
		},
		Sources: []string{"monath1971", "vaccine_8months", "smith_clones"},
		bind:    bindVaccinate,
	}
}

func bindVaccinate(v values, t *lineage.Table) (func(*sim.World) error, error) {
	name, form := v.words["against"], v.words["form"]
	i := slices.IndexFunc(t.Microbes, func(m lineage.Microbe) bool { return m.Name == name })
	if i < 0 {
		return nil, lacks("vaccinate", "immunity", t)
	}
	there := t.Microbes[i].Vaccines
	if form == "usual" {
		form = there[0]
	}
	if !slices.Contains(there, form) {
		return nil, &ArgumentError{"vaccinate", "form", fmt.Sprintf("got %s, against %s there is %s", form, name, strings.Join(there, " and "))}
	}
	vaccine := body.Vaccine{Microbe: name, Doses: v.numbers["dose"], Live: form == "live"}
	return func(w *sim.World) error { return w.Vaccinate(vaccine) }, nil
}
