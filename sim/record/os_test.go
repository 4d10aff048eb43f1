package record

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"marrow/sim/scenario"
)

// On a real disk a run gives the files that it gives in memory, and can be resumed.
func TestRealDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "run")
	memory := newMemFS()
	want := begin(t, memory, setup(t, story, scenario.Options{}))
	r, err := Start(OS{}, dir, setup(t, story, scenario.Options{}), options())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := perform(stopAt(r, 20), r); err == nil {
		t.Fatal("the run was not interrupted")
	}
	s, err := OpenScenario(OS{}, dir, scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r, _, err = Resume(OS{}, dir, s, options()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Resume(OS{}, dir, s, options()); err == nil || !strings.HasPrefix(err.Error(), "in-use:") {
		t.Errorf("got %v, want a directory in use", err)
	}
	got, err := perform(t.Context(), r)
	if err != nil || got != want {
		t.Errorf("got hash %s and %v, want %s", got, err, want)
	}
	for name, text := range memory.text("out") {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || string(data) != text {
			t.Errorf("%s: got %v and %d bytes, want the %d bytes of the run in memory", name, err, len(data), len(text))
		}
	}
}

// A file can be cut back and gone on with, but not made longer.
func TestContinue(t *testing.T) {
	name := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(name, []byte("0123456789"), 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := OS{}.Continue(name, 4)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "x"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(name); string(data) != "0123x" {
		t.Errorf("got %q and %v, want 0123x", data, err)
	}
	if _, err := (OS{}).Continue(name, 6); err == nil || !strings.Contains(err.Error(), "has 5 bytes, want at least 6") {
		t.Errorf("got %v, want a refusal", err)
	}
	if _, err := (OS{}).Continue(name+"0", 0); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want a missing file", err)
	}
}

// A file that people wrote is small; a large one is not read to its end.
func TestReadText(t *testing.T) {
	name := filepath.Join(t.TempDir(), "f")
	for size, ok := range map[int]bool{0: true, maxText: true, maxText + 1: false} {
		if err := os.WriteFile(name, make([]byte, size), 0o666); err != nil {
			t.Fatal(err)
		}
		data, err := ReadText(OS{}, name)
		if ok != (err == nil) || ok && len(data) != size {
			t.Errorf("%d bytes: got %d and %v", size, len(data), err)
		}
	}
}
