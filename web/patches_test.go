package web

import (
	"bytes"
	"testing"

	"marrow/sim"
	"marrow/sim/live"
	"marrow/sim/tissue"
)

// twoBones is a small run of a body of two patches, which ends with the test.
func twoBones(t *testing.T) Run {
	t.Helper()
	run := Run{Title: "Two bones", Seed: 9}
	var body []sim.Part
	for i, name := range []string{"hip", "thigh"} {
		table, ts := shared.of(t, tissue.Spec{Name: "open", Width: 64, Height: 64, Depth: 1, Species: "human", Seed: uint64(i)})
		run.Table = table
		body = append(body, sim.Part{Name: name, Tissue: ts, Share: 0.5})
		run.Patches = append(run.Patches, Patch{Name: name, Tissue: "open", Share: 0.5, Shown: i == 0})
	}
	w, err := sim.New(sim.Config{Table: run.Table, Body: body, Seed: 9, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	run.Runner, run.Tissue = live.New(w, live.Options{Paused: true}), body[0].Tissue
	go run.Runner.Run(t.Context())
	t.Cleanup(func() { <-run.Runner.Done() })
	return run
}

// The driver shows another patch of the body: everybody gets a new welcome and sees that
// patch, at the tick at which the run is; a patch that is not there is refused.
func TestShowPatchOnTheWire(t *testing.T) {
	run := twoBones(t)
	s, former := startServer(t, live.Options{Paused: true}, func(c *Config) { c.Run = run })
	v := travel(t, s, testTokens.Control)
	c := v.watch(0)
	v.forward(30)
	hip := bytes.Clone(c.picture(64, 64))
	if e := v.ask(`"t":"cmd","op":"show","args":{"patch":"knee"}`); e.Code != codeBadArg || e.Field != "patch" {
		t.Errorf("a patch that is not there: %+v", e)
	}
	v.do("show", 0, `{"patch":"thigh"}`)
	v.until("a welcome", func() bool { return v.welcomes == 1 })
	if p := v.welcome.Run.Patches; len(p) != 2 || p[0].Shown || !p[1].Shown || v.welcome.Worlds[0].Tick != 30 {
		t.Errorf("the welcome is of %+v", v.welcome.Run)
	}
	c = v.watch(0)
	v.until("the other picture", func() bool {
		now, ok := run.Runner.Line().Peek().Slices[0]
		return ok && len(c.planes) > 0 && bytes.Equal(c.picture(64, 64), now.Codes)
	})
	if bytes.Equal(c.picture(64, 64), hip) {
		t.Error("the thigh looks as the hip did")
	}
	if n := len(run.Runner.Line().Peek().Frame.Body); n != 2 {
		t.Errorf("the frame tells of %d patches", n)
	}
	former.Pause(true)
}
