package scenario

import (
	"strings"

	"marrow/sim/input"
)

// A Done is an intervention as it took effect: when that many ticks were done, with
// its arguments as journals have them, such as "share=8.8% over=1h".
type Done struct {
	Tick            uint64
	Name, Arguments string
}

// Happened returns the scenario of what happened until a tick: the same patch and
// body, with what was done to them, by whomever, for events.
func (s *Scenario) Happened(done []Done, until uint64) *Scenario {
	c := *s
	c.Events = nil
	for _, d := range done {
		c.Events = append(c.Events, d.event())
	}
	c.Until = max(spanOf(until), tick)
	return &c
}

// event is d as a file has it.
func (d Done) event() Event {
	e := Event{At: spanOf(d.Tick), Do: d.Name}
	for _, field := range strings.Fields(d.Arguments) {
		name, value, _ := strings.Cut(field, "=")
		e.Arguments = append(e.Arguments, Given{name, spaced(value)})
	}
	return e
}

// spanOf is the time of that many ticks.
func spanOf(ticks uint64) input.Duration { return input.Duration(ticks) * tick }
