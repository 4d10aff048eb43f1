package validate

import (
	"context"
	"math"
	"strings"
	"testing"

	"marrow/sim/blood"
	"marrow/sim/scenario"
)

// made is an hourly course of days, its counts a function of the days since trials start.
func made(days int, count func(day float64) blood.Count) course {
	var c course
	for h := range 24 * days {
		c = append(c, count(float64(h+1)/24-start))
	}
	return c
}

// near fails the test unless the finding called name is within tolerance.
func near(t *testing.T, all map[string]finding, name string, want, tolerance float64) {
	t.Helper()
	if got := all[name].value; !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %v, want %v within %v", name, got, want, tolerance)
	}
}

// After chemotherapy the lowest and the highest count, their days and the base are those
// of means over 24 hours.
func TestAfterChemotherapy(t *testing.T) {
	all := afterChemotherapy(made(start+35, func(d float64) blood.Count {
		c := blood.Count{ANC: 4, Plt: 250}
		if d >= 0 { // falls to 0.8 on day 9, rises to 6 on day 21, back on day 33
			c.ANC = max(0, 4-3.2/9*d)
			c.Plt = 250 - 6*min(d, 15)
		}
		if d >= 9 {
			c.ANC = min(0.8+5.2/12*(d-9), 6-5.0/30*(d-21))
		}
		return c
	}))
	near(t, all, "anc-nadir", 0.8, 0.15)
	near(t, all, "anc-nadir-day", 9, 0.25)
	near(t, all, "anc-overshoot", 1.5, 0.03)
	near(t, all, "anc-overshoot-day", 21, 0.5)
	near(t, all, "platelet-nadir", 160, 1)
}

// On G-CSF neutrophils are read 12 and 24 hours after the first dose, CD34+ cells at
// their highest within ten days.
func TestOnGCSF(t *testing.T) {
	all := onGCSF(made(start+11, func(d float64) blood.Count {
		c := blood.Count{ANC: 4, Band: 0.2, CD34: 3}
		if d > 0 {
			c.ANC, c.CD34 = 4+32*d, 3+76*math.Exp(-(d-5)*(d-5))
			c.Band = 0.3 * c.ANC
		}
		return c
	}))
	near(t, all, "anc-on-gcsf", 4+32*0.75, 1e-9)
	near(t, all, "cd34-peak", 79, 2)
	near(t, all, "cd34-peak-day", 5, 0.05)
	near(t, all, "bands-on-gcsf", 0.3, 1e-9)
}

// After endotoxin counts are read at the hours of the publications, against the day
// before; what happens later does not count.
func TestAfterEndotoxin(t *testing.T) {
	all := afterEndotoxin(made(start+2, func(d float64) blood.Count {
		c, h := blood.Count{ANC: 4, Lymph: 2, Mono: 0.5}, math.Round(24*d)
		switch {
		case h == 1:
			c.ANC, c.Mono = 1, 0.1
		case h == 3:
			c.ANC = 8
		case h == 6:
			c.ANC, c.Lymph = 12, 0.5
		case h == 24:
			c.ANC = 5
		case h > 24:
			c.ANC, c.Mono = 0, 0
		}
		return c
	}))
	near(t, all, "endotoxin-fall", 0.25, 1e-9)
	near(t, all, "endotoxin-rise", 2.5, 1e-9)
	near(t, all, "endotoxin-day", 1.25, 1e-9)
	near(t, all, "endotoxin-lymphocytes", 0.25, 1e-9)
	near(t, all, "endotoxin-monocytes", 0.2, 1e-9)
}

