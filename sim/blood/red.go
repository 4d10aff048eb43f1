package blood

import "slices"

// Blanch says that the red cells among the arrivals of the next step lack a share of
// their hemoglobin.
func (b *Blood) Blanch(arrivals []float64, lack float64) {
	for i, cells := range arrivals {
		if b.red(i) {
			b.Mark(Pale, i, float64(cells*lack))
		}
	}
}

// missing is the hemoglobin that circulating red cells lack, in healthy red cells of the
// whole body.
func (b *Blood) missing() (cells float64) {
	if !b.tracks[Pale].on {
		return 0
	}
	for i := range b.pools {
		if b.red(i) {
			cells += b.circulating(i, b.tracks[Pale].bins[i], 0, nil)
		}
	}
	return cells
}

// red says whether pool i holds red cells.
func (b *Blood) red(i int) bool {
	return slices.Contains([]string{"rbc", "retic"}, b.pools[i].spec.Column)
}

// Reds adds up the red cells in a list with one entry per pool.
func (b *Blood) Reds(cells []float64) (all float64) {
	for i := range b.pools {
		if b.red(i) {
			all += cells[i]
		}
	}
	return all
}

// Broken is the hemoglobin of the red cells that died in the last step, in healthy red
// cells.
func (b *Blood) Broken() float64 {
	return b.Reds(b.gone) - b.Reds(b.tracks[Pale].gone)
}

// Heme is the hemoglobin of a healthy red cell [g].
func (b *Blood) Heme() float64 {
	const perLiter = 10 // dL
	return float64(b.table.Body.Hb*perLiter) / b.healthyRed()
}
