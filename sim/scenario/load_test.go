package scenario

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"marrow/assets"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// files is a folder of files in memory.
type files map[string]string

func (f files) read(name string) ([]byte, error) {
	text, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return []byte(text), nil
}

// small is a scenario with nothing but what it must have.
const small = "title: Small\n"

// A file says only what is out of the ordinary; all else has a default.
func TestDefaults(t *testing.T) {
	s, err := Read("small", "small.yaml", []byte(small), Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := &Scenario{
		Name: "small", Title: "Small", Species: "human",
		Patch: Patch{Tissue: "iliac-crest", Size: [3]int{512, 512, 1}, Occupancy: 0.60},
		Seed:  42, Until: 30 * input.Day,
	}
	if d := cmp.Diff(want, s.Scenario); d != "" {
		t.Errorf("unexpected scenario (-want +got):\n%s", d)
	}
}

// Every built-in scenario can be read, under its own name, and this test knows all of them.
func TestBuiltIns(t *testing.T) {
	want := []string{
		"acute-lymphoblastic-leukemia", "acute-myeloid-leukemia", "aplastic-anemia", "b-cell-depletion",
		"bacterial-infection", "before-birth", "blast-crisis", "blood-donation", "burkitt-lymphoma", "chemotherapy",
		"chemotherapy-gcsf", "chronic-lymphocytic-leukemia", "chronic-myeloid-leukemia",
		"conditioning-and-transplant", "endotoxin", "extramedullary", "healthy", "hemorrhage", "hip-and-thigh",
		"imatinib-resistance", "immune-thrombocytopenia", "intraosseous-infusion", "iron-deficiency",
		"life-in-a-slice", "mobilize-and-collect", "myelodysplastic-syndrome", "myelofibrosis", "myeloma", "polycythemia-vera",
		"second-infection", "thymus", "treatment-free-remission", "vaccination",
	}
	if d := cmp.Diff(want, Names()); d != "" {
		t.Errorf("unexpected built-in scenarios (-want +got):\n%s", d)
	}
	for _, name := range Names() {
		s, err := Load(name, Options{}, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s.Scenario.Name != name || s.Scenario.Title == "" {
			t.Errorf("%s: got name %q, title %q", name, s.Scenario.Name, s.Scenario.Title)
		}
	}
}

// A donor loses 8.8 % on day 20.
func TestDonation(t *testing.T) {
	s, err := Load("blood-donation", Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Events) != 1 || s.Events[0].Tick != 20*288 || s.Events[0].Event.Arguments != "share=8.8%" {
		t.Errorf("got events %+v", s.Events)
	}
}

// A mouse is looked at in its femur, unless somebody asks for another bone.
func TestTissueOfSpecies(t *testing.T) {
	for species, want := range map[string]string{"human": "iliac-crest", "mouse": "femur-shaft"} {
		s, err := Load("healthy", Options{Species: species}, nil)
		if err != nil {
			t.Errorf("%s: %v", species, err)
			continue
		}
		if got := s.Spec(); got.Name != want || got.Species != species {
			t.Errorf("%s: got %s of %s, want %s", species, got.Name, got.Species, want)
		}
	}
	s, err := Load("healthy", Options{Species: "human", Tissue: "open"}, nil)
	if err != nil || s.Scenario.Patch.Tissue != "open" {
		t.Errorf("got %v, %v, want the tissue that was asked for", s, err)
	}
}

// Every mistake in a file is told with line and column, path, value, what is allowed
// and the nearest name.
func TestMistakes(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", `x.yaml:1:1: file is empty`},
		{"no title", "seed: 1\n", `x.yaml:1:1: title is missing`},
		{"empty title", "title: \"\"\n", `x.yaml:1:8: title: got nothing, want a few words`},
		{"unknown key", small + "sede: 1\n", `x.yaml:2:1: sede: unknown key "sede", nearest is "seed"`},
		{"unknown key of the patch", small + "patch: {szie: [64, 64, 1]}\n", `x.yaml:2:9: patch.szie: unknown key "szie", nearest is "size"`},
		{"repeated key", small + "seed: 1\nseed: 2\n", `x.yaml:3:1: seed: repeated key, first on line 2`},
		{"two documents", small + "---\ntitle: B\n", `x.yaml:2:1: a second document starts, want one document`},
		{"negative seed", small + "seed: -1\n", `x.yaml:2:7: seed: got the number -1, want a whole number of at least 0`},
		{"no unit", small + "until: 30\n", `x.yaml:2:8: until: got "30", want a time with its unit, such as 90m, 12h, 30d or 2w`},
		{"between ticks", small + "until: 7m\n", `x.yaml:2:8: until: got 7m, want a multiple of the tick of 5m`},
		{"no time", small + "until: 0d\n", `x.yaml:2:8: until: got 0d, want a time after the start`},
		{"two numbers", small + "patch: {size: [64, 64]}\n", `x.yaml:2:9: patch.size: got 2 items, want 3`},
		{"too small", small + "patch: {size: [8, 64, 1]}\n", `x.yaml:2:9: patch.size: got 8x64x1, want at least 16x16x1 sites`},
		{"no border", small + "patch: {size: [64, 64, 2]}\n", `x.yaml:2:9: patch.size: got a depth of 2, want 1 (a slice) or at least 3 (a volume within its border)`},
		{"too large", small + "patch: {size: [60000, 60000, 60000]}\n", `x.yaml:2:9: patch.size: got 60000x60000x60000, which are 2.2e+14 sites and need about 2.6e+06 GB; want at most 65535 along an edge and 1073741824 in all`},
		{"tissue", small + "patch: {tissue: iliac-crust}\n", `x.yaml:2:17: patch.tissue: no tissue is called "iliac-crust", nearest is "iliac-crest" (there are femur-shaft, iliac-crest, open)`},
		{"age", small + "patch: {age: 300}\n", `x.yaml:2:14: patch.age: got 300, want 0 to 120 years`},
		{"occupancy", small + "patch: {occupancy: 0}\n", `x.yaml:2:20: patch.occupancy: got 0, want a share above 0 and up to 0.98`},
		{"not a number", small + "patch: {occupancy: .nan}\n", `x.yaml:2:20: patch.occupancy: got ".nan", want a finite number`},
		{"species", small + "species: humna\n", `x.yaml:2:10: species: no species is called "humna", nearest is "human" (there are fetus, human, mouse), and there is no such file`},
		{"event without do", small + "events:\n  - {at: 1d}\n", `x.yaml:3:6: events.0: do is missing`},
		{"event without time", small + "events:\n  - {do: bleed, share: 5 %}\n", `x.yaml:3:6: events.0: at is missing`},
		{"event as text", small + "events: [bleed]\n", `x.yaml:2:10: events.0: got a single value, want a map such as {at: 20d, do: bleed, share: 8.8 %}`},
		{"unknown event", small + "events:\n  - {at: 1d, do: blead}\n", `x.yaml:3:18: events.0.do: no intervention is called "blead", nearest is "bleed" ` + everyName()},
		{"event between ticks", small + "events:\n  - {at: 1m, do: bleed, share: 5 %}\n", `x.yaml:3:10: events.0.at: got 1m, want a multiple of the tick of 5m`},
		{"argument out of range", small + "events:\n  - {at: 1d, do: bleed, share: 99 %}\n", `x.yaml:3:32: events.0.share: got 99 %, allowed are 0 to 60 %`},
		{"unknown argument", small + "events:\n  - {at: 1d, do: bleed, sharp: 9 %}\n", `x.yaml:3:32: events.0.sharp: unknown argument, nearest is "share" (there are share, volume, over)`},
		{"argument without value", small + "events:\n  - {at: 1d, do: bleed, share: [1]}\n", `x.yaml:3:25: events.0.share: want a single value`},
		{"no argument", small + "events:\n  - {at: 1d, do: bleed}\n", `x.yaml:3:6: events.0: got 0 of share and volume, want exactly one`},
		{"tour off the patch", small + "patch: {size: [64, 64, 1]}\ntour:\n  - {at: 1d, say: hi, look: {x: 64, y: 3}}\n", `x.yaml:4:33: tour.0.look.x: got 64, want 0 to 63, within the patch`},
		{"empty limit", small + "limits: [A., '']\n", `x.yaml:2:14: limits.1: got nothing, want a sentence`},
		{"tour without text", small + "tour:\n  - {at: 1d}\n", `x.yaml:3:6: tour.0: say is missing`},
		{"tour between ticks", small + "tour:\n  - {at: 1s, say: hi}\n", `x.yaml:3:10: tour.0.at: got 1s, want a multiple of the tick of 5m`},
		{"tour too near", small + "tour:\n  - {at: 1d, say: hi, look: {x: 1, y: 1, zoom: 1000}}\n", `x.yaml:3:48: tour.0.look.zoom: got 1000, want up to 64 pixels a site`},
		{"set as a list", small + "set: [1]\n", `x.yaml:2:1: set: want a map of paths and values, such as stages.band.stay: 2.5 d`},
		{"set of an unknown stage", small + "set:\n  stages.bnd.stay: 2.5 d\n", `x.yaml:3:20: set.stages.bnd.stay: stages has no item "bnd", nearest is "band"`},
		{"set without unit", small + "set:\n  stages.band.stay: 2.5\n", `x.yaml:3:21: set.stages.band.stay: got no unit, want unit d (or y, w, h, min, s)`},
		{"short name", small + "name: a/b\n", `x.yaml:2:7: name: got "a/b", want up to 64 letters, digits, dots, _ and -`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read("x", "x.yaml", []byte(tt.in), Options{}, files{}.read)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got error %v\nwant      %s", err, tt.want)
			}
		})
	}
}

