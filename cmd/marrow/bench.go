package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"marrow/benchmarks"
	"marrow/sim"
	"marrow/sim/scenario"
)

type benchCmd struct {
	scenario.Options
	Sizes     []string `help:"Sizes to measure instead of the usual ones. Without --species slices are human, volumes mouse." placeholder:"WxHxD,..."`
	Big       bool     `help:"Measure the whole marrow of a mouse too, 1024x960x768."`
	Ticks     *int     `help:"Ticks to measure, with --size 288, else as many as it takes." placeholder:"N"`
	Warmup    int      `help:"Ticks before the clock starts." default:"432"`
	Repeats   int      `help:"Times that all kernels take turns." default:"7"`
	Watching  bool     `help:"Measure what it costs to look at a marrow."`
	Profile   string   `help:"Write a CPU profile of one kernel at one size, for go tool pprof." placeholder:"FILE"`
	Record    string   `help:"Measure everything, and keep the results as a text in this directory." placeholder:"DIR"`
	Yardstick string   `help:"Command to run before and after each size; what it prints is kept with the results." placeholder:"COMMAND"`
	JSON      bool     `name:"json" help:"Print an array of rows."`
}

// The usual sizes: slices of the iliac crest of a human, volumes of the femur of a mouse.
const (
	bigSize      = "1024x960x768"
	profiledSize = "256x256x256"
)

func kernelSizes() []string   { return []string{"512x512x1", "256x256x256", "512x512x128"} }
func watchingSizes() []string { return []string{"512x512x1", "256x256x256"} }

// scaleSizes are volumes that, with those above, go from 1e4 to 2e7 cells.
func scaleSizes() []string {
	return []string{"64x32x16", "64x32x32", "64x64x64", "128x64x64", "128x128x128", "256x128x128"}
}

// Run measures what the flags ask for.
func (x *benchCmd) Run(ctx context.Context, c console) error {
	if err := x.check(); err != nil {
		return asUsage(err)
	}
	switch {
	case x.Record != "":
		return x.record(ctx, c)
	case x.Watching:
		return x.watching(ctx, c)
	case x.Size != "" || x.Profile != "":
		return x.single(ctx, c)
	}
	r, err := x.suite(ctx, c, x.sizes(kernelSizes()))
	if r == nil {
		return err
	}
	return errors.Join(x.print(c, r), err)
}

// check refuses what cannot be measured.
func (x *benchCmd) check() error {
	have := sim.Kernels()
	ticks := 1
	if x.Ticks != nil {
		ticks = *x.Ticks
	}
	switch {
	case x.Kernel != "auto" && !slices.Contains(have, x.Kernel):
		return fmt.Errorf("bench: --kernel %s: this build has no such kernel, only: %s", x.Kernel, strings.Join(have, ", "))
	case ticks < 1 || x.Warmup < 0:
		return fmt.Errorf("bench: --ticks %d --warmup %d: want at least 1 and 0", ticks, x.Warmup)
	case x.Repeats < 1:
		return fmt.Errorf("bench: --repeats %d: want at least 1", x.Repeats)
	case x.Size != "" && (x.Sizes != nil || x.Big || x.Record != "" || x.Watching):
		return errors.New("bench: --size is for one kernel by itself, want --sizes")
	}
	return nil
}

// sizes are those asked for, or the usual ones.
func (x *benchCmd) sizes(usual []string) []string {
	if x.Sizes != nil {
		usual = x.Sizes
	}
	if x.Big {
		usual = append(usual, bigSize)
	}
	return usual
}

// setup is a healthy marrow of the given size.
func (x *benchCmd) setup(size string) (*scenario.Setup, error) {
	o := x.Options
	o.Size = size
	if n, err := scenario.ParseSize(size); o.Species == "" && err == nil && n[2] > 1 {
		o.Species = "mouse"
	}
	return load("healthy", o)
}

