package live

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"marrow/sim"
)

// plain is the hash of a world at tick that gets these events and is never looked at.
func plain(t *testing.T, tick uint64, events ...sim.Timed) uint64 {
	t.Helper()
	w := newWorld(t, 1)
	for w.Ticks() < tick {
		for _, e := range events {
			if e.Tick == w.Ticks() {
				if err := w.Apply(e.Event); err != nil {
					t.Fatal(err)
				}
			}
		}
		w.Tick()
	}
	return w.Hash()
}

// at runs r until tick and returns the hash there.
func at(t *testing.T, r *Runner, tick uint64) (hash uint64) {
	t.Helper()
	for r.Line().Latest().Frame.Tick < tick {
		r.Step(int(tick - hereOf(t, r)))
		synctest.Wait()
	}
	return hashOf(t, r.Line(), r)
}

func hereOf(t *testing.T, r *Runner) (tick uint64) {
	t.Helper()
	if err := r.order(func(context.Context) error { tick = r.Line().world.Ticks(); return nil }); err != nil {
		t.Fatal(err)
	}
	return tick
}

func hashOf(t *testing.T, l *Line, r *Runner) (hash uint64) {
	t.Helper()
	if err := r.order(func(context.Context) error { hash = l.world.Hash(); return nil }); err != nil {
		t.Fatal(err)
	}
	return hash
}

// must is for errors that a test does not expect.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What is undone never was: time is back at the command, and the world goes on as if it had
// never been posted; what the scenario brings stays.
func TestUndoIsAbsent(t *testing.T) {
	scenario := sim.Timed{Tick: 350, Event: bleed(0.1)}
	kept := sim.Timed{Tick: 100, Event: bleed(0.05)}
	want := plain(t, 400, kept, scenario)
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{Paused: true, Events: []sim.Timed{scenario}})
		defer func() { r.World().Close() }()
		at(t, r, 100)
		must(t, r.Post(kept.Event))
		at(t, r, 300)
		must(t, r.Post(bleed(0.3)))
		at(t, r, 370)
		line, what, err := r.Undo()
		must(t, err)
		if line != r.Line() || what.Tick != 300 || hereOf(t, r) != 300 || line.Peek().Frame.Tick != 300 {
			t.Errorf("after the undo: tick %d, want 300", hereOf(t, r))
		}
		if n := len(line.Events(0)); n != 1 {
			t.Errorf("%d events after the undo, want 1", n)
		}
		if first, rows := line.Rows(0); first != 0 || len(rows) != 26 {
			t.Errorf("%d rows from number %d after the undo, want 26 from 0", len(rows), first)
		}
		if got := at(t, r, 400); got != want {
			t.Errorf("hash %x, want %x", got, want)
		}
		if events := line.Events(0); len(events) != 2 || events[1].Tick != 350 || events[1].N != 2 {
			t.Errorf("events %v, want that of the scenario last", events)
		}
	})
}

// What is redone is as if it had not been undone, also when time has passed meanwhile; a
// new command ends what can be redone.
func TestRedo(t *testing.T) {
	a, b := sim.Timed{Tick: 100, Event: bleed(0.05)}, sim.Timed{Tick: 130, Event: bleed(0.2)}
	want := plain(t, 200, a, b)
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{Paused: true})
		defer func() { r.World().Close() }()
		at(t, r, 100)
		must(t, r.Post(a.Event))
		at(t, r, 130)
		must(t, r.Post(b.Event))
		at(t, r, 150)
		for range 2 {
			_, _, err := r.Undo()
			must(t, err)
		}
		if _, _, err := r.Undo(); !errors.Is(err, ErrNothing) {
			t.Errorf("undo of nothing: %v", err)
		}
		if tick := hereOf(t, r); tick != 100 {
			t.Errorf("tick %d after two undos, want 100", tick)
		}
		before := r.Line()
		line, what, err := r.Redo()
		must(t, err)
		if line != before || what.By != "" || what.Name != "bleed" {
			t.Error("a redo at its own tick turned time back")
		}
		at(t, r, 170)
		_, _, err = r.Redo()
		must(t, err)
		if tick := hereOf(t, r); tick != 130 {
			t.Errorf("tick %d after a late redo, want 130", tick)
		}
		if got := at(t, r, 200); got != want {
			t.Errorf("hash %x, want %x", got, want)
		}
		_, _, err = r.Undo()
		must(t, err)
		must(t, r.Post(bleed(0.01)))
		if _, _, err := r.Redo(); !errors.Is(err, ErrNothing) {
			t.Errorf("redo after a new command: %v", err)
		}
	})
}

