package sim

import (
	"math"
	"testing"
)

// stemCells is a reservoir of a human, with drivers on.
func stemCells(t *testing.T) (*reservoir, *drivers) {
	t.Helper()
	r, d := newReservoir(builtin(t, "human")), &drivers{}
	if err := d.begin(); err != nil {
		t.Fatal(err)
	}
	for i := range d.spec.Drivers {
		d.spec.Drivers[i].Rate = 0
	}
	return r, d
}

// seed gives a share of the seats to a clone of the first driver with a fitness.
func (d *drivers) seed(r *reservoir, share, fitness float64, from int) {
	clone := d.found(r, 0, -1, fitness)
	for i := range int(share * float64(len(r.seats))) {
		r.seats[from+i] = clone
	}
}

// Among stem cells a clone with a driver grows by its fitness less the mean of all; without
// one it keeps its size.
func TestDriversGrowByFitness(t *testing.T) {
	study(t)
	for _, tt := range []struct{ fitness, others, want float64 }{{0, 0, 0}, {0.2, 0, 0.19}, {0.2, 0.6, 0.065}} {
		r, d := stemCells(t)
		d.seed(r, 0.05, tt.fitness, 0)
		d.seed(r, tt.others, 0.2, 20000)
		before := d.count(r)[0]
		d.live(r, 1, 50, 4, 4)
		got := math.Log(float64(d.count(r)[0])/float64(before)) / 4
		if math.Abs(got-tt.want) > 0.025 {
			t.Errorf("fitness %v beside %v of others: grows by %.3f a year, want %.3f", tt.fitness, tt.others, got, tt.want)
		}
	}
}

// Mutations arise while years pass, are saved with the world, and those that have no cells
// any more are forgotten.
func TestDriversAreSaved(t *testing.T) {
	study(t)
	w := childsBone(t, 1, 1)
	if err := w.Mutate("tet2", 0.1); err != nil {
		t.Fatal(err)
	}
	pass(t, w, 30, 1)
	if w.Drivers() < 0.12 {
		t.Errorf("%v of the stem cells have a driver, want more than it began with", w.Drivers())
	}
	if n := len(w.drivers.mutants); n < 2 || n > 500 {
		t.Errorf("%d clones with mutations", n)
	}
	again := loadWorld(t, w.config, saveWorld(t, w))
	if again.Hash() != w.Hash() || again.Drivers() != w.Drivers() {
		t.Error("they changed on the way to a file and back")
	}
	for range TicksPerDay {
		w.Tick()
		again.Tick()
	}
	if again.Hash() != w.Hash() {
		t.Error("the loaded world goes another way")
	}
	if w.Mutate("nobody", 0.1) == nil || w.Mutate("tet2", 2) == nil {
		t.Error("accepted")
	}
}
