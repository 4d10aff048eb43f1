package scenario

import (
	"os"
	"strings"
	"testing"

	"marrow/sim"
)

// Every built-in scenario asks a question, tells its story in four to six plain stops
// that come in order and before its end, and says what the model leaves out.
func TestBuiltInsTellAStory(t *testing.T) {
	for _, name := range Names() {
		s, err := Load(name, Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		c := s.Scenario
		if !strings.HasSuffix(c.Question, "?") || len(c.Tour) < 4 || len(c.Tour) > 6 || len(c.Limits) == 0 {
			t.Errorf("%s: question %q, %d stops, %d limits", name, c.Question, len(c.Tour), len(c.Limits))
		}
		for i, stop := range c.Tour {
			if stop.At >= c.Until || i > 0 && stop.At <= c.Tour[i-1].At || !strings.HasSuffix(stop.Say, ".") {
				t.Errorf("%s: stop %d at %s says %q", name, i, stop.At, stop.Say)
			}
		}
	}
}

// In a patch of another size, seed or tissue the tour still tells its story; the places that
// it shows are of the scenario's own patch, and left out.
func TestTourOfAnotherPatch(t *testing.T) {
	for _, set := range []string{"", "until=20d"} {
		if s := loaded(t, "healthy", Options{Set: only(set)}); s.Scenario.Tour[0].Look == nil {
			t.Errorf("%q: the tour does not look anywhere", set)
		}
	}
	seed := uint64(7)
	for _, o := range []Options{{Size: "64x64x1"}, {Seed: &seed}, {Tissue: "open"}, {Species: "mouse"}, {Set: only("patch.age=70")}} {
		s := loaded(t, "healthy", o)
		if len(s.Scenario.Tour) == 0 || s.Scenario.Tour[0].Look != nil {
			t.Errorf("%+v: got tour %+v", o, s.Scenario.Tour)
		}
	}
}

func only(set string) []string {
	if set == "" {
		return nil
	}
	return []string{set}
}

func loaded(t *testing.T, name string, o Options) *Setup {
	t.Helper()
	s, err := Load(name, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every built-in scenario can be lived through: its interventions, begun within the first
// hour, leave every cell accounted for a day later.
func TestBuiltInsRun(t *testing.T) {
	for _, name := range Names() {
		s := loaded(t, name, Options{Size: "64x64x1", Threads: 1})
		w := world(t, s)
		for tick := range uint64(sim.TicksPerDay) {
			for _, e := range s.Events {
				if e.Tick-s.Events[0].Tick+6 == tick {
					apply(t, []*sim.World{w}, e.Event)
				}
			}
			w.Tick()
		}
		if err := w.CheckLedger(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The README names everything that can be done to a marrow, and every built-in scenario with
// its question.
func TestReadmeIsComplete(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, v := range Interventions() {
		want = append(want, "\n| `"+v.Name+"` | ")
	}
	for _, name := range Names() {
		want = append(want, "\n| `"+name+"` | "+loaded(t, name, Options{}).Scenario.Question+" |\n")
	}
	for _, line := range want {
		if !strings.Contains(string(text), line) {
			t.Errorf("README.md has no line %q", line)
		}
	}
}
