package web

import (
	"slices"
	"time"

	"marrow/sim/live"
)

// hiddenAfter is the time without a painted frame after which a tab counts as hidden.
const hiddenAfter = 10 * time.Second

// A watch is what one viewer sees of one world: a window on its picture, and how far
// its rows and marks were sent. The viewer's lock guards all but the writer's part.
type watch struct {
	world   *world
	view    sub     // as asked for last
	window  *window // nil before sub
	credits int
	flight  []flying // frames sent and not yet acknowledged
	former  []flying // the same, of a world that is gone
	painted uint64   // tick of the newest frame that was acknowledged
	desync  int      // tiles that had been sent and were asked for again
	row     uint64   // next row to send
	event   int      // events sent
	moved   bool     // the window is new: do not wait for the rate
	acked   time.Time

	// The writer's own.
	status    []byte    // last sent
	keyframes []byte    // the same
	next      time.Time // for the next picture, by the client's limits
	seq       uint32    // last sent
	hashed    time.Time
	clones    uint64 // tick from which rows of the clones are still to be sent
	thumb     *thumb // last sent
}

// A flying is a frame on its way.
type flying struct {
	seq  uint32
	tick uint64
}

// wantsPicture tells whether a new frame could be sent.
func (w *watch) wantsPicture() bool { return w.window != nil && w.credits > 0 }

// hidden tells whether the client has stopped to paint: nothing is drawn for it then.
func (w *watch) hidden(now time.Time) bool { return w.credits == 0 && now.Sub(w.acked) > hiddenAfter }

// acknowledge returns the credit of a frame, or false if no such frame is in flight.
func (w *watch) acknowledge(seq uint32) bool {
	is := func(f flying) bool { return f.seq == seq }
	if i := slices.IndexFunc(w.flight, is); i >= 0 {
		w.painted = w.flight[i].tick
		w.flight = slices.Delete(w.flight, i, i+1)
		w.credits++
		w.acked = time.Now()
		return true
	}
	i := slices.IndexFunc(w.former, is)
	if i >= 0 {
		w.former = slices.Delete(w.former, i, i+1)
	}
	return i >= 0
}

// follow brings w to the world that has taken the place of its own. Rows and events that the
// two share stay sent. To see another run, the client says anew what of it.
func (w *watch) follow(now *world) {
	w.world, w.status, w.keyframes, w.seq, w.thumb, w.clones = now, nil, nil, 0, nil, 0
	w.row = min(w.row, now.turn.Tick/live.RowTicks+1)
	w.event = min(w.event, now.turn.Event)
	w.former = append(w.former, w.flight...)
	w.former = w.former[max(0, len(w.former)-2*maxCredits):]
	w.flight, w.credits, w.painted = nil, 0, now.turn.Tick
	if now.another {
		w.row, w.event, w.window = 0, 0, nil
	}
	if w.window != nil {
		w.window = nil
		w.see(w.view)
	}
}

// see points at another window, or returns false if that is too large.
func (w *watch) see(s sub) bool {
	v := s.View
	n, ok := w.world.board.look(v.X, v.Y, v.Z, v.W, v.H, v.D, v.Lod, w.window)
	if !ok {
		return false
	}
	if w.window == nil {
		w.credits, w.acked = maxInFlight(s.Credits), time.Now()
	}
	w.view, w.window, w.moved = s, n, true
	return true
}

// need marks as not sent what the client misses.
func (w *watch) need(n need) {
	if w.window != nil && (n.Lod == nil || *n.Lod == w.window.lod) {
		for i := 0; i < len(n.Tiles); i += 3 {
			if w.window.forget(n.Tiles[i], n.Tiles[i+1], n.Tiles[i+2]) {
				w.desync++
			}
		}
	}
	if len(n.Rows) > 0 {
		w.row = uint64(max(n.Rows[0], 0))
	}
	if n.Events != nil {
		w.event = max(*n.Events-1, 0)
	}
	w.moved = true
}

// maxInFlight is the number of frames in flight that a client may ask for.
func maxInFlight(credits int) int {
	if credits <= 0 {
		return 2
	}
	return min(credits, maxCredits)
}
