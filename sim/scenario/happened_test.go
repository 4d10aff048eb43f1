package scenario_test

import (
	"testing"

	"marrow/sim"
	"marrow/sim/scenario"
)

// What a viewer did to a run can be written down as a scenario that ends in the same
// state.
func TestHappened(t *testing.T) {
	opts := scenario.Options{Size: "48x48x1", Threads: 1}
	s, err := scenario.Load("healthy", opts, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := worldOf(t, s)
	var done []scenario.Done
	for _, e := range []struct {
		tick uint64
		name string
		args map[string]string
	}{
		{10, "bleed", map[string]string{"share": "12.5 %"}},
		{10, "drug", map[string]string{"agent": "docetaxel", "dose": "75 mg/m2", "over": "1h"}},
		{40, "g-csf", map[string]string{"dose": "5 ug/kg/d", "for": "2d"}},
	} {
		for w.Ticks() < e.tick {
			w.Tick()
		}
		made, err := scenario.Make(e.name, e.args, w.Table())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Apply(made); err != nil {
			t.Fatal(err)
		}
		done = append(done, scenario.Done{Tick: e.tick, Name: made.Name, Arguments: made.Arguments})
	}
	for w.Ticks() < 100 {
		w.Tick()
	}
	again, err := scenario.Read("again", "again.yaml", s.Scenario.Happened(done, 100).YAML(), scenario.Options{Threads: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := runTo(t, worldOf(t, again), again, 100); got != w.Hash() {
		t.Errorf("hash %x, want %x", got, w.Hash())
	}
}

func worldOf(t *testing.T, s *scenario.Setup) *sim.World {
	t.Helper()
	c, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	w, err := sim.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// runTo runs w with the events of s and returns its hash.
func runTo(t *testing.T, w *sim.World, s *scenario.Setup, ticks uint64) uint64 {
	t.Helper()
	for events := s.Events; w.Ticks() < ticks; w.Tick() {
		for len(events) > 0 && events[0].Tick <= w.Ticks() {
			if err := w.Apply(events[0].Event); err != nil {
				t.Fatal(err)
			}
			events = events[1:]
		}
	}
	return w.Hash()
}
