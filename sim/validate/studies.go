package validate

import (
	"slices"
)

// studies are all studies.
func studies() []study {
	return slices.Concat(healthStudies(), treatmentStudies(), diseaseStudies())
}

// healthStudies are those of the healthy body: its flows, vessels and ages.
func healthStudies() []study {
	return []study{
		{
			"steady state",
			[]string{
				"red-cells", "neutrophils", "platelets", "monocytes", "erythroblasts", "granulopoiesis",
				"drift-hb", "drift-anc", "drift-plt", "neutrophil-transit",
				"failed-divisions", "full-neighborhoods",
			},
			steady,
		},
		{"stem cell niche", []string{"hsc-at-sinusoid"}, niche},
		{"progenitor motility", []string{"mpp-motility"}, motility},
		{
			"aging",
			[]string{"cellularity-child", "cellularity-adult", "cellularity-old", "fat-men-twenties", "fat-men-thirties", "fat-women-twenties", "fat-women-thirties"},
			aging,
		},
		{"mouse", []string{"mouse-marrow"}, mouse},
		{
			"vessels",
			[]string{
				"marrow-flow", "marrow-pressure", "marrow-pressure-ratio", "cortical-inflow", "cortical-outflow",
				"infusion-sternum", "infusion-humerus", "infusion-tibia", "infusion-peak-sternum", "infusion-peak-tibia",
			},
			vessels,
		},
		{
			"before birth",
			[]string{
				"fetal-hb-17", "fetal-hb-40", "fetal-rbc-17", "fetal-rbc-40", "yolk-sac-ends", "marrow-begins", "marrow-leads",
				"liver-ends", "marrow-fullest", "fetal-liver-cd34", "fetal-blood-cd34", "hbf-before-30", "hbf-after-birth",
				"cord-hb", "cord-cell-volume",
			},
			beforeBirth,
		},
		{"newborn", []string{"newborn-skull", "newborn-legs"}, newborn},
		{
			"thymus",
			[]string{
				"lymphocytes-infant", "lymphocytes-toddler", "lymphocytes-adult", "thymus-at-birth", "thymus-half-life", "thymus-share",
				"naive-t", "mouse-thymus-young", "mouse-thymus-old", "igg-week-14", "igg-week-20", "igg-week-30",
			},
			thymus,
		},
		{
			"clones over a life",
			[]string{"driver-clones", "dnmt3a-tp53-growth", "srsf2-growth", "stable-clones", "jak2-carriers", "jak2-burden-rise"},
			clones,
		},
	}
}

// treatmentStudies are those of demand, injury and treatment.
func treatmentStudies() []study {
	return []study{
		{"blood donation", []string{"epo-after-bleed", "recovery-after-bleed"}, donation},
		{
			"chemotherapy",
			[]string{"anc-nadir", "anc-nadir-day", "anc-overshoot", "anc-overshoot-day", "platelet-nadir"},
			chemotherapy,
		},
		{"mobilization", []string{"anc-on-gcsf", "cd34-peak", "cd34-peak-day", "bands-on-gcsf"}, mobilization},
		{
			"endotoxin",
			[]string{"endotoxin-fall", "endotoxin-rise", "endotoxin-day", "endotoxin-lymphocytes", "endotoxin-monocytes"},
			endotoxemia,
		},
		{"transplant", []string{"engraftment-day", "platelet-engraftment-day"}, transplant},
		{"dose of the graft", []string{"engraftment-slope"}, engraft},
		{"first vaccine", []string{"first-igm", "igm-peak", "first-igg", "titer-ratio", "clone-share"}, firstVaccine},
		{"tetanus", []string{"tetanus-half-life"}, tetanus},
		{"B cells", []string{"b-cells-return"}, depletion},
		{"thrombopoietin agonist", []string{"tpo-agonist-responders"}, agonist},
	}
}

// diseaseStudies are those of diseases.
func diseaseStudies() []study {
	return []study{
		{
			"acute myeloid leukemia",
			[]string{
				"aml-hemoglobin", "aml-platelets", "aml-white", "blast-cycle", "blast-s-phase", "blast-s-share",
				"induction-neutrophils", "induction-platelets",
			},
			leukemia,
		},
		{
			"chronic myeloid leukemia",
			[]string{"cml-white", "imatinib-first", "imatinib-second", "imatinib-30", "imatinib-90", "imatinib-180", "imatinib-360"},
			chronic,
		},
		{"acute lymphoblastic leukemia", []string{"prednisolone-none", "prednisolone-some", "prednisolone-many"}, prednisolone},
		{
			"chronic lymphocytic leukemia",
			[]string{"cll-births", "cll-deaths", "ibrutinib-births", "ibrutinib-deaths"},
			lymphocytic,
		},
		{"myeloma", []string{"myeloma-potential"}, plasma},
		{"fatigue of myeloma", []string{"myeloma-anemia"}, fatigue},
		{"Burkitt lymphoma", []string{"burkitt-potential", "burkitt-doubling", "clustering"}, burkitt},
		{"polycythemia vera", []string{"pv-hematocrit", "pv-epo"}, polycythemia},
		{"myelodysplastic syndrome", []string{"cd34-apoptosis", "mds-apoptosis"}, myelodysplasia},
		{"myelofibrosis", []string{"blood-cd34", "mf-cd34"}, myelofibrosis},
		{"resistant leukemia", []string{"resistant-growth"}, resistant},
		{"residual leukemia", []string{"doubling-npm1", "doubling-pml_rara", "doubling-runx1_runx1t1", "doubling-cbfb_myh11"}, residual},
		{
			"immune thrombocytopenia",
			[]string{"platelet-life", "itp-platelet-life", "itp-production", "ivig-response-day", "ivig-duration"},
			thrombocytopenia,
		},
		{"aplastic anemia", []string{"aplastic-reserve"}, aplasia},
	}
}
