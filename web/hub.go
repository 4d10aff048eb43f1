package web

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"marrow/sim/live"
)

// lookEvery is how often the hub looks for a new frame while there are viewers.
const lookEvery = time.Second / 60

// A hub stands between the runner and the viewers. It takes each new frame over
// once for all of them, and wakes their writers; it never waits for one.
type hub struct {
	config Config
	ops    []opInfo
	log    *slog.Logger
	joined chan struct{} // holds at most one: a viewer came

	mu       sync.Mutex
	worlds   []*world // in the order of their numbers
	viewers  map[*viewer]bool
	sessions map[string]*session
	driver   *session
	roleSeq  int    // grows when the driver changes
	fault    []byte // what ended the run, nil while it goes on
}

// newHub returns a hub that shows what c's runner shows.
func newHub(c Config) (*hub, error) {
	run, err := newWorld(0, 1, &c)
	if err != nil {
		return nil, err
	}
	run.status = run.makeStatus(c.Runner.Peek(), 0)
	return &hub{
		config: c, worlds: []*world{run}, ops: operations(), log: c.Log,
		joined: make(chan struct{}, 1), viewers: map[*viewer]bool{}, sessions: map[string]*session{},
	}, nil
}

// world returns the world of a number, nil if there is none.
func (h *hub) world(number int) *world {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, w := range h.worlds {
		if w.number == number {
			return w
		}
	}
	return nil
}

// all returns the worlds that there are now.
func (h *hub) all() []*world {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.worlds)
}

// run takes frames over until ctx ends. Without viewers it sleeps.
func (h *hub) run(ctx context.Context) {
	beat := time.NewTicker(lookEvery)
	defer beat.Stop()
	told := map[*world]*live.View{}
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
		if due {
			toldAt = now
			h.forgetSessions(now)
		}
		if h.turn(told, due, now) {
			h.wakeAll()
		}
	}
}

// turn takes over what is new in each world, and tells whether anything is. told are
// the views that viewers have heard of.
func (h *hub) turn(told map[*world]*live.View, due bool, now time.Time) (fresh bool) {
	worlds := h.all()
	maps.DeleteFunc(told, func(w *world, _ *live.View) bool { return !slices.Contains(worlds, w) })
	for _, w := range worlds {
		v := h.newest(w, due, now)
		fresh = w.take(v, now) || fresh
		if old := told[w]; old == nil || due || changed(old, v) {
			told[w], fresh = v, true
			h.tell(w, v)
		}
	}
	return fresh
}

// newest returns the view of w. A new one is asked for only if somebody can take a
// picture, or the next status should be up to date.
func (h *hub) newest(w *world, due bool, now time.Time) *live.View {
	views, asked := h.views(w, now)
	if due || asked {
		return w.runner.Want(w.board.wish(views, now))
	}
	return w.runner.Peek()
}

// views returns what is looked at of w, and whether somebody could be sent a picture.
func (h *hub) views(w *world, now time.Time) (all []view, asked bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for v := range h.viewers {
		if view, credit, ok := v.looksAt(w, now); ok {
			all, asked = append(all, view), asked || credit
		}
	}
	return all, asked
}

// changed tells whether viewers should hear of b at once, having heard of a.
func changed(a, b *live.View) bool {
	return a.Paused != b.Paused || a.Speed != b.Speed || a.Why != b.Why || b.Paused && a.Seq != b.Seq
}

// tell makes the status message of w, and notices the end of a run.
func (h *hub) tell(w *world, v *live.View) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w.status = w.makeStatus(v, len(h.viewers))
	if err := w.runner.Err(); err != nil && h.fault == nil {
		h.fault = encode(fault{T: "fault", Tick: v.Frame.Tick, Msg: err.Error()})
	}
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

// news returns what all viewers are told: the fault if there was one, and what v
// should know of the roles if that is newer than seen.
func (h *hub) news(v *viewer, seen int) (fault []byte, roles *rolesInfo, roleSeq int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if seen != h.roleSeq {
		r := h.rolesFor(v.session)
		roles = &r
	}
	return h.fault, roles, h.roleSeq
}

// statusOf returns the newest status of w.
func (h *hub) statusOf(w *world) []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return w.status
}
