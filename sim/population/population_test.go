package population

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"marrow/sim/input"
	"marrow/sim/scenario"
)

// noFile is a reader without files.
func noFile(name string) ([]byte, error) { return nil, errors.New(name + ": no such file") }

// small are options for a few patients in tiny patches.
func small(threads int, set ...string) Options {
	return Options{
		Scenario: "blood-donation", Read: noFile,
		Changes: scenario.Options{Population: 4, Size: "24x24x1", Until: "2d", Threads: threads, Set: set},
	}
}

// setup reads a scenario.
func setup(t *testing.T, o scenario.Options) *scenario.Setup {
	t.Helper()
	s, err := scenario.Load("healthy", o, noFile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Factors are spread as published: the logarithm has mean 0 and the draw's standard
// deviation, within the error of so many draws, and draws do not go together.
func TestLogSD(t *testing.T) {
	draws, err := Draws()
	if err != nil {
		t.Fatal(err)
	}
	const n = 20000
	logs := make([][]float64, len(draws))
	for k, d := range draws {
		sum, squares := 0.0, 0.0
		for i := range n {
			x := math.Log(d.factor(7, i, k))
			logs[k] = append(logs[k], x/d.LogSD.Value)
			sum, squares = sum+x, squares+x*x
		}
		want := d.LogSD.Value
		if mean := sum / n; math.Abs(mean) > 4*want/math.Sqrt(n) {
			t.Errorf("%s: mean of the logarithm is %v, want 0", d.Name, mean)
		}
		if sd := math.Sqrt(squares / n); math.Abs(sd/want-1) > 0.02 {
			t.Errorf("%s: log sd is %v, want %v", d.Name, sd, want)
		}
	}
	for k := 1; k < len(logs); k++ {
		together := 0.0
		for i := range n {
			together += logs[k][i] * logs[k-1][i] / n
		}
		if math.Abs(together) > 4/math.Sqrt(n) {
			t.Errorf("%s and %s: correlation %v, want 0", draws[k-1].Name, draws[k].Name, together)
		}
	}
}

// The first patients of a population are the same however many follow, and other seeds
// draw others.
func TestPatientsAreKeyed(t *testing.T) {
	d := Draw{LogSD: input.Quantity{Value: 0.5}}
	if d.factor(1, 3, 2) != d.factor(1, 3, 2) || d.factor(1, 3, 2) == d.factor(2, 3, 2) || d.factor(1, 3, 2) == d.factor(1, 4, 2) {
		t.Error("draws do not follow seed and patient")
	}
	seen := map[uint64]bool{}
	for i := range 10000 {
		seen[patientSeed(42, i)] = true
	}
	if len(seen) < 9999 {
		t.Errorf("%d seeds of 10000 patients", len(seen))
	}
}

// The bands and rows of a population are the same for any number of threads.
func TestThreadsDoNotMatter(t *testing.T) {
	var first [2]string
	for threads := 1; threads <= 2; threads++ {
		r, err := Run(context.Background(), small(threads))
		if err != nil {
			t.Fatal(err)
		}
		var bands, rows bytes.Buffer
		if err := errors.Join(r.WriteBands(&bands), r.WritePatients(&rows)); err != nil {
			t.Fatal(err)
		}
		got := [2]string{bands.String(), rows.String()}
		if threads == 1 {
			first = got
		} else if got != first {
			t.Errorf("%d threads: got other bands than one thread", threads)
		}
		if n := strings.Count(got[1], "\n"); n != 5 {
			t.Errorf("got %d lines of patients, want a head and 4", n)
		}
		if !strings.HasPrefix(got[0], "day,quantity,p5,p25,p50,p75,p95\n0,hb_g_dl,") {
			t.Errorf("got bands that begin with %.80q", got[0])
		}
	}
}

// drawn are the draws, and the numbers of s that they change.
func drawn(t *testing.T, s *scenario.Setup) ([]Draw, []number) {
	t.Helper()
	draws, err := Draws()
	if err != nil {
		t.Fatal(err)
	}
	all, err := numbers(s, draws)
	if err != nil {
		t.Fatal(err)
	}
	return draws, all
}

// A draw changes what it names and nothing else: a body twice as heavy has twice the
// cells and the same concentrations, whatever the scenario set before.
func TestOptions(t *testing.T) {
	base := scenario.Options{Set: []string{"species.stages.band.stay=3d"}}
	s := setup(t, base)
	draws, all := drawn(t, s)
	factors := make([]float64, len(draws))
	for i, d := range draws {
		factors[i] = map[string]float64{"weight": 2, "transit": 1.5}[d.Name]
		if factors[i] == 0 {
			factors[i] = 1
		}
	}
	p := setup(t, options(base, all, factors, 9))
	if p.Table.Body.Mass != 2*s.Table.Body.Mass || p.Table.Body.Blood != 2*s.Table.Body.Blood || p.Scenario.Seed != 9 {
		t.Errorf("got a mass of %v and %v L of blood", p.Table.Body.Mass, p.Table.Body.Blood)
	}
	for i, pool := range p.Table.Pools {
		if was := s.Table.Pools[i]; pool.Level != 0 && math.Abs(pool.Level/was.Level-2) > 1e-6 {
			t.Errorf("%s: %v in the body, want twice %v", pool.Name, pool.Level, was.Level)
		}
	}
	for k, row := range p.Table.Rows {
		want := 1.0
		if slices.Contains([]string{"gmp", "band"}, p.Table.Stages[row.Stage].Name) {
			want = 1.5
		}
		if name := p.Table.Stages[row.Stage].Name; (name == "band" || name == "cfu_e" || name == "gmp") && math.Abs(row.Stay/s.Table.Rows[k].Stay-want) > 1e-6 {
			t.Errorf("%s: stay %v, was %v", name, row.Stay, s.Table.Rows[k].Stay)
		}
	}
}

// Resistance to drugs divides slopes and multiplies half-effects of all that kills.
func TestResistance(t *testing.T) {
	s := setup(t, scenario.Options{Set: []string{"species.agents.docetaxel.effects.0.slope=10 1/d/(umol/L)"}})
	draws, all := drawn(t, s)
	last := len(draws) - 1
	found := map[string]float64{}
	for _, n := range all {
		found[n.path] = n.mean.Value * n.powers[last]
	}
	if got := found["agents.docetaxel.effects.0.slope"]; got != -10 {
		t.Errorf("docetaxel: got %v, want the scenario's 10 to the power -1", got)
	}
	if got := found["agents.cytarabine.effects.0.half"]; got != 0.02 {
		t.Errorf("cytarabine: got %v, want 0.02 to the power 1", got)
	}
}

// Percentiles lie between the sorted values, and at the ends are those.
func TestPercentile(t *testing.T) {
	values := []float64{1, 2, 3, 4, 5}
	for p, want := range map[float64]float64{0: 1, 25: 2, 50: 3, 95: 4.8, 100: 5} {
		if got := percentile(values, p); math.Abs(got-want) > 1e-12 {
			t.Errorf("p%v: got %v, want %v", p, got, want)
		}
	}
	if got := percentile([]float64{7}, 5); got != 7 {
		t.Errorf("of one value: got %v", got)
	}
}

// Only humans have been measured, and a canceled run keeps who is done.
func TestRunRefuses(t *testing.T) {
	o := small(1)
	o.Changes.Species = "mouse"
	if _, err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), "how a mouse does is not") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	o = small(1)
	o.Progress = func(done, _ int) {
		if done == 2 {
			cancel()
		}
	}
	r, err := Run(ctx, o)
	if !errors.Is(err, context.Canceled) || r == nil || len(r.Patients) < 2 || len(r.Patients) == 4 {
		t.Errorf("got %v and %v", r, err)
	}
}

// A mistake in the file of draws is told with its place.
func TestReadDraws(t *testing.T) {
	for in, want := range map[string]string{
		"draws:\n  - {name: a, log_sd: '0.2, chosen, design', multiplies: [{path: body.mass, unit: cells}]}\n": "want exactly one of path, unit and kill",
		"draws:\n  - {name: a, log_sd: '2, chosen, design', multiplies: [{path: body.mass}]}\n":                "want 0 to 1",
		"draws:\n  - {name: a, log_sd: '0.2, chosen, nobody', multiplies: [{path: body.mass}]}\n":              "nobody",
	} {
		if _, err := readDraws(fstest.MapFS{spreadFile: {Data: []byte(in)}}, []string{"design"}); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), spreadFile+":2") {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
