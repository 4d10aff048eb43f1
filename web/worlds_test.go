package web

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/gorilla/websocket"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/live"
	"marrow/sim/tissue"
)

// A traveler is a client that looks at several worlds and turns time.
type traveler struct {
	*client
	worlds    map[int]*client // what is held of each
	epochs    []epochInfo
	list      worldsInfo
	keyframes map[uint64]string // hashes by tick
	welcomes  int
	held      bool // frames are not acknowledged as they come
}

// travel connects a traveler.
func travel(t *testing.T, s *Server, token string) *traveler {
	t.Helper()
	v := &traveler{client: join(t, s, token), worlds: map[int]*client{}, keyframes: map[uint64]string{}}
	v.worlds[0] = v.of(0)
	v.worlds[0].rows, v.worlds[0].events = v.rows, v.events
	return v
}

func (v *traveler) of(world int) *client {
	if v.worlds[world] == nil {
		v.worlds[world] = &client{t: v.t, planes: map[tileID][]byte{}, vers: map[tileID]uint32{}, manual: true}
	}
	return v.worlds[world]
}

// look subscribes to the whole of a world.
func (v *traveler) watch(world int) *client {
	v.sendRaw(fmt.Sprintf(`{"t":"sub","world":%d,"view":{"x":0,"y":0,"w":150,"h":130,"lod":0},"layers":[0]}`, world))
	return v.of(world)
}

// read takes one message; answers to commands are returned.
func (v *traveler) read() []byte {
	kind, b, err := v.ws.ReadMessage()
	if err != nil {
		v.t.Fatal(err)
	}
	if kind == websocket.BinaryMessage {
		v.bulk(b)
		return nil
	}
	var e struct {
		envelope
		World int
	}
	if err := json.Unmarshal(b, &e); err != nil {
		v.t.Fatal(err)
	}
	switch e.T {
	case "ok", "err", "progress":
		return b
	case "epoch":
		v.turned(b)
	case "worlds":
		v.list = worldsInfo{}
		err = json.Unmarshal(b, &v.list)
	case "welcome":
		v.welcomes++
		err = json.Unmarshal(b, &v.welcome)
	default:
		v.of(e.World).text(b)
	}
	if err != nil {
		v.t.Fatal(err)
	}
	return nil
}

// turned drops what the turn of a world's time takes back.
func (v *traveler) turned(b []byte) {
	var e epochInfo
	if err := json.Unmarshal(b, &e); err != nil {
		v.t.Fatal(err)
	}
	v.epochs = append(v.epochs, e)
	c := v.of(e.World)
	c.planes, c.vers = map[tileID][]byte{}, map[tileID]uint32{}
	if e.Why == "load" || e.Why == "reset" {
		c.rows, c.events = 0, nil
		return
	}
	c.rows = min(c.rows, int(e.Tick/live.RowTicks)+1)
	c.events = c.events[:min(len(c.events), e.Event)]
}

func (v *traveler) bulk(b []byte) {
	world := int(b[2])
	c := v.of(world)
	if b[0] == typeKeyframes {
		v.keyframes = map[uint64]string{}
		for k := b[headerSize+8:]; len(k) > 0; k = k[16:] {
			v.keyframes[binary.LittleEndian.Uint64(k)] = fmt.Sprintf("%016x", binary.LittleEndian.Uint64(k[8:]))
		}
	}
	c.binary(b)
	if !v.held {
		v.ack(world)
	}
}

// ack acknowledges the frames of a world that came.
func (v *traveler) ack(world int) {
	c := v.of(world)
	for _, seq := range c.unacked {
		v.acknowledge(world, seq)
	}
	c.unacked = nil
}

func (v *traveler) acknowledge(world int, seq uint32) {
	ack := binary.LittleEndian.AppendUint32([]byte{typeAck, byte(world), 0, 0}, seq)
	if err := v.ws.WriteMessage(websocket.BinaryMessage, ack); err != nil {
		v.t.Fatal(err)
	}
}

