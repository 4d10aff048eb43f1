package web

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"
)

// A reader takes what a client sends: JSON in text, ACKs in binary.
type reader struct {
	*viewer
	texts, acks, subs, needs *rate.Limiter
	questions                *rate.Limiter // about cells
	strikes                  int           // messages over the rate
}

func newReader(v *viewer) *reader {
	return &reader{
		viewer: v,
		texts:  rate.NewLimiter(20, 40),
		acks:   rate.NewLimiter(130, 130),
		subs:   rate.NewLimiter(10, 10),
		needs:  rate.NewLimiter(4, 4),

		questions: rate.NewLimiter(10, 10),
	}
}

// A refusal ends a connection with a close code.
type refusal struct {
	code int
	text string
}

func (r refusal) Error() string { return r.text }

// errNotText ends a connection that sends text which is none.
var errNotText = refusal{websocket.CloseInvalidFramePayloadData, "text that is not UTF-8"}

// run reads until the connection ends; the refusal, if any, says why we end it.
func (r *reader) run() error {
	for {
		kind, b, err := r.ws.ReadMessage()
		if err != nil {
			return err
		}
		if err := r.alive(); err != nil {
			return err
		}
		if kind == websocket.BinaryMessage {
			err = r.ack(b)
		} else {
			err = r.text(b)
		}
		if err != nil {
			return err
		}
	}
}

func (r *reader) ack(b []byte) error {
	world, seq, err := parseAck(b)
	switch {
	case err != nil:
		return refusal{websocket.CloseUnsupportedData, err.Error()}
	case !r.acks.Allow():
		return refusal{websocket.ClosePolicyViolation, "too many ACKs"}
	case !r.acknowledge(int(world), seq):
		return refusal{websocket.ClosePolicyViolation, "an ACK of a frame that was not sent"}
	}
	return nil
}

// text handles a JSON message. What cannot be done is answered, and ends nothing.
func (r *reader) text(b []byte) error {
	if !utf8.Valid(b) {
		return errNotText
	}
	if !r.texts.Allow() {
		if r.strikes++; r.strikes > 40 {
			return refusal{websocket.ClosePolicyViolation, "too many messages"}
		}
		r.fail("", codeRateLimited, "more than 20 messages a second")
		return nil
	}
	var e envelope
	if err := unmarshal(b, &e); err != nil {
		r.fail("", codeBadJSON, err.Error())
		return nil
	}
	if len(e.ID) > 40 {
		r.fail("", codeBadArg, "an id is longer than 40 characters")
		return nil
	}
	e.rest = b
	r.dispatch(e)
	return nil
}

func (r *reader) dispatch(e envelope) {
	handlers := map[string]func(envelope) error{
		"sub": r.sub, "need": r.need, "cmd": r.command, "drive": r.takeDrive, "name": r.rename, "ping": r.ping,
		"seek": r.seek, "live": r.live, "cancel": r.cancel,
		"inspect": r.inspect, "follow": r.follow, "kin": r.kin, "find": r.find, "cells": r.cells,
	}
	h, ok := handlers[e.T]
	if !ok {
		r.fail(e.ID, codeUnknownOp, fmt.Sprintf("this server has no %q", e.T))
		return
	}
	if err := h(e); err != nil {
		r.fail(e.ID, codeBadJSON, err.Error())
	}
}

// sub changes what the viewer sees.
func (r *reader) sub(e envelope) error {
	var s sub
	if err := json.Unmarshal(e.rest, &s); err != nil {
		return err
	}
	if !r.subs.Allow() {
		r.fail("", codeRateLimited, "more than 10 subscriptions a second")
		return nil
	}
	const far = 1 << 24 // sites; no world is as large
	v := s.View
	if min(v.X, v.Y, v.Z) < -far || max(v.X, v.Y, v.Z, v.W, v.H, v.D) > far || min(v.W, v.H, v.D+1) < 1 {
		r.fail("", codeBadArg, "view: want x, y, z, w, h, d in sites, w, h and d at least 1")
		return nil
	}
	world := r.hub.world(s.World, r.viewer)
	if world == nil {
		r.fail("", codeNoWorld, fmt.Sprintf("there is no world %d", s.World))
		return nil
	}
	if !r.see(world, s) {
		r.fail("", codeBadArg, fmt.Sprintf("view: more than %d tiles, take a coarser level", maxTiles))
	}
	return nil
}

// see points the writer at another window of a world, or returns false if that is
// too large.
func (r *reader) see(world *world, s sub) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.watch(world.number)
	if w == nil {
		w = &watch{world: world}
		r.watches = append(r.watches, w)
	}
	if !w.see(s) {
		return false
	}
	r.nudge()
	return true
}

// need sends again what the client misses.
func (r *reader) need(e envelope) error {
	var n need
	if err := json.Unmarshal(e.rest, &n); err != nil {
		return err
	}
	if !r.needs.Allow() {
		r.fail("", codeRateLimited, "more than 4 needs a second")
		return nil
	}
	if len(n.Tiles) > 3*64 || len(n.Tiles)%3 != 0 {
		r.fail("", codeBadArg, "tiles: want tx, ty, z of at most 64 tiles")
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.watch(n.World)
	if w == nil {
		r.fail("", codeNoWorld, fmt.Sprintf("you do not look at a world %d", n.World))
		return nil
	}
	w.need(n)
	r.nudge()
	return nil
}

// takeDrive takes the driver's place or gives it up, asks the driver for it, or answers who
// asked.
func (r *reader) takeDrive(e envelope) error {
	var d struct {
		Take, Ask bool
		Give      *bool
	}
	if err := json.Unmarshal(e.rest, &d); err != nil {
		return err
	}
	switch {
	case d.Give != nil && !r.hub.answer(r.session, *d.Give):
		r.fail(e.ID, codeBadArg, "nobody asks you to drive")
	case d.Give == nil && d.Ask && !r.hub.ask(r.session), d.Give == nil && !d.Ask && !r.hub.drive(r.session, d.Take):
		r.fail(e.ID, codeNotAllowed, "this link lets you look, not drive")
	default:
		r.reply(encode(okReply{T: "ok", ID: e.ID, Tick: r.now()}))
	}
	return nil
}

// maxName is how many characters a name may have.
const maxName = 40

// rename gives the client the name that others see at what he does from now on.
func (r *reader) rename(e envelope) error {
	var n struct{ Name string }
	if err := json.Unmarshal(e.rest, &n); err != nil {
		return err
	}
	if utf8.RuneCountInString(n.Name) > maxName {
		r.fail(e.ID, codeBadArg, fmt.Sprintf("name: want at most %d characters", maxName))
		return nil
	}
	r.hub.rename(r.session, n.Name)
	return nil
}

// now is the tick of the run.
func (r *reader) now() uint64 {
	w, _ := r.hub.run()
	return w.line.Peek().Frame.Tick
}

func (r *reader) ping(e envelope) error {
	var p struct{ C float64 }
	if err := json.Unmarshal(e.rest, &p); err != nil {
		return err
	}
	r.reply(encode(pong{T: "pong", C: p.C, S: float64(time.Now().UnixMilli())}))
	return nil
}

func (r *reader) fail(id, code, msg string) {
	r.reply(encode(errReply{T: "err", ID: id, Code: code, Msg: msg}))
}

// reply hands an answer to the writer. It waits while the client does not take
// answers: who asks faster than he listens is not read. The write deadline ends
// that.
func (v *viewer) reply(b []byte) {
	select {
	case v.replies <- b:
	case <-v.gone:
	}
}