// A change on the command line is checked like the file, and a mistake in it is told
// in the words that the user wrote.
func TestMistakesInOptions(t *testing.T) {
	for _, tt := range []struct {
		o    Options
		want string
	}{
		{Options{Set: []string{"seed=x"}}, `--set seed=x: got the text "x", want a whole number`},
		{Options{Set: []string{"seed"}}, `--set seed: want PATH=VALUE, such as seed=7 or species.stages.band.stay=2.5d`},
		{Options{Set: []string{"patch.aeg=70"}}, `--set patch.aeg=70: unknown key "aeg", nearest is "age"`},
		{Options{Set: []string{"patch.age=700"}}, `--set patch.age=700: got 700, want 0 to 120 years`},
		{Options{Set: []string{"events.0.at=3d"}}, `--set events.0.at=3d: events: got a map, want a list`},
		{Options{Set: []string{"species.stages.bnd.stay=2d"}}, `--set species.stages.bnd.stay=2d: stages has no item "bnd", nearest is "band"`},
		{Options{Set: []string{"species.stages.band.stay=2.5"}}, `--set species.stages.band.stay=2.5: got no unit, want unit d (or y, w, h, min, s)`},
		{Options{Set: []string{"species.stages.band.stay=0d"}}, `--set species.stages.band.stay=0d: got 0, want more than 0`},
		{Options{Size: "64"}, `--size 64: want WxHxD in sites, such as 512x512x1 or 64x64x48`},
		{Options{Size: "64xx1"}, `--size 64xx1: "" is not a number of sites, want WxHxD such as 512x512x1`},
		{Options{Size: "4x4x1"}, `--size 4x4x1: got 4x4x1, want at least 16x16x1 sites`},
		{Options{Threads: -1}, `--threads -1: want 0 or more`},
		{Options{Until: "7"}, `--until 7: got "7", want a time with its unit, such as 90m, 12h, 30d or 2w`},
		{Options{Tissue: "opne"}, `--tissue opne: no tissue is called "opne", nearest is "open" (there are femur-shaft, iliac-crest, open)`},
		{Options{Species: "muose"}, `--species muose: no species is called "muose", nearest is "mouse" (there are fetus, human, mouse), and there is no such file`},
		{Options{Size: "4", Threads: -1}, "--threads -1: want 0 or more\n--size 4: want WxHxD in sites, such as 512x512x1 or 64x64x48"},
	} {
		_, err := Load("healthy", tt.o, files{}.read)
		if err == nil || err.Error() != tt.want {
			t.Errorf("%+v: got error %v\nwant %s", tt.o, err, tt.want)
		}
	}
}

