package validate

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"marrow/sim/input"
)

// Every target of the file is measured by one study, and every study measures targets
// of the file.
func TestEveryTargetIsMeasured(t *testing.T) {
	targets, err := Targets()
	if err != nil {
		t.Fatal(err)
	}
	var measured, listed []string
	for _, s := range studies() {
		measured = append(measured, s.gives...)
	}
	for _, target := range targets {
		listed = append(listed, target.Name)
	}
	slices.Sort(measured)
	slices.Sort(listed)
	if !slices.Equal(measured, listed) {
		t.Errorf("studies measure\n%v\ntargets are\n%v", measured, listed)
	}
}

// A mistake in the table of targets is told with line, column, name and value.
func TestReadTargets(t *testing.T) {
	const row = "C01,red-cells,cal,healthy,red cells made,2,1,3,cells/d,sender,verified,\n"
	for _, tt := range []struct{ name, in, want string }{
		{"whole", row, ""},
		{"number", strings.Replace(row, ",2,", ",two,", 1), `t.csv:2:42: target: got "two", want a number`},
		{"range", strings.Replace(row, ",2,", ",4,", 1), `t.csv:2:42: target: 4 is not within 1 to 3`},
		{"source", strings.Replace(row, "sender", "sendr", 1), `t.csv:2:56: source: no source has the key "sendr", nearest is "sender"`},
		{"status", strings.Replace(row, "verified", "V", 1), `t.csv:2:63: status: got "V", want verified, recalled or chosen`},
		{"twice", row + row, `t.csv:3:1: id: C01 or red-cells is there twice`},
	} {
		_, err := readTargets("t.csv", strings.NewReader(columns+"\n"+tt.in), []string{"sender"})
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || err.Error() != tt.want) {
			t.Errorf("%s: got %v\nwant %s", tt.name, err, tt.want)
		}
	}
	if _, err := readTargets("t.csv", strings.NewReader("id,name\n"), nil); err == nil {
		t.Error("accepted other columns")
	}
}

// A published target is missed when the mean lies outside the tolerance, a chosen one
// when it does so by more than two standard errors.
func TestVerdict(t *testing.T) {
	for _, tt := range []struct {
		values            []float64
		published, chosen bool
	}{
		{[]float64{10, 10, 10}, true, true},
		{[]float64{9, 9, 9}, true, true},
		{[]float64{8.9, 8.9, 8.9}, false, false},
		{[]float64{11.2, 11.2, 11.2}, false, false},
		{[]float64{6, 9, 9}, false, true},      // mean 8, standard error 1
		{[]float64{7.9, 8, 8.1}, false, false}, // mean 8, standard error 0.06
		{[]float64{math.NaN(), 10, 10}, false, false},
	} {
		target := Target{Value: 10, Lo: 9, Hi: 11, Status: input.Verified}
		if got := target.row(tt.values); got.Pass != tt.published {
			t.Errorf("%v, published: got %+v, want pass %v", tt.values, got, tt.published)
		}
		target.Status = input.Chosen
		if got := target.row(tt.values); got.Pass != tt.chosen {
			t.Errorf("%v, chosen: got %+v, want pass %v", tt.values, got, tt.chosen)
		}
	}
}

// A straight line drifts by its rise, noise or not; a level one does not.
func TestDrift(t *testing.T) {
	var level, line []float64
	for i := range 241 {
		wave := float64(i%2)*2 - 1
		level = append(level, 10+wave)
		line = append(line, 9.5+float64(i)/240)
	}
	if d := drift(level).value; math.Abs(d) > 0.01 {
		t.Errorf("level: got a drift of %v", d)
	}
	if d := drift(line).value; math.Abs(d-0.1) > 1e-9 {
		t.Errorf("line: got a drift of %v, want 0.1", d)
	}
}

// Recovery is the day on which the mean of five days is back to within five percent of
// the loss.
func TestRecovery(t *testing.T) {
	var hb, epo []float64
	for h := range 24 * 80 {
		d := float64(h)/24 - 20
		switch {
		case d < 0:
			hb, epo = append(hb, 15), append(epo, 2)
		default: // a loss of 1.5 that comes back in 30 days
			hb, epo = append(hb, 15-max(0, 1.5*(1-d/30))), append(epo, 2+max(0, 2*(1-d/30)))
		}
	}
	if got := recovery(hb, 20); math.Abs(got-0.95*30) > 1 {
		t.Errorf("got recovery on day %v, want %v within a day", got, 0.95*30)
	}
	if got := recovery(hb[:24*40], 20); got != 20 {
		t.Errorf("never recovered: got %v, want the 20 days that were looked at", got)
	}
	if got, want := epoPeak(epo, 20), 1+(1-7.5/30); math.Abs(got-want) > 0.01 {
		t.Errorf("got an EPO peak of %v, want %v", got, want)
	}
}

// A target that takes no run is measured at once, on every seed.
func TestRunOne(t *testing.T) {
	rows, err := Run(context.Background(), Options{Only: []string{"c21"}, Seeds: 4})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || rows[0].Name != "mouse-marrow" || rows[0].Seeds != 4 || !rows[0].Pass {
		t.Errorf("got %+v", rows)
	}
}

// Measurements stop with their context.
func TestRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// Options that make no sense are refused with the names there are.
func TestCheck(t *testing.T) {
	for _, o := range []Options{{Seeds: 1}, {Seeds: -3}, {Only: []string{"red-sells"}}} {
		if o.Check() == nil {
			t.Errorf("%+v: accepted", o)
		}
	}
	if err := (Options{Only: []string{"C01", "red-cells"}}).Check(); err != nil {
		t.Error(err)
	}
}
