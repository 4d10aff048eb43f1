package lineage

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"

	"marrow/sim/input"
)

// An Override replaces one value of a species file before it is checked.
type Override struct {
	Path  string // stages.band.stay; agents.docetaxel.effects.0.slope for an agent
	Value string // 2.5 d
}

// Read makes a table from a species file, with the built-in agents that act on it, of a body
// that may fall ill with the named built-in diseases: their rows stand behind those of the
// species, which stay as they are. Name is what messages call the file, and sources are the
// keys that its numbers may name. The first mistake is returned, as an [input.Error] with
// file, line and column.
func Read(name string, data []byte, sources, diseases []string, set ...Override) (*Table, error) {
	doc, err := input.Parse(name, data)
	if err != nil {
		return nil, err
	}
	set, ofAgents, ofDiseases := split(set)
	for _, o := range set {
		if err := doc.Set(o.Path, o.Value); err != nil {
			return nil, err
		}
	}
	r := &reader{
		doc: doc, table: &Table{}, stages: map[string]int{}, pools: map[string]int{}, signals: map[string]int{},
		felt: map[feeling]float64{},
	}
	if err := r.decode(sources); err != nil {
		return nil, err
	}
	for _, step := range []func(){r.head, r.readBlood, r.readStages, r.link, r.balance, r.exits, r.fillPools, r.readConditions, r.readSignals, r.readEffects, r.readTreatment, r.readAttacks, r.readImmunity, r.readHoming, r.readDevelopment} {
		if step(); r.err != nil {
			return nil, r.err
		}
	}
	r.readDiseases(diseases, sources, ofDiseases)
	if r.readAgents(sources, ofAgents); r.err != nil {
		return nil, r.err
	}
	if err := r.readMicrobes(sources); err != nil {
		return nil, err
	}
	return r.table, nil
}

// A reader turns a file into a table, step by step. It keeps the first mistake in err
// and goes on with harmless values, so that the steps need not stop at each number.
type reader struct {
	doc   *input.Document
	file  speciesFile
	table *Table
	err   error

	list    []station      // by stage number
	stages  map[string]int // numbers by name
	pools   map[string]int
	signals map[string]int
	colors  []string

	felt   map[feeling]float64 // effect of an agent on a row of a clone, times that on its class
	giving string              // agent that is being read
}

// decode copies the file into structs. Its own citations count as sources, so they
// are read first.
func (r *reader) decode(sources []string) error {
	own := map[string]string{}
	if n := r.doc.Root().Field("sources"); n != nil {
		if err := n.Decode(&own); err != nil {
			return err
		}
	}
	sources = append(slices.Clone(sources), slices.Sorted(maps.Keys(own))...)
	r.doc.KnowSources(sources)
	return r.doc.Decode(&r.file)
}

// bad notes a mistake at a path, if it is the first.
func (r *reader) bad(path, format string, args ...any) {
	if r.err == nil {
		r.err = r.doc.Errorf(path, format, args...)
	}
}

// A limit is a range that a number must lie in.
type limit struct {
	low, high float64
	open      bool // low itself is outside
	words     string
}

// The ranges of numbers. None admits NaN or infinity, which no file can hold.
var (
	positive    = limit{0, math.MaxFloat64, true, "more than 0"}
	notNegative = limit{0, math.MaxFloat64, false, "at least 0"}
	share       = limit{0, 1, true, "more than 0 and at most 1"}
	anyShare    = limit{0, 1, false, "between 0 and 1"}
	atLeastOne  = limit{1, math.MaxFloat64, false, "at least 1"}
)

// numbers reads numbers whose paths begin alike, as [reader.number] does.
func (r *reader) numbers(prefix string) func(name string, q input.Quantity, unit string, l limit) float64 {
	return func(name string, q input.Quantity, unit string, l limit) float64 {
		return r.number(prefix+name, q, unit, l)
	}
}