// A count is back from the first of three days above the threshold, after its lowest; a
// short rise does not count, and what never comes back counts as the end.
func TestBack(t *testing.T) {
	hourly := func(level func(day float64) float64) (out []float64) {
		for h := range 24 * patience {
			out = append(out, level(float64(h+1)/24))
		}
		return out
	}
	for _, tt := range []struct {
		name  string
		level func(day float64) float64
		want  float64
	}{
		{"falls and returns", func(d float64) float64 { return math.Abs(d - 6) }, 6.5},
		{"a short rise", func(d float64) float64 {
			if d > 2 && d < 4 || d > 12 {
				return 1
			}
			return 0
		}, 12},
		{"never returns", func(d float64) float64 { return 1 - d }, patience},
		{"does not fall so far", func(d float64) float64 { return 0.6 + math.Abs(d-6) }, 6},
	} {
		if got := back(hourly(tt.level), 0.5); math.Abs(got-tt.want) > 0.05 {
			t.Errorf("%s: got day %v, want %v", tt.name, got, tt.want)
		}
	}
	if got := back(hourly(func(d float64) float64 { return 1 })[:50], 0.5); got != patience {
		t.Errorf("for two days only: got day %v, want to wait", got)
	}
}

// The slope per doubling of the dose is that of the line through days over its
// logarithm.
func TestSlope(t *testing.T) {
	c := Curve{X: []float64{1, 2, 3, 4}, Y: []float64{10.3, 9.5, 8.8, 8.2}}
	if got := c.slope(); math.Abs(got+0.7) > 1e-9 {
		t.Errorf("got %v, want -0.7", got)
	}
}

// Means of several hours stand at the middle of their time and keep a straight line.
func TestRunning(t *testing.T) {
	var hourly []float64
	for h := range 240 {
		hourly = append(hourly, float64(h+1)/24)
	}
	for _, n := range []int{1, 6, 24} {
		c := running(hourly, n)
		for i := range c.X {
			if math.Abs(c.X[i]-c.Y[i]) > 1e-9 {
				t.Fatalf("mean of %d hours: at day %v got %v", n, c.X[i], c.Y[i])
			}
		}
	}
	if _, y := (Curve{}).lowest(); !math.IsNaN(y) {
		t.Errorf("nothing: got a lowest value of %v", y)
	}
}

// Every target with a course has a figure, every figure a target, and every published
// point stands in a figure.
func TestFigures(t *testing.T) {
	targets, err := Targets()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, target := range targets {
		names[target.Name] = true
	}
	for name := range figures() {
		if !names[name] {
			t.Errorf("a figure is called %s, no target is", name)
		}
	}
	points, err := Published()
	if err != nil {
		t.Fatal(err)
	}
	for name := range points {
		if figures()[name].Y == "" {
			t.Errorf("published points of %s have no figure", name)
		}
	}
}

// A mistake in the table of published points is told with its line.
func TestReadPoints(t *testing.T) {
	const head = pointColumns + "\n"
	for in, want := range map[string]string{
		"a b,1,2,2,2,friberg,verified\n":  "",
		"a,1,two,2,2,friberg,verified\n":  `p.csv:2: got "two", want a number`,
		"a,1,2,3,4,friberg,verified\n":    `p.csv:2: 2 is not within 3 to 4`,
		"a,1,2,2,2,freiberg,verified\n":   `p.csv:2: no source has the key "freiberg", nearest is "friberg"`,
		"a,1,2,2,2,friberg,remembered?\n": `p.csv:2: got "remembered?", want verified, recalled or chosen`,
	} {
		got, err := readPoints("p.csv", strings.NewReader(head+in), []string{"friberg"})
		if want == "" && (err != nil || len(got["a"]) != 1 || len(got["b"]) != 1) || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%q: got %v, %v\nwant %s", in, got, err, want)
		}
	}
}

// Treatments are bound before a run begins: one that is unknown ends the study at once.
func TestTrialRefuses(t *testing.T) {
	_, err := trial(context.Background(), scenario.Options{Size: "32x32x1"}, 1, treatment{0, "bled", nil})
	if err == nil || !strings.Contains(err.Error(), `no intervention is called "bled"`) {
		t.Errorf("got %v", err)
	}
}
