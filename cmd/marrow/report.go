package main

import (
	"fmt"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// tissueReport lists what a tissue came to beside what was published.
func tissueReport(made *tissue.Tissue) string {
	s, spec := made.Stats, made.Spec
	var t table
	t.add("tissue", fmt.Sprintf("%s, %s, %dx%dx%d sites, age %g, seed %d", spec.Name, spec.Species, spec.Width, spec.Height, spec.Depth, spec.Age, spec.Seed))
	for c := range tissue.Classes {
		t.add(className(c), percent(s.Share[c])+" of all sites")
	}
	t.add("sinusoid share", percent(s.SinusoidShare)+" of the marrow space")
	t.add("fat share", percent(s.FatShare)+" of the marrow space")
	t.add("cellularity", percent(s.ExpectedCellularity)+" expected in health")
	t.add("bone volume", percent(s.BoneVolume)+" of the trabecular region")
	t.add("trabeculae", fmt.Sprintf("%.0f um thick, %.0f um apart", s.TrabecularThick, s.TrabecularSpace))
	t.add("sinusoids", fmt.Sprintf("%.1f um from a free site, %.0f um apart", s.SinusoidDistance, s.SinusoidSpacing))
	t.add("adipocytes", fmt.Sprintf("%d, %.0f um across", s.Adipocytes, s.AdipocyteDiameter))
	t.add("exits", fmt.Sprintf("%d, with %d free sites at their walls; %d capillaries through the cortex", len(made.Exits), s.ExitSites, s.TransCortical))
	t.add("niches", fmt.Sprintf("%d perisinusoidal, %d endosteal, %d arteriolar sites",
		s.NicheSites[tissue.Perisinusoidal], s.NicheSites[tissue.Endosteal], s.NicheSites[tissue.Arteriolar]))
	t.add("closed in", fmt.Sprintf("%d sites without a way to an exit, turned into fat", s.Unreachable))
	return t.String()
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
	return fmt.Sprintf("species  %s\n", s.Title) + t.String()
}
