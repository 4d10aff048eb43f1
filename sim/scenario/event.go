package scenario

import (
	"fmt"
	"maps"
	"math"
	"regexp"
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
	Group     string     `json:"group"`
	Help      string     `json:"help"`
	Arguments []Argument `json:"arguments"`
	Sources   []string   `json:"sources"` // keys of assets/sources.csv

	// bind makes the act of arguments that are in range by themselves.
	bind func(v values, t *lineage.Table) (func(*sim.World) error, error)
}

// Groups of interventions, in the order of menus.
const (
	groupBlood      = "blood"
	groupInfection  = "infection"
	groupDrugs      = "drugs"
	groupGrowth     = "growth factors"
	groupStemCells  = "stem cells"
	groupLife       = "life"
	groupImmunity   = "immunity"
	groupExperiment = "experiments"
)

// A Kind is what an argument is.
type Kind string

// The kinds of arguments: a number with a unit, a time (a multiple of the tick), a word,
// and a number whose unit and range are those of the agent that is given.
const (
	Number Kind = "number"
	Time   Kind = "time"
	Word   Kind = "word"
	Dose   Kind = "dose"
)

// An Argument is what an intervention wants to know.
type Argument struct {
	Name    string   `json:"name"`
	Kind    Kind     `json:"kind"`
	Unit    string   `json:"unit,omitempty"` // Number: of Min, Max and Default; people may write another of the same dimension. Time: d
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	Options []string `json:"options,omitempty"` // Word: those allowed
	Default string   `json:"default,omitempty"` // as people write it; "" = it must be given
	Choice  string   `json:"choice,omitempty"`  // of the arguments with the same choice exactly one is given
	// Optional says that the argument may be left out, although it has no Default: Help says
	// what is done then.
	Optional bool   `json:"optional,omitempty"`
	Help     string `json:"help"`
}

// Range says what is allowed: 0 to 60 %.
func (a Argument) Range() string {
	switch a.Kind {
	case Word:
		return strings.Join(a.Options, ", ")
	case Dose:
		return "by agent"
	case Time:
		return fmt.Sprintf("%s to %s", inDays(a.Min), inDays(a.Max))
	}
	return strings.TrimSpace(fmt.Sprintf("%g to %g %s", a.Min, a.Max, a.Unit))
}

// inDays is a length of so many days, to the second.
func inDays(days float64) input.Duration {
	return input.Duration(math.Round(days * float64(input.Day)))
}

// values are the arguments that were given.
type values struct {
	numbers map[string]float64 // in the unit of the table
	ticks   map[string]uint64
	words   map[string]string // and doses, as they were written
}

