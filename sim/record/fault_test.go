package record

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"marrow/sim/scenario"
)

// attempt runs the story on m from the start and returns what went wrong.
func attempt(m *memFS, s *scenario.Setup) error {
	r, err := Start(m, "out", s, options())
	if err != nil {
		return err
	}
	_, err = perform(context.Background(), r)
	return err
}

// goOn finishes a run however far it came, as a user would: by --resume if there is a
// run, else from the start.
func goOn(m *memFS, s *scenario.Setup) error {
	if holds, err := HoldsRun(m, "out"); err != nil {
		return err
	} else if !holds {
		return attempt(m, s)
	}
	_, _, err := resume(m, scenario.Options{})
	return err
}

// Whichever call to the storage fails, and in whichever way, the run stops with an
// error that says so or is not harmed, and can be finished with the same files.
func TestEveryFaultCanBeRecovered(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing for the race detector to find")
	}
	s := setup(t, story, scenario.Options{Until: "2h"})
	whole := newMemFS()
	if err := attempt(whole, s); err != nil {
		t.Fatal(err)
	}
	want := whole.text("out")
	for _, way := range []struct {
		name           string
		dead, powerCut bool
		err            error
	}{
		{"disk full once", false, false, syscall.ENOSPC},
		{"killed", true, false, errors.New("killed")},
		{"power cut", true, true, errors.New("power cut")},
	} {
		for k := 1; k <= whole.calls; k++ {
			m := newMemFS()
			m.failAt, m.dead, m.err = k, way.dead, way.err
			err := attempt(m, s)
			if err != nil && !errors.Is(err, way.err) {
				t.Fatalf("%s at call %d: got %v, want %v in it", way.name, k, err, way.err)
			}
			next := m.restart(way.powerCut)
			if !way.dead {
				checkNothingPartial(t, m, k)
			}
			if err := goOn(next, s); err != nil {
				t.Fatalf("%s at call %d: could not go on: %v", way.name, k, err)
			}
			if d := cmp.Diff(want, next.text("out")); d != "" {
				t.Fatalf("%s at call %d: files differ (-want +got):\n%s", way.name, k, d)
			}
		}
	}
}

// checkNothingPartial finds files that a failed write left behind.
func checkNothingPartial(t *testing.T, m *memFS, k int) {
	t.Helper()
	for name := range m.names {
		if strings.HasSuffix(name, "partial") {
			t.Errorf("fault at call %d: %s is left over", k, name)
		}
	}
}

// A failed write is of kind storage and says when it was.
func TestStorageErrorsSayWhen(t *testing.T) {
	m := newMemFS()
	r, err := Start(m, "out", setup(t, story, scenario.Options{}), options())
	if err != nil {
		t.Fatal(err)
	}
	r.Watch(func(done uint64) {
		if done == 10 {
			m.failNext()
		}
	})
	_, err = perform(context.Background(), r)
	// Which tick is told depends on whether a row or the checkpoint beside it was written first.
	if want := regexp.MustCompile(`^storage: at tick 1[0-2]: no space left on device$`); err == nil || !want.MatchString(err.Error()) {
		t.Errorf("got %v, want %s", err, want)
	}
}

// What --resume finds decides: the newest checkpoint, else the one before, said
// aloud; and never a fresh start where there was a checkpoint.
func TestResumeTable(t *testing.T) {
	done := newMemFS()
	want := begin(t, done, setup(t, story, scenario.Options{}))
	const current, previous = "out/checkpoint/current", "out/checkpoint/previous"
	break1 := func(m *memFS, name string) { m.names[name].now = m.names[name].now[:100] }
	for _, tt := range []struct {
		name   string
		damage func(m *memFS)
		note   string // in the notes
		err    string // beginning
	}{
		{"all whole", func(*memFS) {}, "", ""},
		{"newest unreadable", func(m *memFS) { break1(m, current) }, "going on from out/checkpoint/previous, tick 30", ""},
		{"newest gone", func(m *memFS) { delete(m.names, current) }, "", ""},
		{"both unreadable", func(m *memFS) { break1(m, current); break1(m, previous) }, "", "checkpoint: out/checkpoint/current: "},
		{"newest unreadable, previous gone", func(m *memFS) { break1(m, current); delete(m.names, previous) }, "", "checkpoint: out/checkpoint/current: "},
		{"both gone", func(m *memFS) { delete(m.names, current); delete(m.names, previous) }, "", "checkpoint: the journal says that one was written at tick 36, but "},
		{"both and journal gone", func(m *memFS) { delete(m.names, current); delete(m.names, previous); delete(m.names, "out/journal") }, "out holds no checkpoint yet; starting again at tick 0", ""},
		{"journal gone", func(m *memFS) { delete(m.names, "out/journal") }, "", "checkpoint: out/checkpoint/current: tick 36: the journal was cut or changed below"},
		{"journal torn", func(m *memFS) { m.names["out/journal"].now = append(m.names["out/journal"].now, "36 ev"...) }, "", ""},
		{"journal changed", func(m *memFS) { m.names["out/journal"].now[40] ^= 1 }, "", "checkpoint: out/journal: offset 17: "},
		{"output cut", func(m *memFS) { m.names["out/series.csv"].now = m.names["out/series.csv"].now[:50] }, "", "storage: at tick 36: out/series.csv has 50 bytes, want at least "},
		{"no scenario", func(m *memFS) { delete(m.names, "out/scenario.yaml") }, "", "out is not a run directory"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := done.restart(false)
			tt.damage(m)
			got, notes, err := resume(m, scenario.Options{})
			if tt.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), tt.err) {
					t.Errorf("got %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil || got != want || cmp.Diff(done.text("out"), m.text("out")) != "" {
				t.Errorf("got hash %s and %v, want %s and the same files", got, err, want)
			}
			for _, name := range []string{current, previous} {
				if _, err := OpenCheckpoint(m, name); err != nil && m.names[name] != nil {
					t.Errorf("a damaged checkpoint stayed: %v", err)
				}
			}
			if all := strings.Join(notes, "\n"); !strings.Contains(all, tt.note) || tt.note == "" && all != "" {
				t.Errorf("got notes %q, want %q in them", all, tt.note)
			}
		})
	}
}