func (v *traveler) until(what string, done func() bool) {
	v.t.Helper()
	for !done() {
		if b := v.read(); b != nil {
			v.t.Fatalf("waiting for %s: %s", what, b)
		}
	}
}

// An answer is an ok or an err.
type answer struct {
	errReply
	Tick  uint64
	World int
	Data  struct{ Hash string }
}

// ask sends a message and returns its answer.
func (v *traveler) ask(fields string) (a answer) {
	v.t.Helper()
	v.asked++
	v.sendRaw(fmt.Sprintf(`{"id":"t%d",%s}`, v.asked, fields))
	for {
		b := v.read()
		if b == nil {
			continue
		}
		a = answer{}
		if err := json.Unmarshal(b, &a); err != nil {
			v.t.Fatal(err)
		}
		if a.T != "progress" {
			return a
		}
	}
}

// do gives a command that must succeed.
func (v *traveler) do(op string, world int, args string) answer {
	v.t.Helper()
	a := v.ask(fmt.Sprintf(`"t":"cmd","op":%q,"world":%d,"args":%s`, op, world, args))
	if a.Code != "" {
		v.t.Fatalf("%s %s: %s %s", op, args, a.Code, a.Msg)
	}
	return a
}

// forward steps to a tick.
func (v *traveler) forward(tick uint64) {
	v.t.Helper()
	v.do("step", 0, fmt.Sprintf(`{"n":%d}`, tick-v.of(0).status.Tick))
	v.until("the step", func() bool { return v.of(0).status.Tick == tick && v.of(0).status.Paused })
}

// same compares what is held of a world with its line.
func (v *traveler) same(world int, l *live.Line) {
	v.t.Helper()
	c := v.of(world)
	v.until("the picture", func() bool {
		s, ok := l.Peek().Slices[0]
		return ok && len(c.planes) == 9 && bytes.Equal(c.picture(150, 130), s.Codes) && s.Tick == l.Peek().Frame.Tick
	})
}

// The driver undoes and redoes: all viewers hear of it, drop what was, and hold again what
// the world is; rows and marks stay without gap.
func TestUndoOnTheWire(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	v, guest := travel(t, s, testTokens.Control), travel(t, s, testTokens.View)
	v.watch(0)
	guest.watch(0)
	v.forward(30)
	a := v.do("event", 0, `{"name":"bleed","share":10}`)
	v.forward(60)
	if a = v.do("undo", 0, `{}`); a.Tick != 30 {
		t.Errorf("undone at tick %d, want 30", a.Tick)
	}
	for _, x := range []*traveler{v, guest} {
		x.until("the epoch", func() bool { return len(x.epochs) == 1 })
		if e := x.epochs[0]; e.Why != "undo" || e.Epoch != 2 || e.Tick != 30 || e.Event != 0 || e.Key != "bleed" {
			t.Errorf("the epoch is %+v", e)
		}
		x.until("the tick", func() bool { return x.of(0).status.Tick == 30 })
		x.same(0, runner.Line())
		if c := x.of(0); len(c.events) != 0 || c.rows != 3 {
			t.Errorf("%d marks and %d rows after the undo", len(c.events), c.rows)
		}
	}
	if e := v.ask(`"t":"cmd","op":"undo","args":{}`); e.Code != codeBadArg {
		t.Errorf("undo of nothing: %+v", e)
	}
	v.forward(40)
	v.do("redo", 0, `{}`)
	guest.until("the second epoch", func() bool { return len(guest.epochs) == 2 && len(guest.of(0).events) == 1 })
	if e := guest.epochs[1]; e.Why != "redo" || e.Tick != 30 || e.Event != 0 || guest.of(0).events[0].Tick != 30 {
		t.Errorf("the epoch is %+v, the mark %+v", e, guest.of(0).events)
	}
	v.forward(50)
	v.same(0, runner.Line())
	// Who comes back with the old epoch starts anew; who comes with the new one goes on.
	for epoch, want := range map[uint32]bool{2: false, 3: true} {
		r := &resume{Client: guest.welcome.Client, Key: guest.welcome.Key, Epoch: epoch, Row: 3}
		back := &client{t: t, ws: dial(t, s, testTokens.View, protocol), planes: map[tileID][]byte{}, vers: map[tileID]uint32{}}
		back.sendRaw(`{"t":"hello","proto":1,"caps":[],"resume":` + string(encode(r)) + `}`)
		for back.welcome.T == "" {
			_, b, err := back.ws.ReadMessage()
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(b, &back.welcome); err != nil {
				t.Fatal(err)
			}
		}
		if back.welcome.Resumed != want || back.welcome.Worlds[0].Epoch != 3 {
			t.Errorf("with epoch %d: resumed %v, epoch %d", epoch, back.welcome.Resumed, back.welcome.Worlds[0].Epoch)
		}
	}
}

