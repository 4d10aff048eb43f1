package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/schollz/progressbar/v3"

	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/record"
	"marrow/sim/scenario"
)

// readText reads a file that the user named.
func readText(name string) ([]byte, error) { return record.ReadText(record.OS{}, name) }

// load reads a scenario with the shared flags, for the memory of this machine.
func load(name string, o scenario.Options) (*scenario.Setup, error) {
	o.Memory = record.Available()
	s, err := scenario.Load(name, o, readText)
	return s, asUsage(err)
}

// An interval is a time between two outputs; 0 is never.
type interval input.Duration

// UnmarshalText reads a duration that is a multiple of a tick.
func (i *interval) UnmarshalText(text []byte) error {
	var d input.Duration
	if err := d.UnmarshalText(text); err != nil {
		return err
	}
	const tick = sim.TickSeconds * input.Second
	if d%tick != 0 {
		return fmt.Errorf("got %s, want a multiple of the tick of %s", d, tick)
	}
	*i = interval(d)
	return nil
}

// ticks returns the interval in ticks.
func (i interval) ticks() uint64 { return scenario.Ticks(input.Duration(i)) }

// progress returns a function that shows how far work is, on a terminal; in a pipe
// it returns nil. The total is in ticks.
func (c console) progress(what string, from, total uint64) func(done uint64) {
	f, ok := c.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || total <= from {
		return nil
	}
	bar := progressbar.NewOptions64(int64(total-from),
		progressbar.OptionSetWriter(f),
		progressbar.OptionSetDescription(what),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("ticks"),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(barPause),
		progressbar.OptionClearOnFinish(),
	)
	return func(done uint64) { _ = bar.Set64(int64(done - from)) } // a broken terminal must not end the work
}

// making is progress for the making of a world, in percent: large patches take minutes.
func (c console) making() func(step string, done float64) {
	f, ok := c.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	var bar *progressbar.ProgressBar
	name := ""
	return func(step string, done float64) {
		if step != name {
			name = step
			bar = progressbar.NewOptions(100, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(step),
				progressbar.OptionThrottle(barPause), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(int(100 * done)) // a broken terminal must not end the work
	}
}

// steps is progress for work in steps that take long.
func (c console) steps(what string) func(done, total int) {
	var bar func(uint64)
	return func(done, total int) {
		if bar == nil {
			bar = c.progress(what, 0, uint64(total))
		}
		if bar != nil {
			bar(uint64(done))
		}
	}
}

// barPause is the least time between two drawings of a progress bar.
const barPause = 200 * time.Millisecond

// joined lists names for a sentence.
func joined(names []string) string { return strings.Join(names, ", ") }

// table prints rows in columns of equal width.
type table struct{ rows [][]string }

func (t *table) add(fields ...string) { t.rows = append(t.rows, fields) }

// String returns the rows as lines, columns two spaces apart.
func (t *table) String() string {
	var width []int
	for _, row := range t.rows {
		for i, f := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], len([]rune(f)))
		}
	}
	var b strings.Builder
	for _, row := range t.rows {
		var line strings.Builder
		for i, f := range row {
			fmt.Fprintf(&line, "%-*s  ", width[i], f)
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
