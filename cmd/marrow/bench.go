package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"marrow/benchmarks"
	"marrow/sim"
	"marrow/sim/scenario"
)

type benchCmd struct {
	scenario.Options
	Ticks  int  `help:"Ticks to measure." default:"288"`
	Warmup int  `help:"Ticks before the clock starts." default:"288"`
	JSON   bool `name:"json" help:"Print an array of rows."`
}

// benchSizes are the sizes that are measured unless one is asked for: a slice and a
// cube.
func benchSizes() []string { return []string{"512x512x1", "128x128x128"} }

// Run measures each size and prints a row for it.
func (x *benchCmd) Run(ctx context.Context, c console) error {
	kernel, err := x.kernel()
	if err != nil {
		return err
	}
	if x.Ticks < 1 || x.Warmup < 0 {
		return asUsage(fmt.Errorf("bench: --ticks %d --warmup %d: want at least 1 and 0", x.Ticks, x.Warmup))
	}
	sizes := benchSizes()
	if x.Size != "" {
		sizes = []string{x.Size}
	}
	rows := []benchmarks.Row{}
	for _, size := range sizes {
		row, err := x.measure(ctx, c, kernel, size)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return x.print(c, rows)
}

// kernel is the kernel to measure, of those that this build has.
func (x *benchCmd) kernel() (string, error) {
	have := sim.Kernels()
	if x.Kernel == "auto" {
		return have[len(have)-1], nil
	}
	if !slices.Contains(have, x.Kernel) {
		return "", asUsage(fmt.Errorf("bench: --kernel %s: this build has no such kernel, only: %s", x.Kernel, strings.Join(have, ", ")))
	}
	return x.Kernel, nil
}

// measure runs one size.
func (x *benchCmd) measure(ctx context.Context, c console, kernel, size string) (benchmarks.Row, error) {
	o := x.Options
	o.Size = size
	s, err := load("healthy", o)
	if err != nil {
		return benchmarks.Row{}, err
	}
	return benchmarks.Measure(ctx, benchmarks.Measurement{
		Setup: s, Kernel: kernel, WarmUp: x.Warmup, Ticks: x.Ticks,
		Progress: c.progress(size, 0, uint64(x.Warmup+x.Ticks)),
	})
}

// print writes the rows as JSON or for people.
func (x *benchCmd) print(c console, rows []benchmarks.Row) error {
	if x.JSON {
		text, err := json.MarshalIndent(rows, "", "  ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "%s\n", text)
		return err
	}
	var t table
	t.add("kernel", "size", "threads", "ticks", "cells", "occupancy", "updates/s", "cell-days/s", "B/cell", "RSS B/cell",
		"clock", "division", "move", "attempt", "exit", "push", "search", "failed", "hash")
	for _, r := range rows {
		t.add(r.Kernel, r.Size, fmt.Sprint(r.Threads), fmt.Sprint(r.Ticks), fmt.Sprint(r.Cells),
			fmt.Sprintf("%.3f", r.Occupancy), fmt.Sprintf("%.3g", r.UpdatesPerS), fmt.Sprintf("%.3g", r.CellDaysPerS),
			fmt.Sprintf("%.1f", r.BytesPerCell), fmt.Sprintf("%.1f", r.ProcessPerCell),
			rate(r.Rates.Clock), rate(r.Rates.Division), rate(r.Rates.Move), rate(r.Rates.Attempt), rate(r.Rates.Exit),
			rate(r.Rates.Push), rate(r.Rates.Search), rate(r.Rates.Failed), r.Hash)
	}
	_, err := fmt.Fprint(c.out, t.String())
	return err
}

// rate writes events per cell and tick.
func rate(v float64) string { return fmt.Sprintf("%.2g", v) }
