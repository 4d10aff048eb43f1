package render

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/render/view"
	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/live"
	"marrow/sim/tissue"
)

// A source is what the window needs of a runner. It is declared here, where it is
// used, so that a test can be its own marrow.
type source interface {
	// Latest returns the newest picture. The caller must not change it.
	Latest() *live.View
	Pause(paused bool)
	SetSpeed(ticksPerSecond float64)
	Step(ticks int)
	ShowSlice(z int)
	// Submit has an event done at the next tick boundary, waits for that, and returns
	// its tick.
	Submit(e sim.Event) (uint64, error)
	// Err is why the run ended, nil while it goes on.
	Err() error

	// Line returns the run's line of history.
	Line() *live.Line
	// Replay opens a look at the past, which must be closed.
	Replay(tick uint64) (*live.Replay, error)
	// Undo turns time back to before the last event that was submitted, Redo does it again.
	Undo() (*live.Line, sim.Applied, error)
	Redo() (*live.Line, sim.Applied, error)
}

// A Config says what a window shows.
type Config struct {
	Source source
	Table  *lineage.Table
	Tissue *tissue.Tissue
	Title  string // of the scenario
	Width  int    // of the window [pixels]; 0 = 1440
	Height int    // 0 = 900

	// Shot, if not nil, gets one picture of the window, after it has been open for
	// ShotAfter; then the window closes.
	Shot      func(*image.RGBA) error
	ShotAfter time.Duration
	Skin      string  // first skin; "" = the palette's first
	Scale     float64 // first scale [pixels/site]; 0 = single cells, less than 0 = the whole patch
}

// A Game is the window. Its methods are called by ebiten.
type Game struct {
	config  Config
	scene   *view.Scene
	ranges  view.Ranges
	actions []action
	view    *live.View // newest picture

	brush  *brush
	tiles  *tiles
	cells  *cells
	giants giants
	panels panels

	layout layout
	zoom   zoom
	mouse  mouse
	hidden struct{ legend, blood, mini, labels bool }
	legend view.LegendState
	help   bool
	acts   acts
	travel travel
	card   card

	palettes bool // the menu of palettes is open
	labels   []view.Label
	whole    bool // the picture shows the whole patch until somebody moves it

	waiting bool // for the slice that is shown first
	touched bool // something may look different
	dressed string
	opened  time.Time
	slow    time.Time // when what may be slow was last redone
	frames  rate
	picture *image.RGBA // of the window, when it was asked for
	err     error
}

// New returns a window that can be run. It must be called before or in the game
// loop.
func New(c Config) (*Game, error) {
	palette, err := view.DefaultPalette()
	if err != nil {
		return nil, err
	}
	g := &Game{config: c, view: c.Source.Latest(), opened: time.Now()}
	if g.scene, err = view.NewScene(&g.view.Frame, c.Tissue, c.Table, palette); err != nil {
		return nil, err
	}
	if c.Skin != "" {
		if err := g.scene.Wear(c.Skin); err != nil {
			return nil, err
		}
	}
	g.scene.Title = c.Title
	g.scene.Past = view.NewHistory(c.Table)
	g.scene.Past.Add(&g.view.Frame)
	if g.ranges, err = view.RangesOf(c.Table.Species); err != nil {
		return nil, err
	}
	if g.actions, err = loadActions(); err != nil {
		return nil, err
	}
	if g.brush, err = newBrush(); err != nil {
		return nil, err
	}
	if g.cells, err = newCells(); err != nil {
		return nil, err
	}
	g.tiles = newTiles()
	g.acts, g.travel, g.card = newActs(), newTravel(), newCard()
	g.touched = true
	if d := c.Tissue.Spec.Depth; d > 1 { // the first slice of a volume is its border
		g.waiting = true
		c.Source.ShowSlice(d / 2)
	}
	return g, nil
}

// Close ends the window's worker, and waits for a seek that is under way.
func (g *Game) Close() {
	g.tiles.close()
	if g.travel.busy {
		g.travel.replay = (<-g.travel.arrivals).replay
	}
	g.closeReplay()
}

