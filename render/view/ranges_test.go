package view

import (
	"math"
	"strings"
	"testing"

	"marrow/assets"
)

// A healthy man's blood is normal in every line, and his ranges are those of the
// table.
func TestHealthyBloodIsNormal(t *testing.T) {
	s := handmadeScene(t)
	r, err := RangesOf("human")
	if err != nil {
		t.Fatal(err)
	}
	if hb := r["hemoglobin"]; hb.Low != 13.4 || hb.High != 17 || hb.Source != "norip2004" {
		t.Errorf("hemoglobin of a man is %+v, want 13.4 to 17 by norip2004", hb)
	}
	rows := s.BloodRows(r)
	if len(rows) != 11 {
		t.Errorf("%d lines, want 11", len(rows))
	}
	for _, row := range rows {
		if row.Flag != Normal || math.IsNaN(row.Range.High) {
			t.Errorf("%s %v has flag %q and range %+v", row.Name, row.Value, row.Flag, row.Range)
		}
		if row.Top <= row.Range.High {
			t.Errorf("%s: the bar ends at %v, within the range", row.Name, row.Top)
		}
	}
}

// Values outside their range are flagged, dangerous ones twice.
func TestFlags(t *testing.T) {
	s := handmadeScene(t)
	r, err := RangesOf("human")
	if err != nil {
		t.Fatal(err)
	}
	b := &s.Frame.Blood
	b.Hb, b.ANC, b.Plt, b.WBC, b.Lymph = 7.2, 0.4, 120, 14, math.NaN()
	want := map[string]Flag{"Hemoglobin": VeryLow, "Neutrophils": VeryLow, "Platelets": Low, "WBC": High, "Monocytes": Normal}
	for _, row := range s.BloodRows(r) {
		if f, ok := want[row.Name]; ok && f != row.Flag {
			t.Errorf("%s %v has flag %q, want %q", row.Name, row.Value, row.Flag, f)
		}
		if row.Name == "Lymphocytes" {
			t.Error("a value that is not known is listed")
		}
	}
}

// A mouse has the ranges that were published for mice, and other species none.
func TestRangesOfOthers(t *testing.T) {
	mouse, err := RangesOf("mouse")
	if err != nil || mouse["reticulocytes"].High != 500 {
		t.Errorf("mouse: %+v, %v", mouse, err)
	}
	for _, species := range []string{"axolotl", "../palette"} {
		if r, err := RangesOf(species); err != nil || len(r) != 0 {
			t.Errorf("%s: got %v, %v, want no ranges", species, r, err)
		}
	}
}

// Every source of a range is in the list of sources.
func TestRangesHaveSources(t *testing.T) {
	sources, err := assets.FS.ReadFile("sources.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, species := range []string{"human", "mouse"} {
		r, err := RangesOf(species)
		if err != nil {
			t.Fatal(err)
		}
		for quantity, x := range r {
			if !strings.Contains(string(sources), "\n"+x.Source+",") {
				t.Errorf("%s, %s: source %q is not listed", species, quantity, x.Source)
			}
		}
	}
}

// A broken table of ranges is refused with its line.
func TestReadRangesRefuses(t *testing.T) {
	head := strings.Join(rangeColumns, ",") + "\n"
	for _, tt := range []struct{ name, in, want string }{
		{"columns", "a,b\n", "view: x.csv: want the columns quantity,unit,sex,age_group,low,high,source_key"},
		{"number", head + "wbc,e9/L,any,adult,three,8,k\n", `view: x.csv:2: wbc: strconv.ParseFloat: parsing "three": invalid syntax`},
		{"fields", head + "wbc,e9/L\n", "view: x.csv: record on line 2: wrong number of fields"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readRanges("x.csv", strings.NewReader(tt.in))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got error %v\nwant      %s", err, tt.want)
			}
		})
	}
}

// Reading ranges never panics, whatever is in the table.
func FuzzReadRanges(f *testing.F) {
	f.Add(strings.Join(rangeColumns, ",") + "\nwbc,e9/L,any,adult,3,8,k\n")
	f.Fuzz(func(t *testing.T, in string) {
		if r, err := readRanges("x.csv", strings.NewReader(in)); err == nil && r == nil {
			t.Error("no error and no ranges")
		}
	})
}
