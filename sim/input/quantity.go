package input

import (
	"encoding/csv"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A Status says how a number is known.
type Status string

// The statuses, from the firmest.
const (
	Verified Status = "verified" // read at its source, or computed from published data
	Recalled Status = "recalled" // believed, not yet checked at a source
	Chosen   Status = "chosen"   // set here, for example by mass balance
)

// override is the source of a number that an override gave without one.
const override = "override"

// quantityForm is how a Quantity is written.
const quantityForm = `a quantity such as "1.9 d, verified, theml2004"`

// A Quantity is a number with its unit, how it is known and from where. A file has
// it as one scalar, VALUE UNIT, STATUS, SOURCE, for example
// "1.9 d, verified, theml2004"; a number without a dimension has no unit.
type Quantity struct {
	Value  float64
	Unit   string // "" for a number without a dimension
	Status Status
	Source string // key of a list of sources
}

// An Amount is a number with its unit, "100 mg/m2": a choice of the user, which
// needs no source.
type Amount struct {
	Value float64
	Unit  string
}

// Given reports whether the file gave the quantity.
func (q Quantity) Given() bool { return q.Status != "" }

// In returns the value in another unit of the same dimension, or an error that says
// which unit was got and which are wanted.
func (q Quantity) In(unit string) (float64, error) { return convert(q.Value, q.Unit, unit) }

// In returns the value in another unit. See [Quantity.In].
func (a Amount) In(unit string) (float64, error) { return convert(a.Value, a.Unit, unit) }

// ParseQuantity reads "VALUE UNIT, STATUS, SOURCE".
func ParseQuantity(text string) (Quantity, error) {
	parts := strings.Split(text, ",")
	if len(parts) != 3 {
		return Quantity{}, fmt.Errorf("got %q, want %s", clip(text), quantityForm)
	}
	var a Amount
	if err := a.UnmarshalText([]byte(parts[0])); err != nil {
		return Quantity{}, err
	}
	q := Quantity{a.Value, a.Unit, Status(strings.TrimSpace(parts[1])), strings.TrimSpace(parts[2])}
	switch q.Status {
	case Verified, Recalled, Chosen:
	default:
		return Quantity{}, fmt.Errorf("status is %q, want verified, recalled or chosen", clip(string(q.Status)))
	}
	if q.Source == "" {
		return Quantity{}, fmt.Errorf("got no source, want %s", quantityForm)
	}
	return q, nil
}

// UnmarshalText reads "VALUE UNIT" or "VALUE".
func (a *Amount) UnmarshalText(text []byte) error {
	words := strings.Fields(string(text))
	if len(words) == 1 && strings.HasSuffix(words[0], "%") {
		words = []string{strings.TrimSuffix(words[0], "%"), "%"}
	}
	if len(words) < 1 || len(words) > 2 {
		return fmt.Errorf("got %q, want a number and its unit, such as 1.9 d", clip(string(text)))
	}
	v, err := parseFloat(words[0])
	if err != nil {
		return err
	}
	*a = Amount{Value: v}
	if len(words) == 2 {
		a.Unit = words[1]
	}
	return nil
}

// decimal is a number as people write it: no hexadecimals, no underscores.
var decimal = regexp.MustCompile(`^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$`)

func parseFloat(text string) (float64, error) {
	if !decimal.MatchString(text) {
		return 0, fmt.Errorf("got %q, want a finite number", clip(text))
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) {
		return 0, fmt.Errorf("got %q, which is too large", clip(text))
	}
	return f, nil
}

// Sources returns the keys of a list of sources: the first column of a CSV table
// with a heading.
func Sources(table []byte) ([]string, error) {
	rows, err := csv.NewReader(strings.NewReader(string(table))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	seen := map[string]bool{}
	var keys []string
	for i, row := range rows {
		if i == 0 {
			continue
		}
		if seen[row[0]] || row[0] == "" {
			return nil, fmt.Errorf("sources: row %d: key %q is empty or repeated", i+1, row[0])
		}
		seen[row[0]] = true
		keys = append(keys, row[0])
	}
	return keys, nil
}
