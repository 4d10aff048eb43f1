package population

import (
	"encoding/csv"
	"io"
	"math"
	"slices"
	"strconv"

	"marrow/sim/blood"
)

// Percentiles are those of the bands.
func Percentiles() []float64 { return []float64{5, 25, 50, 75, 95} }

// A Band is how a quantity is spread over the patients on each day.
type Band struct {
	Quantity string      // one of [blood.Columns]
	Day      []float64   // middle of each day; 0 for the start
	At       [][]float64 // by percentile, then by day
}

// Bands are those of all quantities that the patients have.
func (r *Result) Bands() []Band {
	var all []Band
	for column, name := range blood.Columns() {
		b := Band{Quantity: name, At: make([][]float64, len(Percentiles()))}
		for day := range r.days() {
			values := r.values(day, column)
			if len(values) == 0 {
				continue
			}
			b.Day = append(b.Day, max(0, float64(day)-0.5))
			for i, p := range Percentiles() {
				b.At[i] = append(b.At[i], percentile(values, p))
			}
		}
		if len(b.Day) > 0 {
			all = append(all, b)
		}
	}
	return all
}

// days is the number of days that each patient has.
func (r *Result) days() int {
	if len(r.Patients) == 0 {
		return 0
	}
	return len(r.Patients[0].Days)
}

// values are those of all patients on a day, from the smallest.
func (r *Result) values(day, column int) []float64 {
	var out []float64
	for _, p := range r.Patients {
		if v := p.Days[day][column]; !math.IsNaN(v) {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return out
}

// percentile is between the two sorted values around it, in proportion.
func percentile(sorted []float64, p float64) float64 {
	at := p / 100 * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

// WriteBands writes the bands as a table: a row for each day and quantity.
func (r *Result) WriteBands(to io.Writer) error {
	head := []string{"day", "quantity"}
	for _, p := range Percentiles() {
		head = append(head, "p"+text(p))
	}
	rows := [][]string{head}
	for _, b := range r.Bands() {
		for i, day := range b.Day {
			row := []string{text(day), b.Quantity}
			for _, at := range b.At {
				row = append(row, text(at[i]))
			}
			rows = append(rows, row)
		}
	}
	return csv.NewWriter(to).WriteAll(rows)
}

// WritePatients writes a row for each patient: what was drawn, as factors on the
// median, and the start, the lowest and the highest daily mean and the end of the main
// counts.
func (r *Result) WritePatients(to io.Writer) error {
	head := []string{"patient", "seed"}
	for _, d := range r.Draws {
		head = append(head, "x_"+d.Name)
	}
	columns := []int{}
	for _, name := range []string{"hb_g_dl", "anc_e9_l", "plt_e9_l", "cd34_per_ul"} {
		columns = append(columns, slices.Index(blood.Columns(), name))
		head = append(head, name+"_start", name+"_lowest", name+"_lowest_day", name+"_highest", name+"_highest_day", name+"_end")
	}
	rows := [][]string{head}
	for _, p := range r.Patients {
		rows = append(rows, p.row(columns))
	}
	return csv.NewWriter(to).WriteAll(rows)
}

// row is the line of a patient.
func (p *Patient) row(columns []int) []string {
	row := []string{strconv.Itoa(p.Number), strconv.FormatUint(p.Seed, 10)}
	for _, f := range p.Factors {
		row = append(row, text(f))
	}
	for _, c := range columns {
		low, high := 0, 0
		for day := range p.Days {
			if p.Days[day][c] < p.Days[low][c] {
				low = day
			}
			if p.Days[day][c] > p.Days[high][c] {
				high = day
			}
		}
		end := len(p.Days) - 1
		row = append(row, text(p.Days[0][c]), text(p.Days[low][c]), strconv.Itoa(low), text(p.Days[high][c]), strconv.Itoa(high), text(p.Days[end][c]))
	}
	return row
}

// text writes a number with six digits; what is not known is empty.
func text(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}
