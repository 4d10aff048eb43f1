package web

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	keptSession = time.Minute      // after its connection was lost
	keptDrive   = 30 * time.Second // the same, for the driver's place
	keptAnswers = 1200             // a minute of commands at the fastest
)

// A session is a client across its connections, so that a lost line loses nothing.
// The hub's lock guards it.
type session struct {
	client, key, name string
	role              role
	viewer            *viewer // nil while the line is lost
	left              time.Time
	turn              sync.Mutex        // held while a command is done: one after the other
	answers           map[string][]byte // by command id: a command sent again is not done again
	order             []string
	begun             beginning
}

// A beginning is a run that is being made for a session, which may call it off.
type beginning struct {
	mu   sync.Mutex
	stop context.CancelFunc // nil: none is being made
}

// making notes that a run is being made. Its context ends when that is called
// off; end must be called when the run is there.
func (s *session) making() (ctx context.Context, end func()) {
	b := &s.begun
	ctx, stop := context.WithCancel(context.Background())
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stop = stop
	return ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.stop = nil
		stop()
	}
}

// callOff ends the making of a run, if there is one.
func (s *session) callOff() {
	b := &s.begun
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stop != nil {
		b.stop()
	}
}

// enter returns the session that h asks to resume, or a new one, and makes it v's.
// The connection that had it before is returned to be closed.
func (h *hub) enter(v *viewer, hi hello) (s *session, resumed bool, former *viewer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r := hi.Resume; r != nil {
		if old := h.sessions[r.Client]; old != nil && same(old.key, r.Key) {
			s, resumed, former = old, r.Epoch == h.worlds[0].epoch, old.viewer
		}
	}
	if s == nil {
		s = &session{client: newToken(), key: newToken(), answers: map[string][]byte{}}
		h.sessions[s.client] = s
	}
	s.viewer, s.role, s.name = v, v.role, hi.Name
	v.session = s
	if h.driverGone(time.Now()) && s.role == mayDrive {
		h.appoint(s)
	}
	return s, resumed, former
}

// driverGone tells whether nobody drives.
func (h *hub) driverGone(now time.Time) bool {
	d := h.driver
	return d == nil || d.viewer == nil && now.Sub(d.left) > keptDrive
}

// appoint makes s the driver, nil for nobody.
func (h *hub) appoint(s *session) {
	if h.driver == s {
		return
	}
	h.driver, h.asking = s, nil
	h.tellRoles()
}

// tellRoles has all viewers hear who drives. The lock is held.
func (h *hub) tellRoles() {
	h.roleSeq++
	for v := range h.viewers {
		v.nudge()
	}
}

// mayCommand tells whether s drives; a place that is free is taken by the first who
// may have it.
func (h *hub) mayCommand(s *session) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s.role == mayDrive && h.driverGone(time.Now()) {
		h.appoint(s)
	}
	return h.driver == s
}

// drive takes the driver's place or gives it up.
func (h *hub) drive(s *session, take bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case take && s.role == mayDrive:
		h.appoint(s)
	case !take && h.driver == s:
		h.appoint(nil)
	default:
		return !take
	}
	return true
}

// ask asks the driver to give his place to s, who gets it at once if it is free. It returns
// false if s may not drive.
func (h *hub) ask(s *session) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case s.role != mayDrive:
		return false
	case h.driverGone(time.Now()):
		h.appoint(s)
	case h.driver != s:
		h.asking = s
		h.tellRoles()
	}
	return true
}

// answer has the driver give his place to who asked for it, or keep it. It returns false if
// there is nobody who asks s.
func (h *hub) answer(s *session, give bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.driver != s || h.asking == nil {
		return false
	}
	if give {
		h.appoint(h.asking)
		return true
	}
	h.asking = nil
	h.tellRoles()
	return true
}

// rename gives s another name.
func (h *hub) rename(s *session, name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s.name = name
	h.tellRoles()
}

// rolesFor tells s who drives.
func (h *hub) rolesFor(s *session) rolesInfo {
	r := rolesInfo{T: "roles", You: "viewer", May: s.role == mayDrive, Asked: h.asking == s}
	if h.driver != nil {
		r.Driver = &driverInfo{h.driver.name}
	}
	if h.driver == s {
		r.You = "driver"
		if h.asking != nil {
			r.Asks = &driverInfo{h.asking.name}
		}
	}
	return r
}

// answered returns the answer that was given to a command before.
func (h *hub) answered(s *session, id string) ([]byte, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, ok := s.answers[id]
	return a, ok
}

// remember keeps an answer.
func (h *hub) remember(s *session, id string, answer []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(s.order) >= keptAnswers {
		delete(s.answers, s.order[0])
		s.order = slices.Delete(s.order, 0, 1)
	}
	s.answers[id] = answer
	s.order = append(s.order, id)
}

// forgetSessions drops those whose client did not come back.
func (h *hub) forgetSessions(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, s := range h.sessions {
		if s.viewer != nil || now.Sub(s.left) <= keptSession {
			continue
		}
		delete(h.sessions, id)
		if h.driver == s {
			h.appoint(h.asking)
		}
	}
}
