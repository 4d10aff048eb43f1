package web

import (
	"time"

	"marrow/sim/live"
)

// clonesAtOnce is how many rows a message has at most, to stay under 1 MiB.
const clonesAtOnce = 500

// A clonesInfo brings rows of the clones of a world. They take the place of those that
// a client holds from the tick of the first one on.
type clonesInfo struct {
	T     string     `json:"t"`
	World int        `json:"world"`
	Epoch uint32     `json:"epoch"`
	From  uint64     `json:"from"` // tick of the first row
	Rows  []cloneRow `json:"rows"`
}

// A cloneRow tells how marrow cells are shared among clones.
type cloneRow struct {
	Tick   uint64      `json:"tick"`
	Total  int         `json:"total"`  // cells
	Donor  int         `json:"donor"`  // of them, of clones of a donor's graft
	Clones int         `json:"clones"` // clones that have cells
	Parts  [][3]uint32 `json:"parts"`  // of the largest: number, cells, 1 if a donor's
}

// clones sends the rows of the clones that are new. A replay has those of the run.
func (w *writer) clones(x *watch, _ time.Time) error {
	if x.world.number >= firstReplay {
		return nil
	}
	rows := x.world.line.Clones(x.clones)
	for len(rows) > 0 {
		n := min(len(rows), clonesAtOnce)
		if err := w.text(encode(x.world.clonesMessage(rows[:n]))); err != nil {
			return err
		}
		x.clones, rows = rows[n-1].Tick+1, rows[n:]
	}
	return nil
}

func (w *world) clonesMessage(rows []live.CloneRow) clonesInfo {
	m := clonesInfo{T: "clones", World: w.number, Epoch: w.epoch, From: rows[0].Tick}
	for _, r := range rows {
		row := cloneRow{Tick: r.Tick, Total: r.Cells, Donor: r.Donor, Clones: r.Clones, Parts: [][3]uint32{}}
		for _, c := range r.Largest {
			part := [3]uint32{c.Clone, uint32(c.Cells)}
			if c.Donor {
				part[2] = 1
			}
			row.Parts = append(row.Parts, part)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}
