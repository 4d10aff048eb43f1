package web

import (
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
	runner  *live.Runner
	board   *board
	columns []column
	status  []byte // newest status message; behind the hub's lock
}

// newWorld returns the world that shows what c's runner shows.
func newWorld(number int, epoch uint32, c *Config) (*world, error) {
	v := c.Runner.Latest()
	types, err := newTypeTable(c.Table, c.Tissue, v.Frame.Counts)
	if err != nil {
		return nil, err
	}
	cols, err := columns(c.Table.Species)
	if err != nil {
		return nil, err
	}
	w := &world{number: number, epoch: epoch, runner: c.Runner, board: newBoard(types, &v.Frame), columns: cols}
	w.board.world = uint8(number)
	w.board.update(&v.Frame, v.Seq)
	return w, nil
}

// take shows v's frame to all, and tells whether it was new.
func (w *world) take(v *live.View) bool {
	if uint32(v.Seq) == w.board.seq { // written by the hub's goroutine only
		return false
	}
	w.board.update(&v.Frame, v.Seq)
	return true
}

// info is the measures of w.
func (w *world) info() worldInfo {
	f := &w.runner.Peek().Frame
	return worldInfo{
		World: w.number, W: f.Width, H: f.Height, D: f.Depth, Um: tissue.SiteSize, TileMax: maxTiles,
		Lods: len(w.board.levels), Epoch: w.epoch, Tick: f.Tick, TickSeconds: sim.TickSeconds, AgeUnit: sim.TickSeconds,
	}
}

// worldInfos are the measures of all worlds.
func (h *hub) worldInfos() []worldInfo {
	var out []worldInfo
	for _, w := range h.all() {
		out = append(out, w.info())
	}
	return out
}

// mark is the message of an event that took effect.
func (w *world) mark(e live.Applied) eventInfo {
	kind := "scenario"
	if e.Posted {
		kind = "posted"
	}
	return eventInfo{T: "event", N: e.N, World: w.number, Tick: e.Tick, Kind: kind, Key: e.Name, Args: e.Arguments}
}

// makeStatus tells how w fares.
func (w *world) makeStatus(v *live.View, viewers int) []byte {
	row := live.Row{Tick: v.Frame.Tick, Blood: v.Frame.Blood, Marrow: v.Frame.Marrow, Condition: v.Frame.Condition}
	return encode(statusInfo{
		T: "status", World: w.number, Tick: v.Frame.Tick, Tps: v.TicksPerSecond, Speed: v.TicksPerSecond * sim.TickSeconds,
		Asked: v.Speed * sim.TickSeconds, Paused: v.Paused, Why: v.Why, Viewers: viewers,
		Now: nullable(values(row)), Counts: v.Frame.Counts,
	})
}