// Anybody may look at the past: the hash is the original one, keyframes are told, the run is
// not touched, and there are two places for it at most.
func TestSeekOnTheWire(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	v := travel(t, s, testTokens.Control)
	v.forward(100)
	v.do("keyframe", 0, `{}`)
	v.forward(300)
	v.until("keyframes", func() bool { return len(v.keyframes) == 3 })
	guest := travel(t, s, testTokens.View)
	guest.until("keyframes", func() bool { return len(guest.keyframes) == 3 })
	for _, tick := range []uint64{100, 288, 0} {
		a := guest.ask(fmt.Sprintf(`"t":"seek","tick":%d`, tick))
		if a.T != "ok" || a.World != firstReplay || a.Tick != tick || a.Data.Hash != guest.keyframes[tick] {
			t.Errorf("seek to %d: %+v, want hash %s", tick, a, guest.keyframes[tick])
		}
	}
	if a := guest.ask(`"t":"seek","tick":250,"coarse":true`); a.Tick != 100 || a.Data.Hash != "" {
		t.Errorf("coarse: %+v", a)
	}
	c := guest.watch(firstReplay)
	guest.until("a picture", func() bool { return len(c.planes) == 9 && c.status.Tick == 100 && c.tick == 100 })
	guest.ask(`"t":"seek","tick":120`)
	guest.until("another", func() bool { return c.tick == 120 })
	if a := guest.ask(`"t":"seek","tick":301`); a.Code != codeBadArg || *a.Max != 300 {
		t.Errorf("the future: %+v", a)
	}
	for n := firstReplay + 1; n <= lastReplay; n++ {
		if a := travel(t, s, testTokens.View).ask(`"t":"seek","tick":5`); a.World != n {
			t.Errorf("number %d: %+v", n, a)
		}
	}
	third := travel(t, s, testTokens.View)
	if a := third.ask(`"t":"seek","tick":5`); a.Code != codeBusy {
		t.Errorf("one more: %+v", a)
	}
	if a := third.ask(`"t":"sub","world":2,"view":{"x":0,"y":0,"w":9,"h":9}`); a.Code != codeNoWorld {
		t.Errorf("somebody else's replay: %+v", a)
	}
	if a := guest.ask(`"t":"live"`); a.T != "ok" || a.Tick != 300 {
		t.Errorf("back to the present: %+v", a)
	}
	if a := third.ask(`"t":"seek","tick":5`); a.T != "ok" || a.World != firstReplay {
		t.Errorf("the free place: %+v", a)
	}
	if tick := runner.Peek().Frame.Tick; tick != 300 {
		t.Errorf("the run is at tick %d", tick)
	}
}

