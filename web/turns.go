package web

import (
	"context"
	"encoding/json"
	"errors"
	"math"

	"marrow/sim"
	"marrow/sim/live"
)

// turns are the commands that turn time, branch it, or begin another run.
func (r *reader) turns() map[string]func(cmd) (okReply, *errReply) {
	return map[string]func(cmd) (okReply, *errReply){
		"undo": r.undo, "redo": r.redo, "turn": r.turn, "fork": r.fork, "drop": r.drop, "keyframe": r.keepNow,
		"load": r.load, "reset": r.reset, "revive": r.revive, "show": r.show,
	}
}

// undo turns time back to before the last command.
func (r *reader) undo(cmd) (okReply, *errReply) { return r.goBack("undo", (*live.Runner).Undo) }

// redo does again what was undone.
func (r *reader) redo(cmd) (okReply, *errReply) { return r.goBack("redo", (*live.Runner).Redo) }

func (r *reader) goBack(why string, do func(*live.Runner) (*live.Line, sim.Applied, error)) (okReply, *errReply) {
	h := r.hub
	h.turning.Lock()
	defer h.turning.Unlock()
	_, run := h.run()
	line, what, err := do(run.Runner)
	if err != nil {
		return okReply{}, refused(run.Runner, err)
	}
	h.goBack(line, epochInfo{Why: why, Tick: what.Tick, By: r.session.name, Key: what.Name})
	return okReply{Tick: what.Tick}, nil
}

// turn has the run go on from a moment of its past.
func (r *reader) turn(c cmd) (okReply, *errReply) {
	h := r.hub
	h.turning.Lock()
	defer h.turning.Unlock()
	_, run := h.run()
	at, bad := number(c.Args, "at", math.NaN(), 0, float64(r.now()))
	if bad != nil {
		return okReply{}, bad
	}
	line, err := run.Runner.TurnTo(uint64(at))
	if err != nil {
		return okReply{}, refused(run.Runner, err)
	}
	h.goBack(line, epochInfo{Why: "seek", Tick: uint64(at), By: r.session.name})
	return okReply{Tick: uint64(at)}, nil
}

// fork opens a second world that differs in one command: an event, or one less.
func (r *reader) fork(c cmd) (okReply, *errReply) {
	h := r.hub
	h.turning.Lock()
	defer h.turning.Unlock()
	world, run := h.run()
	now := float64(world.line.Peek().Frame.Tick)
	at, bad := number(c.Args, "at", now, 0, now)
	if bad != nil {
		return okReply{}, bad
	}
	d, bad := r.difference(c)
	if bad != nil {
		return okReply{}, bad
	}
	line, err := run.Runner.ForkAt(uint64(at), d)
	if err != nil {
		return okReply{}, refused(run.Runner, err)
	}
	w := world.other(forkWorld, line)
	tick := line.Peek().Frame.Tick
	h.place(w, epochInfo{Why: "fork", By: r.session.name, Tick: tick})
	return okReply{Tick: tick, World: forkWorld}, nil
}

// difference reads what a fork has other than the run.
func (r *reader) difference(c cmd) (d live.Difference, bad *errReply) {
	without, bad := number(c.Args, "without", 0, 0, math.MaxInt32)
	if bad != nil || string(c.Args["op"]) != `"event"` {
		return live.Difference{Without: int(without)}, bad
	}
	var args map[string]json.RawMessage
	if err := json.Unmarshal(c.Args["args"], &args); err != nil {
		return d, &errReply{Code: codeBadArg, Msg: "args: want the arguments of the event", Field: "args"}
	}
	event, bad := r.bind(args)
	return live.Difference{Event: &event, By: r.session.name}, bad
}

// drop ends the fork.
func (r *reader) drop(cmd) (okReply, *errReply) {
	h := r.hub
	h.turning.Lock()
	defer h.turning.Unlock()
	_, run := h.run()
	if err := run.Runner.Drop(); err != nil {
		return okReply{}, refused(run.Runner, err)
	}
	h.leave(forkWorld)
	return okReply{Tick: r.now()}, nil
}

// keepNow keeps a keyframe of this moment.
func (r *reader) keepNow(cmd) (okReply, *errReply) {
	_, run := r.hub.run()
	return okReply{Tick: r.now()}, refused(run.Runner, run.Runner.KeepNow())
}

// load begins a run of another scenario.
func (r *reader) load(c cmd) (okReply, *errReply) {
	var id string
	if err := json.Unmarshal(c.Args["scenario"], &id); err != nil || id == "" {
		return okReply{}, &errReply{Code: codeBadArg, Msg: "scenario: want the id of one", Field: "scenario"}
	}
	return r.begin("load", id, c)
}

// reset begins the run anew.
func (r *reader) reset(c cmd) (okReply, *errReply) { return r.begin("reset", "", c) }

func (r *reader) begin(why, id string, c cmd) (okReply, *errReply) {
	if r.hub.config.Open == nil {
		return okReply{}, &errReply{Code: codeNotAllowed, Msg: "this server shows one run only"}
	}
	var seed *uint64
	if c.Args["seed"] != nil {
		n, bad := number(c.Args, "seed", 0, 0, 1<<53)
		if bad != nil {
			return okReply{}, bad
		}
		whole := uint64(n)
		seed = &whole
	}
	ctx, end := r.session.making()
	defer end()
	err := r.hub.begin(epochInfo{Why: why, By: r.session.name}, func() (Run, error) {
		return r.hub.config.Open(ctx, id, seed, r.making(c.ID))
	})
	switch {
	case errors.Is(err, context.Canceled):
		return okReply{}, &errReply{Code: codeBusy, Msg: "called off: the run goes on"}
	case err != nil:
		return okReply{}, &errReply{Code: codeBadArg, Msg: err.Error(), Field: "scenario"}
	}
	return okReply{}, nil
}

// begin shows the run that open makes, in the place of the one that there is.
func (h *hub) begin(turn epochInfo, open func() (Run, error)) error {
	h.turning.Lock()
	defer h.turning.Unlock()
	run, err := open()
	if err != nil {
		return err
	}
	return h.change(run, turn)
}

// making tells the client how far the making of a run is: the first half is its tissue, the
// second its cells.
func (r *reader) making(id string) func(part string, done float64) {
	tell := r.telling(id)
	half, last := 0.0, 0.0
	return func(_ string, done float64) {
		if done < last {
			half = 0.5
		}
		last = done
		tell(uint64(100*(half+done/2)), 100)
	}
}

// revive begins a run where one that has failed was well last.
func (r *reader) revive(cmd) (okReply, *errReply) {
	h := r.hub
	h.turning.Lock()
	defer h.turning.Unlock()
	if _, run := h.run(); run.Runner.Err() == nil || h.config.Revive == nil {
		return okReply{}, &errReply{Code: codeNotAllowed, Msg: "there is no run here that has failed and can be gone on with"}
	}
	run, err := h.config.Revive()
	if err == nil {
		err = h.change(run, epochInfo{Why: "load", By: r.session.name})
	}
	if err != nil {
		return okReply{}, &errReply{Code: codeFaulted, Msg: err.Error()}
	}
	return okReply{Tick: r.now()}, nil
}
