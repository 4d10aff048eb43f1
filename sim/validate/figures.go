package validate

import (
	"maps"
)

// figures are the plots by name of the target, without their data.
func figures() map[string]Figure {
	all := healthFigures()
	maps.Copy(all, treatmentFigures())
	maps.Copy(all, diseaseFigures())
	return all
}

// healthFigures are those of targets of the healthy body.
func healthFigures() map[string]Figure {
	const (
		day      = "day of health"
		age      = "age [years]"
		cellular = "cellularity [%]"
	)
	return map[string]Figure{
		"red-cells":          {X: day, Y: "red cells made [cells/d]"},
		"neutrophils":        {X: day, Y: "neutrophils made [cells/d]"},
		"platelets":          {X: day, Y: "platelets made [platelets/d]"},
		"monocytes":          {X: day, Y: "monocytes made [cells/d]"},
		"erythroblasts":      {X: day, Y: "share of nucleated marrow cells"},
		"granulopoiesis":     {X: day, Y: "share of nucleated marrow cells"},
		"drift-hb":           {X: day, Y: "hemoglobin, change from its mean [share]"},
		"drift-anc":          {X: day, Y: "neutrophils, change from their mean [share]"},
		"drift-plt":          {X: day, Y: "platelets, change from their mean [share]"},
		"neutrophil-transit": {X: day, Y: "transit through the marrow [d]"},
		"failed-divisions":   {X: day, Y: "failed attempts per division"},
		"full-neighborhoods": {X: day, Y: "share of full neighborhoods"},
		"hsc-at-sinusoid":    {X: "day", Y: "share of the stem cells shown"},
		"cellularity-child":  {X: age, Y: cellular, From: 0, To: 9},
		"cellularity-adult":  {X: age, Y: cellular, From: 30, To: 69},
		"cellularity-old":    {X: age, Y: cellular, From: 70, To: 79},
	}
}

// treatmentFigures are those of targets of demand, injury and treatment.
func treatmentFigures() map[string]Figure {
	const (
		after     = "days after the infusion"
		transfuse = "days after the graft"
		doses     = "days of G-CSF"
		injected  = "hours after the endotoxin"
		fold      = "neutrophils [x baseline]"
		vaccine   = "days after the vaccine"
		needled   = "seconds after the begin of the infusion"
		dose      = "arrival in the arteries [% of the dose per second]"
		counted   = "neutrophils, mean of 24 h [e9/L]"
		times     = "neutrophils, mean of 24 h [x baseline]"
	)
	return map[string]Figure{
		"epo-after-bleed":          {X: "days after the donation", Y: "EPO, mean of 24 h [x baseline]", From: 7, To: 14},
		"recovery-after-bleed":     {X: "days after the donation", Y: "loss made up [%]", Sense: Moment, From: 85, To: 105},
		"anc-nadir":                {X: after, Y: counted, From: 5, To: 12},
		"anc-nadir-day":            {X: after, Y: counted, Sense: Moment},
		"anc-overshoot":            {X: after, Y: times, From: 18, To: 24},
		"anc-overshoot-day":        {X: after, Y: times, Sense: Moment},
		"platelet-nadir":           {X: after, Y: "platelets, mean of 24 h [e9/L]", From: 5, To: 20},
		"anc-on-gcsf":              {X: "hours after the first dose", Y: "neutrophils [e9/L]", From: 12, To: 24},
		"cd34-peak":                {X: doses, Y: "CD34+ cells in blood [1/uL]", From: 3, To: 8},
		"cd34-peak-day":            {X: doses, Y: "CD34+ cells in blood [1/uL]", Sense: Moment},
		"bands-on-gcsf":            {X: doses, Y: "bands [share of neutrophils]", From: 4.5, To: 5.5},
		"endotoxin-fall":           {X: injected, Y: fold, From: 1, To: 2},
		"endotoxin-rise":           {X: injected, Y: fold, From: 3, To: 6},
		"endotoxin-day":            {X: injected, Y: fold, From: 23, To: 25},
		"endotoxin-lymphocytes":    {X: injected, Y: "lymphocytes [x baseline]", From: 5, To: 7},
		"endotoxin-monocytes":      {X: injected, Y: "monocytes [x baseline]", From: 1, To: 2},
		"engraftment-day":          {X: transfuse, Y: "neutrophils [e9/L]", LogY: true, Sense: Moment},
		"platelet-engraftment-day": {X: transfuse, Y: "platelets [e9/L]", LogY: true, Sense: Moment},
		"engraftment-slope":        {X: "CD34+ cells of the graft [e6/kg]", Y: "neutrophils above 0.5e9/L [day]", LogX: true, Sense: Slope},
		"first-igm":                {X: vaccine, Y: "specific IgM [mg/L]", Sense: Moment},
		"igm-peak":                 {X: vaccine, Y: "specific IgM [mg/L]", Sense: Moment},
		"first-igg":                {X: vaccine, Y: "specific IgG [mg/L]", Sense: Moment},
		"b-cells-return":           {X: "month after the first dose", Y: "B cells in blood [x baseline]", Sense: Moment},
		"titer-ratio":              {X: vaccine, Y: "specific IgM and IgG [x that of month 8]", From: 20, To: 22},
		"infusion-peak-sternum":    {X: needled, Y: dose, Sense: Moment},
		"infusion-peak-tibia":      {X: needled, Y: dose, Sense: Moment},
	}
}

// diseaseFigures are those of targets of diseases.
func diseaseFigures() map[string]Figure {
	const (
		clonal   = "days of the run"
		induced  = "days from the start of treatment"
		doubled  = "days since the clone began"
		clonal2  = "cells of the clone, doublings"
		tablets  = "days of imatinib"
		declined = "clone in blood, logarithm"
		cd34s    = "CD34+ cells in blood, mean of 24 h [1/uL]"
	)
	return map[string]Figure{
		"aml-hemoglobin":         {X: clonal, Y: "hemoglobin, mean of 24 h [g/dL]"},
		"aml-platelets":          {X: clonal, Y: "platelets, mean of 24 h [e9/L]"},
		"aml-white":              {X: clonal, Y: "white cells, mean of 24 h [e9/L]", LogY: true},
		"induction-neutrophils":  {X: induced, Y: "neutrophils, mean of 24 h [e9/L]", LogY: true, Sense: Moment},
		"induction-platelets":    {X: induced, Y: "platelets, mean of 24 h [e9/L]", LogY: true, Sense: Moment},
		"doubling-npm1":          {X: doubled, Y: clonal2, Sense: Slope},
		"doubling-pml_rara":      {X: doubled, Y: clonal2, Sense: Slope},
		"doubling-runx1_runx1t1": {X: doubled, Y: clonal2, Sense: Slope},
		"doubling-cbfb_myh11":    {X: doubled, Y: clonal2, Sense: Slope},
		"cml-white":              {X: clonal, Y: "white cells, mean of 24 h [e9/L]", LogY: true},
		"imatinib-first":         {X: tablets, Y: declined, Sense: Slope, From: -1, To: 0},
		"imatinib-second":        {X: tablets, Y: declined, Sense: Slope, From: -1, To: 0},
		"imatinib-30":            {X: tablets, Y: declined},
		"imatinib-90":            {X: tablets, Y: declined},
		"imatinib-180":           {X: tablets, Y: declined},
		"imatinib-360":           {X: tablets, Y: declined},
		"blood-cd34":             {X: "day of health", Y: cd34s},
		"mf-cd34":                {X: clonal, Y: cd34s, LogY: true},
		"resistant-growth":       {X: tablets, Y: "resistant stem cells, logarithm", Sense: Slope},
	}
}
