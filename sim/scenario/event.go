package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// An Intervention is one thing that can be done to a marrow, described so that
// files can be checked, and menus and help be made.
type Intervention struct {
	Name      string     `json:"name"` // what a scenario says after do
	Help      string     `json:"help"`
	Arguments []Argument `json:"arguments"`
	Sources   []string   `json:"sources"` // keys of assets/sources.csv

	// bind makes the act of arguments that are in range by themselves.
	bind func(v values, body lineage.Body) (func(*sim.World) error, error)
}

// An Argument is a number that an intervention takes.
type Argument struct {
	Name    string  `json:"name"`
	Unit    string  `json:"unit"` // of Min, Max and Default; people may write another of the same dimension
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
	Default string  `json:"default,omitempty"` // as people write it; "" = it must be given
	Choice  string  `json:"choice,omitempty"`  // of the arguments with the same choice exactly one is given
	Help    string  `json:"help"`
}

// Range says what is allowed: 0 to 60 %.
func (a Argument) Range() string { return fmt.Sprintf("%g to %g %s", a.Min, a.Max, a.Unit) }

// values are the arguments that were given, in the unit of the table.
type values map[string]float64

// Interventions returns the table. A new intervention is a file of this package and
// a line here.
func Interventions() []Intervention {
	return []Intervention{
		bleed(),
	}
}

// An ArgumentError is a mistake in one argument of an intervention.
type ArgumentError struct {
	Event    string // name of the intervention
	Argument string // "" if it is about all of them
	Text     string
}

// Error returns "event: argument: text".
func (e *ArgumentError) Error() string {
	if e.Argument == "" {
		return e.Event + ": " + e.Text
	}
	return e.Event + ": " + e.Argument + ": " + e.Text
}

// Find returns the intervention called name, or an error that names the nearest one
// and all there are.
func Find(name string) (Intervention, error) {
	var known []string
	for _, v := range Interventions() {
		if v.Name == name {
			return v, nil
		}
		known = append(known, v.Name)
	}
	return Intervention{}, fmt.Errorf("no intervention is called %q%s", name, among(name, known))
}

// among ends a message about an unknown name: the nearest known one, and all.
func among(name string, known []string) string {
	if near := input.Nearest(name, known); near != "" {
		return fmt.Sprintf(", nearest is %q (there are %s)", near, strings.Join(known, ", "))
	}
	return fmt.Sprintf(" (there are %s)", strings.Join(known, ", "))
}

// Make binds the arguments of an intervention, written as in a scenario file, for a
// body. The error is of the kind that people can mend, and tells which argument.
func Make(name string, args map[string]string, body lineage.Body) (sim.Event, error) {
	v, err := Find(name)
	if err != nil {
		return sim.Event{}, err
	}
	given, text, err := v.read(args)
	if err != nil {
		return sim.Event{}, err
	}
	do, err := v.bind(given, body)
	if err != nil {
		return sim.Event{}, err
	}
	return sim.Event{Name: name, Arguments: strings.Join(text, " "), Do: do}, nil
}

// read checks args against the table. It returns the values and their text for
// journals, in the order of the table.
func (v Intervention) read(args map[string]string) (values, []string, error) {
	for _, name := range slices.Sorted(maps.Keys(args)) {
		if _, err := v.argument(name); err != nil {
			return nil, nil, err
		}
	}
	given, text := values{}, []string(nil)
	for _, a := range v.Arguments {
		s, ok := args[a.Name]
		if !ok {
			s = a.Default
		}
		if s == "" {
			continue
		}
		n, err := a.read(s)
		if err != nil {
			return nil, nil, &ArgumentError{v.Name, a.Name, err.Error()}
		}
		given[a.Name] = n
		text = append(text, a.Name+"="+strings.Join(strings.Fields(s), ""))
	}
	return given, text, v.complete(given)
}

// argument returns the argument called name.
func (v Intervention) argument(name string) (Argument, error) {
	var known []string
	for _, a := range v.Arguments {
		if a.Name == name {
			return a, nil
		}
		known = append(known, a.Name)
	}
	return Argument{}, &ArgumentError{v.Name, name, "unknown argument" + among(name, known)}
}

// read returns the value in the argument's unit.
func (a Argument) read(text string) (float64, error) {
	var amount input.Amount
	if err := amount.UnmarshalText([]byte(text)); err != nil {
		return 0, fmt.Errorf("%w; allowed are %s", err, a.Range())
	}
	n, err := amount.In(a.Unit)
	if err != nil {
		return 0, fmt.Errorf("%q: %w; allowed are %s", text, err, a.Range())
	}
	if !(n >= a.Min && n <= a.Max) {
		return 0, fmt.Errorf("got %s, allowed are %s", text, a.Range())
	}
	return n, nil
}

// complete checks that what must be given was, and one of each choice.
func (v Intervention) complete(given values) error {
	choices := map[string][]string{}
	count := map[string]int{}
	for _, a := range v.Arguments {
		_, ok := given[a.Name]
		if a.Choice == "" && !ok {
			return &ArgumentError{v.Name, a.Name, "is missing, allowed are " + a.Range()}
		}
		if a.Choice != "" {
			choices[a.Choice] = append(choices[a.Choice], a.Name)
		}
		if a.Choice != "" && ok {
			count[a.Choice]++
		}
	}
	for _, c := range slices.Sorted(maps.Keys(choices)) {
		if count[c] != 1 {
			return &ArgumentError{v.Name, "", fmt.Sprintf("got %d of %s, want exactly one", count[c], strings.Join(choices[c], " and "))}
		}
	}
	return nil
}
