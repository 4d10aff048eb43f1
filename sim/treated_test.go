package sim

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"marrow/sim/body"
	"marrow/sim/lineage"
)

// treatedBody is a small human world.
func treatedBody(t testing.TB, threads int, volume bool, kernel string) *World {
	tissue := poresTissue(128, 96, 1, 7)
	if volume {
		tissue = poresTissue(64, 40, 22, 7)
	}
	return newTestWorld(t, Config{Table: builtin(t, "human"), Tissue: tissue, Seed: 3, Threads: threads, Kernel: kernel})
}

// kilo is the number of cells of a dose per kg of the human of 70 kg.
func kilo(dose float64) float64 { return 70e6 * dose }

// A treatment is one thing that is done to cells, in so many parts at once.
type treatment struct {
	name string
	do   func(w *World, amount float64) error
}

func treatments() []treatment {
	return []treatment{
		{"irradiate", func(w *World, x float64) error { return w.Irradiate(6*x, 0, [3]int{}, 0) }},
		{"beam", func(w *World, x float64) error { return w.Irradiate(8*x, 0, [3]int{30, 20, 0}, 12) }},
		{"label", func(w *World, x float64) error { return w.Label(uint64(24*x), 0.5) }},
		{"harvest", func(w *World, x float64) error { return w.Harvest(1.5 * x) }},
		{"apheresis", func(w *World, x float64) error { return w.Apheresis(6*x, 24) }},
		{"transplant", func(w *World, x float64) error {
			return w.Transplant(body.Infusion{Cells: kilo(200 * x), Homing: 0.25, Donor: true})
		}},
		{"graft", func(w *World, x float64) error { return w.Graft("mpp", int(64*x), 1) }},
		{"stem cells", func(w *World, x float64) error {
			return errors.Join(w.Irradiate(x, 0, [3]int{}, 0), w.Graft("hsc", int(64*x), 1))
		}},
	}
}

func do(t *testing.T, w *World, treat treatment, amount float64) {
	t.Helper()
	if err := treat.do(w, amount); err != nil {
		t.Fatalf("%s: %v", treat.name, err)
	}
}

// run does so many ticks and checks after each that nothing is lost and no two cells share
// a site.
func run(t *testing.T, w *World, ticks int) {
	t.Helper()
	for range ticks {
		w.Tick()
		if err := w.CheckLedger(); err != nil {
			t.Fatal(err)
		}
	}
	l := w.patches[0].lattice
	for i, s := range l.state {
		if (s != 0) != (bit(l.full, i) && !bit(l.blocked, i)) {
			t.Fatalf("site %d: state %x, full %v, blocked %v", i, s, bit(l.full, i), bit(l.blocked, i))
		}
	}
}

// Whatever is done to cells, the ledger closes, and neither the number of threads nor the
// kernel changes what happens.
func TestTreatmentsKeepTheLedger(t *testing.T) {
	study(t)
	for _, volume := range []bool{false, true} {
		one := treatedBody(t, 1, volume, "reference")
		others := []*World{treatedBody(t, 3, volume, "fast"), treatedBody(t, 2, volume, "")}
		for _, treat := range treatments() {
			for _, w := range append(others, one) {
				do(t, w, treat, 1)
				run(t, w, 30)
			}
			for _, w := range others {
				if w.Hash() != one.Hash() {
					t.Fatalf("volume %v: after %s %d threads of kernel %q give hash %016x, one of the reference %016x",
						volume, treat.name, w.config.Threads, w.config.Kernel, w.Hash(), one.Hash())
				}
			}
		}
	}
}

// Two halves at one time are one whole, bit by bit; nothing at all is as if nobody had
// done anything; and what is undone before it acts never was.
func TestTreatmentsAddUp(t *testing.T) {
	study(t)
	for _, treat := range treatments() {
		whole, halves, absent, nothing := treatedBody(t, 1, false, ""), treatedBody(t, 1, false, ""), treatedBody(t, 1, false, ""), treatedBody(t, 1, false, "")
		for _, w := range []*World{whole, halves, absent, nothing} {
			run(t, w, 3)
		}
		var before bytes.Buffer
		if err := whole.Save(&before); err != nil {
			t.Fatal(err)
		}
		do(t, whole, treat, 1)
		do(t, halves, treat, 0.5)
		do(t, halves, treat, 0.5)
		do(t, nothing, treat, 0)
		undone, err := Load(whole.config, &before)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(undone.Close)
		for _, w := range []*World{whole, halves, absent, nothing, undone} {
			run(t, w, 60)
		}
		if whole.Hash() != halves.Hash() {
			t.Errorf("%s: two halves are not one whole", treat.name)
		}
		if absent.Hash() != nothing.Hash() || absent.Hash() != undone.Hash() {
			t.Errorf("%s: a dose of 0, or one that is undone, leaves a trace", treat.name)
		}
		if whole.Hash() == absent.Hash() {
			t.Errorf("%s: nothing happens", treat.name)
		}
	}
}

// A world that is saved with a treatment under way goes on as if nothing had happened.
func TestTreatmentsAreSaved(t *testing.T) {
	study(t)
	for _, ticks := range []int{0, 1, 17} {
		w := treatedBody(t, 2, false, "")
		for _, treat := range treatments() {
			do(t, w, treat, 1)
		}
		run(t, w, ticks)
		goesOn(t, w, 300)
	}
}

