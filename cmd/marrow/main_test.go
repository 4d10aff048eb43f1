package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"marrow/sim/input"
	"marrow/sim/record"
	"marrow/sim/validate"
)

var update = flag.Bool("update", false, "rewrite the golden files of this package")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"marrow": main})
}

// The commands do what the interface promises: output, files, exit codes.
func TestCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("what commands start is looked at by the packages that they call")
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			// The link of serve is kept for the user; here there is none.
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, ".config"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": exitCodeIs,
			"samehash": sameHash,
			"damage":   damage,
		},
	})
}

// exitCodeIs runs marrow and checks its exit code: exitcode 2 run nothing.yaml
func exitCodeIs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exitcode N ARGUMENTS")
	}
	err := ts.Exec("marrow", args[1:]...)
	got := "0"
	var exit interface{ ExitCode() int }
	if errors.As(err, &exit) {
		got = fmt.Sprint(exit.ExitCode())
	}
	if got != args[0] {
		ts.Fatalf("marrow %s: exit code %s, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// sameHash checks that the named outputs of runs end with one state hash.
func sameHash(ts *testscript.TestScript, neg bool, args []string) {
	var hashes []string
	for _, file := range args {
		_, rest, ok := strings.Cut(ts.ReadFile(file), "hash ")
		if !ok || len(rest) < 16 {
			ts.Fatalf("%s has no hash", file)
		}
		hashes = append(hashes, rest[:16])
	}
	for _, h := range hashes[1:] {
		if (h == hashes[0]) == neg {
			ts.Fatalf("got hashes %v", hashes)
		}
	}
}

// damage changes one byte in the middle of a file.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	data[len(data)/2] ^= 1
	ts.Check(os.WriteFile(name, data, 0o666))
}

// invoke runs the program inside the test.
func invoke(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, console{&o, &e})
	return code, o.String(), e.String()
}

// Each broken file gives exactly one line with file, line and column, and exit code 2;
// the messages are in broken.golden.
func TestBrokenFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) < 20 {
		t.Fatalf("got %d files and %v, want at least 20", len(files), err)
	}
	var got bytes.Buffer
	for _, file := range files {
		code, out, stderr := invoke(t, "inspect", file)
		line, rest, _ := strings.Cut(stderr, "\n")
		if code != exitUsage || out != "" || rest != "" || !strings.HasPrefix(line, "marrow: testdata/broken/") {
			t.Errorf("%s: got exit code %d, output %q, errors %q; want exit code 2 and one line with its place", file, code, out, stderr)
		}
		fmt.Fprintln(&got, line)
	}
	golden(t, "testdata/broken.golden", got.Bytes())
}

// golden compares with a file, or rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Every kind of error has its exit code, however deep it is wrapped.
func TestExitCodes(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("storage: disk full"), 1},
		{asUsage(errors.New("bad flag")), 2},
		{fmt.Errorf("more: %w", &input.Error{Where: "a.yaml:1:1", Text: "bad"}), 2},
		{record.Refusal("holds a run"), 2},
		{missed([]validate.Row{{Name: "a"}, {Name: "b", Pass: true}}), 4},
		{missed([]validate.Row{{Name: "b", Pass: true}}), 0},
		{errors.Join(context.Canceled, nil), 130},
	} {
		if got := (console{io.Discard, io.Discard}).fail(tt.err); got != tt.want {
			t.Errorf("%v: got exit code %d, want %d", tt.err, got, tt.want)
		}
	}
}

// Several mistakes are told on a line each.
func TestEachMistakeHasItsLine(t *testing.T) {
	code, _, stderr := invoke(t, "run", "healthy", "--size", "4", "--set", "x", "--threads=-1")
	if code != exitUsage || strings.Count(stderr, "marrow: ") != 3 || strings.Count(stderr, "\n") != 3 {
		t.Errorf("got exit code %d and\n%s", code, stderr)
	}
}

// A run that is interrupted ends with exit code 130, leaves a checkpoint, and can be
// gone on with to the same state.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var o, e bytes.Buffer
	args := []string{"run", "testdata/tiny.yaml", "--out", dir + "/a"}
	if code := run(ctx, args, console{&o, &e}); code != exitInterrupted || !strings.Contains(e.String(), "marrow: interrupted") {
		t.Fatalf("got exit code %d and %q", code, e.String())
	}
	code, resumed, stderr := invoke(t, "run", "--resume", dir+"/a")
	if code != exitDone {
		t.Fatalf("got exit code %d and %s", code, stderr)
	}
	_, whole, _ := invoke(t, "run", "testdata/tiny.yaml")
	if a, b := hashOf(resumed), hashOf(whole); a != b || a == "" {
		t.Errorf("got hash %q, want %q", a, b)
	}
}

// hashOf is the hash in a run's last line.
func hashOf(out string) string {
	_, rest, _ := strings.Cut(out, "hash ")
	return rest[:min(16, len(rest))]
}