// The last of several changes of one value holds, and a unit may follow its number
// directly.
func TestChangesTakeEffect(t *testing.T) {
	seed := uint64(7)
	s, err := Load("healthy", Options{
		Seed: &seed, Size: "64x96", Until: "36h",
		Set: []string{"patch.age=60", "patch.age=70", "species.stages.band.stay=2.5d"},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Patch{Tissue: "iliac-crest", Size: [3]int{64, 96, 1}, Age: 70, Occupancy: 0.60}
	if s.Scenario.Seed != 7 || s.Scenario.Patch != want || Ticks(s.Scenario.Until) != 432 {
		t.Errorf("got %+v", s.Scenario)
	}
	plain, err := Load("healthy", Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, was := bandStay(s.Table), bandStay(plain.Table); got != 2.5 || was == got {
		t.Errorf("got a band stay of %v d, want 2.5 (it was %v)", got, was)
	}
}

func bandStay(t *lineage.Table) float64 {
	for _, s := range t.Stages {
		if s.Name == "band" {
			return t.Rows[s.Rows[0]].Stay
		}
	}
	return 0
}

// A species file of a scenario file lies beside it; one that is named on the command
// line is found from where the user is. Its text is kept, for the run directory.
func TestSpeciesFiles(t *testing.T) {
	human, err := assets.FS.ReadFile("species/human.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f := files{
		"dir/a.yaml":   "title: A\nspecies: own.yaml\n",
		"dir/own.yaml": string(human),
		"mine.yaml":    string(human),
	}
	for _, tt := range []struct {
		name string
		o    Options
		want string // species of the scenario
	}{
		{"dir/a.yaml", Options{}, "own.yaml"},
		{"dir/a.yaml", Options{Species: "mine.yaml"}, "mine.yaml"},
		{"healthy", Options{Set: []string{"species=mine.yaml"}}, "mine.yaml"},
	} {
		s, err := Load(tt.name, tt.o, f.read)
		if err != nil {
			t.Errorf("%s %+v: %v", tt.name, tt.o, err)
			continue
		}
		if s.Scenario.Species != tt.want || string(s.SpeciesFile) != string(human) {
			t.Errorf("%s: got species %q with %d bytes, want %q with %d", tt.name, s.Scenario.Species, len(s.SpeciesFile), tt.want, len(human))
		}
	}
}

// A name that is neither built in nor a file is answered with the names there are.
func TestUnknownScenario(t *testing.T) {
	_, err := Load("helthy", Options{}, files{}.read)
	want := `no scenario is called "helthy", nearest is "healthy" (there are ` + strings.Join(Names(), ", ") + `), and there is no such file`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	denied := errors.New("a.yaml: permission denied")
	if _, err := Load("a.yaml", Options{}, func(string) ([]byte, error) { return nil, denied }); !errors.Is(err, denied) {
		t.Errorf("got %v, want %v", err, denied)
	}
}