// Any moment can be gone back to, and is what it was; the run is not touched.
func TestReplay(t *testing.T) {
	events := []sim.Timed{{Tick: 50, Event: bleed(0.1)}, {Tick: 300, Event: bleed(0.2)}}
	want := plain(t, 700, events...)
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{Paused: true, Events: events[:1]})
		hashes := map[uint64]uint64{}
		for _, tick := range []uint64{20, 50, 120, 300} {
			hashes[tick] = at(t, r, tick)
		}
		hashes[50] = plain(t, 50) // what happens at a tick comes after it
		must(t, r.Post(events[1].Event))
		for _, tick := range []uint64{576, 650} {
			hashes[tick] = at(t, r, tick)
		}
		x, err := r.Replay(600)
		must(t, err)
		if tick := x.Peek().Frame.Tick; tick != 576 {
			t.Errorf("a replay before tick 600 begins at %d, want 576", tick)
		}
		for _, tick := range []uint64{120, 300, 20, 650, 576, 50} {
			told := uint64(0)
			got, hash, err := x.Seek(t.Context(), tick, false, func(done, of uint64) { told = of - done })
			if err != nil || got != tick || hash != hashes[tick] || told != 0 {
				t.Errorf("seek to %d: tick %d hash %x %v, want hash %x", tick, got, hash, err, hashes[tick])
			}
			x.Latest()
			synctest.Wait()
			if shown := x.Latest().Frame.Tick; shown != tick {
				t.Errorf("tick %d is shown, want %d", shown, tick)
			}
		}
		if got, _, err := x.Seek(t.Context(), 290, true, nil); err != nil || got != 288 {
			t.Errorf("coarse seek to 290: tick %d %v, want 288", got, err)
		}
		var more []*Replay
		for range maxReplays - 1 {
			another, err := r.Replay(0)
			must(t, err)
			more = append(more, another)
		}
		if _, err := r.Replay(0); !errors.Is(err, ErrBusy) {
			t.Errorf("one more replay: %v", err)
		}
		for _, another := range more {
			another.Close()
		}
		x.Close()
		if got := at(t, r, 700); got != want {
			t.Errorf("hash of the run %x, want %x", got, want)
		}
	})
}

// What is before the first keyframe is gone, and the error tells what is left.
func TestGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 1)
		for range 40 {
			w.Tick()
		}
		r, _, _ := startIn(t, w, Options{Paused: true, Past: []sim.Applied{{N: 1, Tick: 30, Name: "bleed", Posted: true}}})
		var gone *GoneError
		if _, err := r.Replay(39); !errors.As(err, &gone) || gone.Nearest != 40 {
			t.Errorf("got %v, want that tick 40 is the first", err)
		}
		if _, _, err := r.Undo(); !errors.As(err, &gone) {
			t.Errorf("undo of what was before: %v", err)
		}
		if e := r.Line().Events(0); len(e) != 1 || e[0].Tick != 30 {
			t.Errorf("the past is %v", e)
		}
	})
}

