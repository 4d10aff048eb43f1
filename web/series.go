package web

import (
	"math"
	"slices"

	"marrow/sim/blood"
	"marrow/sim/body"
	"marrow/sim/live"
)

// A column tells the page what a column of the series is.
type column struct {
	ID    string      `json:"id"` // as in series.csv
	Unit  string      `json:"unit"`
	Label string      `json:"label"`
	Range *[2]float64 `json:"range,omitempty"` // of a healthy adult man; 0 = no lower end
	Low   float64     `json:"low,omitempty"`   // below this it is dangerous; 0 = not told
	// Norms are ranges of healthy people by age and sex, Grades those of toxicity.
	Norms  []norm  `json:"norms,omitempty"`
	Grades []grade `json:"grades,omitempty"`
}

// columnNames are labels and units of the columns, with the quantity of
// reference_ranges.csv that they are compared with and the one that tells danger.
var columnNames = map[string]struct{ unit, label, quantity, danger string }{
	"hb_g_dl":           {"g/dL", "Hemoglobin", "hemoglobin", "ctcae5_grade3_hemoglobin"},
	"rbc_e12_l":         {"10¹²/L", "Red cells", "rbc", ""},
	"retic_e9_l":        {"10⁹/L", "Reticulocytes", "reticulocytes", ""},
	"wbc_e9_l":          {"10⁹/L", "WBC", "wbc", "ctcae5_grade4_wbc"},
	"anc_e9_l":          {"10⁹/L", "Neutrophils", "neutrophils", "ctcae5_grade4_neutrophils"},
	"band_e9_l":         {"10⁹/L", "Bands", "", ""},
	"mono_e9_l":         {"10⁹/L", "Monocytes", "monocytes", ""},
	"eos_e9_l":          {"10⁹/L", "Eosinophils", "eosinophils", ""},
	"baso_e9_l":         {"10⁹/L", "Basophils", "basophils", ""},
	"lymph_e9_l":        {"10⁹/L", "Lymphocytes", "lymphocytes", "ctcae5_grade4_lymphocytes"},
	"plt_e9_l":          {"10⁹/L", "Platelets", "platelets", "ctcae5_grade4_platelets"},
	"cd34_per_ul":       {"/µL", "CD34+ cells", "cd34_blood", ""},
	"epo_ratio":         {"×", "EPO", "", ""},
	"tpo_ratio":         {"×", "TPO", "", ""},
	"gcsf_ratio":        {"×", "G-CSF", "", ""},
	"marrow_cells":      {"", "Cells", "", ""},
	"cellularity":       {"%", "Cellularity", "marrow_cellularity", ""},
	"me_ratio":          {"", "M : E", "marrow_m_to_e_ratio", ""},
	"blast_fraction":    {"%", "Blasts", "", ""},
	"meta_e9_l":         {"10⁹/L", "Metamyelocytes", "", ""},
	"left_shift":        {"%", "Left shift", "", ""},
	"mch_pg":            {"pg", "MCH", "mch", ""},
	"iron_mg":           {"mg", "Iron store", "", ""},
	"spo2":              {"%", "SpO₂", "", ""},
	"germ_load":         {"", "Germs", "", ""},
	"clone_e9_l":        {"10⁹/L", "Clone in blood", "", ""},
	"b_e9_l":            {"10⁹/L", "B cells", "", ""},
	"naive_t_e9":        {"10⁹", "Naive T cells", "", ""},
	"igg_g_l":           {"g/L", "IgG", "", ""},
	"specific_igm_mg_l": {"mg/L", "Specific IgM", "", ""},
	"specific_igg_mg_l": {"mg/L", "Specific IgG", "", ""},
	"b_clones":          {"", "B clones at work", "", ""},
	"memory_b_e6":       {"10⁶", "Memory B cells", "", ""},
	"plasma_pct":        {"%", "Plasma cells in marrow", "", ""},
}

// marrowColumns follow those of the blood count; those of the condition follow them.
var marrowColumns = []string{"marrow_cells", "cellularity", "me_ratio", "blast_fraction"}

// columns lists the series of a species. Reference ranges are human.
func columns(species string) ([]column, error) {
	all, err := norms()
	if err != nil {
		return nil, err
	}
	var out []column
	for _, id := range slices.Concat(blood.Columns(), marrowColumns, body.Columns()) {
		n := columnNames[id]
		c := column{ID: id, Unit: n.unit, Label: n.label}
		if species == "human" {
			c.compare(all, n.quantity, n.danger)
		}
		out = append(out, c)
	}
	return out, nil
}

// compare fills in what the quantity is compared with.
func (c *column) compare(all map[string][]norm, quantity, danger string) {
	c.Norms, c.Grades, c.Range = all[quantity], grades(all, quantity), ofMan(all[quantity])
	if r := ofMan(all[danger]); r != nil {
		c.Low = r[1]
	}
}

// values returns a row in the order of columns.
func values(r live.Row) []float64 {
	m := r.Marrow
	marrow := []float64{float64(m.Cells), 100 * m.Cellularity, m.ME, 100 * m.Blasts}
	return slices.Concat(r.Blood.Values(), marrow, r.Condition.Values())
}

// nullable makes JSON of numbers possible: NaN and infinities are null.
func nullable(v []float64) []*float64 {
	out := make([]*float64, len(v))
	for i := range v {
		if !math.IsNaN(v[i]) && !math.IsInf(v[i], 0) {
			out[i] = &v[i]
		}
	}
	return out
}

// seriesMessage makes a SERIES message of rows numbered from first.
func (w *world) seriesMessage(first uint64, rows []live.Row) []byte {
	s := seriesBlock{epoch: w.epoch, row0: uint32(first), stepTicks: live.RowTicks}
	for i, r := range rows {
		for k, v := range values(r) {
			if i == 0 {
				s.columns = append(s.columns, make([]float32, len(rows)))
			}
			s.columns[k][i] = float32(v)
		}
	}
	return appendSeries(nil, header{world: uint8(w.number), tick: rows[len(rows)-1].Tick}, s)
}
