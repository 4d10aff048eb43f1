package live

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"marrow/sim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start runs a Runner until the test ends, and tells how Run ended.
func start(t *testing.T, o Options) (*Runner, context.CancelFunc, <-chan error) {
	t.Helper()
	return startIn(t, newWorld(t, 1), o)
}

func startIn(t *testing.T, w *sim.World, o Options) (*Runner, context.CancelFunc, <-chan error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := New(w, o)
	end, ended := make(chan error, 1), make(chan struct{})
	go func() {
		end <- r.Run(ctx)
		close(ended)
	}()
	t.Cleanup(func() { // the world is closed next, and nobody may tick it then
		cancel()
		<-ended
	})
	return r, cancel, end
}

func bleed(share float64) sim.Event {
	return sim.Event{Name: "bleed", Arguments: "share", Do: func(w *sim.World) error { return w.Bleed(share, 0) }}
}

// look asks until the clock has had time to show what it has.
func look(r *Runner) *View {
	r.Latest()
	time.Sleep(100 * time.Millisecond) // of the bubble's clock
	synctest.Wait()
	return r.Latest()
}

// A paced world makes as many ticks a second as were asked for, and says so.
func TestPace(t *testing.T) {
	for _, speed := range []float64{0.5, 4, 48, 288} {
		synctest.Test(t, func(t *testing.T) {
			r, cancel, end := start(t, Options{Speed: speed})
			time.Sleep(8 * time.Second)
			synctest.Wait()
			v := look(r)
			want := speed * 8
			if got := float64(v.Frame.Tick); got < want-1 || got > want+speed/10+2 {
				t.Errorf("at %v ticks/s: %v ticks in 8 s, want %v", speed, got, want)
			}
			if v.TicksPerSecond < 0.95*speed || v.TicksPerSecond > 1.05*speed {
				t.Errorf("at %v ticks/s: measured %v", speed, v.TicksPerSecond)
			}
			cancel()
			if err := <-end; !errors.Is(err, context.Canceled) {
				t.Errorf("Run returned %v, want context.Canceled", err)
			}
		})
	}
}

// While nobody asks no frame is made; a viewer that asks all the time gets at most
// the frames that were allowed.
func TestFramesOnlyForViewers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{Speed: 150, FramesPerSecond: 25})
		time.Sleep(time.Second)
		synctest.Wait()
		if seq := r.Peek().Seq; seq != 1 {
			t.Errorf("%d frames without a viewer, want the first one only", seq)
		}
		first := r.Latest().Seq
		for range 400 {
			time.Sleep(10 * time.Millisecond)
			r.Latest()
		}
		if got := r.Latest().Seq - first; got < 95 || got > 102 {
			t.Errorf("%d frames in 4 s at 25 a second", got)
		}
	})
}

// Pause stops the world, a step makes just the ticks asked for, play goes on.
func TestPauseStepPlay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{Speed: 10, Paused: true})
		time.Sleep(time.Minute)
		if v := look(r); v.Frame.Tick != 0 || !v.Paused || v.Why != "user" {
			t.Errorf("tick %d, paused %v, why %q; want a paused start", v.Frame.Tick, v.Paused, v.Why)
		}
		r.Step(3)
		if v := look(r); v.Frame.Tick != 3 || !v.Paused || v.Why != "step" {
			t.Errorf("after a step of 3: tick %d, paused %v, why %q", v.Frame.Tick, v.Paused, v.Why)
		}
		r.Pause(false)
		time.Sleep(time.Second)
		if v := look(r); v.Frame.Tick < 12 || v.Paused || v.Why != "" {
			t.Errorf("after a second at 10 ticks/s: tick %d, paused %v, why %q", v.Frame.Tick, v.Paused, v.Why)
		}
	})
}

// A posted event takes effect between two ticks, while paused too; its error comes
// back to the sender and it is then not part of the history.
func TestPost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var journal []sim.Applied
		r, cancel, end := start(t, Options{Paused: true, Record: Record{Journal: func(a sim.Applied) error {
			journal = append(journal, a)
			return nil
		}}})
		before := look(r).Frame.Blood.Hb
		if err := r.Post(bleed(0.25)); err != nil {
			t.Fatal(err)
		}
		if after := look(r).Frame.Blood.Hb; after >= before {
			t.Errorf("hemoglobin %v, then %v after a bleed", before, after)
		}
		refused := errors.New("refused")
		if err := r.Post(sim.Event{Name: "no", Do: func(*sim.World) error { return refused }}); !errors.Is(err, refused) {
			t.Errorf("got error %v, want that of the event", err)
		}
		cancel()
		<-end
		if err := r.Post(bleed(0.1)); !errors.Is(err, ErrStopped) {
			t.Errorf("after the end: got error %v, want ErrStopped", err)
		}
		want := sim.Applied{N: 1, Tick: 0, Name: "bleed", Arguments: "share", Posted: true}
		if len(journal) != 1 || journal[0] != want || len(r.Line().Events(0)) != 1 || len(r.Line().Events(1)) != 0 {
			t.Errorf("journal %v, events %v; want one %v", journal, r.Line().Events(0), want)
		}
	})
}

// The events of the scenario take effect at their ticks, in order, and the run
// pauses at its end.
func TestScenario(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{
			Events: []sim.Timed{{Tick: 30, Event: bleed(0.2)}, {Tick: 10, Event: bleed(0.1)}},
			Until:  50,
		})
		synctest.Wait()
		v := look(r)
		if v.Frame.Tick != 50 || v.Why != "until" {
			t.Errorf("stopped at tick %d because of %q, want 50, until", v.Frame.Tick, v.Why)
		}
		got := r.Line().Events(0)
		if len(got) != 2 || got[0].Tick != 10 || got[1].Tick != 30 || got[0].Posted {
			t.Errorf("events %v, want ticks 10 and 30", got)
		}
	})
}

