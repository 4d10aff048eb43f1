package render

import (
	"image"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/live"
	"marrow/sim/tissue"
)

// A still is a source that shows one picture and notes what the window wants. It has no past.
type still struct {
	view   live.View
	runner *live.Runner // does not run
	paused bool
	speed  float64
	steps  int
	slice  int
	err    error
	events []sim.Event
	refuse error
}

func (s *still) Latest() *live.View { return &s.view }
func (s *still) Pause(paused bool)  { s.paused = paused }
func (s *still) SetSpeed(t float64) { s.speed = t }
func (s *still) Step(n int)         { s.steps += n }
func (s *still) ShowSlice(z int)    { s.slice = z }
func (s *still) Submit(e sim.Event) (uint64, error) {
	s.events = append(s.events, e)
	return s.view.Frame.Tick, s.refuse
}
func (s *still) Err() error                             { return s.err }
func (s *still) Line() *live.Line                       { return s.runner.Line() }
func (s *still) Replay(uint64) (*live.Replay, error)    { return nil, live.ErrBusy }
func (s *still) Undo() (*live.Line, sim.Applied, error) { return nil, sim.Applied{}, live.ErrNothing }

func (s *still) Redo() (*live.Line, sim.Applied, error) { return nil, sim.Applied{}, live.ErrNothing }

// grown is a small world after a few ticks, by depth: all tests look at the same, and none
// lets it tick on.
var grown = map[int]*sim.World{}

// marrow shows a small world after a few ticks; depth 1 is a slice.
func marrow(t testing.TB, depth int) (*still, Config) {
	t.Helper()
	if grown[depth] == nil {
		grown[depth] = grow(t, 256, depth)
		for range 12 {
			grown[depth].Tick()
		}
	}
	w := grown[depth]
	s := &still{runner: live.New(w, live.Options{Paused: true})}
	s.view.Seq, s.view.Speed = 1, 12
	w.Frame(depth/2, &s.view.Frame)
	return s, Config{Source: s, Table: w.Table(), Tissue: w.Tissue(), Title: "Test"}
}

// grow makes a world of so many sites to a side.
func grow(t testing.TB, side, depth int) *sim.World {
	t.Helper()
	table, err := lineage.Builtin("human")
	if err != nil {
		t.Fatal(err)
	}
	place, err := tissue.Generate(tissue.Spec{Name: "iliac-crest", Species: "human", Width: side, Height: side, Depth: depth, Seed: 7}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := sim.New(sim.Config{Table: table, Tissue: place, Seed: 7, Threads: 1, Witness: true})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// window opens a window of w x h pixels on a small world and draws it until nothing
// is missing.
func window(t testing.TB, w, h int, change func(*Config)) (*Game, *still, *ebiten.Image) {
	t.Helper()
	s, c := marrow(t, 1)
	if change != nil {
		change(&c)
	}
	g, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Close)
	screen := ebiten.NewImageWithOptions(image.Rect(0, 0, w, h), &ebiten.NewImageOptions{Unmanaged: true})
	t.Cleanup(screen.Deallocate)
	settle(t, g, screen)
	return g, s, screen
}

// settle draws until the picture is complete: every tile is painted and no zoom is
// under way.
func settle(t testing.TB, g *Game, screen *ebiten.Image) {
	t.Helper()
	for range 2000 {
		if err := g.Update(); err != nil {
			t.Fatal(err)
		}
		g.Draw(screen)
		if len(g.tiles.missing) == 0 && g.zoom.target == 0 && !g.touched {
			return
		}
		if len(g.tiles.missing) > 0 {
			p := <-g.tiles.done // wait for the painter
			g.tiles.put(p)
			g.tiles.queue.finish(p.key)
			g.touched = true
		}
	}
	t.Fatal("the picture is not complete after 2000 drawings")
}

// pixels reads a picture back.
func pixels(m *ebiten.Image) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	m.ReadPixels(out.Pix)
	return out
}