// A checkpoint of another run is refused.
func TestForeignCheckpoint(t *testing.T) {
	seed := uint64(6)
	a, b := newMemFS(), newMemFS()
	begin(t, a, setup(t, story, scenario.Options{}))
	begin(t, b, setup(t, story, scenario.Options{Seed: &seed}))
	b.names["out/checkpoint/current"] = a.names["out/checkpoint/current"]
	b.names["out/checkpoint/previous"] = a.names["out/checkpoint/previous"]
	b.names["out/journal"] = a.names["out/journal"]
	_, _, err := resume(b, scenario.Options{})
	if err == nil || !strings.Contains(err.Error(), "made with tissue") {
		t.Errorf("got %v, want a refusal that names the tissue", err)
	}
}

// container is a small checkpoint file with a state of our own.
func container(t *testing.T, state string) []byte {
	t.Helper()
	m := newMemFS()
	f, err := m.Create("c")
	if err != nil {
		t.Fatal(err)
	}
	h := &Header{Model: 1, Species: "human", Seed: 7, Hash: "0123456789abcdef", Outputs: []Output{{"series.csv", 10}}}
	err = writeContainer(f, h, func(w io.Writer) error {
		_, err := io.WriteString(w, state)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m.names["c"].now
}

// opens reports whether a file with this content passes as a checkpoint.
func opens(content []byte) error {
	m := newMemFS()
	m.names["c"] = &memData{now: content}
	_, err := OpenCheckpoint(m, "c")
	return err
}

// A checkpoint that is changed in any bit, cut at any length, or longer than it was is
// refused, and the error tells where.
func TestDamageIsFound(t *testing.T) {
	whole := container(t, strings.Repeat("state of the world ", 20))
	if err := opens(whole); err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		if opens(whole[:n]) == nil {
			t.Errorf("cut to %d of %d bytes: accepted", n, len(whole))
		}
		for bit := range 8 {
			damaged := append([]byte(nil), whole...)
			damaged[n] ^= 1 << bit
			if opens(damaged) == nil {
				t.Errorf("bit %d of byte %d flipped: accepted", bit, n)
			}
		}
	}
	if opens(append(whole, 0)) == nil {
		t.Error("one byte more: accepted")
	}
}

// Edits of several bytes at random places are found, too.
func TestRandomEditsAreFound(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing for the race detector to find")
	}
	whole := container(t, strings.Repeat("state of the world ", 20))
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		damaged := append([]byte(nil), whole...)
		for range 1 + r.IntN(8) {
			damaged[r.IntN(len(damaged))] = byte(r.Uint32())
		}
		if string(damaged) != string(whole) && opens(damaged) == nil {
			t.Fatalf("accepted %q", damaged)
		}
	}
}

// A real checkpoint is refused after any of a sample of bit flips and cuts, and the
// world is restored from it as it was.
func TestRealCheckpoint(t *testing.T) {
	m := newMemFS()
	s := setup(t, story, scenario.Options{})
	hash := begin(t, m, s)
	whole := m.names["out/checkpoint/current"].now
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		damaged := append([]byte(nil), whole...)
		damaged[r.IntN(len(damaged))] ^= 1 << r.IntN(8)
		if opens(damaged) == nil || opens(whole[:r.IntN(len(whole))]) == nil {
			t.Fatal("damage was accepted")
		}
	}
	c, err := OpenCheckpoint(m, "out/checkpoint/current")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	w, err := c.World(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if got := hashText(w.Hash()); got != hash || c.Header.Hash != hash {
		t.Errorf("got hash %s, want %s", got, hash)
	}
}

// Errors tell the place and the kind of damage.
func TestDamageMessages(t *testing.T) {
	whole := container(t, "state")
	at := func(i int, b byte) []byte {
		damaged := append([]byte(nil), whole...)
		damaged[i] = b
		return damaged
	}
	n := len(whole)
	for _, tt := range []struct {
		name string
		in   []byte
		want string
	}{
		{"empty", nil, "c: 0 bytes are too few for a checkpoint"},
		{"other file", []byte("GIF89a, and so on and so on and so on and on"), "c: offset 0: not a checkpoint of marrow"},
		{"later format", at(8, 9), "c: offset 8: format version 9, this program reads 2"},
		{"huge header", at(15, 255), fmt.Sprintf("c: offset 12: header of %d bytes does not fit a file of %d", 0xff000000+n-16-4-5-20, n)},
		{"cut", whole[:n-1], fmt.Sprintf("c: offset %d: the end mark is missing, the file was cut short or grew", n-9)},
	} {
		if err := opens(tt.in); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v\nwant %s", tt.name, err, tt.want)
		}
	}
}

// A damaged checkpoint file never makes the reader panic or take much memory.
func FuzzOpenCheckpoint(f *testing.F) {
	f.Add([]byte(magic))
	f.Add([]byte("MARROWCP\x01\x00\x00\x00\xff\xff\xff\x00"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if opens(content) == nil && len(content) < preambleSize+4+trailerSize {
			t.Error("accepted a file that is too short")
		}
	})
}