// What cannot be is refused with a reason, and changes nothing.
func TestTreatmentsRefuseNonsense(t *testing.T) {
	w := treatedBody(t, 1, false, "")
	before := w.Hash()
	for n, err := range []error{
		w.Irradiate(math.NaN(), 0, [3]int{}, 0), w.Irradiate(-1, 0, [3]int{}, 0), w.Irradiate(1, 0, [3]int{-1}, 3),
		w.Irradiate(1, 2, [3]int{}, 0), w.Irradiate(1, -1, [3]int{}, 0), w.Graft("mpp", 1, 0), w.Graft("mpp", 1, 2),
		w.Label(12, 1.5), w.Label(12, math.NaN()), w.Harvest(-1), w.Harvest(90), w.Apheresis(math.Inf(1), 5), w.Apheresis(1, 0),
		w.Transplant(body.Infusion{Cells: -1}), w.Transplant(body.Infusion{Cells: 1, Homing: 2}), w.TransplantBag(0.2),
		w.Graft("mpp", -1, 1), w.Graft("mpp", 1e9, 1), w.Graft("liver", 1, 1),
	} {
		if err == nil {
			t.Errorf("nonsense %d was taken", n)
		}
	}
	if w.Hash() != before {
		t.Error("a refused treatment changed the world")
	}
	textbook := small(t, 1, false)
	if textbook.Irradiate(1, 0, [3]int{}, 0) == nil || textbook.Transplant(body.Infusion{Cells: 1}) == nil {
		t.Error("a species without a treatment section was treated")
	}
}

// Radiation leaves exp(-dose/D0) of each class alive, in the ball that it reaches.
func TestRadiationKillsByClass(t *testing.T) {
	study(t)
	w := treatedBody(t, 1, true, "")
	before := make([]int64, len(w.table.Rows))
	for k := range before {
		before[k] = w.patches[0].ledger[k].present
	}
	if err := w.Irradiate(2, 0, [3]int{}, 0); err != nil {
		t.Fatal(err)
	}
	w.runOrders()
	for class := range lineage.Classes {
		all, left := int64(0), int64(0)
		for k := 1; k < len(before); k++ {
			if w.table.Rows[k].Class == class {
				all, left = all+before[k], left+w.patches[0].ledger[k].present
			}
		}
		want := float64(all) * survival(&w.table.Treatment, class, 2)
		if spread := 4 * math.Sqrt(float64(all)); math.Abs(float64(left)-want) > spread {
			t.Errorf("class %d: %d of %d are left, want %.0f+-%.0f", class, left, all, want, spread)
		}
	}
	if got, want := w.reservoir.fullness(), survival(&w.table.Treatment, lineage.Stem, 2); math.Abs(got-want) > 0.01 {
		t.Errorf("%.4f of the stem cells are left, want %.4f", got, want)
	}
}

// A pulse labels the cells that make DNA, the share s of those in cycle and dt/T more for
// each tick; and in the first row behind the last division the labeled share rises as cells
// that were born since are counted among all that are there.
func TestLabelFollowsTheFirstDivision(t *testing.T) {
	study(t)
	w := newTestWorld(t, Config{Table: builtin(t, "human"), Tissue: poresTissue(256, 256, 1, 7), Seed: 5})
	for range 2 * TicksPerDay {
		w.Tick()
	}
	if err := w.Label(1, 1); err != nil {
		t.Fatal(err)
	}
	rows := w.table.Stages[stageOf(t, w, "myelocyte")].Rows
	dividing, resting := rows[0], rows[1]
	stay := w.table.Rows[resting].Stay * TicksPerDay
	for ticks := 1; ticks <= TicksPerDay; ticks++ {
		w.Tick()
		if ticks%72 != 0 {
			continue
		}
		sum := w.patches[0].countMarks()
		labeled := func(k lineage.Kind) float64 {
			return float64(sum[1][k]) / float64(w.patches[0].ledger[k].present)
		}
		if got := labeled(dividing); math.Abs(got-0.35) > 0.06 {
			t.Errorf("%d ticks after a flash %.3f of the dividing myelocytes are labeled, want 0.35", ticks, got)
		}
		want := 0.35 * youngerThan(float64(ticks)/stay)
		if got := labeled(resting); math.Abs(got-want) > 0.06 {
			t.Errorf("%d ticks after a flash %.3f of the resting myelocytes are labeled, want %.3f", ticks, got, want)
		}
	}
}

// youngerThan is the share of cells that came less than x mean stays ago, if stays are
// Erlang times of six phases: the mean over phases of the Erlang distribution functions.
func youngerThan(x float64) (share float64) {
	for phase := 1; phase <= 6; phase++ {
		above, _ := erlangAt(phase, 6*x)
		share += 1 - above
	}
	return share / 6
}

func stageOf(t *testing.T, w *World, name string) int {
	t.Helper()
	for i, s := range w.table.Stages {
		if s.Name == name {
			return i
		}
	}
	t.Fatalf("no stage %s", name)
	return 0
}
