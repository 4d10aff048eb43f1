package sim

import (
	"testing"

	"marrow/sim/flow"
	"marrow/sim/tissue"
)

// crest is a healthy adult's slice of the iliac crest, with vessels.
func crest(t testing.TB, c Config) *World {
	t.Helper()
	made, err := tissue.Generate(tissue.Spec{Name: "iliac-crest", Species: "human", Width: 128, Height: 96, Depth: 1, Seed: 5}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Table, c.Tissue, c.Seed = builtin(t, "human"), made, 3
	return newTestWorld(t, c)
}

func occlude(t testing.TB, w *World, share float64) {
	t.Helper()
	if err := w.Occlude(share, true, true); err != nil {
		t.Fatal(err)
	}
}

// ripe is the number of neutrophils that wait in the patch.
func ripe(w *World) int {
	for i, s := range w.Table().Stages {
		if s.Name == "segmented" {
			return w.Counts()[i]
		}
	}
	return 0
}

// Where the ways out are closed cells pile up inside, the more the more are closed, and the
// pressure rises; opened again, they let the cells go. It is the same on every kernel and
// with any number of threads.
func TestClosedExitsKeepCellsInside(t *testing.T) {
	study(t)
	free, half, closed := crest(t, Config{Threads: 1, Kernel: "reference"}), crest(t, Config{Threads: 2}), crest(t, Config{Threads: 1, Kernel: "reference"})
	others := []*World{crest(t, Config{Threads: 3})}
	for _, k := range Kernels() {
		others = append(others, crest(t, Config{Threads: 2, Kernel: k}))
	}
	for _, w := range append(others, closed) {
		occlude(t, w, 1)
	}
	occlude(t, half, 0.9)
	for _, w := range append(others, free, half, closed) {
		days(w, 1)
	}
	t.Logf("ripe neutrophils: %d free, %d at 90 %%, %d closed", ripe(free), ripe(half), ripe(closed))
	if !(ripe(free) < ripe(half) && ripe(half) < ripe(closed)) {
		t.Errorf("ripe neutrophils: %d, nine tenths closed %d, all closed %d", ripe(free), ripe(half), ripe(closed))
	}
	for _, w := range others {
		if w.Hash() != closed.Hash() {
			t.Errorf("kernel %s: another history", w.Kernel())
		}
	}
	low, err := free.Circulation()
	if err != nil {
		t.Fatal(err)
	}
	if high, err := closed.Circulation(); err != nil || !(high.Pressure > 2*low.Pressure) {
		t.Errorf("pressure %v mmHg, closed %v mmHg, %v", low.Pressure, high.Pressure, err)
	}
	full := ripe(closed)
	occlude(t, closed, 0)
	if days(closed, 1); ripe(closed) >= full {
		t.Errorf("%d ripe neutrophils stay after the ways are open again, %d before", ripe(closed), full)
	}
}

// Nobody leaves by an exit that is closed while others are open, and who would have leaves
// by another one.
func TestCellsGoWhereBloodGoes(t *testing.T) {
	study(t)
	w := crest(t, Config{Threads: 2})
	kinds := map[string]uint64{}
	count := func() {
		for i, n := range w.Exits() {
			kinds[w.Tissue().Exits[i].Kind] += n
		}
	}
	days(w, 0.2)
	count()
	if kinds["trans-cortical capillary"] == 0 || kinds["collecting sinusoid"] == 0 {
		t.Fatalf("cells left by %v", kinds)
	}
	before := kinds["trans-cortical capillary"]
	if err := w.Occlude(1, true, false); err != nil {
		t.Fatal(err)
	}
	days(w, 0.2)
	clear(kinds)
	if count(); kinds["trans-cortical capillary"] != before {
		t.Errorf("%d cells left by capillaries, %d before they were closed", kinds["trans-cortical capillary"], before)
	}
}

// A world whose vessels are occluded, and in which a drug is on its way from a needle, goes
// on after it was saved as if it had not been; healthy vessels are no part of its hash.
func TestVesselsAreSaved(t *testing.T) {
	study(t)
	w, healthy := crest(t, Config{Threads: 2}), crest(t, Config{Threads: 1})
	days(w, 0.02)
	days(healthy, 0.02)
	occlude(t, w, 0.8)
	if w.Hash() == healthy.Hash() {
		t.Error("occluded veins are no part of the hash")
	}
	occlude(t, w, 0)
	if w.Hash() != healthy.Hash() {
		t.Error("open veins are not those of health")
	}
	occlude(t, w, 0.5)
	if err := w.Infuse(1, flow.Order{Bone: "tibia", Rate: 1, Volume: 20, Circulation: "arrest"}, 0, 10); err != nil {
		t.Fatal(err)
	}
	days(w, 0.01)
	goesOn(t, w, 60)
}

// Capillaries through the cortex grow within the days that they are given, and bring more
// blood; gone again, they are as if they had never been.
func TestCapillariesGrow(t *testing.T) {
	study(t)
	w, healthy := crest(t, Config{Threads: 2}), crest(t, Config{Threads: 1})
	share := func() float64 {
		c, err := w.Circulation()
		if err != nil {
			t.Fatal(err)
		}
		return c.CorticalOut
	}
	days(w, 0.1) // after midnight, when vessels grow
	before := share()
	if err := w.GrowCapillaries(1, 2); err != nil {
		t.Fatal(err)
	}
	days(w, 1.01)
	half := share()
	days(w, 1)
	whole := share()
	if days(w, 1.01); !(before < half && half < whole) || share() != whole {
		t.Errorf("share of the blood through the cortex: %v, %v after a day, %v after two, %v after three", before, half, whole, share())
	}
	if err := w.GrowCapillaries(0, 0); err != nil {
		t.Fatal(err)
	}
	if w.vessels() != healthy.vessels() {
		t.Errorf("the vessels are %+v", w.vessels())
	}
}

// vessels are the changes of the vessels of the first patch.
func (w *World) vessels() changes { return w.patches[0].vessels.closed }

// Infused steadily into a bone, a drug has in the end the level that it has from a vein, and
// the whole dose reaches the blood.
func TestBoneIsAVein(t *testing.T) {
	level := func(bone string) (hours []float64) {
		w := crest(t, Config{Threads: 1})
		o := flow.Order{Bone: bone, Rate: 1, Volume: 360, Circulation: "normal"}
		if err := w.Infuse(1, o, 0, 1000); err != nil {
			t.Fatal(err)
		}
		for range 8 {
			days(w, 1.0/24)
			hours = append(hours, w.body.Levels()[w.table.Agents[0].Level.Signal])
		}
		return hours
	}
	bone, vein := level("tibia"), level("")
	for i := range bone {
		if d := bone[i] - vein[i]; d > 0.02*vein[i] || -d > 0.02*vein[i] {
			t.Errorf("hour %d: %v from the bone, %v from a vein", i+1, bone[i], vein[i])
		}
	}
}
