package validate

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"marrow/assets"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// A Target is a published number, or one that the design demands.
type Target struct {
	ID       string // C01
	Name     string // red-cells
	Set      string // what the target is for: cal = the model may be fitted to it
	Scenario string // where it is measured, for people
	Quantity string
	Value    float64 // published
	Lo, Hi   float64 // tolerance
	Unit     string
	Source   string // key of assets/sources.csv
	Status   input.Status
	Why      string // of one that is known to be missed: the mechanism; empty for others
}

// columns are those of assets/targets.csv.
const columns = "id,name,set,scenario,quantity,target,lo,hi,unit,source,status,why"

// Targets returns all targets, in the order of the file.
func Targets() ([]Target, error) {
	f, err := assets.FS.Open("targets.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sources, err := lineage.Sources()
	if err != nil {
		return nil, err
	}
	return readTargets("targets.csv", f, sources)
}

// readTargets reads a table of targets. Errors have file, line and column.
func readTargets(name string, from io.Reader, sources []string) ([]Target, error) {
	r := csv.NewReader(from)
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if got := strings.Join(head, ","); got != columns {
		return nil, fmt.Errorf("%s:1:1: columns are %s, want %s", name, got, columns)
	}
	var all []Target
	for {
		row, err := r.Read()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		t, col, err := readTarget(row, sources, all)
		if err != nil {
			line, at := r.FieldPos(col)
			return nil, fmt.Errorf("%s:%d:%d: %s: %w", name, line, at, head[col], err)
		}
		all = append(all, t)
	}
}

// readTarget reads a row. With an error it says which column is wrong.
func readTarget(row []string, sources []string, before []Target) (t Target, column int, err error) {
	t = Target{
		ID: row[0], Name: row[1], Set: row[2], Scenario: row[3], Quantity: row[4],
		Unit: row[8], Source: row[9], Status: input.Status(row[10]), Why: row[11],
	}
	for i, v := range []*float64{&t.Value, &t.Lo, &t.Hi} {
		if *v, err = strconv.ParseFloat(row[5+i], 64); err != nil {
			return t, 5 + i, fmt.Errorf("got %q, want a number", row[5+i])
		}
	}
	switch {
	case slices.ContainsFunc(before, func(b Target) bool { return b.ID == t.ID || b.Name == t.Name }):
		return t, 0, fmt.Errorf("%s or %s is there twice", t.ID, t.Name)
	case !(t.Lo <= t.Value && t.Value <= t.Hi):
		return t, 5, fmt.Errorf("%g is not within %g to %g", t.Value, t.Lo, t.Hi)
	case !slices.Contains(sources, t.Source):
		return t, 9, fmt.Errorf("no source has the key %q, nearest is %q", t.Source, input.Nearest(t.Source, sources))
	case t.Status != input.Verified && t.Status != input.Recalled && t.Status != input.Chosen:
		return t, 10, fmt.Errorf("got %q, want verified, recalled or chosen", t.Status)
	}
	return t, 0, nil
}

// choose returns the targets that are called for by name or id; all if none is.
func choose(all []Target, only []string) ([]Target, error) {
	if len(only) == 0 {
		return all, nil
	}
	var out []Target
	for _, name := range only {
		i := slices.IndexFunc(all, func(t Target) bool { return strings.EqualFold(t.ID, name) || t.Name == name })
		if i < 0 {
			return nil, unknown(all, name)
		}
		out = append(out, all[i])
	}
	return out, nil
}

// unknown says which targets there are.
func unknown(all []Target, name string) error {
	var known []string
	for _, t := range all {
		known = append(known, t.Name)
	}
	near := ""
	if n := input.Nearest(name, known); n != "" {
		near = fmt.Sprintf(", nearest is %q", n)
	}
	return fmt.Errorf("no target is called %q%s (there are %s)", name, near, strings.Join(known, ", "))
}
