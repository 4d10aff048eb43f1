package web

import (
	"time"

	"marrow/sim"
	"marrow/sim/live"
	"marrow/sim/tissue"
)

// A world is one line of history that viewers look at: the run, its fork, or a replay.
// When time is turned back, another world takes its number, one epoch on: who holds
// tiles, rows or marks of the old one drops them.
type world struct {
	number  int    // 0 = the run, 1 = its fork, from 2 on replays
	epoch   uint32 // of its number
	line    *live.Line
	board   *board
	columns []column
	owner   *viewer   // of a replay; nil = everybody may look
	turn    epochInfo // how it came in the place of the one before
	another bool      // it is that of another run than the one before

	// Behind the hub's lock.
	status    []byte // newest status message
	keyframes []byte // newest KEYFRAMES message; nil = none
	kept      int    // live.Line.Kept of it
}

// newWorld returns the first world of a run.
func newWorld(r *Run) (*world, error) {
	line := r.Runner.Line()
	types, err := newTypeTable(r.Table, r.Tissue, line.Peek().Frame.Counts)
	if err != nil {
		return nil, err
	}
	cols, err := columns(r.Table.Species)
	if err != nil {
		return nil, err
	}
	return showing(0, line, types, cols), nil
}

// showing returns a world that shows what line does.
func showing(number int, line *live.Line, types *typeTable, cols []column) *world {
	v := line.Peek()
	w := &world{number: number, line: line, board: newBoard(types, &v.Frame), columns: cols}
	w.board.world = uint8(number)
	w.status = w.makeStatus(v, 0)
	return w
}

// other returns a world of the same run that shows another line.
func (w *world) other(number int, line *live.Line) *world {
	return showing(number, line, w.board.types, w.columns)
}

// take shows what is new in v to all, and tells whether anything was.
func (w *world) take(v *live.View, now time.Time) bool {
	if uint32(v.Seq) == w.board.seq && !w.board.unmet { // written by the hub's goroutine only
		return false
	}
	w.board.take(v, now)
	return true
}

// info is the measures of w.
func (w *world) info() worldInfo {
	f := &w.line.Peek().Frame
	return worldInfo{
		World: w.number, W: f.Width, H: f.Height, D: f.Depth, Um: tissue.SiteSize, TileMax: maxTiles,
		Lods: w.board.lods, Epoch: w.epoch, Tick: f.Tick, TickSeconds: sim.TickSeconds, AgeUnit: sim.TickSeconds,
	}
}

// mark is the message of an event that took effect.
func (w *world) mark(e sim.Applied) eventInfo {
	kind := "scenario"
	if e.Posted {
		kind = "posted"
	}
	return eventInfo{T: "event", N: e.N, World: w.number, Tick: e.Tick, Kind: kind, Key: e.Name, Args: e.Arguments, By: e.By}
}

// makeStatus tells how w fares.
func (w *world) makeStatus(v *live.View, viewers int) []byte {
	row := live.Row{Tick: v.Frame.Tick, Blood: v.Frame.Blood, Marrow: v.Frame.Marrow, Condition: v.Frame.Condition}
	return encode(statusInfo{
		T: "status", World: w.number, Tick: v.Frame.Tick, Tps: v.TicksPerSecond, Speed: v.TicksPerSecond * sim.TickSeconds,
		Asked: v.Speed * sim.TickSeconds, Paused: v.Paused, Why: v.Why, Viewers: viewers,
		Now: nullable(values(row)), Counts: v.Frame.Counts, Left: v.Frame.Left, Patches: v.Frame.Body, Flow: v.Frame.Flow, Ground: v.Frame.Ground,
	})
}

// listKeyframes brings the KEYFRAMES message of w up to date, and tells whether it was not.
// The hub's lock is held.
func (w *world) listKeyframes() bool {
	if kept := w.line.Kept(); kept != w.kept {
		w.kept, w.keyframes = kept, appendKeyframes(nil, header{world: uint8(w.number)}, w.epoch, w.line.Keyframes())
		return true
	}
	return false
}
