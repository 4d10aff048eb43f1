package main

import (
	"fmt"

	"marrow/sim/immune"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// tissueReport lists what a tissue came to, beside what was published.
func tissueReport(made *tissue.Tissue) string {
	spec := made.Spec
	var t table
	t.add("of all sites", "share")
	for c := range tissue.Classes {
		t.add(className(c), percent(made.Stats.Share[c]))
	}
	t.add()
	t.add("measure", "here", "published", "unit", "source")
	for _, r := range made.Table() {
		published := ""
		if r.Lo != 0 || r.Hi != 0 {
			published = short(r.Lo) + " to " + short(r.Hi)
		}
		t.add(r.Quantity, short(r.Value), published, r.Unit, r.Source)
	}
	return fmt.Sprintf("tissue  %s, %s, %dx%dx%d sites, age %g, seed %d\n",
		spec.Name, spec.Species, spec.Width, spec.Height, spec.Depth, spec.Age, spec.Seed) + t.String()
}

// className names a class of sites.
func className(c tissue.Class) string {
	return [tissue.Classes]string{"free", "bone", "fat", "sinusoid", "arteriole", "capillary", "vein", "border"}[c]
}

func percent(share float64) string { return fmt.Sprintf("%.2f %%", 100*share) }

// speciesReport lists the healthy body: cells and stay of each stage, and what leaves
// the marrow.
func speciesReport(s *lineage.Table) string {
	nucleated := 0.0
	for k, row := range s.Rows {
		if k > 0 && s.Stages[row.Stage].Nucleated {
			nucleated += row.Count
		}
	}
	var t table
	t.add("stage", "lineage", "cells in the body", "of nucleated", "stay")
	for _, st := range s.Stages {
		count, stay := 0.0, 0.0
		for _, k := range st.Rows {
			count += s.Rows[k].Count
			stay += s.Rows[k].Stay
		}
		share := ""
		if st.Nucleated {
			share = fmt.Sprintf("%.3g %%", 100*count/nucleated)
		}
		t.add(st.Name, st.Lineage, fmt.Sprintf("%.3g", count), share, fmt.Sprintf("%.3g d", stay))
	}
	t.add("all nucleated", "", fmt.Sprintf("%.3g", nucleated), "100 %", "")
	return fmt.Sprintf("species  %s\n", s.Title) + t.String() + thymusReport(&s.Immunity.Thymus)
}

// thymusReport lists the T cells by age; nothing for a species that has none to follow.
func thymusReport(s *lineage.Thymus) string {
	if len(s.Volume) == 0 {
		return ""
	}
	var t table
	t.add("age", "leave the thymus", "naive T cells", "of these made there", "lymphocytes in blood")
	for _, age := range []float64{0, 1, 5, 20, 40, 70} {
		t.add(fmt.Sprintf("%g y", age), fmt.Sprintf("%.2g cells/d", immune.Export(s, age, 1)), fmt.Sprintf("%.2g", immune.NaiveAt(s, age)),
			fmt.Sprintf("%.0f %%", 100*immune.FromThymus(s, age)), fmt.Sprintf("%.1f e9/L", immune.LymphocytesAt(s, age)))
	}
	return "\n" + t.String()
}