// A fork is the run up to its tick, differs by its one difference only, and keeps step.
func TestFork(t *testing.T) {
	a, b, extra := sim.Timed{Tick: 60, Event: bleed(0.1)}, sim.Timed{Tick: 150, Event: bleed(0.2)}, bleed(0.15)
	run := plain(t, 300, a, b)
	for _, tt := range []struct {
		name string
		at   uint64
		d    Difference
		want uint64
	}{
		{"no difference", 100, Difference{}, run},
		{"an event", 100, Difference{Event: &extra}, plain(t, 300, a, b, sim.Timed{Tick: 100, Event: extra})},
		{"one less", 200, Difference{Without: 1}, plain(t, 300, b)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, _, _ := start(t, Options{Paused: true, Events: []sim.Timed{a}})
				at(t, r, 150)
				must(t, r.Post(b.Event))
				before := at(t, r, 250)
				fork, err := r.ForkAt(tt.at, tt.d)
				must(t, err)
				if _, err := r.ForkAt(tt.at, tt.d); !errors.Is(err, ErrBusy) {
					t.Errorf("a second fork: %v", err)
				}
				synctest.Wait()
				if tick := fork.Latest().Frame.Tick; hashOf(t, r.Line(), r) != before || tick > 250 {
					t.Errorf("the fork is at tick %d, or the run has changed", tick)
				}
				if got := at(t, r, 300); got != run {
					t.Errorf("hash of the run %x, want %x", got, run)
				}
				if got := hashOf(t, fork, r); got != tt.want {
					t.Errorf("hash of the fork %x, want %x", got, tt.want)
				}
				x, err := r.ReplayFork(270)
				must(t, err)
				if _, hash, err := x.Seek(t.Context(), 300, false, func(done, of uint64) {}); err != nil || hash != tt.want {
					t.Errorf("hash of the fork's replay %x %v, want %x", hash, err, tt.want)
				}
				x.Close()
				if _, err := r.SubmitToFork(bleed(0.1), "Anna"); err != nil || len(r.Line().Events(0)) != 2 {
					t.Errorf("an event for the fork came to the run, or %v", err)
				}
				must(t, r.Drop())
				if _, err := r.ReplayFork(270); r.Fork() != nil || !errors.Is(err, ErrNothing) {
					t.Errorf("the fork is still there: %v", err)
				}
			})
		})
	}
}

// Without memory for another world there is none.
func TestNoRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{Paused: true, Memory: func() int64 { return 1000 }})
		if _, err := r.ForkAt(0, Difference{}); !errors.Is(err, ErrBusy) {
			t.Errorf("fork: %v", err)
		}
		if _, err := r.Replay(0); !errors.Is(err, ErrBusy) {
			t.Errorf("replay: %v", err)
		}
	})
}

// Keyframes are one a day for a month and ever fewer before, the last eight before commands
// whatever their age, and never take more memory than they may.
func TestKeyframesAreThinned(t *testing.T) {
	for _, budget := range []int64{keyframeBudget, 40_000, 5_000, 100} {
		t.Run(fmt.Sprint(budget), func(t *testing.T) {
			h := history{budget: budget}
			for day := range uint64(1000) {
				h.keys = append(h.keys, keyframe{Snapshot: sim.Snapshot{Tick: day * sim.TicksPerDay, State: make([]byte, 500)}})
				h.thin()
				if day == 500 {
					for n := range uint64(12) {
						h.keys = append(h.keys, keyframe{Snapshot: sim.Snapshot{Tick: day*sim.TicksPerDay + n + 1, State: make([]byte, 500)}, pinned: true})
						h.thin()
					}
				}
			}
			if first, last := h.keys[0].Tick, h.keys[len(h.keys)-1].Tick; first != 0 || last != 999*sim.TicksPerDay {
				t.Errorf("keyframes from %d to %d", first, last)
			}
			if n := h.keyBytes(); n > max(budget, 1000) {
				t.Errorf("%d bytes are kept, want at most %d", n, budget)
			}
			pinned, days := 0, map[uint64]bool{}
			for _, k := range h.keys {
				if k.pinned {
					pinned++
				}
				days[k.Tick/sim.TicksPerDay] = true
			}
			if budget != keyframeBudget {
				return
			}
			for day := uint64(970); day < 1000; day++ {
				if !days[day] {
					t.Errorf("day %d is not kept", day)
				}
			}
			if pinned != keptCommands || len(h.keys) > 150 {
				t.Errorf("%d keyframes, %d of commands; want at most 150, and %d", len(h.keys), pinned, keptCommands)
			}
		})
	}
}

