package record

import (
	"strconv"

	"marrow/sim"
	"marrow/sim/lineage"
)

// MarksColumns are the columns of marks.csv for a species: seats of stem cells, collected
// cells and clones; then for donors and labels the share of marrow cells, the marked cells
// per stage, and the marked share of each blood count; at the end the share of stem cells with a driver mutation.
func MarksColumns(t *lineage.Table) []string {
	cols := []string{"tick", "day", "seats_filled", "seats_donor", "collected_e6_kg", "underway_e6_kg", "clones"}
	for _, mark := range []string{"donor", "labeled"} {
		cols = append(cols, mark+"_marrow")
		for _, s := range t.Stages {
			cols = append(cols, mark+"_n_"+s.Name)
		}
		for _, c := range sim.MarkColumns(t) {
			cols = append(cols, mark+"_"+c)
		}
	}
	return append(cols, "drivers")
}

// marksRow is the row of marks.csv for the world as it is now.
func marksRow(w *sim.World) []string {
	m := w.Marks()
	row := []string{
		strconv.FormatUint(w.Ticks(), 10), formatDay(w.Ticks()),
		formatNumber(m.Seats), formatNumber(m.DonorSeats), formatNumber(m.Collected / 1e6), formatNumber(m.Underway / 1e6), strconv.Itoa(m.Clones),
	}
	for _, of := range []sim.Marked{m.Donor, m.Labeled} {
		row = append(row, formatNumber(of.Marrow))
		for _, n := range of.Stages {
			row = append(row, strconv.Itoa(n))
		}
		for _, share := range of.Blood {
			row = append(row, formatNumber(share))
		}
	}
	return append(row, formatNumber(m.Drivers))
}

// sampleMarks writes a row of marks.csv, which a run has only from the moment at which
// there is something to follow.
func (d *directory) sampleMarks(w *sim.World) (err error) {
	if !w.Followed() {
		return nil
	}
	if d.marks == nil {
		if d.marks, err = newTable(d.fs, d.dir, MarksFile, MarksColumns(w.Table())); err != nil {
			return err
		}
	}
	return d.marks.row(marksRow(w)...)
}
