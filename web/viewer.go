package web

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	writeWait  = 5 * time.Second  // for a message to be taken
	helloWait  = 5 * time.Second  // for the first message
	idleWait   = 30 * time.Second // for any sign of life
	pingEvery  = 12 * time.Second
	hashEvery  = 5 * time.Second
	maxCredits = 4
	maxMessage = 4096 // bytes from a client
	rowsAtOnce = 5000 // in a SERIES message, to stay under 1 MiB
)

// A viewer is one connection. Its reader runs on the goroutine of the request, its
// writer on one of its own; what both touch is behind the lock.
type viewer struct {
	hub     *hub
	ws      *websocket.Conn
	net     *conn
	role    role
	session *session
	deflate bool
	left    bool // the client said goodbye

	wake    chan struct{} // holds at most one: something to send
	replies chan []byte   // answers of the reader; it waits when there are too many
	bulk    chan []byte   // binary messages beside the pictures
	gone    chan struct{} // closed when the writer has ended
	escort  *escort

	mu      sync.Mutex
	watches []*watch // the first is of the run
}

// nudge wakes the writer.
func (v *viewer) nudge() {
	select {
	case v.wake <- struct{}{}:
	default:
	}
}

// watch returns what v sees of the world of a number, nil if it does not look at
// it. The lock is held.
func (v *viewer) watch(number int) *watch {
	for _, w := range v.watches {
		if w.world.number == number {
			return w
		}
	}
	return nil
}

// wantsPicture tells whether a new frame of a world could be sent.
func (v *viewer) wantsPicture(of *world) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	w := v.watch(of.number)
	return w != nil && w.world == of && w.wantsPicture()
}

// acknowledge returns the credit of a frame, or false if no such frame is in
// flight.
func (v *viewer) acknowledge(number int, seq uint32) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	w := v.watch(number)
	if w == nil || !w.acknowledge(seq) {
		return false
	}
	v.nudge()
	return true
}

// A writer sends what a viewer is to see. It is the only one to write to the
// socket, and keeps no queue: it compares what is there with what was sent.
type writer struct {
	*viewer
	fault   []byte
	roleSeq int

	you     youInfo // told last
	youAt   time.Time
	frames  int   // since youAt
	dropped int   // since youAt
	sent    int64 // bytes at youAt
}

// run sends until ctx ends or the client takes no more.
func (w *writer) run(ctx context.Context) {
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	w.youAt = time.Now()
	for {
		var alarm <-chan time.Time
		if d := w.pause(); d > 0 {
			alarm = time.After(d)
		}
		err := error(nil)
		select {
		case <-ctx.Done():
			return
		case m := <-w.replies:
			err = w.text(m)
		case m := <-w.bulk:
			err = w.binary(m)
		case <-ping.C:
			err = w.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait))
		case <-alarm:
			err = w.pump()
		case <-w.wake:
			err = w.pump()
		}
		if err != nil {
			w.net.abandon()
			return
		}
	}
}

// pause is how long the next picture that was put off has to wait; 0 for none.
func (w *writer) pause() (least time.Duration) {
	for _, x := range w.looking() {
		if d := time.Until(x.next); d > 0 && (least == 0 || d < least) {
			least = d
		}
	}
	return least
}

// looking returns what the viewer looks at.
func (w *writer) looking() []*watch {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.watches)
}

// pump sends all that is new.
func (w *writer) pump() error {
	now := time.Now()
	if err := w.news(); err != nil {
		return err
	}
	for _, x := range w.looking() {
		for _, send := range []func(*watch, time.Time) error{w.status, w.events, w.rows, w.picture, w.hash} {
			if err := send(x, now); err != nil {
				return err
			}
		}
	}
	return w.tellYou(now)
}

// news sends what the hub tells everybody.
func (w *writer) news() error {
	fault, roles, seq := w.hub.news(w.viewer, w.roleSeq)
	w.roleSeq = seq
	if roles != nil {
		if err := w.text(encode(roles)); err != nil {
			return err
		}
	}
	if fault != nil && w.fault == nil {
		w.fault = fault
		return w.text(fault)
	}
	return nil
}

