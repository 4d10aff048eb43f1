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
	gone    chan struct{} // closed when the writer has ended

	mu      sync.Mutex
	window  *window // nil before sub
	credits int
	flight  []uint32 // frames sent and not yet acknowledged
	maxFps  float64
	maxKbps float64
	row     uint64 // next row to send
	event   int    // events sent
	moved   bool   // the window is new: do not wait for the rate
}

// nudge wakes the writer.
func (v *viewer) nudge() {
	select {
	case v.wake <- struct{}{}:
	default:
	}
}

// wantsPicture tells whether a new frame could be sent.
func (v *viewer) wantsPicture() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.window != nil && v.credits > 0
}

// acknowledge returns the credit of a frame, or false if no such frame is in
// flight.
func (v *viewer) acknowledge(seq uint32) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	i := slices.Index(v.flight, seq)
	if i < 0 {
		return false
	}
	v.flight = slices.Delete(v.flight, i, i+1)
	v.credits++
	v.nudge()
	return true
}

// A writer sends what a viewer is to see. It is the only one to write to the
// socket, and keeps no queue: it compares what is there with what was sent.
type writer struct {
	*viewer
	status  []byte // last sent
	fault   []byte
	roleSeq int

	next      time.Time // for the next picture, by the client's limits
	seq       uint32    // last sent
	refreshed time.Time
	hashed    time.Time

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
		if d := time.Until(w.next); d > 0 {
			alarm = time.After(d)
		}
		err := error(nil)
		select {
		case <-ctx.Done():
			return
		case m := <-w.replies:
			err = w.text(m)
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

// pump sends all that is new.
func (w *writer) pump() error {
	now := time.Now()
	for _, send := range []func(time.Time) error{w.news, w.events, w.rows, w.picture, w.hash, w.tellYou} {
		if err := send(now); err != nil {
			return err
		}
	}
	return nil
}

// news sends what the hub tells everybody.
func (w *writer) news(time.Time) error {
	status, fault, roles, seq := w.hub.news(w.viewer, w.roleSeq)
	w.roleSeq = seq
	if roles != nil {
		if err := w.text(encode(roles)); err != nil {
			return err
		}
	}
	if fault != nil && w.fault == nil {
		w.fault = fault
		if err := w.text(fault); err != nil {
			return err
		}
	}
	if len(w.status) > 0 && &w.status[0] == &status[0] {
		return nil
	}
	w.status = status
	return w.text(status)
}

// events sends the marks of the journal.
func (w *writer) events(time.Time) error {
	w.mu.Lock()
	skip := w.event
	w.mu.Unlock()
	for _, e := range w.hub.runner.Events(skip) {
		kind := "scenario"
		if e.Posted {
			kind = "posted"
		}
		if err := w.text(encode(eventInfo{T: "event", N: e.N, Tick: e.Tick, Kind: kind, Key: e.Name, Args: e.Arguments})); err != nil {
			return err
		}
		skip = e.N
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.event = max(w.event, skip)
	return nil
}

// rows sends the rows of the series.
func (w *writer) rows(time.Time) error {
	w.mu.Lock()
	from := w.row
	w.mu.Unlock()
	first, rows := w.hub.runner.Rows(from)
	for len(rows) > 0 {
		n := min(len(rows), rowsAtOnce)
		if err := w.binary(seriesMessage(first, rows[:n], epoch)); err != nil {
			return err
		}
		first, rows = first+uint64(n), rows[n:]
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.row == from { // not asked for again meanwhile
		w.row = first
	}
	return nil
}

// picture sends the newest frame if there is a credit and it is time.
func (w *writer) picture(now time.Time) error {
	w.mu.Lock()
	if w.window == nil || w.credits == 0 || now.Before(w.next) && !w.moved {
		w.mu.Unlock()
		return nil
	}
	w.moved = false
	refresh := now.Sub(w.refreshed) >= time.Second
	p := w.hub.board.build(w.window, epoch, refresh, w.deflate)
	fps, kbps := w.maxFps, w.maxKbps
	if len(p.messages) > 0 {
		w.credits--
		w.flight = append(w.flight, p.seq)
	}
	w.mu.Unlock()
	if len(p.messages) == 0 {
		return nil
	}
	if refresh {
		w.refreshed = now
	}
	bytes := 0
	for _, m := range p.messages {
		bytes += len(m)
		if err := w.binary(m); err != nil {
			return err
		}
	}
	w.note(p.seq)
	w.next = now.Add(max(interval(1, fps), interval(float64(bytes), 1000*kbps)))
	return nil
}

// interval is the time that amount takes at a rate a second; 0 is no limit.
func interval(amount, rate float64) time.Duration {
	if !(rate > 0) {
		return 0
	}
	return min(time.Duration(amount/rate*float64(time.Second)), 10*time.Second)
}

// note counts a frame, and those that were skipped before it.
func (w *writer) note(seq uint32) {
	w.frames++
	if w.seq != 0 && seq > w.seq {
		w.dropped += int(seq - w.seq - 1)
	}
	w.seq = seq
}

// hash sends checksums of what the client should hold.
func (w *writer) hash(now time.Time) error {
	if now.Sub(w.hashed) < hashEvery {
		return nil
	}
	w.mu.Lock()
	var m []byte
	if w.window != nil && len(w.flight) == 0 {
		m = w.hub.board.hashes(w.window, epoch)
	}
	w.mu.Unlock()
	if m == nil {
		return nil
	}
	w.hashed = now
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