// A fork is listed for all, shows its own picture and marks, takes commands of its own, and
// goes when it is dropped.
func TestForkOnTheWire(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	v, guest := travel(t, s, testTokens.Control), travel(t, s, testTokens.View)
	v.forward(50)
	if e := v.ask(`"t":"cmd","op":"event","world":1,"args":{"name":"bleed","share":5}`); e.Code != codeNoWorld {
		t.Errorf("an event for no fork: %+v", e)
	}
	a := v.do("fork", 0, `{"at":20,"op":"event","args":{"name":"bleed","share":25}}`)
	if a.World != forkWorld || a.Tick != 20 {
		t.Errorf("the fork is %+v", a)
	}
	guest.until("the worlds", func() bool { return len(guest.list.Worlds) == 2 })
	c := guest.watch(forkWorld)
	guest.until("its end", func() bool { return c.status.Tick == 50 && len(c.events) == 1 && c.rows == 5 })
	v.do("event", forkWorld, `{"name":"bleed","share":5}`)
	guest.until("its marks", func() bool { return len(c.events) == 2 })
	guest.same(forkWorld, runner.Fork())
	if len(runner.Line().Events(0)) != 0 {
		t.Error("the run got the fork's event")
	}
	past := v.ask(`"t":"seek","world":0,"tick":40`)
	pastB := v.ask(`"t":"seek","world":1,"tick":40`)
	if past.T != "ok" || pastB.T != "ok" || past.World == pastB.World || past.Data.Hash == pastB.Data.Hash {
		t.Errorf("the past of A is %+v, of B %+v", past, pastB)
	}
	if e := v.ask(`"t":"seek","world":2,"tick":40`); e.Code != codeNoWorld {
		t.Errorf("the past of a replay: %+v", e)
	}
	v.ask(`"t":"live"`)
	if e := v.ask(`"t":"cmd","op":"fork","args":{}`); e.Code != codeBusy {
		t.Errorf("a second fork: %+v", e)
	}
	v.do("drop", 0, `{"world":1}`)
	guest.until("the worlds", func() bool { return len(guest.list.Worlds) == 1 })
	v.do("fork", 0, `{}`)
	c = guest.watch(forkWorld)
	guest.until("the new fork", func() bool { return len(guest.list.Worlds) == 2 && c.status.Tick == 50 })
}

// What was on its way while a world ended may still be acknowledged, after an undo as after a
// fork was dropped. That gives no credits twice, and ends no connection.
func TestLateAcks(t *testing.T) {
	s, _ := startServer(t, live.Options{Paused: true}, nil)
	v := travel(t, s, testTokens.Control)
	v.do("event", 0, `{"name":"bleed","share":10}`)
	late := travel(t, s, testTokens.View)
	late.held = true
	c := late.watch(0)
	late.until("a frame", func() bool { return len(c.unacked) == 1 })
	v.do("undo", 0, `{}`)
	late.until("a frame of the other line", func() bool { return len(late.epochs) == 1 && len(c.unacked) == 2 })
	late.ack(0)
	v.do("fork", 0, `{}`)
	late.until("the fork", func() bool { return len(late.list.Worlds) == 2 })
	forked := late.watch(forkWorld)
	late.until("a frame of the fork", func() bool { return len(forked.unacked) == 1 })
	v.do("drop", 0, `{"world":1}`)
	late.until("the end of the fork", func() bool { return len(late.list.Worlds) == 1 })
	late.ack(forkWorld)
	for i := range uint64(4) { // a credit that was lost would hold the third back
		v.forward(i + 1)
		late.until("a frame of each tick", func() bool { return c.tick == i+1 && len(c.unacked) > 0 })
		late.ack(0)
	}
	late.acknowledge(runWorld, 1<<16-1)
	if got := closeCode(t, late.ws); got != websocket.ClosePolicyViolation {
		t.Errorf("an ACK of what was never sent: closed with %d", got)
	}
}

// The driver may go on from a moment of the past: everybody hears that the rest is gone, and
// sees the run from there.
func TestTurnOnTheWire(t *testing.T) {
	s, runner := startServer(t, live.Options{Paused: true}, nil)
	v := travel(t, s, testTokens.Control)
	c := v.watch(0)
	v.forward(40)
	v.do("event", 0, `{"name":"bleed","share":10}`)
	v.forward(50)
	v.do("turn", 0, `{"at":25}`)
	v.until("the turn", func() bool { return len(v.epochs) > 0 && c.status.Tick == 25 })
	if e := v.epochs[len(v.epochs)-1]; e.World != 0 || e.Why != "seek" || e.Tick != 25 || e.Event != 0 {
		t.Errorf("the epoch is %+v", e)
	}
	v.same(0, runner.Line())
}

