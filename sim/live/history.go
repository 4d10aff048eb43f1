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

// history is what happened so far, for viewers that come late. Runs of any length
// keep a bounded number of rows; events are few and all kept.
type history struct {
	lock   sync.Mutex
	rows   []Row  // row n is at (n-start) % keptRows
	start  uint64 // number of the first row made
	made   uint64 // rows made
	events []Applied
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
func (h *history) Events(skip int) []Applied {
	h.lock.Lock()
	defer h.lock.Unlock()
	return slices.Clone(h.events[min(max(skip, 0), len(h.events)):])
}

// note keeps a row if w is at the tick of one.
func (h *history) note(w *sim.World) {
	if w.Ticks()%RowTicks != 0 {
		return
	}
	h.keep(Row{w.Ticks(), w.Blood(), w.Marrow(), w.Condition()})
}

// keep adds a row, over the oldest one once there are too many.
func (h *history) keep(row Row) {
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

// record keeps e and hands it to the journal.
func (h *history) record(e sim.Event, tick uint64, posted bool, journal func(Applied) error) error {
	h.lock.Lock()
	a := Applied{len(h.events) + 1, tick, e.Name, e.Arguments, posted}
	h.events = append(h.events, a)
	h.lock.Unlock()
	if journal == nil {
		return nil
	}
	return journal(a)
}

// sorted returns the events at or after tick, in order of their ticks.
func sorted(events []Timed, tick uint64) []Timed {
	left := slices.Clone(events)
	slices.SortStableFunc(left, func(a, b Timed) int { return cmp.Compare(a.Tick, b.Tick) })
	return slices.DeleteFunc(left, func(t Timed) bool { return t.Tick < tick })
}
