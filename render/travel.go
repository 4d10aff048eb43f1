package render

import (
	"context"
	"errors"
	"fmt"
	"time"

	"marrow/render/view"
	"marrow/sim"
	"marrow/sim/live"
)

// A travel is a look at the past of the run, which goes on meanwhile. The window never waits
// for it: seeks run beside the game, one at a time, and the newest wish is gone on with when
// one has arrived.
type travel struct {
	on       bool   // the past is wanted
	wanted   uint64 // tick that was asked for last
	busy     bool   // a seek is under way
	playing  bool
	played   time.Time // when playing last asked for a tick
	replay   *live.Replay
	seen     *live.View // of the replay, as it came
	arrivals chan arrival
	done     chan string // what came of an undo or redo, in words
	note     string
	noted    time.Time
}

// An arrival is what came of a seek.
type arrival struct {
	replay *live.Replay // nil if none could be opened
	tick   uint64
	err    error
}

func newTravel() travel { return travel{arrivals: make(chan arrival, 1), done: make(chan string, 1)} }

// noteTime is how long a note is shown.
const noteTime = 6 * time.Second

// past tells whether a picture of the past is shown.
func (t *travel) past() bool { return t.on && t.replay != nil && t.seen != nil }

// newest returns the view that is to be shown: that of the run, or of the past.
func (g *Game) newest() *live.View {
	t := &g.travel
	if !t.on || t.replay == nil {
		return g.config.Source.Latest()
	}
	g.config.Source.Line().Want(live.Wish{}) // the end of the time line goes on
	z := g.view.Frame.Z
	v := t.replay.Want(live.Wish{Now: []live.Block{{Z: z, N: 1}}})
	s, ok := v.Slices[z]
	if !ok || t.busy || v == t.seen {
		return g.view
	}
	t.seen = v
	shown, run := *v, g.config.Source.Line().Peek()
	shown.Speed, shown.TicksPerSecond = run.Speed, run.TicksPerSecond
	shown.Frame.Z, shown.Frame.Codes = z, s.Codes
	return &shown
}

// here is the tick that is looked at.
func (g *Game) here() uint64 {
	if g.travel.on {
		return g.travel.wanted
	}
	return g.view.Frame.Tick
}

// end is the newest tick of the run.
func (g *Game) end() uint64 { return g.config.Source.Line().Peek().Frame.Tick }

// goTo shows what was at a tick; the newest one is the run itself.
func (g *Game) goTo(tick uint64) {
	t := &g.travel
	if tick >= g.end() {
		g.backToLive()
		return
	}
	t.on, t.wanted = true, tick
	if t.busy {
		return // what is wanted by then is gone on with on arrival
	}
	t.busy = true
	go func(from source, r *live.Replay, to chan<- arrival) {
		var err error
		if r == nil {
			r, err = from.Replay(tick)
		}
		if err == nil {
			_, _, err = r.Seek(context.Background(), tick, false, func(done, of uint64) {})
		}
		to <- arrival{r, tick, err}
	}(g.config.Source, t.replay, t.arrivals)
}

// move goes a number of ticks on or back.
func (g *Game) move(by int) {
	g.goTo(uint64(max(0, int(g.here())+by)))
}

// backToLive shows the run itself again.
func (g *Game) backToLive() {
	t := &g.travel
	t.on, t.playing = false, false
	if !t.busy {
		g.closeReplay()
	}
	g.touched, g.panels.old = true, true
}

// closeReplay ends the replay. No seek may be under way; a question to it is waited for, which
// is answered at once.
func (g *Game) closeReplay() {
	t, c := &g.travel, &g.card
	if t.replay == nil {
		return
	}
	if c.asking && c.of == t.replay {
		<-c.answers
		c.asking = false
	}
	t.replay.Close()
	t.replay, t.seen = nil, nil
}

