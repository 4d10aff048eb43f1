package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/live"
	"marrow/sim/scenario"
	"marrow/web"
)

// playing puts the run of a command on a stage until the test ends or stop is called.
func playing(t *testing.T, x serveCmd) (st *stage, stop func()) {
	t.Helper()
	x.Size, x.CheckpointEvery, x.Threads = "64x64x1", interval(input.Day), 1
	if x.Scenario == "" {
		x.Scenario = "healthy"
	}
	ctx, cancel := context.WithCancel(t.Context())
	st = &stage{cmd: &x, console: console{io.Discard, io.Discard}, ctx: ctx, ended: make(chan error, 1)}
	if _, err := st.first(); err != nil {
		t.Fatal(err)
	}
	st.runner.Pause(true)
	st.start()
	once := false
	stop = func() {
		if once {
			return
		}
		once = true
		cancel()
		if err := st.close(<-st.ended); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return st, stop
}

// until runs to a tick.
func until(t *testing.T, r *live.Runner, tick uint64) {
	t.Helper()
	if now := r.Peek().Frame.Tick; now < tick {
		r.Step(int(tick - now))
	}
	for v := r.Latest(); v.Frame.Tick < tick || !v.Paused; v = r.Latest() {
	}
	if got := r.Latest().Frame.Tick; got != tick {
		t.Fatalf("at tick %d, want %d", got, tick)
	}
}

// bled makes a bleed of a share, as it comes from a viewer.
func bled(t *testing.T, st *stage, share string) sim.Event {
	t.Helper()
	e, err := scenario.Make("bleed", map[string]string{"share": share}, st.runner.World().Table())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A server that is killed and resumed is where it was: with every command that was
// answered, without those that were undone, and with all rows of the series. So it is after
// a second kill, and after an orderly end.
func TestKilledServerComesBack(t *testing.T) {
	dir := t.TempDir()
	x := serveCmd{Out: filepath.Join(dir, "a")}
	st, _ := playing(t, x)
	until(t, st.runner, 100)
	post := func(st *stage, share string) {
		if _, err := st.runner.SubmitBy(bled(t, st, share), `An "na`); err != nil {
			t.Fatal(err)
		}
	}
	post(st, "5 %")
	until(t, st.runner, 300)
	post(st, "30%")
	until(t, st.runner, 600)
	if _, _, err := st.runner.Undo(); err != nil {
		t.Fatal(err)
	}
	until(t, st.runner, 310)
	post(st, "7.5 %")
	until(t, st.runner, 320)

	plain, _ := playing(t, serveCmd{})
	until(t, plain.runner, 100)
	post(plain, "5 %")
	until(t, plain.runner, 310)
	post(plain, "7.5 %")
	until(t, plain.runner, 700)
	want := plain.runner.World().Hash()

	kill := func(to string) {
		if err := os.CopyFS(filepath.Join(dir, to), os.DirFS(filepath.Join(dir, "a"))); err != nil {
			t.Fatal(err)
		}
	}
	check := func(st *stage, from uint64) {
		t.Helper()
		for st.runner.Latest().Frame.Tick < from {
		}
		until(t, st.runner, from)
		until(t, st.runner, 700)
		if got := st.runner.World().Hash(); got != want {
			t.Errorf("hash %x, want %x", got, want)
		}
		first, rows := st.runner.Line().Rows(0)
		for i, row := range rows {
			if row.Tick != uint64(i)*live.RowTicks {
				t.Fatalf("row %d is of tick %d", i, row.Tick)
			}
		}
		if first != 0 || len(rows) != 700/live.RowTicks+1 {
			t.Errorf("%d rows from %d", len(rows), first)
		}
		events := st.runner.Line().Events(0)
		if len(events) != 2 || events[1].N != 2 || events[1].Tick != 310 || events[1].By != `An "na` {
			t.Errorf("events %v", events)
		}
	}
	kill("b")
	again, stop := playing(t, serveCmd{Resume: filepath.Join(dir, "b")})
	check(again, 310)
	stop()
	if text, err := (&inspectCmd{File: filepath.Join(dir, "b")}).report(); err != nil || text == "" {
		t.Errorf("inspect: %v", err)
	}
	ended, _ := playing(t, serveCmd{Resume: filepath.Join(dir, "b")})
	if got := ended.runner.Peek().Frame.Tick; got != 700 {
		t.Errorf("after an orderly end: resumed at tick %d, want 700", got)
	}
	check(ended, 700)
	if err := os.RemoveAll(filepath.Join(dir, "a", "checkpoint", "current")); err != nil {
		t.Fatal(err)
	}
	kill("c") // only a checkpoint that was undone is left: all is lived again
	undone, _ := playing(t, serveCmd{Resume: filepath.Join(dir, "c")})
	check(undone, 310)
}

// The stage goes over to another scenario, and starts one anew, with another seed too.
func TestOpenAnotherScenario(t *testing.T) {
	st, _ := playing(t, serveCmd{})
	until(t, st.runner, 5)
	former := st.runner
	seed := uint64(7)
	run, err := st.open(t.Context(), "anemia", &seed, nil)
	if err == nil {
		t.Fatalf("there is a scenario %q", run.Scenario)
	}
	if st.runner != former || former.Err() != nil {
		t.Error("the run has ended for a scenario that there is not")
	}
	run, err = st.open(t.Context(), "", &seed, nil)
	if err != nil || run.Seed != 7 || run.Scenario != "healthy" || run.Runner == former {
		t.Fatalf("got %+v and %v", run, err)
	}
	<-former.Done()
	name := scenario.Names()[0]
	run, err = st.open(t.Context(), name, nil, nil)
	if err != nil || run.Scenario != name || run.Tissue.Spec.Width != 64 {
		t.Errorf("got scenario %s of %d sites and %v", run.Scenario, run.Tissue.Spec.Width, err)
	}
}

// A run that is called off while it is being made leaves the one that there is, and the next
// one can be begun.
func TestOpeningIsCalledOff(t *testing.T) {
	st, _ := playing(t, serveCmd{})
	former := st.runner
	off, stop := context.WithCancel(t.Context())
	_, err := st.open(off, scenario.Names()[0], nil, func(string, float64) { stop() })
	if !errors.Is(err, context.Canceled) || st.runner != former || former.Err() != nil {
		t.Fatalf("got %v, the run: %v", err, former.Err())
	}
	seed := uint64(7)
	if run, err := st.open(t.Context(), "", &seed, nil); err != nil || run.Seed != 7 {
		t.Errorf("got %+v and %v", run, err)
	}
}

// A scenario that comes from a browser is run as it says and can be begun anew. It reads no
// file of this machine, and one that is wrong leaves the run as it is.
func TestPost(t *testing.T) {
	st, _ := playing(t, serveCmd{})
	const mine = "title: Mine\nspecies: human\npatch: {tissue: open, size: [48, 40, 1]}\nseed: 5\nuntil: 1d\n"
	for _, begin := range []func() (web.Run, error){
		func() (web.Run, error) { return st.post([]byte(mine)) },
		func() (web.Run, error) { return st.open(t.Context(), "", nil, nil) },
	} {
		r, err := begin()
		if err != nil {
			t.Fatal(err)
		}
		if r.Title != "Mine" || r.Seed != 5 || r.Tissue.Spec.Width != 48 || r.Scenario != "" {
			t.Errorf("the run is %q, seed %d, %d wide", r.Title, r.Seed, r.Tissue.Spec.Width)
		}
	}
	now := st.runner
	for text, want := range map[string]string{
		strings.Replace(mine, "human", "../secret.yaml", 1): "can name no file",
		strings.Replace(mine, "seed: 5", "sead: 5", 1):      "posted.yaml:4:1",
		"": "posted.yaml",
	} {
		if _, err := st.post([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s in it", text, err, want)
		}
	}
	if st.runner != now {
		t.Error("a scenario that is wrong ended the run")
	}
}

// A server whose run has failed, here at an event of the scenario that cannot be done, still
// shows it, and goes on without that event when it is asked to.
func TestFailedRunIsGoneOnWith(t *testing.T) {
	name := filepath.Join(t.TempDir(), "bagless.yaml")
	text := "title: Nothing in the bag\nseed: 1\nuntil: 2d\nevents:\n  - {at: 1h, do: bleed, share: 5 %}\n  - {at: 3h, do: transplant, source: collected}\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	st, stop := playing(t, serveCmd{Scenario: name})
	former := st.runner
	former.Pause(false)
	<-former.Done()
	if former.Err() == nil {
		t.Fatal("a transplant of nothing was done")
	}
	run, err := st.revive()
	if err != nil || run.Runner == former || run.Title != "Nothing in the bag" {
		t.Fatalf("got %q and %v", run.Title, err)
	}
	if v := run.Runner.Peek(); v.Frame.Tick != 36 || !v.Paused {
		t.Errorf("it goes on at tick %d, paused %v; want 36, paused", v.Frame.Tick, v.Paused)
	}
	until(t, run.Runner, 60)
	if events := run.Runner.Line().Events(0); len(events) != 1 || events[0].Name != "bleed" {
		t.Errorf("events %+v, want the bleed alone", events)
	}
	stop()
}
