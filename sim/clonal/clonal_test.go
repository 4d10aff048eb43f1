package clonal

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

// alone is a spec with one driver.
func alone(fitness, rate float64) Spec {
	return Spec{Cells: 1e5, Cycle: 280 / daysPerYear, Drivers: []Driver{{Name: "d", Named: true, Fitness: fitness, Rate: rate}}}
}

// A driver alone makes as many clones of each size as the formula of Watson et al. says: driver
// by driver of the program's own file, without the others, at three ages.
func TestClonesFollowWatson(t *testing.T) {
	spec, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range spec.Drivers {
		s := alone(min(d.Fitness, 0.2), 2e-6)
		for _, age := range []int{30, 50, 65} {
			compare(t, &s, d.Name, age, 120)
		}
	}
}

// compare counts clones in bins of the logarithm of their size, from 20 cells to 2 % of all.
func compare(t *testing.T, s *Spec, name string, age, people int) {
	t.Helper()
	const bins, least, most = 4, 1e-4, 1e-2
	var got, want [bins]float64
	width := math.Log(most/least) / bins
	for n := range people {
		b := Born(s, 7, uint64(n))
		b.Live(float64(age))
		for _, v := range b.Fractions() {
			if i := math.Log(v/least) / width; v > 0 && i >= 0 && i < bins {
				got[int(i)]++
			}
		}
	}
	for i := range want {
		const parts = 20
		for k := range parts {
			v := least * math.Exp((float64(i)+(float64(k)+0.5)/parts)*width)
			want[i] += density(s, &s.Drivers[0], float64(age), v) * width / parts * float64(people)
		}
		if d := math.Abs(got[i] - want[i]); d > 4*math.Sqrt(want[i])+0.1*want[i]+3 {
			t.Errorf("%s at %d y, bin %d: got %v clones, the formula gives %.1f", name, age, i, got[i], want[i])
		}
	}
}

// A fit clone grows more slowly when another fit clone expands: fitness counts relative to the
// mean of the pool.
func TestFitnessIsRelative(t *testing.T) {
	growth := func(others float64) float64 {
		s := alone(0.2, 0)
		b := Born(&s, 1, 1)
		b.Clones = []Clone{{Parent: -1, Cells: 5000, own: 0.2}, {Parent: -1, Cells: others, own: 0.2}}
		b.Live(5)
		return math.Log(b.Clones[0].Cells/5000) / 5
	}
	free, crowded := growth(0), growth(60000)
	if math.Abs(free-0.19) > 0.02 || math.Abs(crowded-0.07) > 0.025 {
		t.Errorf("grows by %.3f a year alone, want 0.19; by %.3f among fit ones, want 0.07", free, crowded)
	}
}

// A clone without an advantage keeps its size in the mean, and drifts as a birth-death process
// does: with a variance of twice its size in each cycle.
func TestNeutralClonesDrift(t *testing.T) {
	s := alone(0, 0)
	const people, size, age = 2000, 1000, 5
	sum, squares := 0.0, 0.0
	for n := range uint64(people) {
		b := Born(&s, 3, n)
		b.Clones = []Clone{{Parent: -1, Cells: size}}
		b.Live(age)
		d := b.Clones[0].Cells - size
		sum, squares = sum+d, squares+d*d
	}
	want := 2 * size * age / s.Cycle
	if mean := sum / people; math.Abs(mean) > 4*math.Sqrt(want/people) {
		t.Errorf("the mean changes by %v", mean)
	}
	if v := squares / people; math.Abs(v/want-1) > 0.12 {
		t.Errorf("got a variance of %v, want %v", v, want)
	}
}

// A life is the same whenever it is lived, and nobody's depends on how many others there are.
func TestLivesRepeat(t *testing.T) {
	s, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	three, err := People(context.Background(), &s, 5, 3, 60, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again := Live(&s, 5, 2, 60); !reflect.DeepEqual(again, three[2]) {
		t.Error("the third life differs when it is lived alone")
	}
}

// There are never more stem cells than places, and no clone has a part of a cell or fewer than
// none.
func TestPoolKeepsItsNumber(t *testing.T) {
	s := alone(0.6, 1e-5)
	b := Born(&s, 1, 1)
	for range 90 {
		b.Live(1)
		sum := 0.0
		for _, c := range b.Clones {
			if c.Cells < 0 || c.Cells != math.Floor(c.Cells) {
				t.Fatalf("a clone of %v cells", c.Cells)
			}
			sum += c.Cells
		}
		if sum > s.Cells {
			t.Fatalf("%v mutated cells among %v", sum, s.Cells)
		}
	}
}

// A mistake in the file of drivers is told with its place.
func TestReadDrivers(t *testing.T) {
	const good = "stem_cells: 1e5 cells, chosen, x\ncycle: 280 d, chosen, x\nseen: 0.035, chosen, x\npanel: 0.01, chosen, x\nadult: 20 y, chosen, x\n" +
		"drivers:\n  - {name: a, title: A, fitness: \"0.1 1/y, chosen, x\", spread: \"0 1/y, chosen, x\", rate: \"1e-7 1/y, chosen, x\"}\n"
	for _, tt := range []struct{ old, new, want string }{
		{"", "", ""},
		{"1e-7 1/y", "1e-7 1/d", "rate"},
		{"1e-7 1/y", "-1 1/y", "rate"},
		{"280 d", "280 kg", "cycle"},
		{"chosen, x", "chosen, y", "y"},
		{"title: A", "titel: A", "titel"},
	} {
		_, err := read(fstest.MapFS{driversFile: {Data: []byte(strings.Replace(good, tt.old, tt.new, 1))}}, []string{"x"})
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q for %q: got %v", tt.new, tt.old, err)
		}
	}
}

// density is the expected number of clones of a driver in a body of an age [y], for each unit
// of the logarithm of their variant fraction: N tau mu exp(-f/phi), phi = (exp(s t) - 1) / (2
// N tau s), for a mutation rate mu of a cell with both copies (Watson et al. 2020, who count
// copies apart). It holds for clones that are alone, and while they are a small part of all.
func density(s *Spec, d *Driver, age, fraction float64) float64 {
	places := s.Cells * s.Cycle
	phi := (math.Exp(d.Fitness*age) - 1) / (2 * places * d.Fitness)
	return places * d.Rate * math.Exp(-fraction/phi)
}
