// Package arch tests that one scenario and one seed have one history on every
// processor and with every kernel: it builds marrow for several, runs each build,
// emulated where it must be, and compares the hashes of the last states.
package arch

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A build is one way to make marrow, and how it is run.
type build struct {
	name    string
	goarch  string
	env     []string
	flags   []string
	qemu    string   // emulator, where goarch is not this machine's
	threads []string // values of --threads to try
	kernels []string // values of --kernel to try; the first with all threads, the others with one
}

// plain are the kernels that every build has.
var plain = []string{"fast", "reference"}

var builds = []build{
	{name: "amd64-v1", goarch: "amd64", env: []string{"GOAMD64=v1"}, qemu: "qemu-x86_64-static", threads: []string{"1", "2", "3", "7"}, kernels: plain},
	{name: "amd64-v3", goarch: "amd64", env: []string{"GOAMD64=v3"}, qemu: "qemu-x86_64-static", threads: []string{"2"}, kernels: plain},
	// with AVX-512 the kernel of auto is simd
	{name: "simd", goarch: "amd64", env: []string{"GOEXPERIMENT=simd"}, qemu: "qemu-x86_64-static", threads: []string{"1", "3"}, kernels: []string{"auto"}},
	{name: "race", goarch: runtime.GOARCH, env: []string{"CGO_ENABLED=1"}, flags: []string{"-race"}, threads: []string{"3"}, kernels: plain},
	{name: "arm64", goarch: "arm64", qemu: "qemu-aarch64-static", threads: []string{"2"}, kernels: plain},
	{name: "s390x", goarch: "s390x", qemu: "qemu-s390x-static", threads: []string{"2"}, kernels: plain}, // stores the high byte first
}

// treated are interventions that go through much of the arithmetic of the body.
const treated = "events=[{at: 6h, do: bleed, share: 30 %}, {at: 12h, do: infect, load: 2 loads}, {at: 1d, do: drug, agent: docetaxel}]"

// runs are the histories that are compared: a slice, one with interventions, and a
// volume. They are short: a bit that differs shows in the hash at once.
var runs = []struct {
	name string
	args []string
}{
	{"slice", []string{"healthy", "--size", "128x128x1", "--until", "1d", "--seed", "7"}},
	{"treated", []string{"healthy", "--size", "64x64x1", "--until", "3d", "--set", treated}},
	{"volume", []string{"healthy", "--size", "64x64x16", "--until", "12h", "--seed", "8"}},
}

// An outcome is what one run ended with.
type outcome struct{ history, of, hash, series string }

// The hash of the state and the table of blood counts are the same for every
// processor, build, kernel and number of threads.
func TestOneHistoryEverywhere(t *testing.T) {
	results := make(chan outcome, 100)
	t.Run("build", func(t *testing.T) {
		for _, b := range builds {
			t.Run(b.name, func(t *testing.T) {
				t.Parallel()
				b.try(t, results)
			})
		}
	})
	close(results)
	compare(t, results)
}

// try builds b and does every run with every number of threads.
func (b build) try(t *testing.T, results chan<- outcome) {
	binary := filepath.Join(t.TempDir(), "marrow-"+b.name)
	args := append([]string{"build", "-o", binary}, b.flags...)
	cmd := exec.Command("go", append(args, "./cmd/marrow")...)
	cmd.Dir = "../.."
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+b.goarch)
	cmd.Env = append(cmd.Env, b.env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	for _, r := range runs {
		for _, n := range b.threads {
			results <- b.run(t, binary, r.name, r.args, "--threads", n, "--kernel", b.kernels[0])
		}
		for _, kernel := range b.kernels[1:] {
			results <- b.run(t, binary, r.name, r.args, "--threads", b.threads[0], "--kernel", kernel)
		}
	}
}

// run does one run.
func (b build) run(t *testing.T, binary, name string, args []string, flags ...string) outcome {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	command := slices.Concat(b.command(binary), []string{"run"}, args, flags, []string{"--out", out})
	if said, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", command, err, said)
	}
	sum := summary(t, out)
	return outcome{name, b.name + " " + strings.Join(flags, " ") + " (" + sum.Kernel + ")", sum.Hash, series(t, out)}
}

// command is what starts binary on this machine.
func (b build) command(binary string) []string {
	if b.goarch == runtime.GOARCH {
		return []string{binary}
	}
	return []string{b.qemu, binary}
}

// A report is what the arch tests want of summary.json.
type report struct{ Hash, Kernel string }

// summary reads what the run in dir ended with.
func summary(t *testing.T, dir string) (r report) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "summary.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Hash) != 16 {
		t.Fatalf("hash in summary.json is %q, want 16 hex digits", r.Hash)
	}
	return r
}

// series reads the table that the run in dir wrote.
func series(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "series.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// compare fails where two outcomes of one history differ.
func compare(t *testing.T, results <-chan outcome) {
	first := map[string]outcome{}
	for o := range results {
		t.Logf("%-8s %-56s %s", o.history, o.of, o.hash)
		f, seen := first[o.history]
		switch {
		case !seen:
			first[o.history] = o
		case f.hash != o.hash:
			t.Errorf("%s: the hash of %s is %s, that of %s is %s", o.history, o.of, o.hash, f.of, f.hash)
		case f.series != o.series:
			t.Errorf("%s: series.csv of %s differs from that of %s", o.history, o.of, f.of)
		}
	}
}
