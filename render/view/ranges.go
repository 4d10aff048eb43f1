package view

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"marrow/assets"
)

// Ranges are reference ranges of one kind of body, by quantity.
type Ranges map[string]Range

// A Range is what is normal. A limit that is not given is NaN.
type Range struct {
	Low, High float64
	Unit      string
	Source    string // key of assets/sources.csv
}

// In returns -1 for a value below the range, 1 above, 0 within.
func (r Range) In(v float64) int {
	switch {
	case v < r.Low:
		return -1
	case v > r.High:
		return 1
	}
	return 0
}

// RangesOf returns the ranges of a healthy adult of a species, for human those of a
// man. A species without published ranges has none.
func RangesOf(species string) (Ranges, error) {
	name := "reference_ranges.csv"
	if species != "human" {
		name = "reference_ranges_" + species + ".csv"
	}
	f, err := assets.FS.Open(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return Ranges{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("view: %w", err)
	}
	defer f.Close()
	return readRanges(name, f)
}

// rangeColumns is the head of a file of ranges.
var rangeColumns = []string{"quantity", "unit", "sex", "age_group", "low", "high", "source_key"}

// readRanges reads a table of ranges and keeps those of adults and of any age, of
// men and of both sexes.
func readRanges(name string, r io.Reader) (Ranges, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("view: %s: %w", name, err)
	}
	if len(rows) == 0 || strings.Join(rows[0], ",") != strings.Join(rangeColumns, ",") {
		return nil, fmt.Errorf("view: %s: want the columns %s", name, strings.Join(rangeColumns, ","))
	}
	out := Ranges{}
	for i, row := range rows[1:] {
		if row[2] == "F" || row[3] != "adult" && row[3] != "any" {
			continue
		}
		low, errLow := limit(row[4])
		high, errHigh := limit(row[5])
		if err := errors.Join(errLow, errHigh); err != nil {
			return nil, fmt.Errorf("view: %s:%d: %s: %w", name, i+2, row[0], err)
		}
		out[row[0]] = Range{low, high, row[1], row[6]}
	}
	return out, nil
}

// limit reads one end of a range; an empty one is open.
func limit(s string) (float64, error) {
	if s == "" {
		return math.NaN(), nil
	}
	return strconv.ParseFloat(s, 64)
}

// A Flag says how a value compares with what is normal.
type Flag string

const (
	Normal  Flag = ""
	Low     Flag = "L"
	VeryLow Flag = "LL" // dangerous: grade 4, or 3 where no 4 is defined
	High    Flag = "H"
)

// A BloodRow is one line of a blood count.
type BloodRow struct {
	Name  string
	Unit  string // as it is read: 10^9/L
	Value float64
	Range Range // both limits NaN if none is known
	Top   float64
	Flag  Flag
}

// bloodRows are the lines of a blood count: the ranges' quantity, the unit, and how
// far the bar reaches when there is no range.
var bloodRows = []struct {
	name, quantity, unit string
	danger               string // quantity below whose high limit the value is dangerous
}{
	{"WBC", "wbc", "10^9/L", "ctcae5_grade4_wbc"},
	{"Neutrophils", "neutrophils", "10^9/L", "ctcae5_grade4_neutrophils"},
	{"Lymphocytes", "lymphocytes", "10^9/L", "ctcae5_grade4_lymphocytes"},
	{"Monocytes", "monocytes", "10^9/L", ""},
	{"Eosinophils", "eosinophils", "10^9/L", ""},
	{"Basophils", "basophils", "10^9/L", ""},
	{"Hemoglobin", "hemoglobin", "g/dL", "ctcae5_grade3_hemoglobin"},
	{"Red cells", "rbc", "10^12/L", ""},
	{"Reticulocytes", "reticulocytes", "10^9/L", ""},
	{"Platelets", "platelets", "10^9/L", "ctcae5_grade4_platelets"},
	{"CD34+", "cd34_blood", "/µL", ""},
}

// BloodRows returns the blood count of the scene's frame with its normal bands.
// Values that the species has no pool for are left out.
func (s *Scene) BloodRows(r Ranges) []BloodRow {
	b := &s.Frame.Blood
	values := []float64{b.WBC, b.ANC, b.Lymph, b.Mono, b.Eos, b.Baso, b.Hb, b.RBC, b.Retic, b.Plt, b.CD34}
	var out []BloodRow
	for i, d := range bloodRows {
		if math.IsNaN(values[i]) {
			continue
		}
		row := BloodRow{Name: d.name, Unit: d.unit, Value: values[i], Range: Range{Low: math.NaN(), High: math.NaN()}}
		if known, ok := r[d.quantity]; ok {
			row.Range = known
		}
		row.Flag = row.Range.flag(row.Value, r[d.danger].High)
		row.Top = row.Range.High * 1.45
		if math.IsNaN(row.Top) {
			row.Top = 2 * row.Value
		}
		out = append(out, row)
	}
	return out
}

// flag compares a value with a range and the limit below which it is dangerous.
func (r Range) flag(v, danger float64) Flag {
	switch {
	case r.In(v) < 0 && v < danger:
		return VeryLow
	case r.In(v) < 0:
		return Low
	case r.In(v) > 0:
		return High
	}
	return Normal
}