func (x *benchCmd) setups(sizes []string) (all []*scenario.Setup, err error) {
	for _, size := range sizes {
		s, err := x.setup(size)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// single measures one kernel at one size.
func (x *benchCmd) single(ctx context.Context, c console) error {
	size, ticks, kernel := x.Size, sim.TicksPerDay, x.Kernel
	if x.Ticks != nil {
		ticks = *x.Ticks
	}
	if kernel == "auto" {
		kernel = benchmarks.Fastest()
	}
	if size == "" {
		size = profiledSize
	}
	s, err := x.setup(size)
	if err != nil {
		return err
	}
	m := benchmarks.Measurement{Setup: s, Kernel: kernel, WarmUp: x.Warmup, Ticks: ticks, Progress: added(c.task(size, uint64(x.Warmup+ticks)))}
	var row benchmarks.Row
	err = withFile(x.Profile, func(profile io.Writer) (err error) {
		m.Profile = profile
		row, err = benchmarks.Measure(ctx, m)
		return err
	})
	if err != nil {
		return err
	}
	return x.print(c, &benchmarks.Result{Rows: []benchmarks.Row{row}})
}

// added turns progress in all into progress since the last call.
func added(f func(done uint64)) func(more uint64) {
	if f == nil {
		return nil
	}
	done := uint64(0)
	return func(more uint64) {
		done += more
		f(done)
	}
}

// withFile calls f with a new file, or with nil where no name is given.
func withFile(name string, f func(io.Writer) error) error {
	if name == "" {
		return f(nil)
	}
	file, err := os.Create(name)
	if err != nil {
		return asUsage(err)
	}
	err = f(file)
	if cerr := file.Close(); err == nil {
		err = cerr
	}
	return err
}

// suite measures all kernels against each other. Of an error that leaves results both
// are returned.
func (x *benchCmd) suite(ctx context.Context, c console, sizes []string) (*benchmarks.Result, error) {
	setups, err := x.setups(sizes)
	if err != nil {
		return nil, err
	}
	s := benchmarks.Suite{
		Setups: setups, Kernels: sim.Kernels(), Naive: true, Threads: x.threads(),
		Repeats: x.Repeats, WarmUp: x.Warmup, Yardstick: strings.Fields(x.Yardstick),
		Progress: c.task, Note: c.note,
	}
	if x.Kernel != "auto" {
		s.Kernels = []string{x.Kernel}
	}
	if x.Ticks != nil {
		s.Ticks = *x.Ticks
	}
	return s.Run(ctx)
}

// task is progress from the beginning.
func (c console) task(what string, total uint64) func(done uint64) {
	return c.progress(what, 0, total)
}

// threads are those asked for, or 1 and 2.
func (x *benchCmd) threads() []int {
	switch {
	case x.Threads > 0:
		return []int{x.Threads}
	case runtime.NumCPU() > 1:
		return []int{1, 2}
	}
	return []int{1}
}

// costs measures what it costs to look.
func (x *benchCmd) costs(ctx context.Context, c console) ([]benchmarks.Cost, error) {
	sizes := watchingSizes()
	if x.Sizes != nil {
		sizes = x.Sizes
	}
	setups, err := x.setups(sizes)
	if err != nil {
		return nil, err
	}
	w := benchmarks.Watching{Setups: setups, Repeats: x.Repeats, Progress: c.task}
	return w.Run(ctx)
}

func (x *benchCmd) watching(ctx context.Context, c console) error {
	costs, err := x.costs(ctx, c)
	if err != nil {
		return err
	}
	if x.JSON {
		return printJSON(c, costs)
	}
	_, err = fmt.Fprint(c.out, columns(benchmarks.CostColumns(costs)))
	return err
}

// record measures everything and keeps it.
func (x *benchCmd) record(ctx context.Context, c console) error {
	m := benchmarks.ThisMachine(version)
	sizes := kernelSizes()
	if x.Sizes == nil {
		sizes = append(sizes, scaleSizes()...)
	}
	r, err := x.suite(ctx, c, x.sizes(sizes))
	if r == nil {
		return err
	}
	costs, cerr := x.costs(ctx, c)
	if cerr != nil {
		return errors.Join(err, cerr)
	}
	tables := x.tables(r) + "\n" + columns(benchmarks.CostColumns(costs))
	file := vacant(filepath.Join(x.Record, m.FileName()))
	err = errors.Join(err, withFile(file, func(to io.Writer) error { return benchmarks.Text(to, m, r, costs, tables) }))
	fmt.Fprint(c.out, tables)
	c.note("results are in %s", file)
	return err
}

// vacant is the name, with a number before its ending if there is such a file.
func vacant(name string) string {
	base, free := strings.TrimSuffix(name, filepath.Ext(name)), name
	for n := 2; ; n++ {
		if _, err := os.Stat(free); err != nil {
			return free
		}
		free = fmt.Sprintf("%s-%d%s", base, n, filepath.Ext(name))
	}
}

// print writes the results as JSON or for people.
func (x *benchCmd) print(c console, r *benchmarks.Result) error {
	if x.JSON {
		return printJSON(c, r.Rows)
	}
	_, err := fmt.Fprint(c.out, x.tables(r))
	for _, y := range r.Yardstick {
		fmt.Fprintf(c.out, "yardstick:\n%s", y)
	}
	return err
}

// tables are the results for people.
func (x *benchCmd) tables(r *benchmarks.Result) string {
	text := columns(benchmarks.Columns(r.Rows))
	if len(r.Bandwidth) > 0 {
		text += "\n" + columns(benchmarks.MemoryColumns(r, x.threads()))
	}
	return text
}

// columns writes rows below each other.
func columns(rows [][]string) string { return (&table{rows}).String() }

func printJSON(c console, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "%s\n", text)
	return err
}
