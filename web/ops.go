package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/live"
	"marrow/sim/scenario"
)

// operations lists the interventions for the page.
func operations() []opInfo {
	var out []opInfo
	for _, v := range scenario.Interventions() {
		out = append(out, opInfo{
			Op: "event", Name: v.Name, Group: v.Group, Help: v.Help,
			Args: v.Arguments, Doses: doses(v.Arguments), Sources: v.Sources,
		})
	}
	return out
}

// doses lists what is offered of each agent, if one of the arguments is a dose whose
// unit is that of the agent.
func doses(args []scenario.Argument) map[string]doseInfo {
	if !slices.ContainsFunc(args, func(a scenario.Argument) bool { return a.Kind == scenario.Dose }) {
		return nil
	}
	out := map[string]doseInfo{}
	for _, a := range args {
		for _, agent := range a.Options {
			d := lineage.Offered(agent)
			out[agent] = doseInfo{d.Unit, d.Usual, d.Most}
		}
	}
	return out
}

// command does what the driver says, once for each id.
func (r *reader) command(e envelope) error {
	var c cmd
	if err := json.Unmarshal(e.rest, &c); err != nil {
		return err
	}
	if e.ID == "" {
		r.fail("", codeBadArg, "a command needs an id")
		return nil
	}
	r.begins.Wait()
	if c.Op == "load" || c.Op == "reset" { // takes a while, in which it may be called off
		r.begins.Go(func() { r.answer(e.ID, c) })
	} else {
		r.answer(e.ID, c)
	}
	return nil
}

// answer does a command, unless that was done, and answers it.
func (r *reader) answer(id string, c cmd) {
	r.session.turn.Lock()
	defer r.session.turn.Unlock()
	if old, ok := r.hub.answered(r.session, id); ok {
		r.reply(old)
		return
	}
	answer := encode(r.do(id, c))
	r.hub.remember(r.session, id, answer)
	r.reply(answer)
}

// cancel calls off the making of another run.
func (r *reader) cancel(e envelope) error {
	r.session.callOff()
	r.reply(encode(okReply{T: "ok", ID: e.ID, Tick: r.now()}))
	return nil
}

// do returns an okReply or an errReply.
func (r *reader) do(id string, c cmd) any {
	if !r.hub.mayCommand(r.session) {
		return errReply{T: "err", ID: id, Code: codeNotDriver, Msg: "somebody else is driving"}
	}
	if r.hub.world(c.World, r.viewer) == nil || c.World > forkWorld {
		return errReply{T: "err", ID: id, Code: codeNoWorld, Msg: fmt.Sprintf("there is no world %d", c.World), Field: "world"}
	}
	ok, bad := r.apply(c)
	if bad != nil {
		bad.T, bad.ID = "err", id
		return bad
	}
	ok.T, ok.ID = "ok", id
	return ok
}

// apply turns a knob of the runner, posts an event to it, or turns time. It returns the
// tick at which that took effect.
func (r *reader) apply(c cmd) (okReply, *errReply) {
	if turn, ok := r.turns()[c.Op]; ok {
		return turn(c)
	}
	_, run := r.hub.run()
	view := run.Runner.Peek()
	switch c.Op {
	case "play":
		run.Runner.Pause(false)
	case "pause":
		run.Runner.Pause(true)
	case "step":
		n, bad := number(c.Args, "n", 1, 1, 100*sim.TicksPerDay)
		if bad != nil {
			return okReply{}, bad
		}
		run.Runner.Step(int(n))
	case "speed":
		perSecond, bad := speed(c.Args)
		if bad != nil {
			return okReply{}, bad
		}
		run.Runner.SetSpeed(perSecond / sim.TickSeconds)
	case "event":
		return r.post(c)
	default:
		return okReply{}, &errReply{Code: codeUnknownOp, Msg: fmt.Sprintf("there is no command %q", c.Op), Field: "op"}
	}
	return okReply{Tick: view.Frame.Tick}, nil
}