// The record hears of everything in the run, and of nothing else.
func TestRecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var heard []string
		tell := func(format string, args ...any) error {
			heard = append(heard, fmt.Sprintf(format, args...))
			return nil
		}
		r, _, _ := start(t, Options{Paused: true, Record: Record{
			Journal: func(a sim.Applied) error { return tell("%d %s by %s", a.Tick, a.Name, a.By) },
			Turned:  func(w *sim.World, kept int) error { return tell("back to %d, %d kept", w.Ticks(), kept) },
		}})
		defer func() { r.World().Close() }()
		at(t, r, 3)
		_, err := r.SubmitBy(bleed(0.1), "Anna")
		must(t, err)
		_, err = r.ForkAt(0, Difference{Without: 1})
		must(t, err)
		_, err = r.SubmitToFork(bleed(0.1), "Bert")
		must(t, err)
		at(t, r, 5)
		_, _, err = r.Undo()
		must(t, err)
		want := "[3 bleed by Anna back to 3, 0 kept]"
		if got := fmt.Sprint(heard); got != want {
			t.Errorf("the record heard %s, want %s", got, want)
		}
	})
}

// Who revives a run that failed at an event has it as it was just before, past and all, and
// it goes on as if that event had never been there.
func TestRevive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := sim.Event{Name: "no", Do: func(*sim.World) error { return errors.New("refused") }}
		events := []sim.Timed{{Tick: 10, Event: bleed(0.2)}, {Tick: 40, Event: bad}, {Tick: 50, Event: bleed(0.1)}}
		failed, _, end := start(t, Options{Speed: 1000, Events: events})
		<-end
		r, err := failed.Revive()
		must(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error, 1)
		go func() { over <- r.Run(ctx) }()
		if v := r.Peek(); v.Frame.Tick != 40 || !v.Paused || len(r.Line().Events(0)) != 1 {
			t.Errorf("revived at tick %d, paused %v, with %d events; want 40, paused, 1", v.Frame.Tick, v.Paused, len(r.Line().Events(0)))
		}
		if got, want := at(t, r, 80), plain(t, 80, events[0], events[2]); got != want {
			t.Errorf("hash %x, want %x", got, want)
		}
		p, err := r.Replay(10)
		must(t, err)
		p.Close()
		cancel()
		<-over
		r.World().Close()
	})
}

// The run goes on from a moment of its past as if nothing had been posted since; what the
// scenario brings after it still comes, and nothing can be redone.
func TestTurnTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		late := sim.Timed{Tick: 70, Event: bleed(0.1)}
		r, _, _ := start(t, Options{Speed: 1000, Paused: true, Events: []sim.Timed{late}})
		at(t, r, 30)
		must(t, r.Post(bleed(0.2)))
		at(t, r, 80)
		line, err := r.TurnTo(20)
		must(t, err)
		if line != r.Line() || hereOf(t, r) != 20 || len(line.Events(0)) != 0 {
			t.Errorf("at tick %d with %d events, want 20 with none", hereOf(t, r), len(line.Events(0)))
		}
		if _, _, err := r.Redo(); !errors.Is(err, ErrNothing) {
			t.Errorf("redo after it: %v", err)
		}
		if _, err := r.TurnTo(20); err == nil {
			t.Error("time was turned back to now")
		}
		if got, want := at(t, r, 90), plain(t, 90, late); got != want {
			t.Errorf("hash %x, want %x", got, want)
		}
	})
}