// An event of the scenario that cannot be applied ends the run, with its tick.
func TestScenarioFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := sim.Event{Do: func(*sim.World) error { return errors.New("no such cell") }}
		r, _, end := start(t, Options{Events: []sim.Timed{{Tick: 7, Event: bad}}})
		if err := <-end; err == nil || err.Error() != "live: tick 7: no such cell" {
			t.Errorf("Run returned %v", err)
		}
		<-r.Done()
		if r.Err() == nil {
			t.Error("Err is nil after a failed run")
		}
	})
}

// There is a row for each hour from the start, numbered by the hour.
func TestRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{Until: 5*RowTicks + 3})
		synctest.Wait()
		first, rows := r.Line().Rows(0)
		if first != 0 || len(rows) != 6 {
			t.Fatalf("%d rows from number %d, want 6 from 0", len(rows), first)
		}
		for i, row := range rows {
			if row.Tick != uint64(i)*RowTicks || row.Blood.Hb <= 0 {
				t.Errorf("row %d: %+v", i, row)
			}
		}
		if first, rows := r.Line().Rows(4); first != 4 || len(rows) != 2 {
			t.Errorf("from 4: %d rows from number %d, want 2 from 4", len(rows), first)
		}
		if first, rows := r.Line().Rows(99); first != 6 || len(rows) != 0 {
			t.Errorf("from 99: %d rows from number %d, want none from 6", len(rows), first)
		}
	})
}

// Old rows make room for new ones; numbers stay.
func TestRowsAreBounded(t *testing.T) {
	var h history
	for n := range uint64(keptRows + 10) {
		h.keepRow(Row{Tick: n * RowTicks})
	}
	first, rows := h.Rows(0)
	if first != 10 || len(rows) != keptRows || rows[0].Tick != 10*RowTicks {
		t.Errorf("%d rows from number %d, want %d from 10", len(rows), first, keptRows)
	}
}

// A view that was handed out never changes.
func TestViewsAreImmutable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{Speed: 100})
		v := look(r)
		codes, tick := string(v.Frame.Codes), v.Frame.Tick
		for range 50 {
			look(r)
		}
		if string(v.Frame.Codes) != codes || v.Frame.Tick != tick {
			t.Error("an old view has changed")
		}
		if r.Latest().Frame.Tick == tick {
			t.Error("there was no newer view")
		}
	})
}

// Viewers, pauses and speeds do not change the history.
func TestSameHistory(t *testing.T) {
	alone := newWorld(t, 1)
	for range 200 {
		alone.Tick()
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 1)
		r := New(w, Options{Speed: 1000, Until: 200})
		go r.Run(t.Context())
		for i := range 100 {
			r.Latest()
			r.SetSpeed(float64(500 + i))
			r.Pause(i%3 == 0)
			time.Sleep(5 * time.Millisecond)
		}
		r.Pause(false)
		time.Sleep(time.Second)
		synctest.Wait()
		if w.Ticks() != 200 || w.Hash() != alone.Hash() {
			t.Errorf("tick %d hash %x, want 200 %x", w.Ticks(), w.Hash(), alone.Hash())
		}
	})
}

// Who wants slices gets them, each of the newest tick, also a new one while paused, and
// nothing that he did not ask for.
func TestWantedSlices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := startIn(t, newWorld(t, 16), Options{Speed: 100})
		seen := func(w Wish) map[int]Slice {
			for range 3 {
				r.Line().Want(w)
				time.Sleep(100 * time.Millisecond)
				synctest.Wait()
			}
			return r.Peek().Slices
		}
		got := seen(Wish{Now: []Block{{3, 1}}, Soon: []Block{{8, 4}, {14, 4}}})
		if len(got) != 7 || got[3].Codes == nil || got[11].Tick == 0 || got[15].Tick == 0 {
			t.Errorf("%d slices, want 3, 8 to 11, 14 and 15", len(got))
		}
		r.Pause(true)
		before := r.Peek().Frame.Codes
		got = seen(Wish{Now: []Block{{5, 1}}})
		if len(got) != 1 || got[5].Tick != r.Peek().Frame.Tick {
			t.Errorf("%d slices at tick %d of %d", len(got), got[5].Tick, r.Peek().Frame.Tick)
		}
		if &before[0] != &r.Peek().Frame.Codes[0] {
			t.Error("a slice was drawn that nobody looked at")
		}
		made := r.Peek().Seq
		seen(Wish{Now: []Block{{5, 1}}})
		if r.Peek().Seq != made {
			t.Error("a view was made of what was shown already")
		}
	})
}

// Who looks only after the clock has stopped sees the last tick, also if others looked before
// him and have taken the frames until then.
func TestPictureAfterPauseIsTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := start(t, Options{Speed: 20})
		look(r)
		for range 40 { // another viewer, who takes no notice of the frame's own slice
			r.Line().Want(Wish{})
			time.Sleep(25 * time.Millisecond)
		}
		r.Pause(true)
		time.Sleep(100 * time.Millisecond)
		r.Line().Want(Wish{})
		synctest.Wait()
		v := look(r)
		var want []uint8
		if err := r.Line().Ask(func(w *sim.World) { want = w.Slice(0, nil) }); err != nil {
			t.Fatal(err)
		}
		if v.Frame.Tick < 15 || !bytes.Equal(v.Frame.Codes, want) {
			t.Errorf("at tick %d the picture differs from the world", v.Frame.Tick)
		}
	})
}
