package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"marrow/sim"
	"marrow/sim/record"
	"marrow/sim/scenario"
	"marrow/sim/tissue"
)

type inspectCmd struct {
	File string `arg:"" help:"Checkpoint, journal, run directory, scenario (built-in or file) or tissue."`
	scenario.Options
}

// Run says what the file holds.
func (x *inspectCmd) Run(c console) error {
	report, err := x.report()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(c.out, report)
	return err
}

// report chooses by what there is under the name.
func (x *inspectCmd) report() (string, error) {
	if slices.Contains(tissue.Names(), x.File) {
		x.Tissue = x.File
		return x.scenario("healthy")
	}
	if slices.Contains(scenario.Names(), x.File) {
		return x.scenario(x.File)
	}
	info, err := os.Stat(x.File)
	switch {
	case err != nil:
		return "", asUsage(fmt.Errorf("inspect: %s is neither a file nor a built-in scenario (%s) or tissue (%s)",
			x.File, joined(scenario.Names()), joined(tissue.Names())))
	case info.IsDir():
		return x.directory()
	case filepath.Ext(x.File) == ".yaml" || filepath.Ext(x.File) == ".yml":
		return x.scenario(x.File)
	case filepath.Base(x.File) == record.JournalFile:
		return journalReport(x.File)
	}
	return checkpointReport(x.File)
}

// directory reports on a run directory.
func (x *inspectCmd) directory() (string, error) {
	s, err := record.OpenScenario(record.OS{}, x.File, scenario.Options{})
	if err != nil {
		return "", asUsage(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "run of %s: %s, seed %d, until %s\n", s.Scenario.Title, s.Table.Species, s.Scenario.Seed, s.Scenario.Until)
	for _, name := range []string{"current", "previous"} {
		file := filepath.Join(x.File, record.CheckpointDir, name)
		if _, err := os.Stat(file); err != nil {
			continue
		}
		text, err := checkpointReport(file)
		if err != nil {
			text = err.Error() + "\n"
		}
		b.WriteString(text)
	}
	text, err := journalReport(filepath.Join(x.File, record.JournalFile))
	return b.String() + titerReport(filepath.Join(x.File, record.SummaryFile)) + text, err
}

// titerReport lists the antibodies of a run that has come to its end; nothing of another.
func titerReport(name string) string {
	var s record.Summary
	data, err := os.ReadFile(name)
	if err != nil || json.Unmarshal(data, &s) != nil || len(s.Titers) == 0 {
		return ""
	}
	var t table
	t.add("antibodies", "IgM mg/L", "IgG mg/L", "Kd mol/L", "clones", "memory B", "plasma cells", "T", "largest clones: receptor, bits, cells")
	for _, x := range s.Titers {
		var largest []string
		for _, c := range x.Largest {
			largest = append(largest, fmt.Sprintf("%s %d %.2g", c.Receptor, c.Bits, c.Cells))
		}
		t.add(x.Microbe, fmt.Sprintf("%.3g", x.IgM), fmt.Sprintf("%.3g", x.IgG), fmt.Sprintf("%.2g", x.Kd), fmt.Sprint(x.Clones),
			fmt.Sprintf("%.2g", x.Memory), fmt.Sprintf("%.2g", x.Plasma), fmt.Sprintf("%.2g", x.T), strings.Join(largest, "; "))
	}
	return t.String()
}

// checkpointReport checks a checkpoint and says what it holds.
func checkpointReport(name string) (string, error) {
	k, err := record.OpenCheckpoint(record.OS{}, name)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	h := k.Header
	var t table
	t.add("checkpoint", name)
	t.add("hash", h.Hash)
	t.add("tick", fmt.Sprintf("%d (day %.4g)", h.Tick, float64(h.Tick)/sim.TicksPerDay))
	t.add("species", fmt.Sprintf("%s, table %s", h.Species, h.Table))
	t.add("tissue", fmt.Sprintf("%s, %dx%dx%d sites, age %g", h.Tissue.Name, h.Tissue.Width, h.Tissue.Height, h.Tissue.Depth, h.Tissue.Age))
	for i, p := range h.Patches {
		t.add(fmt.Sprintf("patch %d", i+1), fmt.Sprintf("%s, %.4g %% of the marrow, %s", p.Name, 100*p.Share, p.Tissue.Name))
	}
	t.add("seed", fmt.Sprint(h.Seed))
	t.add("model", fmt.Sprint(h.Model))
	t.add("state", fmt.Sprintf("%d bytes, checksums right", k.State))
	for _, o := range h.Outputs {
		t.add("output", fmt.Sprintf("%s, %d bytes", o.Name, o.Bytes))
	}
	return t.String(), nil
}

// journalReport lists a journal.
func journalReport(name string) (string, error) {
	if _, err := os.Stat(name); err != nil {
		return "", asUsage(err)
	}
	j, err := record.ReadJournal(record.OS{}, name)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	var t table
	t.add("journal", fmt.Sprintf("%s, %d records, chain %s", name, len(j.Records), j.End().Chain))
	for _, r := range j.Records {
		t.add(fmt.Sprintf("tick %d", r.Tick), fmt.Sprintf("%s %s", r.Kind, r.Text))
	}
	if j.Torn {
		t.add("(end)", "the last line was cut short; it was never acknowledged")
	}
	return t.String(), nil
}

// tissuesReport reports on the tissue of each patch.
func tissuesReport(cfg sim.Config) (string, error) {
	if len(cfg.Body) == 0 {
		return wholeReport(cfg.Tissue)
	}
	var b strings.Builder
	for i, p := range cfg.Body {
		text, err := wholeReport(p.Tissue)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "patch %d: %s, %.4g %% of the body's marrow\n%s\n", i+1, p.Name, 100*p.Share, text)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// wholeReport tells of a tissue and of the blood in its vessels.
func wholeReport(made *tissue.Tissue) (string, error) {
	vessels, err := flowReport(made)
	return strings.TrimSuffix(tissueReport(made)+"\n"+vessels, "\n"), err
}

// scenario reports on the tissue and the species of a scenario.
func (x *inspectCmd) scenario(name string) (string, error) {
	s, err := load(name, x.Options)
	if err != nil {
		return "", err
	}
	cfg, err := s.Config()
	if err != nil {
		return "", asUsage(err)
	}
	tissues, err := tissuesReport(cfg)
	if err != nil {
		return "", err
	}
	return tissues + "\n" + speciesReport(s.Table) + "\n" + string(s.Scenario.YAML()), nil
}