// Interventions returns the table. A new intervention is a file of this package and
// a line here.
func Interventions() []Intervention {
	return []Intervention{
		bleed(),
		transfuse(),
		iron(),
		altitude(),
		infect(),
		endotoxin(),
		vaccinate(),
		drug(),
		infuse(),
		gCSF(),
		epo(),
		tpoAgonist(),
		plerixafor(),
		age(),
		mutate(),
		autoimmunity(),
		splenectomy(),
		immuneDrug(),
		irradiate(),
		mobilize(),
		apheresis(),
		harvest(),
		transplant(),
		label(),
		graft(),
		occlude(),
		angiogenesis(),
		clone(),
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
// species. The error is of the kind that people can mend, and tells which argument.
func Make(name string, args map[string]string, t *lineage.Table) (sim.Event, error) {
	v, err := Find(name)
	if err != nil {
		return sim.Event{}, err
	}
	given, text, err := v.read(args)
	if err != nil {
		return sim.Event{}, err
	}
	do, err := v.bind(given, t)
	if err != nil {
		return sim.Event{}, err
	}
	return sim.Event{Name: name, Arguments: strings.Join(text, " "), Do: do}, nil
}

// Parse makes the event again whose name and Arguments these are.
func Parse(name, arguments string, t *lineage.Table) (sim.Event, error) {
	v, err := Find(name)
	if err != nil {
		return sim.Event{}, err
	}
	args := map[string]string{}
	for field := range strings.FieldsSeq(arguments) {
		key, value, ok := strings.Cut(field, "=")
		if !ok {
			return sim.Event{}, fmt.Errorf("%s: got %q, want arguments as name=value", name, field)
		}
		if a, err := v.argument(key); err == nil {
			value = a.spaced(value)
		}
		args[key] = value
	}
	return Make(name, args, t)
}

// spaced puts the space between number and unit back that Arguments leaves out.
func (a Argument) spaced(value string) string {
	number, ok := strings.CutSuffix(value, a.Unit)
	switch {
	case a.Kind == Number && ok:
		return number + " " + a.Unit
	case a.Kind == Number || a.Kind == Dose:
		return joinedNumber.ReplaceAllString(value, "$1 $2")
	}
	return value
}

// joinedNumber is a number with its unit right behind it, as Arguments has them.
var joinedNumber = regexp.MustCompile(`^([-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)([^0-9.eE+-].*)$`)

// read checks args against the table. It returns the values and, for journals, the text
// of those that were given, in the order of the table.
func (v Intervention) read(args map[string]string) (values, []string, error) {
	for _, name := range slices.Sorted(maps.Keys(args)) {
		if _, err := v.argument(name); err != nil {
			return values{}, nil, err
		}
	}
	given, text := values{map[string]float64{}, map[string]uint64{}, map[string]string{}}, []string(nil)
	have := map[string]bool{}
	for _, a := range v.Arguments {
		s, ok := args[a.Name]
		if ok {
			text = append(text, a.Name+"="+strings.Join(strings.Fields(s), ""))
		} else {
			s = a.Default
		}
		if s == "" {
			continue
		}
		if err := a.read(s, &given); err != nil {
			return given, nil, &ArgumentError{v.Name, a.Name, err.Error()}
		}
		have[a.Name] = true
	}
	return given, text, v.complete(have)
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

// read keeps the value of the argument in to.
func (a Argument) read(text string, to *values) (err error) {
	switch a.Kind {
	case Time:
		to.ticks[a.Name], err = a.readTime(text)
	case Word:
		to.words[a.Name], err = a.readWord(text)
	case Dose:
		to.words[a.Name] = text
	default:
		to.numbers[a.Name], err = a.readNumber(text)
	}
	return err
}

// readNumber returns the value in the argument's unit.
func (a Argument) readNumber(text string) (float64, error) {
	var amount input.Amount
	if err := amount.UnmarshalText([]byte(text)); err != nil {
		return 0, fmt.Errorf("%w; allowed are %s", err, a.Range())
	}
	n, err := amount.In(a.Unit)
	if err != nil {
		return 0, fmt.Errorf("%q: %w; allowed are %s", text, err, a.Range())
	}
	return n, a.inRange(text, n)
}

func (a Argument) inRange(text string, n float64) error {
	if !(n >= a.Min && n <= a.Max) {
		return fmt.Errorf("got %s, allowed are %s", text, a.Range())
	}
	return nil
}

// readTime returns the number of ticks.
func (a Argument) readTime(text string) (uint64, error) {
	d, err := input.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%w; allowed are %s", err, a.Range())
	}
	if d%tick != 0 {
		return 0, fmt.Errorf("got %s, want a multiple of the tick of %s", text, tick)
	}
	return Ticks(d), a.inRange(text, float64(Ticks(d))/sim.TicksPerDay)
}

func (a Argument) readWord(text string) (string, error) {
	if !slices.Contains(a.Options, text) {
		return "", fmt.Errorf("%q is not known%s", text, among(text, a.Options))
	}
	return text, nil
}

// complete checks that what must be given was, and one of each choice.
func (v Intervention) complete(given map[string]bool) error {
	choices := map[string][]string{}
	count := map[string]int{}
	for _, a := range v.Arguments {
		ok := given[a.Name]
		if a.Choice == "" && !ok && !a.Optional {
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
