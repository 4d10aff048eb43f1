package sim

import (
	"math"
	"slices"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// Marks are what can be told of the origin of cells, and of labels.
type Marks struct {
	Donor, Labeled Marked
	Seats          float64 // share of the body's seats of stem cells that is filled
	DonorSeats     float64 // share of the filled ones that a donor's stem cells hold
	Collected      float64 // CD34+ cells in the bag, per kg of the body
	Underway       float64 // CD34+ cells of a graft that will home, per kg
	Drivers        float64 // share of the body's stem cells with a driver mutation
	Clones         int     // clones that the marrow cells of the patches belong to
}

// Marked is how many cells carry one mark.
type Marked struct {
	Marrow float64   // share of all marrow cells
	Stages []int     // marrow cells by stage
	Blood  []float64 // share by blood count, in the order of [MarkColumns]; NaN without cells
}

// MarkColumns are the blood counts of a species whose marked shares are known.
func MarkColumns(t *lineage.Table) (columns []string) {
	for _, p := range t.Pools {
		if p.Column != "" && !slices.Contains(columns, p.Column) {
			columns = append(columns, p.Column)
		}
	}
	return columns
}

// Followed says whether there is anything to tell in [World.Marks]: marked cells, a graft,
// a harvest, or vacant seats.
func (w *World) Followed() bool {
	marking := slices.ContainsFunc(w.patches, func(p *Patch) bool { return p.marking })
	return marking || w.drivers.on || w.body.Bag() > 0 || w.reservoir.fullness() < 1 || int(w.reservoir.clones) > len(w.reservoir.seats)
}

// Marks counts the marked cells afresh.
func (w *World) Marks() Marks {
	m := Marks{
		Donor: w.markedIn(blood.Donor), Labeled: w.markedIn(blood.Labeled),
		Seats: w.reservoir.fullness(), DonorSeats: w.reservoir.donorShare(), Drivers: w.Drivers(), Collected: w.perKg(w.body.Bag()), Underway: w.perKg(w.body.Underway()),
	}
	all := 0
	for _, p := range w.patches {
		sum := p.countMarks()
		all += int(p.living())
		for k := 1; k < len(p.table.Rows); k++ {
			stage := p.table.Rows[k].Stage
			m.Donor.Stages[stage] += int(sum[0][k])
			m.Labeled.Stages[stage] += int(sum[1][k])
		}
	}
	for _, of := range []*Marked{&m.Donor, &m.Labeled} {
		cells := 0
		for _, n := range of.Stages {
			cells += n
		}
		of.Marrow = share(cells, all)
	}
	m.Clones = w.Clones(0).Clones
	return m
}

// perKg is a number of cells per kg of the body, if its mass is known.
func (w *World) perKg(cells float64) float64 {
	if w.table.Body.Mass == 0 {
		return cells
	}
	return cells / w.table.Body.Mass
}

// markedIn is the marked share of each blood count.
func (w *World) markedIn(t blood.Track) Marked {
	m := Marked{Stages: make([]int, len(w.table.Stages))}
	for _, c := range MarkColumns(w.table) {
		x := math.NaN()
		if marked, all := w.blood.Marked(t, c); all > 0 {
			x = min(1, marked/all)
		}
		m.Blood = append(m.Blood, x)
	}
	return m
}
