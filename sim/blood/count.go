package blood

// A Count is a blood count as a laboratory reports it, with the three cytokines
// relative to the healthy steady state. A value that the species has no pool for is
// NaN.
type Count struct {
	Hb    float64 // hemoglobin [g/dL]
	RBC   float64 // red cells, reticulocytes included [1e12/L]
	Retic float64 // reticulocytes [1e9/L]
	WBC   float64 // white cells [1e9/L]
	ANC   float64 // neutrophils, bands included [1e9/L]
	Band  float64 // [1e9/L]
	Mono  float64 // [1e9/L]
	Eos   float64 // [1e9/L]
	Baso  float64 // [1e9/L]
	Lymph float64 // B, T and NK cells [1e9/L]
	Plt   float64 // platelets [1e9/L]
	CD34  float64 // CD34+ cells [1/uL]
	EPO   float64 // relative
	TPO   float64 // relative
	GCSF  float64 // relative

	Meta  float64 // metamyelocytes [1e9/L]; neither among neutrophils nor in Values
	Clone float64 // cells of clones, such as blasts [1e9/L]; not in Values
}

// Columns are the names of a Count's values in tables, with their units.
func Columns() []string {
	return []string{
		"hb_g_dl", "rbc_e12_l", "retic_e9_l", "wbc_e9_l", "anc_e9_l", "band_e9_l", "mono_e9_l",
		"eos_e9_l", "baso_e9_l", "lymph_e9_l", "plt_e9_l", "cd34_per_ul", "epo_ratio", "tpo_ratio", "gcsf_ratio",
	}
}

// CountOf returns the count whose Values these are.
func CountOf(v []float64) Count {
	return Count{
		Hb: v[0], RBC: v[1], Retic: v[2], WBC: v[3], ANC: v[4], Band: v[5], Mono: v[6], Eos: v[7], Baso: v[8],
		Lymph: v[9], Plt: v[10], CD34: v[11], EPO: v[12], TPO: v[13], GCSF: v[14],
	}
}

// Values returns the count in the order of [Columns].
func (c Count) Values() []float64 {
	return []float64{
		c.Hb, c.RBC, c.Retic, c.WBC, c.ANC, c.Band, c.Mono, c.Eos, c.Baso, c.Lymph, c.Plt, c.CD34,
		c.EPO, c.TPO, c.GCSF,
	}
}
