package record

import (
	"fmt"
	"strconv"
	"strings"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

// applied reads an event of the journal; false if r is no event.
func (r Record) applied() (a sim.Applied, ok bool) {
	text := r.Text
	switch r.Kind {
	case RecordPosted:
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			return a, false
		}
		a.By, _ = strconv.Unquote(quoted) // QuotedPrefix has checked it
		text = strings.TrimPrefix(text[len(quoted):], " ")
	case RecordEvent:
	default:
		return a, false
	}
	a.Tick, a.Posted = r.Tick, r.Kind == RecordPosted
	a.Name, a.Arguments, _ = strings.Cut(text, " ")
	return a, true
}

// recordOf is a as a line of the journal.
func recordOf(a sim.Applied) Record {
	r := Record{Tick: a.Tick, Kind: RecordEvent, Text: a.Name + " " + a.Arguments}
	if a.Posted {
		r.Kind, r.Text = RecordPosted, strconv.Quote(a.By)+" "+r.Text
	}
	return r
}

// kept is how many events stay when time is turned back; false if r does not turn it.
func (r Record) kept() (n int, ok bool) {
	if r.Kind != RecordTurn {
		return 0, false
	}
	n, err := strconv.Atoi(r.Text)
	return n, err == nil && n >= 0
}

// events are those that took effect and were not undone, by the first n records.
func (j *Journal) events(n int) []sim.Applied {
	var out []sim.Applied
	for _, r := range j.Records[:n] {
		if a, ok := r.applied(); ok {
			a.N = len(out) + 1
			out = append(out, a)
		}
		if kept, ok := r.kept(); ok {
			out = out[:min(kept, len(out))]
		}
	}
	return out
}

// behind returns the number of records up to a mark that j holds.
func (j *Journal) behind(m Mark) int {
	for i, have := range j.Marks {
		if have == m {
			return i + 1
		}
	}
	return 0
}

// left tells whether the state of a checkpoint is one that the run came by, and was not
// undone since. It returns how many events had taken effect by then.
func (j *Journal) left(h *Header) (done int, ok bool) {
	n := j.behind(h.Journal)
	done = len(j.events(n))
	for _, r := range j.Records[n:] {
		if kept, turned := r.kept(); turned && (kept < done || r.Tick < h.Tick) {
			return 0, false
		}
	}
	return done, true
}

// ahead are the events still to come for a run of which those of past have taken effect:
// the rest of the scenario's, and those posted that the journal says came next. Of one
// tick, those of the scenario come first.
func ahead(s *scenario.Setup, past, next []sim.Applied, t *lineage.Table) ([]sim.Timed, error) {
	var posted []sim.Timed
	for _, a := range next {
		if !a.Posted {
			continue
		}
		e, err := scenario.Parse(a.Name, a.Arguments, t)
		if err != nil {
			return nil, fmt.Errorf("journal: event %d at tick %d: %w", a.N, a.Tick, err)
		}
		posted = append(posted, sim.Timed{Tick: a.Tick, Event: e, Posted: true, By: a.By})
	}
	done := 0
	for _, a := range past {
		if !a.Posted {
			done++
		}
	}
	var out []sim.Timed
	for _, e := range s.Events[min(done, len(s.Events)):] {
		for len(posted) > 0 && posted[0].Tick < e.Tick {
			out, posted = append(out, posted[0]), posted[1:]
		}
		out = append(out, sim.Timed{Tick: e.Tick, Event: e.Event})
	}
	return append(out, posted...), nil
}
