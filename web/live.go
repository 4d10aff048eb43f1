package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"

	"marrow/sim"
)

// upgrader has no compression: it would gain nothing on small deltas, and inbound it
// would let a small message grow past the limit.
func (s *Server) upgrader() websocket.Upgrader {
	return websocket.Upgrader{
		HandshakeTimeout: 5 * time.Second,
		ReadBufferSize:   1024,
		WriteBufferSize:  4096,
		WriteBufferPool:  &sync.Pool{},
		Subprotocols:     []string{protocol, protocolAny},
		CheckOrigin:      s.guard.mayLive,
	}
}

// live answers /live: a conversation from hello to the end of the connection. What
// is wrong is told in words after the upgrade, since a browser shows nothing of a
// refused one.
func (s *Server) live(w http.ResponseWriter, r *http.Request) {
	from := addressOf(r)
	if !s.door.enter(from, 2*s.config.maxViewers()) {
		w.Header().Set("Retry-After", "30")
		http.Error(w, "too many viewers", http.StatusServiceUnavailable)
		return
	}
	defer s.door.leave(from)
	u := s.upgrader()
	ws, err := u.Upgrade(w, r, nil) // answers by itself when it fails
	if err != nil {
		s.config.Log.Debug("upgrade refused", "error", err, "origin", r.Header.Get("Origin"))
		return
	}
	defer ws.Close()
	ws.SetReadLimit(maxMessage)
	v := &viewer{
		hub: s.hub, ws: ws, net: ws.NetConn().(*conn), role: s.guard.role(r),
		wake: make(chan struct{}, 1), replies: make(chan []byte, 64), gone: make(chan struct{}), bulk: make(chan []byte, 1),
	}
	v.escort = newEscort(v)
	v.net.gauge = newGauge()
	v.refuse(s.converse(v, from))
}

// converse talks to v until one of the two ends it.
func (s *Server) converse(v *viewer, from string) error {
	switch {
	case v.ws.Subprotocol() != protocol:
		v.end(closeVersion, "version", bye{Why: "version", Speaks: []string{protocol}})
		return nil
	case v.role == nobody:
		v.end(closeToken, "token", bye{Why: "token"})
		return nil
	case s.door.crowded(from):
		v.end(websocket.CloseTryAgainLater, "full", bye{Why: "full", RetryAfter: 30})
		return nil
	}
	hi, err := v.greet()
	if err != nil {
		return err
	}
	if !s.hub.add(v) {
		v.end(websocket.CloseTryAgainLater, "full", bye{Why: "full", RetryAfter: 30})
		return nil
	}
	defer s.hub.part(v)
	session, resumed, former := s.hub.enter(v, hi)
	if former != nil {
		former.end(closeElsewhere, "elsewhere", bye{})
	}
	v.begin(hi, resumed)
	if err := v.say(s.hub.welcome(session, resumed)); err != nil {
		return err
	}
	v.talk(s.quit)
	return nil
}

// talk runs the writer beside the reader until either ends, or quit does.
func (v *viewer) talk(quit context.Context) {
	ctx, cancel := context.WithCancel(quit)
	var wg sync.WaitGroup
	wg.Go(func() {
		w := writer{viewer: v, you: youInfo{Fps: -1}}
		w.run(ctx)
		close(v.gone)
		if quit.Err() != nil {
			v.end(websocket.CloseGoingAway, "shutdown", bye{Why: "shutdown"})
		}
		_ = v.ws.Close() // ends the reader
	})
	wg.Go(func() { v.escort.run(ctx) })
	v.nudge()
	err := newReader(v).run()
	v.left = websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway)
	v.refuse(err)
	cancel()
	wg.Wait()
	v.begins.Wait()
	v.endPast()
}

// refuse tells the client why we end the connection, if it is we who do.
func (v *viewer) refuse(err error) {
	var no refusal
	switch {
	case errors.As(err, &no):
		v.end(no.code, no.text, bye{})
	case errors.Is(err, errFlood):
		v.end(websocket.ClosePolicyViolation, "too many bytes", bye{})
	}
}

// greet reads the hello.
func (v *viewer) greet() (hello, error) {
	v.ws.SetPingHandler(func(data string) error {
		soon := time.Now().Add(writeWait)
		return errors.Join(v.alive(), v.ws.WriteControl(websocket.PongMessage, []byte(data), soon))
	})
	v.ws.SetPongHandler(func(string) error { return v.alive() })
	if err := v.ws.SetReadDeadline(time.Now().Add(helloWait)); err != nil {
		return hello{}, err
	}
	kind, b, err := v.ws.ReadMessage()
	if err != nil {
		return hello{}, err
	}
	if kind == websocket.TextMessage && !utf8.Valid(b) {
		return hello{}, errNotText
	}
	var e envelope
	if kind != websocket.TextMessage || unmarshal(b, &e) != nil || e.T != "hello" {
		return hello{}, refusal{websocket.CloseProtocolError, "want a hello first"}
	}
	var hi hello
	if err := json.Unmarshal(b, &hi); err != nil || hi.Proto != protoNumber {
		return hello{}, refusal{closeVersion, "want a hello of protocol 1"}
	}
	return hi, v.alive()
}

// begin has v watch the run, from what a returning client holds already.
func (v *viewer) begin(hi hello, resumed bool) {
	run, _ := v.hub.run()
	w := &watch{world: run}
	if r := hi.Resume; resumed {
		w.row, w.event = uint64(max(r.Row+1, 0)), max(r.Event, 0)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.deflate, v.events = slices.Contains(hi.Caps, "deflate"), slices.Contains(hi.Caps, "events")
	v.watches = append(v.watches, w)
}

// welcome describes the run to a client.
func (h *hub) welcome(session *session, resumed bool) welcome {
	world, run := h.run()
	h.mu.Lock()
	defer h.mu.Unlock()
	now, c := world.line.Peek(), &h.config
	return welcome{
		T: "welcome", Proto: protoNumber, Caps: []string{"deflate", "time", "cells", "events"}, Server: "marrow " + c.Version, UI: h.build,
		Client: session.client, Key: session.key, Resumed: resumed, Role: h.rolesFor(session).You,
		Run: newRunInfo(&run), Worlds: h.shown(), Choice: c.Scenarios,
		Types: world.board.types.list, Series: world.columns, Ops: h.ops,
		Clock: clockInfo{now.Paused, now.Speed * sim.TickSeconds},
	}
}

// say sends a message before the writer runs.
func (v *viewer) say(m any) error {
	if err := v.ws.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return err
	}
	return v.ws.WriteMessage(websocket.TextMessage, encode(m))
}

// alive notes a sign of life.
func (v *viewer) alive() error { return v.ws.SetReadDeadline(time.Now().Add(idleWait)) }

// end says goodbye and closes. It is for when no writer runs any more, or b is
// empty: a close frame may be written beside a writer. What fails here fails on a
// line that is to end anyway.
func (v *viewer) end(code int, text string, b bye) {
	if b.Why != "" {
		b.T = "bye"
		_ = v.say(b)
	}
	soon := time.Now().Add(time.Second)
	_ = v.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, text), soon)
	_ = v.ws.SetReadDeadline(soon)
}
