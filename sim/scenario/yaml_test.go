package scenario

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"marrow/sim/input"
)

// full has a value in every field, some of which YAML would take for something else.
const full = `title: "yes"
name: full
question: 'what: "is" this?'
species: human
patch: {tissue: open, size: [64, 48, 5], age: 33.5, occupancy: 0.5}
seed: 18446744073709551615
until: 35d
set: {stages.band.stay: 2.5 d}
events:
  - {at: 90m, do: bleed, share: 8.8 %}
  - {do: bleed, at: 1w, volume: "200 mL"}
tour:
  - {at: 8d, say: tour.chemo.quiet, look: {x: 12.25, y: 30, z: 2, zoom: 8}}
  - {at: 9d, say: "null"}
limits: ["no", "plasma: always there"]
`

// A scenario that is written with every default reads back as the same scenario, and
// its events as the same events.
func TestWrittenScenarioReadsBack(t *testing.T) {
	for _, in := range []string{full, small, "title: 'a\n\n  b\u2028c'\nname: '12'\n"} {
		a, err := Read("x", "x.yaml", []byte(in), Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		text := a.Scenario.YAML()
		b, err := Read("y", "y.yaml", text, Options{}, nil)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if d := cmp.Diff(a.Scenario, b.Scenario); d != "" {
			t.Errorf("changed on the way (-before +after):\n%s\n%s", d, text)
		}
		if len(a.Events) != len(b.Events) {
			t.Errorf("got %d events, want %d", len(b.Events), len(a.Events))
		}
	}
}

// Whatever a file holds, it is refused without a panic or can be written and read
// again. The species is left out: reading it takes most of the time.
func FuzzRead(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte(small))
	f.Add([]byte("title: A\nset: {stages.band.stay: 2.5 d}\nevents: [{at: 1d, do: bleed, share: 5%}]\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		a, err := withoutSpecies(in)
		if err != nil {
			return
		}
		b, err := withoutSpecies(a.YAML())
		if err != nil {
			t.Fatalf("%v in\n%s", err, a.YAML())
		}
		if d := cmp.Diff(a, b); d != "" {
			t.Errorf("changed on the way (-before +after):\n%s", d)
		}
	})
}

// withoutSpecies reads a scenario as far as that can be done without its species.
func withoutSpecies(text []byte) (*Scenario, error) {
	d, err := input.Parse("x.yaml", text)
	if err != nil {
		return nil, err
	}
	f, err := decode(d, false)
	if err != nil {
		return nil, err
	}
	set, err := f.overrides()
	if err != nil {
		return nil, err
	}
	s := f.scenario(set)
	if s.Name == "" {
		s.Name = "x"
	}
	if s.Patch.Tissue == "" {
		s.Patch.Tissue = "open"
	}
	if s.Patch.Occupancy == 0 {
		s.Patch.Occupancy = 0.5
	}
	s.Events, _, err = readEvents(f.Events, adult())
	return s, err
}
