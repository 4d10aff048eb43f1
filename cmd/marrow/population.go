package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"marrow/render/report"
	"marrow/sim/population"
	"marrow/sim/record"
	"marrow/sim/scenario"
)

// The files of a population, beside the scenario.
const (
	bandsFile    = "bands.csv"
	drawingFile  = "bands.svg"
	patientsFile = "patients.csv"
)

// people runs virtual patients and prints how their counts are spread at the end. What
// is done when the run is interrupted is kept.
func (x *runCmd) people(ctx context.Context, c console, s *scenario.Setup) error {
	if err := errors.Join(asUsage(population.Check(s)), x.checkPeople()); err != nil {
		return err
	}
	changes := x.Options
	changes.Memory = record.Available() / int64(min(population.Workers(x.Threads), s.Scenario.Population)) // that many live at a time
	r, err := population.Run(ctx, population.Options{
		Scenario: x.Scenario, Changes: changes, Read: readText, Progress: c.steps("patients"),
	})
	if err != nil && (!errors.Is(err, context.Canceled) || r == nil || len(r.Patients) == 0) {
		return err
	}
	if len(r.Patients) < s.Scenario.Population {
		c.note("%d of %d patients are done", len(r.Patients), s.Scenario.Population)
	}
	if werr := x.writePeople(s, r); werr != nil {
		return werr
	}
	_, perr := fmt.Fprint(c.out, spread(s, r))
	return errors.Join(err, perr)
}

// checkPeople refuses what a population has none of, and a directory that is in use.
func (x *runCmd) checkPeople() error {
	if x.PNGEvery > 0 {
		return asUsage(errors.New("--png-every: virtual patients have no pictures"))
	}
	if x.Out == "" {
		return nil
	}
	holds, err := record.HoldsRun(record.OS{}, x.Out)
	if err == nil && holds {
		err = record.Refusal(fmt.Sprintf("%s holds a run already: choose another --out", x.Out))
	}
	return err
}

// writePeople writes the files of a population, if they are wanted.
func (x *runCmd) writePeople(s *scenario.Setup, r *population.Result) error {
	if x.Out == "" {
		return nil
	}
	if err := (record.OS{}).Mkdir(x.Out); err != nil {
		return err
	}
	drawn := func(to io.Writer) error {
		_, err := io.WriteString(to, report.Bands(r))
		return err
	}
	setup := func(to io.Writer) error {
		_, err := to.Write(s.Scenario.YAML())
		return err
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{{bandsFile, r.WriteBands}, {patientsFile, r.WritePatients}, {drawingFile, drawn}, {record.ScenarioFile, setup}} {
		if err := record.WriteWhole(record.OS{}, filepath.Join(x.Out, f.name), f.write); err != nil {
			return err
		}
	}
	return nil
}

// spread is how the counts are spread on the last day.
func spread(s *scenario.Setup, r *population.Result) string {
	var t table
	head := []string{"last day"}
	for _, p := range population.Percentiles() {
		head = append(head, fmt.Sprintf("p%g", p))
	}
	t.add(head...)
	for _, b := range r.Bands() {
		row := []string{b.Quantity}
		for _, at := range b.At {
			row = append(row, short(at[len(at)-1]))
		}
		t.add(row...)
	}
	return fmt.Sprintf("%s: %d patients of seed %d, %s\n", s.Scenario.Name, len(r.Patients), s.Scenario.Seed, s.Scenario.Until) + t.String()
}
