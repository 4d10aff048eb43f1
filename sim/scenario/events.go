package scenario

import (
	"errors"
	"strings"

	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// readEvents reads the events of a file and binds them for a species.
func readEvents(nodes []*input.Node, t *lineage.Table) ([]Event, []Dated, error) {
	var events []Event
	var dated []Dated
	for _, n := range nodes {
		e, err := readEvent(n)
		if err != nil {
			return nil, nil, err
		}
		bound, err := e.bind(n, t)
		if err != nil {
			return nil, nil, err
		}
		events = append(events, e)
		dated = append(dated, Dated{Tick: Ticks(e.At), Event: bound})
	}
	return events, dated, nil
}

// readEvent reads {at: 20d, do: bleed, share: 8.8 %}.
func readEvent(n *input.Node) (Event, error) {
	var e Event
	if n.Kind != input.Map {
		return e, n.Errorf("got a single value, want a map such as {at: 20d, do: bleed, share: 8.8 %%}")
	}
	for _, f := range n.Items {
		var err error
		switch f.Key {
		case "at":
			err = readAt(f, &e.At)
		case "do":
			err = f.Decode(&e.Do)
		default:
			err = readArgument(f, &e)
		}
		if err != nil {
			return e, err
		}
	}
	for _, key := range []string{"at", "do"} {
		if n.Field(key) == nil {
			return e, n.Errorf("%s is missing", key)
		}
	}
	return e, nil
}

func readAt(n *input.Node, t *input.Duration) error {
	if err := n.Decode(t); err != nil {
		return err
	}
	if *t%tick != 0 {
		return n.Errorf("got %s, want a multiple of the tick of %s", *t, tick)
	}
	return nil
}

// readArgument keeps the text of an argument; its range is for the table to check.
func readArgument(n *input.Node, e *Event) error {
	if n.Kind == input.List || n.Kind == input.Map || n.Kind == input.Null {
		return n.Errorf("want a single value")
	}
	e.Arguments = append(e.Arguments, Given{Name: n.Key, Value: n.Value})
	return nil
}

// bind makes the event from the table of interventions. Errors get the position of
// the argument that they are about.
func (e Event) bind(n *input.Node, t *lineage.Table) (sim.Event, error) {
	args := map[string]string{}
	for _, a := range e.Arguments {
		args[a.Name] = a.Value
	}
	made, err := Make(e.Do, args, t)
	if err == nil {
		return made, nil
	}
	var bad *ArgumentError
	if !errors.As(err, &bad) {
		return made, n.Field("do").Errorf("%v", err)
	}
	if f := n.Field(bad.Argument); f != nil {
		return made, f.Errorf("%s", bad.Text)
	}
	return made, n.Errorf("%s", strings.TrimPrefix(err.Error(), e.Do+": "))
}
