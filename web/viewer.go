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
	deflate bool // the client inflates
	events  bool // the client knows EVENTS
	left    bool // the client said goodbye

	wake    chan struct{} // holds at most one: something to send
	replies chan []byte   // answers of the reader; it waits when there are too many
	bulk    chan []byte   // binary messages beside the pictures
	gone    chan struct{} // closed when the writer has ended
	escort  *escort

	past [forkWorld + 1]seeker // the viewer's replays: of the run, of its fork

	begins sync.WaitGroup // of other runs, asked for by this viewer

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

// looksAt returns what v looks at of a world, if he does and his tab is not hidden, and
// whether he could be sent a picture.
func (v *viewer) looksAt(of *world, now time.Time) (what view, credit, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	w := v.watch(of.number)
	if w == nil || w.world != of || w.window == nil || w.hidden(now) {
		return view{}, false, false
	}
	return w.window.view, w.credits > 0, true
}

// paints tells whether v could show more of a world than it was sent: a tab that is hidden is
// spared the cells as well as the pictures.
func (v *viewer) paints(number int) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	w := v.watch(number)
	return w == nil || w.window == nil || w.credits > 0
}

// acknowledge returns the credit of a frame, or false if no such frame is in
// flight.
func (v *viewer) acknowledge(number int, seq uint32) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	w := v.watch(number)
	if w == nil {
		return number != runWorld // it has ended, which the client did not know yet
	}
	if !w.acknowledge(seq) {
		return false
	}
	v.nudge()
	return true
}

// A writer sends what a viewer is to see. It is the only one to write to the
// socket, and keeps no queue: it compares what is there with what was sent.
type writer struct {
	*viewer
	seen bulletin

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
		if there, err := w.follow(x); err != nil || !there {
			return err // the writer was woken for what follows
		}
		for _, send := range []func(*watch, time.Time) error{w.status, w.events, w.rows, w.clones, w.thumb, w.picture, w.hash} {
			if err := send(x, now); err != nil {
				return err
			}
		}
	}
	return w.tellYou(now)
}

// news sends what the hub tells everybody.
func (w *writer) news() error {
	old := w.seen
	w.seen = w.hub.news(w.viewer, old)
	if w.seen.roles != nil {
		if err := w.text(encode(w.seen.roles)); err != nil {
			return err
		}
	}
	if w.seen.worlds != nil {
		if err := w.text(encode(w.seen.worlds)); err != nil {
			return err
		}
	}
	if w.seen.fault != nil && old.fault == nil {
		return w.text(w.seen.fault)
	}
	return nil
}

// follow brings x to the world that has its number now, after telling the client. It
// returns false if there is none any more.
func (w *writer) follow(x *watch) (there bool, err error) {
	now := w.hub.world(x.world.number, w.viewer)
	if now == x.world {
		return true, nil
	}
	w.mu.Lock()
	if now == nil {
		w.watches = slices.DeleteFunc(w.watches, func(y *watch) bool { return x == y })
		w.mu.Unlock()
		w.nudge()
		return false, nil
	}
	x.follow(now)
	w.mu.Unlock()
	if err := w.text(encode(now.turn)); err != nil || !now.another {
		return true, err
	}
	return true, w.text(encode(w.hub.welcome(w.session, false)))
}

// status sends the newest status and keyframes of a world.
func (w *writer) status(x *watch, _ time.Time) error {
	status, keyframes := w.hub.messagesOf(x.world)
	if !sameBytes(x.keyframes, keyframes) {
		x.keyframes = keyframes
		if err := w.binary(keyframes); err != nil {
			return err
		}
	}
	if sameBytes(x.status, status) {
		return nil
	}
	x.status = status
	return w.text(status)
}

// sameBytes tells whether b is nothing else than was sent before.
func sameBytes(sent, b []byte) bool { return len(b) == 0 || len(sent) > 0 && &sent[0] == &b[0] }

// events sends the marks of the journal.
func (w *writer) events(x *watch, _ time.Time) error {
	w.mu.Lock()
	skip := x.event
	w.mu.Unlock()
	for _, e := range x.world.line.Events(skip) {
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
	first, rows := x.world.line.Rows(from)
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
	y.Lag, y.Desync = w.behind()
	w.youAt, w.sent, w.frames, w.dropped = now, sent, 0, 0
	if y == w.you {
		return nil
	}
	w.you = y
	return w.text(encode(y))
}

// behind tells how far what was painted of the first world is behind it, and how many
// tiles of all had to be sent again.
func (w *writer) behind() (lag uint64, desync int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, x := range w.watches {
		desync += x.desync
		if tick := x.world.line.Peek().Frame.Tick; i == 0 && x.painted > 0 && tick > x.painted {
			lag = tick - x.painted
		}
	}
	return lag, desync
}

func (w *writer) text(b []byte) error { return w.write(websocket.TextMessage, b) }

func (w *writer) binary(b []byte) error { return w.write(websocket.BinaryMessage, b) }

func (w *writer) parcel(m parcel) error {
	if err := w.ws.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return err
	}
	return w.ws.WritePreparedMessage(m.PreparedMessage)
}

func (w *writer) write(kind int, b []byte) error {
	if err := w.ws.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return err
	}
	return w.ws.WriteMessage(kind, b)
}