// The run is another one after load: everybody gets a new welcome and sees that run, and no
// replay of the old one is left.
func TestLoadOnTheWire(t *testing.T) {
	var s *Server
	s, former := startServer(t, live.Options{Paused: true}, func(c *Config) {
		c.Scenarios = []Scenario{{ID: "other", Title: "Another one"}}
		c.Open = func(_ context.Context, id string, seed *uint64, _ func(string, float64)) (Run, error) {
			if id != "other" || seed == nil || *seed != 9 {
				return Run{}, errors.New("no such scenario")
			}
			return another(t)
		}
	})
	v := travel(t, s, testTokens.Control)
	if w := v.welcome; len(w.Choice) != 1 || w.Choice[0].ID != "other" || w.Run.ID != "" {
		t.Errorf("the welcome has %+v and scenario %q", w.Choice, w.Run.ID)
	}
	v.watch(0)
	v.forward(30)
	v.ask(`"t":"seek","tick":3`)
	if e := v.ask(`"t":"cmd","op":"load","args":{"scenario":"nothing","seed":9}`); e.Code != codeBadArg {
		t.Errorf("a scenario that is not there: %+v", e)
	}
	v.do("load", 0, `{"scenario":"other","seed":9}`)
	v.until("a welcome", func() bool { return v.welcomes == 1 })
	if w := v.welcome; w.Run.Title != "Another one" || w.Worlds[0].W != 64 || w.Worlds[0].Epoch != 2 || w.Run.Seed != 9 {
		t.Errorf("the welcome is of %+v, %+v", w.Run, w.Worlds)
	}
	if e := v.epochs[len(v.epochs)-1]; e.Why != "load" || e.Tick != 0 {
		t.Errorf("the epoch is %+v", e)
	}
	c := v.watch(0)
	v.until("the other picture", func() bool { return len(c.planes) == 1 && c.rows == 1 })
	if a := v.ask(`"t":"seek","tick":0`); a.T != "ok" {
		t.Errorf("seek in the new run: %+v", a)
	}
	former.Pause(true)
}

// Who asked for another run calls it off while it is being made: the run that there is goes
// on, and so does its view.
func TestLoadIsCalledOff(t *testing.T) {
	began := make(chan struct{})
	s, former := startServer(t, live.Options{Paused: true}, func(c *Config) {
		c.Open = func(ctx context.Context, _ string, _ *uint64, _ func(string, float64)) (Run, error) {
			close(began)
			<-ctx.Done()
			return Run{}, ctx.Err()
		}
	})
	v := travel(t, s, testTokens.Control)
	v.sendRaw(`{"id":"load","t":"cmd","op":"load","args":{"scenario":"other"}}`)
	<-began
	v.sendRaw(`{"id":"off","t":"cancel"}`)
	answers := map[string]answer{}
	for len(answers) < 2 {
		var a answer
		if b := v.read(); b != nil {
			if err := json.Unmarshal(b, &a); err != nil {
				t.Fatal(err)
			}
			answers[a.ID] = a
		}
	}
	if answers["off"].T != "ok" || answers["load"].Code != codeBusy {
		t.Errorf("the answers are %+v", answers)
	}
	v.forward(3)
	if v.welcomes != 0 || former.Err() != nil {
		t.Errorf("%d welcomes, the run: %v", v.welcomes, former.Err())
	}
}

// another is a small run of another tissue, which ends with the test.
func another(t *testing.T) (Run, error) {
	table, err := lineage.Builtin("human")
	if err != nil {
		return Run{}, err
	}
	ts, err := tissue.Generate(tissue.Spec{Name: "open", Width: 64, Height: 64, Depth: 1, Species: "human", Seed: 9}, nil)
	if err != nil {
		return Run{}, err
	}
	w, err := sim.New(sim.Config{Table: table, Tissue: ts, Seed: 9, Threads: 1})
	if err != nil {
		return Run{}, err
	}
	r := live.New(w, live.Options{Paused: true})
	go r.Run(t.Context())
	t.Cleanup(func() { <-r.Done() })
	return Run{Runner: r, Table: table, Tissue: ts, Title: "Another one", Seed: 9, Scenario: "other"}, nil
}