// speed reads simulated seconds per second; max is 0.
func speed(args map[string]json.RawMessage) (float64, *errReply) {
	if string(args["perSecond"]) == `"max"` {
		return 0, nil
	}
	return number(args, "perSecond", math.NaN(), 1, 1e9)
}

// number reads an argument between low and high; without one it is preset, if that
// is a number.
func number(args map[string]json.RawMessage, name string, preset, low, high float64) (float64, *errReply) {
	v := preset
	if raw, ok := args[name]; ok {
		if err := json.Unmarshal(raw, &v); err != nil {
			v = math.NaN()
		}
	}
	if !(v >= low && v <= high) {
		msg := fmt.Sprintf("%s: got %s, want a number from %g to %g", name, args[name], low, high)
		return 0, &errReply{Code: codeBadArg, Msg: msg, Field: name, Min: &low, Max: &high}
	}
	return v, nil
}

// post has an intervention done to the run or its fork and returns its tick.
func (r *reader) post(c cmd) (okReply, *errReply) {
	event, bad := r.bind(c.Args)
	if bad != nil {
		return okReply{}, bad
	}
	_, run := r.hub.run()
	submit := run.Runner.SubmitBy
	if c.World == forkWorld {
		submit = run.Runner.SubmitToFork
	}
	tick, err := submit(event, r.session.name)
	return okReply{Tick: tick, World: c.World}, refused(run.Runner, err)
}

// bind makes an event of an intervention's name and arguments.
func (r *reader) bind(args map[string]json.RawMessage) (sim.Event, *errReply) {
	name, given, bad := texts(args)
	if bad != nil {
		return sim.Event{}, bad
	}
	_, run := r.hub.run()
	event, err := scenario.Make(name, given, run.Table)
	if err != nil {
		return sim.Event{}, argumentReply(name, err)
	}
	return event, nil
}

// refused makes an answer of what a runner says; nil if all is well.
func refused(run *live.Runner, err error) *errReply {
	var gone *live.GoneError
	switch {
	case err == nil:
		return nil
	case run.Err() != nil:
		return &errReply{Code: codeFaulted, Msg: err.Error()}
	case errors.Is(err, live.ErrBusy):
		return &errReply{Code: codeBusy, Msg: err.Error()}
	case errors.As(err, &gone):
		nearest := float64(gone.Nearest)
		return &errReply{Code: codeGone, Msg: err.Error(), Field: "tick", Min: &nearest}
	}
	return &errReply{Code: codeBadArg, Msg: err.Error()}
}

// texts returns the intervention's name and its arguments as a scenario file has
// them. A plain number is in the argument's own unit.
func texts(args map[string]json.RawMessage) (string, map[string]string, *errReply) {
	given := map[string]string{}
	for key, raw := range args {
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			var n float64
			if err := json.Unmarshal(raw, &n); err != nil {
				return "", nil, &errReply{Code: codeBadArg, Msg: key + ": want a text or a number", Field: key}
			}
			s = fmt.Sprint(n)
		}
		given[key] = s
	}
	name := given["name"]
	delete(given, "name")
	for _, v := range scenario.Interventions() {
		for _, a := range v.Arguments {
			if raw, ok := args[a.Name]; ok && v.Name == name && raw[0] != '"' {
				given[a.Name] += " " + a.Unit
			}
		}
	}
	return name, given, nil
}

// argumentReply tells which argument is wrong and what is allowed.
func argumentReply(name string, err error) *errReply {
	e := &errReply{Code: codeBadArg, Msg: err.Error(), Field: "name"}
	var wrong *scenario.ArgumentError
	if !errors.As(err, &wrong) {
		return e
	}
	e.Field = wrong.Argument
	v, err := scenario.Find(name)
	if err != nil {
		return e
	}
	for _, a := range v.Arguments {
		if a.Name == wrong.Argument {
			e.Min, e.Max = &a.Min, &a.Max
		}
	}
	return e
}
