package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"marrow/render/report"
	"marrow/sim/record"
	"marrow/sim/validate"
)

type validateCmd struct {
	Only    []string `help:"Targets to measure, by name or id; all without it." placeholder:"NAME,..."`
	Seeds   int      `help:"Runs of each study, with other seeds." default:"3"`
	Threads int      `help:"Runs at a time, 0 = one per processor." placeholder:"N"`
	Kernel  string   `help:"Tick kernel: reference, fast, simd where there is one, or auto for the fastest. The result is the same." default:"auto" placeholder:"NAME"`
	JSON    bool     `name:"json" help:"Print an array of rows."`
	Report  string   `help:"Write a page with a plot of each target, too." placeholder:"FILE.html"`
}

// Run measures the targets and prints a row for each.
func (x *validateCmd) Run(ctx context.Context, c console) error {
	o := validate.Options{Only: x.Only, Seeds: x.Seeds, Threads: x.Threads, Kernel: x.Kernel}
	if x.Threads < 0 {
		return asUsage(fmt.Errorf("--threads %d: want 0 or more", x.Threads))
	}
	if err := o.Check(); err != nil {
		return asUsage(fmt.Errorf("validate: %w", err))
	}
	if err := x.checkReport(); err != nil {
		return asUsage(err)
	}
	o.Progress = c.steps("validating")
	rows, err := validate.Run(ctx, o)
	if err != nil {
		return err
	}
	if err := x.print(c, rows); err != nil {
		return err
	}
	if err := x.report(rows); err != nil {
		return err
	}
	return missed(rows)
}

// checkReport refuses a place for the page that is not there, before hours of work.
func (x *validateCmd) checkReport() error {
	if x.Report == "" {
		return nil
	}
	dir := filepath.Dir(x.Report)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("--report %s: there is no directory %s", x.Report, dir)
	}
	return nil
}

// report writes the page, if one is wanted.
func (x *validateCmd) report(rows []validate.Row) error {
	if x.Report == "" {
		return nil
	}
	return record.WriteWhole(record.OS{}, x.Report, func(to io.Writer) error { return report.Write(to, version, rows) })
}

// missed is an error for each target outside its tolerance.
func missed(rows []validate.Row) error {
	var errs []error
	for _, r := range rows {
		if !r.Pass {
			errs = append(errs, fmt.Errorf("%w: %s (%s) is %.3g %s, want %.3g to %.3g", errMissed, r.Name, r.ID, r.Measured, r.Unit, r.Lo, r.Hi))
		}
	}
	return errors.Join(errs...)
}

// print writes the rows as JSON or for people.
func (x *validateCmd) print(c console, rows []validate.Row) error {
	if x.JSON {
		text, err := json.MarshalIndent(rows, "", "  ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "%s\n", text)
		return err
	}
	var t table
	t.add("id", "name", "target", "measured", "spread", "tolerance", "unit", "", "source", "quantity")
	for _, r := range rows {
		verdict := "ok"
		if !r.Pass {
			verdict = "MISSED"
		}
		t.add(r.ID, r.Name, short(r.Target), short(r.Measured), short(r.Spread), short(r.Lo)+" to "+short(r.Hi), r.Unit, verdict, r.Source, r.Quantity)
	}
	_, err := fmt.Fprint(c.out, t.String()+reasons(rows))
	return err
}

// reasons says why targets are missed, as far as that is known.
func reasons(rows []validate.Row) string {
	var text strings.Builder
	for _, r := range rows {
		if r.Why != "" {
			fmt.Fprintf(&text, "\n%s (%s): %s\n", r.Name, r.ID, r.Why)
		}
	}
	return text.String()
}

// short writes a number with three digits.
func short(v float64) string { return fmt.Sprintf("%.3g", v) }
