package report

import (
	"fmt"
	"strings"

	"marrow/render/chart"
	"marrow/sim/population"
)

// drawn are the quantities of a drawing of bands, with their axes.
func drawn() []struct{ column, label string } {
	return []struct{ column, label string }{
		{"hb_g_dl", "hemoglobin [g/dL]"},
		{"anc_e9_l", "neutrophils [e9/L]"},
		{"plt_e9_l", "platelets [e9/L]"},
		{"retic_e9_l", "reticulocytes [e9/L]"},
		{"lymph_e9_l", "lymphocytes [e9/L]"},
		{"cd34_per_ul", "CD34+ cells [1/uL]"},
	}
}

// Bands draws how the main counts are spread over the patients of a population, as an
// SVG file.
func Bands(r *population.Result) string {
	var charts []chart.Chart
	all := r.Bands()
	for _, q := range drawn() {
		for _, b := range all {
			if b.Quantity == q.column {
				charts = append(charts, bandChart(b, q.label, len(r.Patients)))
			}
		}
	}
	return chart.File(2, charts...)
}

// bandChart draws the band of one quantity: nine in ten and half of the patients, and
// the one in the middle.
func bandChart(b population.Band, label string, patients int) chart.Chart {
	name, _, _ := strings.Cut(label, " [")
	return chart.Chart{
		Title: fmt.Sprintf("%s, %d virtual patients", name, patients),
		X:     chart.Axis{Label: "day"}, Y: chart.Axis{Label: label},
		Bands: []chart.Band{
			{Role: chart.Model, Name: "5 to 95 %", X: b.Day, Lo: b.At[0], Hi: b.At[4]},
			{Role: chart.Inner, Name: "25 to 75 %", X: b.Day, Lo: b.At[1], Hi: b.At[3]},
		},
		Lines: []chart.Line{{Role: chart.Model, Name: "median", X: b.Day, Y: b.At[2]}},
	}
}
