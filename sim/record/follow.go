package record

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"marrow/sim"
)

// What follows is for a run that somebody else ticks, such as a live one.

// Todo are the events that are still to come. For a run that is resumed, those that were
// posted are among them as far as the state that it goes on from does not have them yet.
func (r *Run) Todo() []sim.Timed { return r.todo }

// Past are the events that had taken effect when the run was resumed.
func (r *Run) Past() []sim.Applied { return r.past }

// Known is the tick of the last event that the journal knew when the run was resumed.
func (r *Run) Known() uint64 { return r.known }

// Ticked brings the files up to the present tick of the world.
func (r *Run) Ticked() error {
	if t := r.world.Ticks(); t != r.seen {
		r.seen, r.fresh = t, true
	}
	return r.write()
}

// Note writes down an event that took effect. When it returns, it will not be forgotten.
func (r *Run) Note(a sim.Applied) error { return r.storage(r.out.note(a)) }

// Turned writes down that time was turned back: w is the world from now on, of the events
// the first kept ones stay, and rows that came later are cut off.
func (r *Run) Turned(w *sim.World, kept int) error {
	r.world, r.seen, r.fresh = w, w.Ticks(), false
	return r.storage(r.out.turned(w, kept))
}

// Finish leaves the files complete, so that the run can be resumed just here. A world that
// has not reached what the journal knows stays as it was kept.
func (r *Run) Finish() error {
	if r.world.Ticks() < r.known {
		return nil
	}
	return r.finish(false)
}

func (d *directory) turned(w *sim.World, kept int) error {
	d.hashed = false
	if err := d.settle(); err != nil {
		return err
	}
	r := Record{Tick: w.Ticks(), Kind: RecordTurn, Text: strconv.Itoa(kept)}
	if err := d.journal.append(r); err != nil {
		return err
	}
	for _, t := range d.tables() {
		if err := d.cutTable(t, w.Ticks(), kept); err != nil {
			return err
		}
	}
	// A kill before this checkpoint is in place costs time only: the run is then lived again
	// from an older one.
	return d.checkpoint(w)
}

// cutTable leaves in t the rows up to a tick; in the table of events the first kept ones.
func (d *directory) cutTable(t *table, tick uint64, kept int) error {
	if err := t.w.Flush(); err != nil {
		return err
	}
	text, err := d.content(t.name)
	if err != nil {
		return err
	}
	size, rows := int64(0), 0
	var body [][]byte
	for line := range bytes.Lines(text) {
		if rows > 0 && (t == d.events && rows > kept || t != d.events && rowTick(line) > tick) {
			break
		}
		size, rows, body = size+int64(len(line)), rows+1, append(body, line)
	}
	if t == d.series {
		d.left = sumEgress(body, len(d.left))
	}
	if err := t.close(); err != nil {
		return err
	}
	again, err := continueTable(d.fs, d.dir, t.name, size)
	if err == nil {
		*t = *again
	}
	return err
}

// content reads a file of the directory.
func (d *directory) content(name string) ([]byte, error) {
	f, err := d.fs.Open(d.path(name))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(f)
	return text, closeAfter(f, err)
}

// rowTick is the tick at the beginning of a row.
func rowTick(line []byte) uint64 {
	field, _, _ := bytes.Cut(line, []byte(","))
	n, _ := strconv.ParseUint(string(field), 10, 64) // rows are our own
	return n
}

// sumEgress adds up the columns of series.csv that count the cells that left, one per
// lineage.
func sumEgress(lines [][]byte, lineages int) []uint64 {
	sum := make([]uint64, lineages)
	first := -1
	for i, line := range lines {
		fields := strings.Split(string(line), ",")
		if i == 0 {
			for k, name := range fields {
				if first < 0 && strings.HasPrefix(name, "egress_") {
					first = k
				}
			}
			continue
		}
		for k := range sum {
			n, _ := strconv.ParseUint(fields[first+k], 10, 64) // rows are our own
			sum[k] += n
		}
	}
	return sum
}

// Columns returns what series.csv holds of the named columns, row by row, with the ticks of
// the rows. An empty field is NaN.
func (r *Run) Columns(names []string) (ticks []uint64, rows [][]float64, err error) {
	if err := r.out.series.w.Flush(); err != nil {
		return nil, nil, r.storage(err)
	}
	text, err := r.out.content(SeriesFile)
	if err != nil {
		return nil, nil, r.storage(err)
	}
	var at map[string]int
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), ",")
		if at == nil {
			at = map[string]int{}
			for i, name := range fields {
				at[name] = i
			}
			continue
		}
		row := make([]float64, len(names))
		for i, name := range names {
			if row[i], err = parseNumber(fields[at[name]]); err != nil {
				return nil, nil, fmt.Errorf("%s: %s: %w", SeriesFile, name, err)
			}
		}
		ticks, rows = append(ticks, rowTick([]byte(line))), append(rows, row)
	}
	return ticks, rows, nil
}
