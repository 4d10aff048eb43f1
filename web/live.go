package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

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
		CheckOrigin:      s.guard.sameOrigin,
	}
}

// live answers /live: a conversation from hello to the end of the connection. What
// is wrong is told in words after the upgrade, since a browser shows nothing of a
// refused one.
func (s *Server) live(w http.ResponseWriter, r *http.Request) {
	u := s.upgrader()
	ws, err := u.Upgrade(w, r, nil) // answers by itself when it fails
	if err != nil {
		s.config.Log.Debug("upgrade refused", "error", err, "origin", r.Header.Get("Origin"))
		return
	}
	defer ws.Close()
	if !s.enter() {
		return
	}
	defer s.viewers.Done()
	ws.SetReadLimit(maxMessage)
	v := &viewer{
		hub: s.hub, ws: ws, net: ws.NetConn().(*conn), role: s.guard.role(r),
		wake: make(chan struct{}, 1), replies: make(chan []byte, 64), gone: make(chan struct{}), bulk: make(chan []byte, 1),
	}
	v.escort = newEscort(v)
	v.refuse(s.converse(v))
}

// converse talks to v until one of the two ends it.
func (s *Server) converse(v *viewer) error {
	switch {
	case v.ws.Subprotocol() != protocol:
		v.end(closeVersion, "version", bye{Why: "version", Speaks: []string{protocol}})
		return nil
	case v.role == nobody:
		v.end(closeToken, "token", bye{Why: "token"})
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
	defer s.hub.remove(v)
	session, resumed, former := s.hub.open(v, hi)
	if former != nil {
		former.end(closeElsewhere, "elsewhere", bye{})
	}
	v.begin(hi, resumed)
	if err := v.say(s.welcome(v, session, resumed)); err != nil {
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
	pings := rate.NewLimiter(10, 10)
	v.ws.SetPingHandler(func(data string) error {
		if !pings.Allow() {
			return refusal{websocket.ClosePolicyViolation, "too many pings"}
		}
		return v.ws.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(writeWait))
	})
	v.ws.SetPongHandler(func(string) error { return v.ws.SetReadDeadline(time.Now().Add(idleWait)) })
	if err := v.ws.SetReadDeadline(time.Now().Add(helloWait)); err != nil {
		return hello{}, err
	}
	kind, b, err := v.ws.ReadMessage()
	if err != nil {
		return hello{}, err
	}
	var e envelope
	if kind != websocket.TextMessage || unmarshal(b, &e) != nil || e.T != "hello" {
		return hello{}, refusal{websocket.CloseProtocolError, "want a hello first"}
	}
	var hi hello
	if err := json.Unmarshal(b, &hi); err != nil || hi.Proto != protoNumber {
		return hello{}, refusal{closeVersion, "want a hello of protocol 1"}
	}
	return hi, v.ws.SetReadDeadline(time.Now().Add(idleWait))
}

// begin has v watch the run, from what a returning client holds already.
func (v *viewer) begin(hi hello, resumed bool) {
	v.deflate = slices.Contains(hi.Caps, "deflate")
	w := &watch{world: v.hub.world(0)}
	if r := hi.Resume; resumed {
		w.row, w.event = uint64(max(r.Row+1, 0)), max(r.Event, 0)
	}
	v.watches = append(v.watches, w)
}

// welcome describes the run to a client.
func (s *Server) welcome(v *viewer, session *session, resumed bool) welcome {
	run := s.hub.world(0)
	now := run.runner.Peek()
	return welcome{
		T: "welcome", Proto: protoNumber, Caps: []string{"deflate", "cells"}, Server: "marrow " + s.config.Version, UI: s.page.build,
		Client: session.client, Key: session.key, Resumed: resumed, Role: s.hub.roleOf(session),
		Run:    newRunInfo(&s.config),
		Worlds: s.hub.worldInfos(),
		Types:  run.board.types.list, Series: run.columns, Ops: s.hub.ops,
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
