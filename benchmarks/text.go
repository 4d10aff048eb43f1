package benchmarks

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Text writes results in the benchmark format of Go, one line per repeat, so that
// benchstat can compare two files. The tables, for people, go in as comments.
func Text(to io.Writer, m Machine, r *Result, costs []Cost, tables string) error {
	var b strings.Builder
	m.text(&b)
	b.WriteString("Unit cell-updates/s better=higher\nUnit x-naive better=higher\nUnit of-bound better=higher\nUnit B/s better=higher\n\n")
	for _, x := range r.Bandwidth {
		fmt.Fprintf(&b, "BenchmarkMemory/threads=%d-%d\t1\t%.4g B/s\n", x.Threads, runtime.GOMAXPROCS(0), x.PerS)
	}
	for _, row := range r.Rows {
		row.text(&b)
	}
	for _, c := range costs {
		c.text(&b)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "# note: %s\n", n)
	}
	b.WriteString("\n" + commented(tables))
	for _, y := range r.Yardstick {
		fmt.Fprintf(&b, "\n# yardstick:\n%s", y)
	}
	_, err := io.WriteString(to, b.String())
	return err
}

// text writes the configuration lines. What differs between any two runs goes into
// comments: benchstat puts files side by side only where their configurations agree.
func (m Machine) text(b *strings.Builder) {
	for _, x := range [][2]string{
		{"goos", runtime.GOOS},
		{"goarch", runtime.GOARCH},
		{"pkg", "marrow"},
		{"cpu", m.CPU},
		{"cpus", fmt.Sprint(m.CPUs)},
		{"memory", gib(m.Memory)},
		{"# go", runtime.Version()},
		{"# commit", m.Version},
		{"# date", m.Start.UTC().Format(time.RFC3339)},
		{"# load before", m.Load},
		{"# load after", loadAverage()},
	} {
		if x[1] != "" {
			fmt.Fprintf(b, "%s: %s\n", x[0], x[1])
		}
	}
}

func gib(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30))
}

// text writes one line per repeat.
func (r *Row) text(b *strings.Builder) {
	for _, s := range r.samples {
		fmt.Fprintf(b, "BenchmarkTick/kernel=%s/size=%s/threads=%d-%d\t%d\t%.0f ns/op\t%.4g cell-updates/s\t%.2f B/cell",
			r.Kernel, r.Size, r.Threads, runtime.GOMAXPROCS(0), s.ticks, s.perTick(), s.perSecond(), r.BytesPerCell)
		if x := s.toNaive(); x > 0 {
			fmt.Fprintf(b, "\t%.3f x-naive", x)
		}
		if x := s.ofBound(); x > 0 {
			fmt.Fprintf(b, "\t%.4f of-bound", x)
		}
		b.WriteString("\n")
	}
}

// commented puts a mark before each line, so that none is read as a result.
func commented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("# " + line)
	}
	return b.String()
}

// Columns are rows for people, under their headings.
func Columns(rows []Row) [][]string {
	all := [][]string{{
		"kernel", "size", "species", "threads", "ticks", "repeats", "cells", "occupancy", "updates/s", "best", "ms/tick", "cell-days/s",
		"x-naive", "of-bound", "B/cell", "B/site", "RSS-B/cell",
		"clock", "division", "move", "attempt", "exit", "death", "push", "search", "failed", "hash",
	}}
	for _, r := range rows {
		all = append(all, []string{
			r.Kernel, r.Size, r.Species, fmt.Sprint(r.Threads), fmt.Sprint(r.Ticks), fmt.Sprint(r.Repeats), fmt.Sprint(r.Cells),
			fmt.Sprintf("%.3f", r.Occupancy), short(r.UpdatesPerS), short(r.Best), short(r.TickMs), short(r.CellDaysPerS),
			known("%.2f", r.ToNaive), known("%.3f", r.OfBound),
			fmt.Sprintf("%.1f", r.BytesPerCell), fmt.Sprintf("%.2f", r.BytesPerSite), known("%.1f", r.ProcessPerCell),
			rate(r.Rates.Clock), rate(r.Rates.Division), rate(r.Rates.Move), rate(r.Rates.Attempt), rate(r.Rates.Exit), rate(r.Rates.Death),
			rate(r.Rates.Push), rate(r.Rates.Search), rate(r.Rates.Failed), r.Hash,
		})
	}
	return all
}

// MemoryColumns are the bandwidth of the memory for people, in place, reads and writes
// together.
func MemoryColumns(r *Result, threads []int) [][]string {
	all := [][]string{{"memory", "threads", "GB/s", "best"}}
	for _, n := range threads {
		var v []float64
		for _, x := range r.Bandwidth {
			if x.Threads == n {
				v = append(v, x.PerS/1e9)
			}
		}
		if len(v) > 0 {
			all = append(all, []string{"read+write", fmt.Sprint(n), short(median(v)), short(slices.Max(v))})
		}
	}
	return all
}

// short writes three digits.
func short(v float64) string { return fmt.Sprintf("%.3g", v) }

// rate writes events per cell and tick.
func rate(v float64) string { return fmt.Sprintf("%.2g", v) }

// known writes v, or a dash for 0.
func known(format string, v float64) string {
	if v == 0 {
		return "-"
	}
	return fmt.Sprintf(format, v)
}
