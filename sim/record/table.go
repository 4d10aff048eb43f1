package record

import (
	"bufio"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"marrow/sim"
	"marrow/sim/blood"
	"marrow/sim/body"
	"marrow/sim/lineage"
)

// A table is a CSV file that only grows.
type table struct {
	name string
	f    File
	w    *bufio.Writer
	n    int64 // bytes so far, buffered ones included
}

// newTable makes a table with its head line.
func newTable(fsys FS, dir, name string, columns []string) (*table, error) {
	f, err := fsys.Create(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	t := &table{name: name, f: f, w: bufio.NewWriter(f)}
	if err := t.row(columns...); err != nil {
		return nil, closeAfter(f, err)
	}
	return t, nil
}

// continueTable cuts a table back to its first n bytes and goes on there.
func continueTable(fsys FS, dir, name string, n int64) (*table, error) {
	f, err := fsys.Continue(filepath.Join(dir, name), n)
	if err != nil {
		return nil, err
	}
	return &table{name: name, f: f, w: bufio.NewWriter(f), n: n}, nil
}

// row appends a line. Fields that would break the line are quoted.
func (t *table) row(fields ...string) error {
	for i, f := range fields {
		if strings.ContainsAny(f, ",\"\n\r") {
			fields[i] = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
		}
	}
	n, err := t.w.WriteString(strings.Join(fields, ",") + "\n")
	t.n += int64(n)
	return err
}

// close flushes and closes the file.
func (t *table) close() error { return closeAfter(t.f, t.w.Flush()) }

// SeriesColumns are the columns of series.csv for a species: time, blood, marrow,
// cells per stage, cells that left since the row before, per lineage, and the condition
// of the body. Their
// order is part of the program's interface; new ones go to the end.
func SeriesColumns(t *lineage.Table) []string {
	cols := append([]string{"tick", "day"}, blood.Columns()...)
	cols = append(cols, "marrow_cells", "cellularity", "me_ratio", "blast_fraction")
	for _, s := range t.Stages {
		cols = append(cols, "n_"+s.Name)
	}
	for _, l := range t.Lineages {
		cols = append(cols, "egress_"+l)
	}
	cols = append(cols, body.Columns()...)
	if t.Development.Grows() {
		cols = append(cols, growthColumns()...)
	}
	return cols
}

// growthColumns are the last columns of series.csv of a body that is not grown: its age, the
// volume of its blood, and the shares of embryonic and fetal hemoglobin in the blood and of
// fetal in what is made.
func growthColumns() []string {
	return []string{"week", "blood_ml", "hb_embryonic", "hb_fetal", "hb_fetal_made"}
}

func growthRow(w *sim.World) (row []string) {
	h := w.Hemoglobins()
	for _, v := range []float64{w.Week(), w.BloodVolume() * 1000, h.Embryonic, h.Fetal, h.Made} {
		row = append(row, formatNumber(v))
	}
	return row
}

// seriesRow is the row of series.csv for the world as it is now. left are the cells
// that had left at the row before, per lineage.
func seriesRow(w *sim.World, left []uint64) []string {
	row := []string{strconv.FormatUint(w.Ticks(), 10), formatDay(w.Ticks())}
	for _, v := range w.Blood().Values() {
		row = append(row, formatNumber(v))
	}
	m := w.Marrow()
	row = append(row, strconv.Itoa(m.Cells), formatNumber(m.Cellularity), formatNumber(m.ME), formatNumber(m.Blasts))
	for _, n := range w.Counts() {
		row = append(row, strconv.Itoa(n))
	}
	for i, n := range w.Egress() {
		row = append(row, strconv.FormatUint(n-left[i], 10))
	}
	for _, v := range w.Condition().Values() {
		row = append(row, formatNumber(v))
	}
	if w.Table().Development.Grows() {
		row = append(row, growthRow(w)...)
	}
	return row
}

// formatDay writes a time in days; four digits tell ticks of five minutes apart.
func formatDay(tick uint64) string {
	return strconv.FormatFloat(float64(tick)/sim.TicksPerDay, 'f', 4, 64)
}

// formatNumber writes a measured value with six digits. A value that the species
// does not have is an empty field.
func formatNumber(v float64) string {
	if v != v {
		return ""
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

// parseNumber reads what formatNumber wrote.
func parseNumber(text string) (float64, error) {
	if text == "" {
		return math.NaN(), nil
	}
	return strconv.ParseFloat(text, 64)
}

// eventRow is the row of events.csv for an intervention.
func eventRow(a sim.Applied) []string {
	return []string{strconv.FormatUint(a.Tick, 10), formatDay(a.Tick), a.Name, a.Arguments}
}
