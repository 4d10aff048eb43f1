package benchmarks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"marrow/sim"
	"marrow/sim/scenario"
)

// NaiveKernel is the name under which the naive sweep stands beside the kernels.
const NaiveKernel = "naive"

const (
	// hour is the rhythm of the model: a look at the blood and a census. A repeat is a
	// whole number of them [ticks].
	hour = 12
	// wantedUpdates is the least of one repeat, so that it takes long enough to time.
	wantedUpdates = 40_000_000
	// longest is the most ticks of a repeat: the naive sweep does not stay healthy for long.
	longest = 2 * sim.TicksPerDay
	// apartSites is the size above which the contenders take turns: together they would
	// not fit into memory.
	apartSites = 100_000_000
	// naiveWarmUp is where occupancy and rates of the naive sweep no longer move [ticks].
	naiveWarmUp = 4 * hour
)

// A Suite measures kernels against each other in one process, interleaved: in each
// repeat every contender of a size runs once, one after the other, so that noise hits
// all alike. All kernels start from one warm state.
type Suite struct {
	Setups    []*scenario.Setup // one per size
	Kernels   []string          // of sim.Kernels, slowest first
	Naive     bool              // measure the naive sweep too
	Threads   []int
	Repeats   int
	Ticks     int      // of a repeat; 0 = as many as it takes to time them
	WarmUp    int      // ticks of the fastest kernel, before the state is handed to all
	Memory    int      // size of the memory that bandwidth is measured in [bytes]; 0 = 512 MiB
	Yardstick []string // command to run before and after each size
	// Progress returns what is to be called with the ticks done of a task, or nil.
	Progress func(what string, total uint64) func(done uint64)
	// Note tells people something.
	Note func(format string, args ...any)
}

// A Result is what a suite found.
type Result struct {
	Rows      []Row
	Bandwidth []Bandwidth
	Yardstick []string // what the yardstick printed, in order
	Notes     []string // what was left out, and why
}

// A Bandwidth is one measurement of the memory.
type Bandwidth struct {
	Threads int
	PerS    float64 // read and written [bytes/s]
}

// ErrHashes says that two kernels did different work.
var ErrHashes = errors.New("bench: HASHES DIFFER: kernels did not give the same history, so no speed here means anything")

// Run measures all sizes. With [ErrHashes] the result is complete.
func (s *Suite) Run(ctx context.Context) (*Result, error) {
	r := &Result{}
	m := newMemory(cmp.Or(s.Memory, memoryBytes))
	var wrong []error
	for _, setup := range s.Setups {
		if err := s.yardstick(ctx, setup, r); err != nil {
			return nil, err
		}
		err := s.size(ctx, setup, m, r)
		if errors.Is(err, ErrHashes) {
			wrong = append(wrong, err)
		} else if err != nil {
			return nil, err
		}
	}
	if n := len(s.Setups); n > 0 {
		if err := s.yardstick(ctx, s.Setups[n-1], r); err != nil {
			return nil, err
		}
	}
	return r, errors.Join(wrong...)
}

// yardstick runs the command of the user, another program that does such work. It
// finds the size in MARROW_SIZE.
func (s *Suite) yardstick(ctx context.Context, setup *scenario.Setup, r *Result) error {
	if len(s.Yardstick) == 0 {
		return nil
	}
	cmd := exec.CommandContext(ctx, s.Yardstick[0], s.Yardstick[1:]...)
	cmd.Env = append(cmd.Environ(), "MARROW_SIZE="+sizeText(setup.Spec()))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("bench: yardstick %s: %w", strings.Join(s.Yardstick, " "), err)
	}
	r.Yardstick = append(r.Yardstick, string(out))
	return nil
}

// size measures all contenders of one size.
func (s *Suite) size(ctx context.Context, setup *scenario.Setup, m *memory, r *Result) error {
	g, err := s.prepare(ctx, setup)
	if err != nil {
		return err
	}
	defer g.clear()
	groups := [][]*contender{s.contenders(g, r)}
	if g.large() {
		s.say(r, "%s: too large for all at once, so the kernels took turns, each with all its repeats", g.size())
		groups = slices.Collect(slices.Chunk(groups[0], 1))
	}
	ticks := s.ticks(g.cells)
	count := 0
	for _, group := range groups {
		count += len(group)
	}
	done, bar := uint64(0), s.progress(g.size(), uint64(count*s.Repeats*ticks+s.naives(groups)*naiveWarmUp))
	progress := func(n uint64) {
		done += n
		bar(done)
	}
	var all []*contender
	for _, group := range groups {
		h := heat{suite: s, ground: g, memory: m, result: r, ticks: ticks, progress: progress}
		if err := h.run(ctx, group); err != nil {
			return err
		}
		all = append(all, group...)
	}
	for _, c := range all {
		r.Rows = append(r.Rows, c.row(g.cfg.Tissue.Spec))
	}
	return sameHash(g.size(), all)
}

// naives is the number of naive sweeps, which warm up by themselves.
func (s *Suite) naives(groups [][]*contender) (n int) {
	for _, c := range slices.Concat(groups...) {
		if c.kernel == NaiveKernel {
			n++
		}
	}
	return n
}

// say keeps a note and tells it.
func (s *Suite) say(r *Result, format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
	s.Note(format, args...)
}

// progress is that of the caller, or none.
func (s *Suite) progress(what string, total uint64) func(uint64) {
	if s.Progress != nil {
		if f := s.Progress(what, total); f != nil {
			return f
		}
	}
	return func(uint64) {}
}

// ticks is the length of a repeat.
func (s *Suite) ticks(cells int) int {
	if s.Ticks > 0 {
		return s.Ticks
	}
	return min(max(1, (wantedUpdates/max(cells, 1)+hour-1)/hour)*hour, longest)
}

// contenders lists who runs at one size.
func (s *Suite) contenders(g *ground, r *Result) (all []*contender) {
	kernels := s.Kernels
	if s.Naive {
		kernels = append([]string{NaiveKernel}, kernels...)
	}
	if g.large() {
		slow := func(k string) bool { return k == NaiveKernel || k == sim.Kernels()[0] && len(s.Kernels) > 1 }
		kernels = slices.DeleteFunc(slices.Clone(kernels), slow)
		s.say(r, "%s: the naive sweep and the reference kernel are left out, they would take an hour", g.size())
	}
	for _, threads := range s.Threads {
		for _, k := range kernels {
			c := &contender{kernel: k, threads: threads, open: func() (model, error) { return g.load(k, threads) }}
			if k == NaiveKernel {
				c.open = func() (model, error) { return NewNaive(with(g.cfg, "", threads)), nil }
			}
			all = append(all, c)
		}
	}
	return all
}

// sameHash compares the states that kernels ended with; the naive sweeps are compared
// with each other.
func sameHash(size string, all []*contender) error {
	first := map[bool]*contender{} // by whether it is naive
	for _, c := range all {
		naive := c.kernel == NaiveKernel
		f := first[naive]
		if f == nil {
			first[naive] = c
		} else if f.hash != c.hash {
			return fmt.Errorf("%w\n%s: %s with %d threads ended with %016x, %s with %d with %016x",
				ErrHashes, size, f.kernel, f.threads, f.hash, c.kernel, c.threads, c.hash)
		}
	}
	return nil
}
