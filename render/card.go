package render

import (
	"image"
	"time"

	"marrow/sim"
	"marrow/sim/live"
)

// A card tells what was clicked. What it is about is asked of the world between two ticks, on
// a goroutine of its own: the window does not wait for that.
type card struct {
	sight   *sim.Sight // nil: no card is shown
	asking  bool
	wanted  bool // nobody has closed it since it was asked for
	asked   time.Time
	of      *live.Replay    // that is asked; nil = the run
	answers chan *sim.Sight // holds the one that is waited for; nil = there is nothing there
}

// cardPause is how often a card is brought up to date.
const cardPause = time.Second

func newCard() card { return card{answers: make(chan *sim.Sight, 1)} }

func (c *card) close() { c.sight, c.wanted = nil, false }

// inspect asks what is at a site of the slice that is shown.
func (g *Game) inspect(at image.Point) {
	z := g.scene.Frame.Z
	g.card.wanted = true
	g.ask(func(w *sim.World) (sim.Sight, bool) { return w.Site(at.X, at.Y, z) })
}

// ask looks at the world that is shown, unless an answer is waited for.
func (g *Game) ask(look func(w *sim.World) (sim.Sight, bool)) {
	c := &g.card
	if c.asking || g.travel.busy {
		return
	}
	c.asking, c.asked, c.of = true, time.Now(), nil
	line := g.config.Source.Line()
	if g.travel.past() {
		c.of, line = g.travel.replay, g.travel.replay.Line
	}
	go func() {
		var found *sim.Sight
		_ = line.Ask(func(w *sim.World) { // when the run has ended there is nothing to tell
			if s, ok := look(w); ok {
				found = &s
			}
		})
		c.answers <- found
	}()
}

// refresh takes the answer that has come, and asks again about a card that is open.
func (c *card) refresh(g *Game) {
	select {
	case s := <-c.answers:
		if c.asking = false; c.wanted {
			c.sight = s
		}
		g.touched = true
	default:
	}
	x := c.sight
	if x == nil || x.Tick == g.view.Frame.Tick || time.Since(c.asked) < cardPause {
		return
	}
	g.ask(func(w *sim.World) (sim.Sight, bool) {
		if x.Cell != nil && x.Cell.ID > 0 {
			return w.Cell(x.Cell.ID, &[3]int{x.X, x.Y, x.Z})
		}
		return w.Site(x.X, x.Y, x.Z)
	})
}