// ErrNoWindow says that the display does not let a window be opened.
var ErrNoWindow = errors.New("no window can be opened")

// Run shows the window until it is closed or its source is canceled.
func Run(c Config) error {
	g, err := New(c)
	if err != nil {
		return err
	}
	defer g.Close()
	w, h := c.Width, c.Height
	if w == 0 || h == 0 {
		w, h = 1440, 900
	}
	ebiten.SetWindowSize(w, h)
	ebiten.SetWindowTitle("marrow: " + c.Title)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	ebiten.SetWindowSizeLimits(640, 480, -1, -1)
	ebiten.SetScreenClearedEveryFrame(false)
	if err := ebiten.RunGameWithOptions(g, &ebiten.RunGameOptions{X11ClassName: "marrow", X11InstanceName: "marrow"}); err != nil {
		return fmt.Errorf("render: %w: %w", ErrNoWindow, err)
	}
	return g.err
}

// Layout is not asked by ebiten: LayoutF is.
func (g *Game) Layout(w, h int) (int, int) { return w, h }

// LayoutF returns the size of the screen [pixels] for a window of w x h.
func (g *Game) LayoutF(w, h float64) (float64, float64) {
	k := ebiten.Monitor().DeviceScaleFactor()
	return w * k, h * k
}

// Update takes the newest picture and what the viewer did. It never waits for the
// world.
func (g *Game) Update() error {
	if err := g.config.Source.Err(); errors.Is(err, context.Canceled) {
		return ebiten.Termination // the program was interrupted
	} else if err != nil && g.err == nil {
		g.err = fmt.Errorf("the simulation stopped: %w", err)
		g.touched = true
	}
	g.hear()
	g.arrive()
	g.play(time.Now())
	g.card.refresh(g)
	if v := g.newest(); v != g.view {
		g.take(v)
	}
	if g.layout.stage.Empty() {
		return nil // no picture yet: the size is not known
	}
	if g.config.Shot == nil { // a picture is taken of the marrow, not of a pointer
		g.handleKeys()
		g.handleMouse()
	}
	if g.zoom.step(&g.scene.Camera, g.layout.stage) {
		g.touched = true
	}
	g.keep()
	if g.tiles.load() {
		g.touched = true
	}
	if g.config.Shot != nil && g.shotTaken() {
		return ebiten.Termination
	}
	return nil
}

// take makes v the picture that is shown.
func (g *Game) take(v *live.View) {
	if v.Frame.Z != g.view.Frame.Z {
		g.labels = nil
	}
	first := g.waiting && v.Frame.Z == v.Frame.Depth/2
	if v.Seq != g.view.Seq || &v.Frame.Codes[0] != &g.view.Frame.Codes[0] {
		g.cells.region = image.Rectangle{}
	}
	g.view = v
	g.scene.Frame = &v.Frame
	if !g.travel.on {
		g.scene.Past.Add(&v.Frame)
	}
	g.touched = true
	if first {
		g.waiting = false
		g.firstCamera()
	}
}

// keep holds the camera over the patch.
func (g *Game) keep() {
	f, s := g.scene.Frame, g.layout.stage
	g.scene.Camera = g.scene.Camera.Kept(f.Width, f.Height, s.Dx(), s.Dy())
}

// status is what the bars tell beside the frame.
func (g *Game) status() view.Status {
	st := view.Status{Paused: g.view.Paused, Speed: g.view.Speed, TicksPerSecond: g.view.TicksPerSecond, FPS: g.frames.perSecond()}
	if g.err != nil {
		st.Message = g.err.Error()
	}
	g.timeOf(&st)
	return st
}

// A rate counts what happens over about a second.
type rate struct {
	since  time.Time
	n      int
	latest float64
}

func (r *rate) count(now time.Time) {
	r.n++
	if d := now.Sub(r.since); d > time.Second {
		if d < 3*time.Second {
			r.latest = float64(r.n) / d.Seconds()
		}
		r.since, r.n = now, 0
	}
}

func (r *rate) perSecond() float64 { return r.latest }
