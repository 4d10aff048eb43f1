package render

import (
	"context"
	"image"
	"runtime"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/sim"
	"marrow/sim/live"
)

// A run is a window on a marrow that lives.
type run struct {
	*Game
	t      *testing.T
	runner *live.Runner
	screen *ebiten.Image
}

// running opens a window on a small marrow that is paused.
func running(t *testing.T) *run {
	t.Helper()
	w := grow(t, 96, 1)
	r := &run{t: t, runner: live.New(w, live.Options{Paused: true})}
	var err error
	if r.Game, err = New(Config{Source: r.runner, Table: w.Table(), Tissue: w.Tissue(), Title: "Test"}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	go func() { _ = r.runner.Run(ctx) }()
	r.screen = ebiten.NewImageWithOptions(image.Rect(0, 0, 1000, 640), &ebiten.NewImageOptions{Unmanaged: true})
	t.Cleanup(func() {
		r.Close()
		stop()
		<-r.runner.Done()
		r.runner.World().Close()
		r.screen.Deallocate()
	})
	return r
}

// until plays the game until something is so.
func (r *run) until(what string, is func() bool) {
	r.t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); runtime.Gosched() {
		if err := r.Update(); err != nil {
			r.t.Fatal(err)
		}
		r.Draw(r.screen)
		if is() {
			return
		}
	}
	r.t.Fatalf("waited in vain for %s at tick %d", what, r.view.Frame.Tick)
}

// to simulates on to a tick.
func (r *run) to(tick uint64) {
	r.t.Helper()
	r.runner.Step(int(tick - r.end()))
	r.until("the run", func() bool { return r.view.Frame.Tick == tick && r.view.Paused })
}

// Keys go back in time a tick, a day, to the start and to what is live; what is shown is what
// was, and the run is left alone.
func TestTimeIsTurnedBackInTheWindow(t *testing.T) {
	r := running(t)
	r.to(40)
	var then string
	if err := r.runner.Line().Ask(func(w *sim.World) { then = string(w.Slice(0, nil)) }); err != nil {
		t.Fatal(err)
	}
	r.to(300)
	for _, x := range []struct {
		action string
		shift  bool
		tick   uint64
	}{{"back", false, 299}, {"back", true, 11}, {"step", true, 299}, {"start", false, 0}, {"step", false, 1}} {
		r.do(x.action, x.shift)
		r.until(x.action, func() bool { return r.travel.past() && !r.travel.busy && r.view.Frame.Tick == x.tick })
	}
	r.goTo(40)
	r.until("tick 40", func() bool { return !r.travel.busy && r.view.Frame.Tick == 40 })
	if string(r.view.Frame.Codes) != then {
		t.Error("the picture of tick 40 is another than it was")
	}
	if st := r.status(); !st.Past || r.runner.Line().Peek().Frame.Tick != 300 {
		t.Errorf("status %+v, the run at tick %d", st, r.runner.Line().Peek().Frame.Tick)
	}
	r.do("live", false)
	r.until("the run", func() bool { return r.view.Frame.Tick == 300 && r.travel.replay == nil })
}

// Dragging the knob goes to the moment under the pointer, the last wish wins, and Space plays
// on from there.
func TestScrubbingInTheWindow(t *testing.T) {
	r := running(t)
	r.to(100)
	r.to(288)
	p := &r.panels.time
	r.until("the bar", func() bool { return p.panel != nil })
	for _, h := range p.panel.Hits {
		if h.Action == "scrub" {
			y := int(p.y + (h.Box.Y0+h.Box.Y1)/2*p.scale)
			r.press(int(p.x+(h.Box.X0+0.8*(h.Box.X1-h.Box.X0))*p.scale), y, false)
			r.scrub(int(p.x + (h.Box.X0+0.5*(h.Box.X1-h.Box.X0))*p.scale))
		}
	}
	r.until("half of the day", func() bool { return !r.travel.busy && r.view.Frame.Tick > 100 && r.view.Frame.Tick < 200 })
	from := r.view.Frame.Tick
	r.do("play", false)
	r.until("the replay to go on", func() bool { return r.view.Frame.Tick > from && r.view.Frame.Tick < 288 })
	r.do("close", false)
	r.backToLive()
	r.until("the run", func() bool { return r.view.Frame.Tick == 288 })
}

// Z takes an intervention back, Shift+Z does it again; the window says what that was.
func TestUndoInTheWindow(t *testing.T) {
	r := running(t)
	r.to(20)
	if _, err := r.runner.Submit(sim.Event{Name: "bleed", Do: func(w *sim.World) error { return w.Bleed(0.2, 0) }}); err != nil {
		t.Fatal(err)
	}
	r.to(50)
	r.do("undo", false)
	r.until("the undo", func() bool { return r.view.Frame.Tick == 20 && r.travel.note == "Undone: bleed of day 0.1" })
	if n := len(r.status().Marks); n != 0 {
		t.Errorf("%d marks after it, want none", n)
	}
	r.do("redo", false)
	r.until("the redo", func() bool { return r.travel.note == "Done again: bleed of day 0.1" && len(r.status().Marks) == 1 })
	r.do("redo", false)
	r.until("the refusal", func() bool { return r.travel.note == "There is nothing to undo or redo" })
}

// A click on a cell opens its card, which has the number that the world knows; Escape closes
// it.
func TestCardInTheWindow(t *testing.T) {
	r := running(t)
	r.to(3)
	s := r.layout.stage
	r.do("inspect", false)
	r.until("the card", func() bool { return r.card.sight != nil && !r.card.asking })
	got := r.card.sight
	if want, _ := r.runner.World().Site(got.X, got.Y, got.Z); want.Place != got.Place && want.Cell == nil {
		t.Errorf("the card is about %+v, want %+v", got, want)
	}
	r.do("close", false)
	if r.card.sight != nil {
		t.Error("Escape does not close the card")
	}
	for y := s.Min.Y + 100; y < s.Max.Y && r.card.sight == nil; y += 40 {
		r.mouse.dragging, r.mouse.far = true, false
		r.release((s.Min.X+s.Max.X)/2, y)
		r.until("an answer", func() bool { return !r.card.asking })
		if x := r.card.sight; x != nil && x.Cell == nil {
			r.card.close()
		}
	}
	if x := r.card.sight; x == nil || x.Cell.ID == 0 {
		t.Fatalf("no click found a cell: %+v", x)
	}
	r.until("the panel", func() bool { return r.panels.card.panel != nil })
	r.to(5)
	r.mouse.dragging, r.mouse.far = true, true
	id := r.card.sight.Cell.ID
	r.release((s.Min.X+s.Max.X)/2, s.Min.Y+5)
	if r.card.sight.Cell.ID != id {
		t.Error("a drag opened a card")
	}
}

// The menu of palettes offers all, the calm one too, and a click wears it.
func TestPaletteMenu(t *testing.T) {
	g, _, screen := window(t, 1000, 640, nil)
	clickOn(t, g, screen, &g.panels.header, "palettes")
	for _, id := range g.scene.Wardrobe() {
		g.palettes = true
		g.touched = true
		settle(t, g, screen)
		clickOn(t, g, screen, &g.panels.palettes, "wear "+id)
		if g.scene.Skin().ID != id || g.palettes {
			t.Errorf("wears %s, want %s", g.scene.Skin().ID, id)
		}
	}
}
