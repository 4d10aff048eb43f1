package benchmarks

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"marrow/sim"
	"marrow/sim/scenario"
)

// suite measures two small patches in two ticks and two repeats.
func suite(t *testing.T) Suite {
	return Suite{
		Setups: []*scenario.Setup{setup(t, 0), setup(t, 0)}, Kernels: sim.Kernels(), Naive: true, Threads: []int{1, 2},
		Repeats: 2, Ticks: 2, WarmUp: 3, Memory: 1 << 20, Note: t.Logf,
	}
}

// A suite has a row for each kernel, the naive sweep included, and number of threads.
// All kernels did the same work, and each has as many samples as there were repeats.
func TestSuiteMeasuresAll(t *testing.T) {
	s := suite(t)
	r, err := s.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if want := 2 * 2 * (len(s.Kernels) + 1); len(r.Rows) != want || len(r.Bandwidth) != 2*2*2 {
		t.Fatalf("got %d rows and %d bandwidths, want %d and 8", len(r.Rows), len(r.Bandwidth), want)
	}
	hashes := map[string]string{}
	for _, row := range r.Rows {
		naive := row.Kernel == NaiveKernel
		if len(row.samples) != s.Repeats || row.Ticks != 2 || !(row.OfBound > 0) || !(row.ToNaive > 0) || naive && row.ToNaive != 1 {
			t.Errorf("got %+v", row)
		}
		key := fmt.Sprint(naive)
		if hashes[key] == "" {
			hashes[key] = row.Hash
		}
		if hashes[key] != row.Hash {
			t.Errorf("%s, %d threads: hash %s, want %s", row.Kernel, row.Threads, row.Hash, hashes[key])
		}
	}
}

// Kernels that did different work are not compared: the suite says so.
func TestSuiteSaysThatHashesDiffer(t *testing.T) {
	all := []*contender{{kernel: "reference", hash: 1}, {kernel: NaiveKernel, hash: 2}, {kernel: "fast", hash: 3}}
	if err := sameHash("64x64x1", all[:2]); err != nil {
		t.Errorf("got %v for a kernel and the naive sweep", err)
	}
	if err := sameHash("64x64x1", all); !errors.Is(err, ErrHashes) || !strings.Contains(err.Error(), "fast with 0") {
		t.Errorf("got %v for two kernels", err)
	}
}

// A suite that is stopped leaves no file behind.
func TestSuiteStops(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	s := suite(t)
	s.Ticks = 1_000_000
	s.Progress = func(what string, _ uint64) func(uint64) {
		if strings.Contains(what, "warming") {
			return nil
		}
		cancel()
		return nil
	}
	if _, err := s.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// The results are a text in Go's benchmark format: each line is a configuration, a
// unit, a benchmark, or one that benchstat passes over.
func TestTextIsBenchmarkFormat(t *testing.T) {
	s := suite(t)
	s.Yardstick = []string{"echo", "another program: 1 tick"}
	r, err := s.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	m := Machine{CPU: "Some(R) CPU 9 @ 3 GHz", Start: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Version: "v1"}
	costs := []Cost{{Size: "64x64x1", Ticks: 288, Bare: []float64{100, 90}, Frames: []float64{99, 80}, Watched: []float64{50, 45}}}
	if err := Text(&b, m, r, costs, "kernel  size\nfast  1\n"); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{
		"cpu: Some(R) CPU 9 @ 3 GHz\n", "# commit: v1\n", "Unit cell-updates/s better=higher\n",
		"\nBenchmarkTick/kernel=naive/size=64x64x1/threads=1-", " ns/op\t", " cell-updates/s\t", " B/cell\t",
		"# kernel  size\n# fast  1\n", "# yardstick:\nanother program: 1 tick\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the text:\n%s", want, text)
		}
	}
	if got := strings.Count(text, "\nBenchmarkWatching/"); got != 6 {
		t.Errorf("got %d lines of watching, want 6", got)
	}
	if got, want := m.FileName(), "2026-01-02-some-9.txt"; got != want {
		t.Errorf("got the name %s, want %s", got, want)
	}
}

// Watching changes the speed and nothing else: bare, seen and recorded worlds all run
// the ticks asked for, and the loss is that of the pairs.
func TestWatchingMeasuresPairs(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	w := Watching{Setups: []*scenario.Setup{setup(t, 1)}, Repeats: 1}
	costs, err := w.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	c := costs[0]
	if len(c.Bare) != 1 || len(c.Frames) != 1 || len(c.Watched) != 1 || c.Ticks%sim.TicksPerDay != 0 || c.Watched[0] <= 0 {
		t.Errorf("got %+v", c)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	c = Cost{Bare: []float64{100, 200, 300}, Frames: []float64{100, 190, 240}, Watched: []float64{50, 150, 270}}
	if got := c.FramesLoss(); got < 0.0499 || got > 0.0501 {
		t.Errorf("frames cost %v, want 0.05", got)
	}
	if got := c.Loss(); got != 0.25 {
		t.Errorf("watching costs %v, want 0.25", got)
	}
}

// Every place is written to exactly once in each pass over the memory, by any number of
// threads.
func TestMemoryIsMovedOnce(t *testing.T) {
	m := newMemory(1 << 16)
	before := slices.Clone(m.words)
	if !(m.bandwidth(2) > 0) {
		t.Error("no bandwidth")
	}
	for i, w := range m.words {
		if w != before[i]+memoryPasses {
			t.Fatalf("word %d: %d passes, want %d", i, w-before[i], memoryPasses)
		}
	}
}
