package scenario

import (
	"fmt"
	"math"
	"strings"

	"marrow/sim"
	"marrow/sim/lineage"
)

// clone begins a disease: cells of a clone, all from one mother.
func clone() Intervention {
	return Intervention{
		Name: "clone", Group: groupExperiment,
		Help: "Begin a malignant disease: bring cells of one clone to the marrow, enough to be seen in a patch. " +
			"The scenario must name the disease among its diseases.",
		Arguments: []Argument{
			{Name: "kind", Kind: Word, Options: lineage.Diseases(), Default: "aml", Help: "which disease"},
			{Name: "cells", Kind: Number, Max: 1e5, Default: "100", Help: "how many come to this patch; one of the patch stands for many of the body"},
		},
		Sources: []string{"slovak2000", "design"},
		bind:    bindClone,
	}
}

func bindClone(v values, t *lineage.Table) (func(*sim.World) error, error) {
	kind, cells := v.words["kind"], v.numbers["cells"]
	if t.Disease(kind) < 0 {
		return nil, &ArgumentError{"clone", "kind", fmt.Sprintf("this body cannot fall ill with %s; begin with %s", kind, beginning(kind, t))}
	}
	if cells != math.Trunc(cells) {
		return nil, &ArgumentError{"clone", "cells", "want a whole number"}
	}
	return func(w *sim.World) error { return w.Sow(kind, cells) }, nil
}

// beginning is how a run begins in which the body can also fall ill with a disease.
func beginning(kind string, t *lineage.Table) string {
	var names []string
	for _, d := range t.Diseases {
		names = append(names, d.Name)
	}
	return "diseases: [" + strings.Join(append(names, kind), ", ") + "]"
}
