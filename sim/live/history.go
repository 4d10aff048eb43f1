package live

import (
	"cmp"
	"slices"
	"sync"

	"marrow/sim"
	"marrow/sim/blood"
	"marrow/sim/body"
)

// RowTicks is the number of ticks between two rows of the series: an hour.
const RowTicks = sim.TicksPerDay / 24

// keptRows is how many rows are kept: two years and a quarter of them.
const keptRows = 20_000

// A Row is a point of the series: the body and the patch at one tick.
type Row struct {
	Tick      uint64
	Blood     blood.Count
	Marrow    sim.Marrow
	Condition body.Condition
}

// A deed is an event that took effect, with what it takes to do it again.
type deed struct {
	sim.Applied
	event sim.Event
}

// timed is d as it is still to come in another line of history.
func (d deed) timed() sim.Timed {
	return sim.Timed{Tick: d.Tick, Event: d.event, Posted: d.Posted, By: d.By}
}

// history is what happened so far: for viewers that come late, and to live it again. Runs
// of any length keep a bounded number of rows and keyframes; events are few and all kept.
type history struct {
	lock   sync.Mutex
	rows   []Row  // row n is at (n-start) % keptRows
	start  uint64 // number of the first row made
	made   uint64 // rows made
	deeds  []deed
	keys   []keyframe // by tick
	budget int64      // of keys [bytes]; 0 = none are kept
	kept   int        // changes of keys
}

// Rows returns the rows numbered from and up, oldest first, and the number of the
// first one, which is larger than from if older rows are no longer kept. Row n is
// that of tick n*RowTicks.
func (h *history) Rows(from uint64) (first uint64, rows []Row) {
	h.lock.Lock()
	defer h.lock.Unlock()
	end := h.start + h.made
	first = min(max(from, end-uint64(len(h.rows))), end)
	rows = make([]Row, 0, end-first)
	for n := first; n < end; n++ {
		rows = append(rows, h.rows[(n-h.start)%keptRows])
	}
	return first, rows
}

// Events returns what took effect so far, after the first skip events.
func (h *history) Events(skip int) []sim.Applied {
	var out []sim.Applied
	for _, d := range h.script()[min(max(skip, 0), h.done()):] {
		out = append(out, d.Applied)
	}
	return out
}

// script returns what took effect so far.
func (h *history) script() []deed {
	h.lock.Lock()
	defer h.lock.Unlock()
	return slices.Clip(h.deeds)
}

// done is the number of events that took effect so far.
func (h *history) done() int { return len(h.script()) }

// note keeps a row if w is at the tick of one.
func (h *history) note(w *sim.World) {
	if w.Ticks()%RowTicks != 0 {
		return
	}
	h.keepRow(Row{w.Ticks(), w.Blood(), w.Marrow(), w.Condition()})
}

// keepRow adds a row, over the oldest one once there are too many.
func (h *history) keepRow(row Row) {
	h.lock.Lock()
	defer h.lock.Unlock()
	if h.made == 0 {
		h.start = row.Tick / RowTicks
	}
	if len(h.rows) < keptRows {
		h.rows = append(h.rows, row)
	} else {
		h.rows[h.made%keptRows] = row
	}
	h.made++
}

// record keeps an event that took effect.
func (h *history) record(t sim.Timed) sim.Applied {
	h.lock.Lock()
	defer h.lock.Unlock()
	a := sim.Applied{
		N: len(h.deeds) + 1, Tick: t.Tick, Name: t.Event.Name, Arguments: t.Event.Arguments, Posted: t.Posted, By: t.By,
	}
	h.deeds = append(h.deeds, deed{a, t.Event})
	return a
}

// inherit takes over what had happened in old when tick had been made and n events had
// taken effect.
func (h *history) inherit(old *history, tick uint64, n int) {
	_, rows := old.Rows(0)
	for _, row := range rows {
		if row.Tick <= tick {
			h.keepRow(row)
		}
	}
	h.deeds = slices.Clone(old.script()[:n])
	old.lock.Lock()
	defer old.lock.Unlock()
	for _, k := range old.keys {
		if k.Tick <= tick && k.done <= n {
			h.keys = append(h.keys, k)
		}
	}
}

// sorted returns the events at or after tick, in order of their ticks. Of one tick, those
// of the scenario come first.
func sorted(events []sim.Timed, tick uint64) []sim.Timed {
	left := slices.Clone(events)
	slices.SortStableFunc(left, func(a, b sim.Timed) int {
		if a.Posted != b.Posted && a.Tick == b.Tick {
			return cmp.Compare(rank(a), rank(b))
		}
		return cmp.Compare(a.Tick, b.Tick)
	})
	return slices.DeleteFunc(left, func(t sim.Timed) bool { return t.Tick < tick })
}

// rank is the place of an event within its tick.
func rank(t sim.Timed) int {
	if t.Posted {
		return 1
	}
	return 0
}