// arrive takes the seek that has ended, if there is one, and goes on with what is wanted by
// now.
func (g *Game) arrive() {
	t := &g.travel
	select {
	case a := <-t.arrivals:
		t.busy, t.replay = false, a.replay
		g.touched, g.panels.old = true, true
		switch {
		case a.err != nil:
			g.lost(a.err)
		case !t.on:
			g.closeReplay()
		case t.wanted != a.tick:
			g.goTo(t.wanted)
		}
	case text := <-t.done:
		g.say(text)
	default:
	}
}

// lost says why a moment cannot be shown, and shows the nearest one that is kept, if that is
// why.
func (g *Game) lost(err error) {
	g.say(err.Error())
	var gone *live.GoneError
	if errors.As(err, &gone) && gone.Nearest > g.travel.wanted {
		g.say(fmt.Sprintf("that day is no longer kept; the nearest is day %.1f", float64(gone.Nearest)/sim.TicksPerDay))
		g.goTo(gone.Nearest)
		return
	}
	g.backToLive()
}

// play lets the replay go on at the pace of the run, an hour a second if that is as fast as
// possible.
func (g *Game) play(now time.Time) {
	t := &g.travel
	if !t.playing || t.busy {
		return
	}
	pace := g.view.Speed
	if pace == 0 {
		pace = sim.TicksPerDay / 24
	}
	if n := int(pace * now.Sub(t.played).Seconds()); n > 0 {
		t.played = now
		g.move(min(n, sim.TicksPerDay))
	}
}

// togglePause pauses the run or lets it go on, or does that with the replay.
func (g *Game) togglePause() {
	t := &g.travel
	if t.on {
		t.playing, t.played = !t.playing, time.Now()
		return
	}
	g.config.Source.Pause(!g.view.Paused)
}

// step goes one tick on, with shift a day. In the past that is a look; of the run it is
// simulated.
func (g *Game) step(shift bool) {
	if g.travel.on {
		g.move(ticks(shift))
		return
	}
	g.config.Source.Step(ticks(shift))
}

func ticks(day bool) int {
	if day {
		return sim.TicksPerDay
	}
	return 1
}

// undo takes the last intervention back, or does again what was taken back.
func (g *Game) undo(again bool) {
	g.backToLive()
	go func(from source, to chan<- string) {
		do, word := from.Undo, "Undone"
		if again {
			do, word = from.Redo, "Done again"
		}
		_, what, err := do()
		text := fmt.Sprintf("%s: %s of day %.1f", word, what.Name, float64(what.Tick)/sim.TicksPerDay)
		switch {
		case errors.Is(err, live.ErrNothing):
			text = "There is nothing to undo or redo"
		case err != nil:
			text = err.Error()
		}
		select {
		case to <- text:
		default: // an older answer was not heard yet
		}
	}(g.config.Source, g.travel.done)
}

// say shows a note for a while.
func (g *Game) say(text string) {
	g.travel.note, g.travel.noted = text, time.Now()
	g.touched, g.panels.old = true, true
}

// scrub goes to the moment under a pixel of the time line.
func (g *Game) scrub(x int) {
	p := &g.panels.time
	for _, h := range p.panel.Hits {
		if h.Action == "scrub" {
			share := (float64(x) - float64(p.x+h.Box.X0*p.scale)) / float64((h.Box.X1-h.Box.X0)*p.scale)
			from, to := g.scene.Past.Span()
			day := from + min(max(share, 0), 1)*(to-from)
			g.goTo(uint64(max(0, day*sim.TicksPerDay+0.5)))
		}
	}
}

// timeOf is what the bars tell of the time that is shown.
func (g *Game) timeOf(st *view.Status) {
	t := &g.travel
	st.Past, st.Going = t.on, t.busy
	if t.on {
		st.Paused = !t.playing
	}
	if time.Since(t.noted) < noteTime {
		st.Note = t.note
	}
	for _, e := range g.config.Source.Line().Events(0) {
		st.Marks = append(st.Marks, view.TimeMark{Day: float64(e.Tick) / sim.TicksPerDay, Name: e.Name, Posted: e.Posted})
	}
}
