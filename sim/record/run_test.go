package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"marrow/sim"
	"marrow/sim/scenario"
)

// story is a short scenario with an event, of a species and in a patch that tick
// fast.
const story = `title: A short story
species: testdata/tiny.yaml
patch: {tissue: open, size: [16, 16, 1]}
seed: 5
until: 3h
events:
  - {at: 80m, do: bleed, share: 10 %}
`

// human is the story in a human: with blood, and cells that leave.
func human() string { return strings.Replace(story, "testdata/tiny.yaml", "human", 1) }

// setup reads a scenario of a test.
func setup(t *testing.T, text string, o scenario.Options) *scenario.Setup {
	t.Helper()
	s, err := scenario.Read("story", "story.yaml", []byte(text), o, func(name string) ([]byte, error) { return ReadText(OS{}, name) })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// options write everything often: series every 10 minutes, hashes every 15,
// checkpoints every 30.
func options() Options {
	return Options{Plan: Plan{Series: 2, Hashes: 3}, Checkpoints: 6, Version: "test"}
}

// perform runs a run to its end and closes it.
func perform(ctx context.Context, r *Run) (hash string, err error) {
	err = r.Do(ctx)
	hash = hashText(r.World().Hash())
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return hash, err
}

// begin starts and performs a run.
func begin(t *testing.T, fsys FS, s *scenario.Setup) string {
	t.Helper()
	r, err := Start(fsys, "out", s, options())
	if err != nil {
		t.Fatal(err)
	}
	hash, err := perform(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// resume goes on with the run in out.
func resume(fsys FS, o scenario.Options) (hash string, notes []string, err error) {
	s, err := OpenScenario(fsys, "out", o)
	if err != nil {
		return "", nil, err
	}
	r, notes, err := Resume(fsys, "out", s, options())
	if err != nil {
		return "", notes, err
	}
	hash, err = perform(context.Background(), r)
	return hash, notes, err
}

// stopAt is a context that ends when the world has done n ticks.
func stopAt(r *Run, n uint64) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	r.Watch(func(done uint64) {
		if done == n {
			cancel()
		}
	})
	return ctx
}

// Recording changes nothing of what a run computes, nor does the number of threads.
func TestRecordingChangesNothing(t *testing.T) {
	var hashes []string
	for _, threads := range []int{1, 2, 3, 7} {
		s := setup(t, human(), scenario.Options{Threads: threads})
		r, err := New(s, Options{})
		if err != nil {
			t.Fatal(err)
		}
		h, err := perform(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, h, begin(t, newMemFS(), s))
	}
	for _, h := range hashes {
		if h != hashes[0] {
			t.Fatalf("got hashes %v, want one", hashes)
		}
	}
}

// A run that is interrupted at any tick and resumed, with any number of threads,
// leaves the files of a run that never was.
func TestResumeIsByteIdentical(t *testing.T) {
	whole := newMemFS()
	want := begin(t, whole, setup(t, human(), scenario.Options{}))
	for stop := uint64(1); stop < 36; stop += 5 {
		m := newMemFS()
		r, err := Start(m, "out", setup(t, human(), scenario.Options{}), options())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := perform(stopAt(r, stop), r); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped at %d: got %v, want %v", stop, err, context.Canceled)
		}
		got, notes, err := resume(m, scenario.Options{Threads: int(stop)%3 + 1})
		if err != nil || len(notes) > 0 {
			t.Fatalf("stopped at %d: got %v and notes %v", stop, err, notes)
		}
		if d := cmp.Diff(whole.text("out"), m.text("out")); got != want || d != "" {
			t.Errorf("stopped at %d: got hash %s, want %s; files differ (-want +got):\n%s", stop, got, want, d)
		}
	}
}

// scenario.yaml alone gives the same history again.
func TestWrittenScenarioGivesTheSameHistory(t *testing.T) {
	m := newMemFS()
	want := begin(t, m, setup(t, human(), scenario.Options{Set: []string{"species.stages.band.stay=2.5 d"}}))
	again := setup(t, m.text("out")[ScenarioFile], scenario.Options{})
	if got := begin(t, newMemFS(), again); got != want {
		t.Errorf("got hash %s, want %s", got, want)
	}
}

// A directory that holds a run is refused; one that holds none cannot be resumed.
func TestRefusals(t *testing.T) {
	m := newMemFS()
	s := setup(t, story, scenario.Options{})
	begin(t, m, s)
	_, err := Start(m, "out", s, options())
	var r Refusal
	if want := "out holds a run already: go on with it by --resume out, or choose another --out"; !errors.As(err, &r) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = OpenScenario(m, "other", scenario.Options{})
	if want := "other is not a run directory: it holds no scenario.yaml"; !errors.As(err, &r) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	lock, err := m.Lock("out")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := resume(m, scenario.Options{}); err == nil || !strings.HasPrefix(err.Error(), "in-use:") {
		t.Errorf("got %v, want a directory in use", err)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
}

// A run can be made longer: the end is the only part of the scenario that may
// change, and the result is that of a run that was as long from the start.
func TestLongerEnd(t *testing.T) {
	whole := newMemFS()
	want := begin(t, whole, setup(t, story, scenario.Options{Until: "5h"}))
	m := newMemFS()
	begin(t, m, setup(t, story, scenario.Options{}))
	got, _, err := resume(m, scenario.Options{Until: "5h"})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(whole.text("out"), m.text("out")); got != want || d != "" {
		t.Errorf("got hash %s, want %s; files differ (-want +got):\n%s", got, want, d)
	}
}

// A run does not end before the place that it has reached.
func TestEarlierEnd(t *testing.T) {
	m := newMemFS()
	begin(t, m, setup(t, story, scenario.Options{}))
	_, _, err := resume(m, scenario.Options{Until: "1h"})
	var r Refusal
	if want := "out is at day 0.125 already, behind the end that is wanted, 1h"; !errors.As(err, &r) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if text := m.text("out")[ScenarioFile]; !strings.Contains(text, "until: 3h") {
		t.Errorf("the refused end was written:\n%s", text)
	}
}

// A checkpoint is only taken up by the run that it was made with.
func TestDifference(t *testing.T) {
	seed := uint64(6)
	s := setup(t, human(), scenario.Options{})
	for _, tt := range []struct {
		o    scenario.Options
		want string // beginning
	}{
		{scenario.Options{}, ""},
		{scenario.Options{Until: "9h", Threads: 3}, ""},
		{scenario.Options{Seed: &seed}, "tissue is "},
		{scenario.Options{Set: []string{"patch.occupancy=0.5"}}, "occupancy is 0.6, not 0.5"},
		{scenario.Options{Set: []string{"species.stages.band.stay=2.5d"}}, "species table is "},
		{scenario.Options{Set: []string{"events=[]"}}, "events is [bleed share=10% at tick 16], not []"},
	} {
		got := Difference(s, setup(t, human(), tt.o))
		if (got == "") != (tt.want == "") || !strings.HasPrefix(got, tt.want) {
			t.Errorf("%+v: got %q, want %q", tt.o, got, tt.want)
		}
	}
}

// Rows of series.csv have the columns of the contract, in its order, and the cells
// that left are those of the row's interval.
func TestSeries(t *testing.T) {
	m := newMemFS()
	s := setup(t, human(), scenario.Options{})
	r, err := Start(m, "out", s, options())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := perform(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(m.text("out")[SeriesFile]), "\n")
	first := "tick,day,hb_g_dl,rbc_e12_l,retic_e9_l,wbc_e9_l,anc_e9_l,band_e9_l,mono_e9_l,eos_e9_l,baso_e9_l,lymph_e9_l," +
		"plt_e9_l,cd34_per_ul,epo_ratio,tpo_ratio,gcsf_ratio,marrow_cells,cellularity,me_ratio,blast_fraction,n_hsc,"
	if !strings.HasPrefix(lines[0], first) {
		t.Errorf("got columns %s", lines[0])
	}
	if len(lines) != 1+1+18 {
		t.Errorf("got %d lines, want a heading and 19 rows", len(lines))
	}
	columns := strings.Split(lines[0], ",")
	sums := make([]uint64, len(s.Table.Lineages))
	egress := slices.Index(columns, "egress_"+s.Table.Lineages[0])
	for _, line := range lines[1:] {
		fields := strings.Split(line, ",")
		if len(fields) != len(columns) {
			t.Fatalf("got %d fields, want %d: %s", len(fields), len(columns), line)
		}
		for i := range sums {
			var n uint64
			fmt.Sscan(fields[egress+i], &n)
			sums[i] += n
		}
	}
	if d := cmp.Diff(r.World().Egress(), sums); d != "" {
		t.Errorf("cells that left (-world +rows):\n%s", d)
	}
	events := m.text("out")[EventsFile]
	if want := "tick,day,event,arguments\n16,0.0556,bleed,share=10%\n"; events != want {
		t.Errorf("got events\n%swant\n%s", events, want)
	}
}

// summary.json has every key of the contract, and they agree with each other.
func TestSummary(t *testing.T) {
	m := newMemFS()
	begin(t, m, setup(t, human(), scenario.Options{}))
	var s map[string]any
	if err := json.Unmarshal(m.names["out/"+SummaryFile].now, &s); err != nil {
		t.Fatal(err)
	}
	for _, key := range strings.Fields("scenario species seed size tick_s ticks days hash cells events ledger wall_s ticks_per_s" +
		" updates_per_s peak_rss_bytes kernel version hsc_weight scale exits") {
		if _, ok := s[key]; !ok {
			t.Errorf("no key %s", key)
		}
	}
	present := 0.0
	for _, a := range s["ledger"].([]any) {
		present += a.(map[string]any)["present"].(float64)
	}
	if s["cells"] != present || s["ticks"] != 36.0 || s["scenario"] != "story" {
		t.Errorf("got %v cells, %v in the ledger, %v ticks of %v", s["cells"], present, s["ticks"], s["scenario"])
	}
}

// The pictures of a run are written when they are due.
func TestPictures(t *testing.T) {
	m := newMemFS()
	o := options()
	o.Plan.Pictures = 12
	o.Picture = func(out io.Writer, w *sim.World) error {
		_, err := fmt.Fprintf(out, "picture of tick %d", w.Ticks())
		return err
	}
	r, err := Start(m, "out", setup(t, story, scenario.Options{}), o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := perform(context.Background(), r); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range slices.Sorted(maps.Keys(m.text("out"))) {
		if filepath.Dir(name) == PictureDir {
			got = append(got, name)
		}
	}
	want := []string{"png/tick-000000000.png", "png/tick-000000012.png", "png/tick-000000024.png", "png/tick-000000036.png"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("pictures (-want +got):\n%s", d)
	}
}
