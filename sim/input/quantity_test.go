package input_test

import (
	"testing"
	"testing/quick"

	"marrow/sim/input"
)

// A value is converted within its dimension and rounded once; another dimension is
// refused with the units that would do.
func TestIn(t *testing.T) {
	for _, tt := range []struct {
		value      float64
		from, to   string
		want       float64
		wantRefuse string
	}{
		{1.9, "d", "d", 1.9, ""},
		{34, "h", "d", 34.0 / 24, ""},
		{2, "w", "d", 14, ""},
		{0.592, "1/h", "1/h", 0.592, ""},
		{3, "%", "", 0.03, ""},
		{0.25, "", "%", 25, ""},
		{2.5, "mL", "L", 0.0025, ""},
		{25, "g", "kg", 0.025, ""},
		{6, "1/h", "1/d", 144, ""},
		{7, "mg/m2", "mg/m2", 7, ""},
		{5, "h", "um", 0, "got unit h, want unit um (or m, cm, mm)"},
		{5, "", "d", 0, "got no unit, want unit d (or y, w, h, min, s)"},
		{5, "d", "", 0, "got unit d, want no unit (or %)"},
		{5, "days", "d", 0, "got unit days, want unit d (or y, w, h, min, s)"},
		{5, "mg", "mg/m2", 0, "got unit mg, want unit mg/m2 (or g/m2)"},
		{5, "mg/dL", "mg/dL", 5, ""},
		{5, "g", "mg/dL", 0, "got unit g, want unit mg/dL"},
		{2, "mg/L", "ng/mL", 2000, ""},
		{12, "mIU/mL", "IU/mL", 0.012, ""},
	} {
		got, err := input.Quantity{Value: tt.value, Unit: tt.from}.In(tt.to)
		if tt.wantRefuse != "" {
			if err == nil || err.Error() != tt.wantRefuse {
				t.Errorf("%v %s in %s: got error %v\nwant %s", tt.value, tt.from, tt.to, err, tt.wantRefuse)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("%v %s in %s: got %v, %v, want %v", tt.value, tt.from, tt.to, got, err, tt.want)
		}
	}
}

// A percent sign may stand at its number.
func TestAmountPercent(t *testing.T) {
	var a input.Amount
	if err := a.UnmarshalText([]byte("8.8%")); err != nil || a != (input.Amount{Value: 8.8, Unit: "%"}) {
		t.Errorf("got %+v, %v, want 8.8 %%", a, err)
	}
}

// Durations are exact: what is not a whole number of seconds is refused.
func TestParseDuration(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want input.Duration
		fail string
	}{
		{"90m", 5400, ""},
		{"12h", 43200, ""},
		{"30d", 2592000, ""},
		{"2w", 1209600, ""},
		{"1.5d", 129600, ""},
		{"5 min", 300, ""},
		{"0s", 0, ""},
		{"1000y", 0, `got "1000y", want a time with its unit, such as 90m, 12h, 30d or 2w`},
		{"5", 0, `got "5", want a time with its unit, such as 90m, 12h, 30d or 2w`},
		{"h", 0, `got "h", want a time such as 90m, 12h, 30d or 2w`},
		{"-1h", 0, `got "-1h", want a time such as 90m, 12h, 30d or 2w`},
		{"0.0001h", 0, `got "0.0001h", which is no whole number of seconds`},
		{"999999d", 0, `got "999999d", want at most 365250d`},
		{"999999999999.999999w", 0, `got "999999999999.999999w", want at most 365250d`},
		{"1e3d", 0, `got "1e3d", want a time such as 90m, 12h, 30d or 2w`},
	} {
		got, err := input.ParseDuration(tt.in)
		if tt.fail != "" {
			if err == nil || err.Error() != tt.fail {
				t.Errorf("%q: got error %v\nwant %s", tt.in, err, tt.fail)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("%q: got %d, %v, want %d", tt.in, got, err, tt.want)
		}
	}
}

// Writing a duration and reading it back changes nothing.
func TestDurationString(t *testing.T) {
	back := func(seconds uint32) bool {
		d := input.Duration(seconds)
		got, err := input.ParseDuration(d.String())
		return err == nil && got == d
	}
	if err := quick.Check(back, nil); err != nil {
		t.Error(err)
	}
	if got := (36 * input.Hour).String(); got != "36h" {
		t.Errorf("got %s, want 36h", got)
	}
}

// A slip of the finger finds the name that was meant; a strange word finds none.
func TestNearest(t *testing.T) {
	known := []string{"band", "blast", "myeloblast", "promyelocyte", "stay", "b"}
	for in, want := range map[string]string{
		"bnad": "band", "Band": "band", "stya": "stay", "promyelocite": "promyelocyte", "mieloblst": "myeloblast",
		"zebra": "", "": "", "stays": "stay",
	} {
		if got := input.Nearest(in, known); got != want {
			t.Errorf("Nearest(%q) is %q, want %q", in, got, want)
		}
	}
}

// The keys of a list of sources are unique.
func TestSources(t *testing.T) {
	keys, err := input.Sources([]byte("key,citation\na,\"A, 1\"\nb,B\n"))
	if err != nil || len(keys) != 2 || keys[1] != "b" {
		t.Errorf("got %v, %v, want [a b]", keys, err)
	}
	_, err = input.Sources([]byte("key,citation\na,A\na,B\n"))
	if want := `sources: row 3: key "a" is empty or repeated`; err == nil || err.Error() != want {
		t.Errorf("got error %v\nwant %s", err, want)
	}
}
