package report

import (
	"bytes"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"marrow/render/chart"
	"marrow/sim/validate"
)

// rows are made-up measurements of all targets: one with each kind of curve.
func rows(t *testing.T) []validate.Row {
	t.Helper()
	targets, err := validate.Targets()
	if err != nil {
		t.Fatal(err)
	}
	var out []validate.Row
	for i, x := range targets {
		f := validate.Figure{X: "day", Y: x.Quantity, Sense: validate.Sense(i % 3)}
		for seed := range 3 {
			c := validate.Curve{}
			for day := 1; day < 30-seed; day++ {
				c.X, c.Y = append(c.X, float64(day)), append(c.Y, float64(seed+day))
			}
			f.Curves = append(f.Curves, c)
		}
		if i%4 == 3 {
			f.Curves = nil
		}
		out = append(out, validate.Row{
			ID: x.ID, Name: x.Name, Set: x.Set, Quantity: x.Quantity, Unit: x.Unit, Target: x.Value, Lo: x.Lo, Hi: x.Hi,
			Measured: x.Value, Spread: 0.1, Seeds: 3, Pass: i != 2, Source: x.Source, Status: x.Status,
			Values: []float64{x.Value, x.Lo, x.Hi}, Figure: &f,
		})
		if i == 2 {
			out[2].Why = "the marrow of paper is flat"
		}
	}
	return out
}

// The page has every target with its plot and its source and, if it is missed, why, in one file that runs nothing
// and loads nothing.
func TestPage(t *testing.T) {
	var b bytes.Buffer
	all := rows(t)
	if err := Write(&b, "1.2 <test>", all); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if n := strings.Count(page, `<svg class="chart"`); n != len(all) {
		t.Errorf("got %d plots of %d targets", n, len(all))
	}
	for _, r := range all {
		for _, want := range []string{`id="` + r.ID + `"`, `id="source-` + r.Source + `"`} {
			if !strings.Contains(page, want) {
				t.Errorf("the page has no %s", want)
			}
		}
	}
	if !strings.Contains(page, "Why targets are missed") || !strings.Contains(page, "the marrow of paper is flat") {
		t.Error("the page does not say why a target is missed")
	}
	for _, m := range regexp.MustCompile(`class="(box|band|line|point|whisker) ([a-z]+)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(chart.Style, "."+m[1]+"."+m[2]+" {") {
			t.Errorf("a %s has the role %s, which has no color", m[1], m[2])
		}
	}
	for _, never := range []string{"<script", "src=", "@import", "url(", "NaN", "ZgotmplZ", "<test>"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %q", never)
		}
	}
}

// The band reaches from the lowest to the highest seed; runs that ended early leave the
// rest to the others.
func TestOver(t *testing.T) {
	band, mean := over([]validate.Curve{
		{X: []float64{0, 1}, Y: []float64{1, 5}},
		{X: []float64{0, 1, 2}, Y: []float64{3, 1, 7}},
	})
	if !slices.Equal(band.Lo, []float64{1, 1, 7}) || !slices.Equal(band.Hi, []float64{3, 5, 7}) {
		t.Errorf("got a band from %v to %v", band.Lo, band.Hi)
	}
	if !slices.Equal(mean.Y, []float64{2, 3, 7}) {
		t.Errorf("got a mean of %v", mean.Y)
	}
}

// A slope is drawn as lines through the middle of the model's values.
func TestFan(t *testing.T) {
	var c chart.Chart
	mean := chart.Line{X: []float64{2, 4, 8}, Y: []float64{11, 10, 9}}
	fan(&c, validate.Row{Target: -1, Lo: -2, Hi: 0}, mean)
	published := c.Lines[0]
	for i, x := range published.X {
		if want := 10 - math.Log2(x/4); math.Abs(published.Y[i]-want) > 1e-9 {
			t.Fatalf("at %v got %v, want %v", x, published.Y[i], want)
		}
	}
}

// A number is listed as fitted if a comment behind it says what it was and why.
func TestChanges(t *testing.T) {
	const species = `species: x
stages:
  - name: band
    stay: 1.8 d, chosen, lahoz2016 # was 2.0 d: the lowest count came late
    next: segmented # was something
effects:
  - signal: gcsf
    act: commit # weight
    stages: [gmp]
    power: 0.35, chosen, mean_field # was 0.25: the answer starts upstream
    cap: 2.5, chosen, mean_field # was 2
  # Progenitors are
  # held less.
  - signal: gcsf
    act: speed
    stages: [gmp, band]
    cap: 1.8, chosen, mean_field # of gmp: was none
    power: 1, chosen, mean_field
`
	got, err := Changes(fstest.MapFS{"species/x.yaml": {Data: []byte(species)}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Change{
		{"species/x.yaml", "stages band: stay", "2.0 d", "1.8 d", "chosen", "the lowest count came late"},
		{"species/x.yaml", "effects gcsf commit gmp: power", "0.25", "0.35", "chosen", "the answer starts upstream"},
		{"species/x.yaml", "effects gcsf commit gmp: cap", "2", "2.5", "chosen", "the answer starts upstream"},
		{"species/x.yaml", "effects gcsf speed gmp, band: cap", "none", "1.8", "chosen", "Progenitors are held less."},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
