package scenario

import (
	"math"
	"slices"
	"strings"

	"marrow/sim"
	"marrow/sim/lineage"
)

// graft places sorted cells of a donor, as in an experiment.
func graft() Intervention {
	return Intervention{
		Name: "graft", Group: groupExperiment,
		Help: "Place sorted cells of a donor at sinusoids of the patch, each a clone of its own. marks.csv has what becomes of them. " +
			"Long-term stem cells (hsc) need vacant seats: irradiate first; then each stands for as many as a displayed one.",
		Arguments: []Argument{
			{Name: "stage", Kind: Word, Options: []string{"hsc", "mpp", "clp", "gmp"}, Default: "hsc", Help: "what was sorted for"},
			{Name: "cells", Kind: Number, Max: 1e6, Default: "100", Help: "how many come to this patch"},
			{Name: "patch", Kind: Number, Min: 1, Max: sim.MaxParts, Default: "1", Help: "number of the patch"},
		},
		Sources: []string{"ashcroft2017", "design"},
		bind:    bindGraft,
	}
}

func bindGraft(v values, t *lineage.Table) (func(*sim.World) error, error) {
	if err := treated("graft", t); err != nil {
		return nil, err
	}
	stage, cells := v.words["stage"], v.numbers["cells"]
	if !slices.ContainsFunc(t.Stages, func(s lineage.Stage) bool { return s.Name == stage }) {
		return nil, &ArgumentError{"graft", "stage", "the species " + t.Species + " has no stage " + strings.ToUpper(stage)}
	}
	if cells != math.Trunc(cells) {
		return nil, &ArgumentError{"graft", "cells", "want a whole number"}
	}
	patch, err := patchOf("graft", v.numbers["patch"])
	return func(w *sim.World) error { return w.Graft(stage, int(cells), patch) }, err
}