// status sends the newest status of a world.
func (w *writer) status(x *watch, _ time.Time) error {
	s := w.hub.statusOf(x.world)
	if len(s) == 0 || len(x.status) > 0 && &x.status[0] == &s[0] {
		return nil
	}
	x.status = s
	return w.text(s)
}

// events sends the marks of the journal.
func (w *writer) events(x *watch, _ time.Time) error {
	w.mu.Lock()
	skip := x.event
	w.mu.Unlock()
	for _, e := range x.world.runner.Events(skip) {
		if err := w.text(encode(x.world.mark(e))); err != nil {
			return err
		}
		skip = e.N
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	x.event = max(x.event, skip)
	return nil
}

// rows sends the rows of the series.
func (w *writer) rows(x *watch, _ time.Time) error {
	w.mu.Lock()
	from := x.row
	w.mu.Unlock()
	first, rows := x.world.runner.Rows(from)
	for len(rows) > 0 {
		n := min(len(rows), rowsAtOnce)
		if err := w.binary(x.world.seriesMessage(first, rows[:n])); err != nil {
			return err
		}
		first, rows = first+uint64(n), rows[n:]
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if x.row == from { // not asked for again meanwhile
		x.row = first
	}
	return nil
}

// picture sends the newest frame if there is a credit and it is time.
func (w *writer) picture(x *watch, now time.Time) error {
	p, ok := w.build(x, now)
	if !ok {
		return nil
	}
	bytes := 0
	for _, m := range p.messages {
		bytes += len(m)
		if err := w.binary(m); err != nil {
			return err
		}
	}
	w.note(x, p.seq)
	x.next = now.Add(max(interval(1, x.view.MaxFps), interval(float64(bytes), 1000*x.view.MaxKbps)))
	return nil
}

// build makes the newest frame, or returns false if there is nothing to send yet.
func (w *writer) build(x *watch, now time.Time) (picture, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !x.wantsPicture() || now.Before(x.next) && !x.moved {
		return picture{}, false
	}
	x.moved = false
	refresh := now.Sub(x.refreshed) >= time.Second
	p := x.world.board.build(x.window, x.world.epoch, refresh, w.deflate)
	if len(p.messages) == 0 {
		return picture{}, false
	}
	x.credits--
	x.flight = append(x.flight, p.seq)
	if refresh {
		x.refreshed = now
	}
	return p, true
}

// interval is the time that amount takes at a rate a second; 0 is no limit.
func interval(amount, rate float64) time.Duration {
	if !(rate > 0) {
		return 0
	}
	return min(time.Duration(amount/rate*float64(time.Second)), 10*time.Second)
}

// note counts a frame, and those that were skipped before it.
func (w *writer) note(x *watch, seq uint32) {
	w.frames++
	if x.seq != 0 && seq > x.seq {
		w.dropped += int(seq - x.seq - 1)
	}
	x.seq = seq
}

// hash sends checksums of what the client should hold.
func (w *writer) hash(x *watch, now time.Time) error {
	if now.Sub(x.hashed) < hashEvery {
		return nil
	}
	w.mu.Lock()
	var m []byte
	if x.window != nil && len(x.flight) == 0 {
		m = x.world.board.hashes(x.window, x.world.epoch)
	}
	w.mu.Unlock()
	if m == nil {
		return nil
	}
	x.hashed = now
	return w.binary(m)
}

// tellYou tells the client once a second how it fares.
func (w *writer) tellYou(now time.Time) error {
	past := now.Sub(w.youAt).Seconds()
	if past < 1 {
		return nil
	}
	sent := w.net.sent.Load()
	y := youInfo{
		T: "you", Fps: int(float64(w.frames)/past + 0.5), Dropped: int(float64(w.dropped)/past + 0.5),
		Kbps: float64(int(float64(sent-w.sent)/past/100)) / 10,
	}
	w.youAt, w.sent, w.frames, w.dropped = now, sent, 0, 0
	if y == w.you {
		return nil
	}
	w.you = y
	return w.text(encode(y))
}

func (w *writer) text(b []byte) error { return w.write(websocket.TextMessage, b) }

func (w *writer) binary(b []byte) error { return w.write(websocket.BinaryMessage, b) }

func (w *writer) write(kind int, b []byte) error {
	if err := w.ws.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return err
	}
	return w.ws.WriteMessage(kind, b)
}
