package web

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"marrow/sim"
	"marrow/sim/live"
)

// epoch numbers the world's line of history; it rises when the world is replaced,
// which this server does not do.
const epoch = 1

// lookEvery is how often the hub looks for a new frame while there are viewers.
const lookEvery = time.Second / 60

// A hub stands between the runner and the viewers. It takes each new frame over
// once for all of them, and wakes their writers; it never waits for one.
type hub struct {
	config  Config
	runner  *live.Runner
	board   *board
	columns []column
	ops     []opInfo
	log     *slog.Logger
	joined  chan struct{} // holds at most one: a viewer came

	mu       sync.Mutex
	viewers  map[*viewer]bool
	sessions map[string]*session
	driver   *session
	roleSeq  int    // grows when the driver changes
	status   []byte // newest status message
	fault    []byte // what ended the run, nil while it goes on
}

// newHub returns a hub that shows what c's runner shows.
func newHub(c Config) (*hub, error) {
	v := c.Runner.Latest()
	types, err := newTypeTable(c.Table, c.Tissue, v.Frame.Counts)
	if err != nil {
		return nil, err
	}
	cols, err := columns(c.Table.Species)
	if err != nil {
		return nil, err
	}
	h := &hub{
		config: c, runner: c.Runner, board: newBoard(types, &v.Frame), columns: cols, ops: operations(), log: c.Log,
		joined: make(chan struct{}, 1), viewers: map[*viewer]bool{}, sessions: map[string]*session{},
	}
	h.board.update(&v.Frame, v.Seq)
	h.status = h.makeStatus(v)
	return h, nil
}

// run takes frames over until ctx ends. Without viewers it sleeps.
func (h *hub) run(ctx context.Context) {
	beat := time.NewTicker(lookEvery)
	defer beat.Stop()
	var told *live.View
	var toldAt time.Time
	for {
		if !h.anybody() {
			select {
			case <-ctx.Done():
				return
			case <-h.joined:
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-h.joined:
			toldAt = time.Time{} // the count of viewers changed
		case <-beat.C:
		}
		now := time.Now()
		due := now.Sub(toldAt) >= time.Second
		v := h.newest(due)
		fresh := h.take(v)
		if told == nil || due || changed(told, v) {
			told, toldAt = v, now
			h.tell(v, now)
			fresh = true
		}
		if fresh {
			h.wakeAll()
		}
	}
}

// newest returns the runner's view. The runner is asked for a new one only if
// somebody can take a picture, or the next status should be up to date.
func (h *hub) newest(ask bool) *live.View {
	if ask {
		return h.runner.Latest()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for v := range h.viewers {
		if v.wantsPicture() {
			return h.runner.Latest()
		}
	}
	return h.runner.Peek()
}

// take shows v's frame to all, and tells whether it was new.
func (h *hub) take(v *live.View) bool {
	if uint32(v.Seq) == h.board.seq { // written by this goroutine only
		return false
	}
	h.board.update(&v.Frame, v.Seq)
	return true
}

// changed tells whether viewers should hear of b at once, having heard of a.
func changed(a, b *live.View) bool {
	return a.Paused != b.Paused || a.Speed != b.Speed || a.Why != b.Why || b.Paused && a.Seq != b.Seq
}

// tell makes the status message, looks after the sessions, and notices the end of
// a run.
func (h *hub) tell(v *live.View, now time.Time) {
	status := h.makeStatus(v)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.status = status
	h.forgetSessions(now)
	if err := h.runner.Err(); err != nil && h.fault == nil {
		h.fault = encode(fault{T: "fault", Tick: v.Frame.Tick, Msg: err.Error()})
	}
}

func (h *hub) makeStatus(v *live.View) []byte {
	h.mu.Lock()
	viewers := len(h.viewers)
	h.mu.Unlock()
	row := live.Row{Tick: v.Frame.Tick, Blood: v.Frame.Blood, Marrow: v.Frame.Marrow, Condition: v.Frame.Condition}
	return encode(statusInfo{
		T: "status", Tick: v.Frame.Tick, Tps: v.TicksPerSecond, Speed: v.TicksPerSecond * sim.TickSeconds,
		Asked: v.Speed * sim.TickSeconds, Paused: v.Paused, Why: v.Why, Viewers: viewers,
		Now: nullable(values(row)), Counts: v.Frame.Counts,
	})
}

func (h *hub) anybody() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.viewers) > 0
}

func (h *hub) wakeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for v := range h.viewers {
		v.nudge()
	}
}

// add takes a viewer in, or returns false if there are too many.
func (h *hub) add(v *viewer) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.viewers) >= h.config.maxViewers() {
		return false
	}
	h.viewers[v] = true
	select {
	case h.joined <- struct{}{}:
	default:
	}
	return true
}

// remove lets a viewer go; its session stays for a while. Who left of his own accord
// gives up driving, who was cut off keeps it for a while.
func (h *hub) remove(v *viewer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.viewers, v)
	if s := v.session; s != nil && s.viewer == v {
		s.viewer, s.left = nil, time.Now()
		if v.left && h.driver == s {
			h.appoint(nil)
		}
	}
	select {
	case h.joined <- struct{}{}:
	default:
	}
}

// news returns what all viewers are told: the status, the fault if there was one,
// and what v should know of the roles if that is newer than seen.
func (h *hub) news(v *viewer, seen int) (status, fault []byte, roles *rolesInfo, roleSeq int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if seen != h.roleSeq {
		r := h.rolesFor(v.session)
		roles = &r
	}
	return h.status, h.fault, roles, h.roleSeq
}
