package web

import (
	"context"
	"errors"
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
	build  string // of the page
	log    *slog.Logger
	joined chan struct{} // holds at most one: a viewer came

	turning  sync.Mutex // held by who turns time, or changes the run
	mu       sync.Mutex
	worlds   []*world // in the order of their numbers; the first is the run
	epochs   [lastReplay + 1]uint32
	worldSeq int // grows when worlds come or go
	viewers  map[*viewer]bool
	sessions map[string]*session
	driver   *session
	asking   *session // who asks the driver for his place; nil = nobody
	roleSeq  int      // grows when the driver changes
	fault    []byte   // what ended the run, nil while it goes on
}

// newHub returns a hub that shows what c's runner shows.
func newHub(c Config, build string) (*hub, error) {
	w, err := newWorld(&c.Run)
	if err != nil {
		return nil, err
	}
	h := &hub{
		config: c, ops: operations(), build: build, log: c.Log,
		joined: make(chan struct{}, 1), viewers: map[*viewer]bool{}, sessions: map[string]*session{},
	}
	h.place(w, epochInfo{})
	return h, nil
}

// work takes frames over until ctx ends. Without viewers it sleeps.
func (h *hub) work(ctx context.Context) {
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
		h.mu.Lock()
		fresh = w.listKeyframes() || fresh
		h.mu.Unlock()
	}
	return fresh
}

// newest returns the view of w. A new one is asked for only if somebody can take a
// picture, or the next status should be up to date.
func (h *hub) newest(w *world, due bool, now time.Time) *live.View {
	views, asked := h.views(w, now)
	if due || asked {
		return w.line.Want(w.board.wish(views, now))
	}
	return w.line.Peek()
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
	err := h.config.Runner.Err()
	if err != nil && !errors.Is(err, context.Canceled) && h.fault == nil {
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

// part lets a viewer go; its session stays for a while. Who left of his own accord
// gives up driving, who was cut off keeps it for a while.
func (h *hub) part(v *viewer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.viewers, v)
	if s := v.session; s != nil && s.viewer == v {
		s.viewer, s.left = nil, time.Now()
		if h.asking == s {
			h.asking = nil
			h.tellRoles()
		}
		if v.left && h.driver == s {
			h.appoint(h.asking)
		}
	}
	select {
	case h.joined <- struct{}{}:
	default:
	}
}

// A bulletin is what all viewers are told. A viewer that has seen the same numbers knows
// the roles and the worlds.
type bulletin struct {
	fault    []byte // nil if there was none
	roleSeq  int
	roles    *rolesInfo // for this viewer, if they are news
	worldSeq int
	worlds   *worldsInfo // the same
}

// news returns what v should hear, having seen the numbers of seen.
func (h *hub) news(v *viewer, seen bulletin) bulletin {
	h.mu.Lock()
	defer h.mu.Unlock()
	b := bulletin{fault: h.fault, roleSeq: h.roleSeq, worldSeq: h.worldSeq}
	if seen.roleSeq != h.roleSeq {
		r := h.rolesFor(v.session)
		b.roles = &r
	}
	if seen.worldSeq != h.worldSeq {
		b.worlds = &worldsInfo{"worlds", h.shown()}
	}
	return b
}

// messagesOf returns the newest status and the newest list of keyframes of w.
func (h *hub) messagesOf(w *world) (status, keyframes []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return w.status, w.keyframes
}