// number returns a quantity in the unit that the table uses.
func (r *reader) number(path string, q input.Quantity, unit string, l limit) float64 {
	if !q.Given() {
		r.bad(path, "missing, want a number%s", in(unit))
		return 1
	}
	v, err := q.In(unit)
	if err != nil {
		r.bad(path, "%v", err)
		return 1
	}
	if v < l.low || v > l.high || (l.open && v == l.low) {
		r.bad(path, "got %v, want %s", q.Value, l.words)
		return 1
	}
	return v
}

// numberOr is number for a quantity that may be left out.
func (r *reader) numberOr(path string, q input.Quantity, unit string, l limit, other float64) float64 {
	if !q.Given() {
		return other
	}
	return r.number(path, q, unit, l)
}

// refuse notes a mistake if a quantity is given where it has no meaning.
func (r *reader) refuse(path string, q input.Quantity, why string) {
	if q.Given() {
		r.bad(path, "%s", why)
	}
}

func in(unit string) string {
	if unit == "" {
		return ""
	}
	return " in " + unit
}

// identifier is a name that can be part of a column name.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// unique notes name as that of the next item of a list and refuses a second one.
func (r *reader) unique(list, name string, known map[string]int) {
	path := fmt.Sprintf("%s.%d.name", list, len(known)) // names would find the first
	if !identifier.MatchString(name) {
		r.bad(path, "got %q, want lower-case letters, digits and _", name)
	}
	if _, ok := known[name]; ok {
		r.bad(path, "%q is listed twice", name)
	}
	known[name] = len(known)
}

// known returns the number of a name, and refuses one that is not there.
func (r *reader) known(path, what, name string, known map[string]int) int {
	i, ok := known[name]
	if !ok {
		r.unknown(path, what, name, byNumber(known))
		return -1
	}
	return i
}

// unknown notes that there is no such name, with the nearest there is, or all.
func (r *reader) unknown(path, what, name string, known []string) {
	r.bad(path, "no %s is called %q%s", what, name, others(name, known))
}

// others ends a message about an unknown name.
func others(name string, known []string) string {
	if near := input.Nearest(name, known); near != "" {
		return fmt.Sprintf(", nearest is %q", near)
	}
	if len(known) == 0 {
		return " (there are none)"
	}
	text := " (there are "
	for i, k := range known {
		if i > 0 {
			text += ", "
		}
		text += k
	}
	return text + ")"
}

// byNumber returns the names in the order of the file.
func byNumber(known map[string]int) []string {
	names := slices.Collect(maps.Keys(known))
	slices.SortFunc(names, func(a, b string) int { return known[a] - known[b] })
	return names
}

// oneOf returns the number of a word among the allowed ones.
func (r *reader) oneOf(path, got string, words ...string) int {
	i := slices.Index(words, got)
	if i < 0 {
		r.bad(path, "got %q%s", got, others(got, words))
		return 0
	}
	return i
}

// head reads what belongs to the whole species.
func (r *reader) head() {
	f, t := &r.file, r.table
	t.Species, t.Title = f.Species, f.Title
	if !identifier.MatchString(f.Species) {
		r.bad("species", "got %q, want lower-case letters, digits and _", f.Species)
	}
	if len(f.Stages) == 0 {
		r.bad("stages", "got no stage, want at least one")
	}
	if f.Body == nil {
		if len(f.Blood) > 0 {
			r.bad("blood", "a species with blood needs a body, to know how much")
		}
		return
	}
	t.Body = Body{
		Mass:      r.number("body.mass", f.Body.Mass, "kg", positive),
		Blood:     r.number("body.blood", f.Body.Blood, "L", positive),
		Marrow:    r.number("body.marrow", f.Body.Marrow, "cells", positive),
		Hb:        r.numberOr("body.hemoglobin", f.Body.Hb, "g/dL", positive, 0),
		RBCVolume: r.numberOr("body.red_cell_volume", f.Body.RBCVolume, "fL", positive, 0),
		Surface:   r.numberOr("body.surface", f.Body.Surface, "m2", positive, 0),
	}
}
