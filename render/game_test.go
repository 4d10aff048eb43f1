package render

import (
	"errors"
	"image"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/assets"
	"marrow/render/view"
	"marrow/sim"
	"marrow/sim/tissue"
)

// The window shows a marrow, and legend and blood count beside it, at every zoom and
// in every skin.
func TestWindowIsNotBlank(t *testing.T) {
	for _, tt := range []struct {
		skin  string
		scale float64
	}{{"atlas", -1}, {"atlas", 0.3}, {"atlas", 4}, {"atlas", 8.4}, {"atlas", 60}, {"stain", 8.4}} {
		g, _, screen := window(t, 1280, 800, func(c *Config) { c.Skin, c.Scale = tt.skin, tt.scale })
		m := pixels(screen)
		s := g.layout.stage
		for name, r := range map[string]image.Rectangle{
			"marrow": s.Inset(s.Dy() / 4),
			"legend": image.Rect(0, s.Min.Y, s.Min.X, s.Max.Y), "blood": image.Rect(s.Max.X, s.Min.Y, 1280, s.Max.Y),
		} {
			if n := colors(m, r); n < 40 {
				t.Errorf("%s at %v: %s has %d colors", tt.skin, tt.scale, name, n)
			}
		}
	}
}

// colors counts the colors of every second pixel in a part of a picture.
func colors(m *image.RGBA, r image.Rectangle) int {
	seen := map[[3]uint8]bool{}
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		for x := r.Min.X; x < r.Max.X; x += 2 {
			c := m.RGBAAt(x, y)
			seen[[3]uint8{c.R, c.G, c.B}] = true
		}
	}
	return len(seen)
}

// What the graphics card draws is what the rasterizer draws: at every level, hardly a
// pixel of the marrow differs visibly.
func TestWindowEqualsRasterizer(t *testing.T) {
	for _, scale := range []float64{0.5, 2, 4, 8.4, 20} {
		g, _, screen := window(t, 1000, 640, func(c *Config) { c.Scale = scale })
		g.hidden.mini, g.hidden.labels, g.touched = true, true, true
		settle(t, g, screen)
		s := g.layout.stage
		got := pixels(screen)
		want := view.Render(g.scene, s.Dx(), s.Dy())
		inner := s.Inset(80) // labels and cards are at the edges
		different, n := 0, 0
		for y := inner.Min.Y; y < inner.Max.Y; y += 2 {
			for x := inner.Min.X; x < inner.Max.X; x += 2 {
				n++
				if distance(got.RGBAAt(x, y), want.RGBAAt(x-s.Min.X, y-s.Min.Y)) > 60 {
					different++
				}
			}
		}
		if share := float64(different) / float64(n); share > 0.04 {
			t.Errorf("at %v: %.1f %% of the pixels differ, want at most 4 %%", scale, 100*share)
		}
	}
}

func distance(a, b interface{ RGBA() (r, g, b, a uint32) }) float64 {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	d := func(a, b uint32) float64 { return (float64(a) - float64(b)) / 257 }
	return math.Sqrt(d(ar, br)*d(ar, br) + d(ag, bg)*d(ag, bg) + d(ab, bb)*d(ab, bb))
}

// Colors go through the texel texture unchanged: in a layer of one pixel a site,
// each channel is what render/view wrote.
func TestTexelsAreExact(t *testing.T) {
	g, _, _ := window(t, 1000, 640, nil)
	g.scene.Camera = view.Camera{X: 1280, Y: 1280, Scale: 1}
	stage := image.Rect(0, 0, 200, 200)
	screen := ebiten.NewImageWithOptions(stage, &ebiten.NewImageOptions{Unmanaged: true})
	g.cells.upload(g.scene, 200, 200)
	g.cells.draw(screen, stage, g.scene)
	want := g.scene.CellLayer(image.Rect(28, 28, 228, 228), 0)
	got := pixels(screen)
	wrong := 0
	for i := range got.Pix {
		if d := int(got.Pix[i]) - int(want.Pix[i]); d > 1 || d < -1 {
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d channel values are wrong", wrong, len(got.Pix))
	}
}

// Every shader of the assets compiles.
func TestShadersCompile(t *testing.T) {
	files, err := assets.FS.ReadDir("shaders")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d shaders, %v", len(files), err)
	}
	for _, f := range files {
		if _, err := loadShader(f.Name()); err != nil {
			t.Error(err)
		}
	}
}

// Every action that the window knows is in the help with its keys, does something,
// and no key does two things.
func TestActions(t *testing.T) {
	g, _, _ := window(t, 1000, 640, nil)
	if len(g.actions) != len(doings) {
		t.Errorf("%d actions have keys, %d are known", len(g.actions), len(doings))
	}
	keys := map[string]string{}
	for _, a := range g.actions {
		if a.ID == "full-screen" {
			continue // would resize the window that the tests run in
		}
		for _, k := range a.Keys {
			if keys[k] != "" {
				t.Errorf("key %q does %s and %s", k, keys[k], a.ID)
			}
			keys[k] = a.ID
			bare := strings.TrimPrefix(strings.TrimPrefix(k, "Ctrl+"), "Shift+")
			if _, ok := named[bare]; !ok && len([]rune(bare)) != 1 {
				t.Errorf("%s: key %q is neither a character nor a known name", a.ID, k)
			}
		}
		if !g.do(a.ID, false) {
			t.Errorf("%s does nothing", a.ID)
		}
	}
	if g.do("dance", false) {
		t.Error("an unknown action did something")
	}
	help := helpRows(g.actions)
	if !slices.ContainsFunc(help, func(r view.HelpRow) bool { return r.Keys == "Space" && r.Does == "Play or pause" }) {
		t.Errorf("the help does not tell how to pause: %v", help)
	}
}

// The actions do what they say to the source and the camera.
func TestActionsAct(t *testing.T) {
	g, s, screen := window(t, 1000, 640, nil)
	g.do("play", false)
	g.do("step", false)
	g.do("step", true)
	if !s.paused || s.steps != 1+sim.TicksPerDay {
		t.Errorf("paused %v after %d steps, want true after %d", s.paused, s.steps, 1+sim.TicksPerDay)
	}
	g.do("faster", false)
	if s.speed != 72 {
		t.Errorf("faster than 12 ticks/s is %v, want 72", s.speed)
	}
	g.do("slice-up", false)
	if s.slice != 0 {
		t.Errorf("a slice has no slice above, got %d", s.slice)
	}
	before := g.scene.Camera
	g.do("pan-right", false)
	if g.scene.Camera.X <= before.X {
		t.Error("the camera did not move right")
	}
	g.do("zoom-in", false)
	settle(t, g, screen)
	if got := g.scene.Camera.Scale; math.Abs(got-before.Scale*view.ZoomNotch) > 0.01 {
		t.Errorf("one notch from %v is %v", before.Scale, got)
	}
	g.do("fit", false)
	x0, y0 := g.scene.Camera.Site(0, 0, g.layout.stage.Dx(), g.layout.stage.Dy())
	if x0 > 0 || y0 > 0 {
		t.Errorf("the whole patch begins at %v, %v of the view", x0, y0)
	}
}

// A click on a name in the legend lights its cells, a second one all; Escape closes
// the help first and lights all then.
func TestClicks(t *testing.T) {
	g, _, screen := window(t, 1280, 800, nil)
	at := func() (x, y int) {
		for y := g.layout.stage.Min.Y; y < g.layout.stage.Max.Y; y++ {
			if g.actionAt(100, y) == "focus ery" {
				return 100, y + 2
			}
		}
		t.Fatal("no row for the red line")
		return 0, 0
	}
	x, y := at()
	g.press(x, y, false)
	settle(t, g, screen)
	if g.scene.Focus != "ery" {
		t.Errorf("focus is %q, want ery", g.scene.Focus)
	}
	g.do("help", false)
	g.do("close", false)
	if g.help || g.scene.Focus != "ery" {
		t.Errorf("help %v, focus %q after closing the help", g.help, g.scene.Focus)
	}
	g.do("close", false)
	if g.scene.Focus != "" {
		t.Errorf("focus is %q after Escape, want none", g.scene.Focus)
	}
	g.press(34, g.layout.h-46, false) // the play button
	if s := g.config.Source.(*still); !s.paused {
		t.Error("the play button does not pause")
	}
}

// The site under the pointer is the one that the camera shows there, and a click on
// the map goes there.
func TestPointing(t *testing.T) {
	g, _, screen := window(t, 1000, 640, func(c *Config) { c.Scale = 20 })
	s := g.layout.stage
	g.do("inspect", false)
	want := image.Pt(int(g.scene.Camera.X/tissue.SiteSize), int(g.scene.Camera.Y/tissue.SiteSize))
	if d := g.mouse.site.Sub(want); !g.mouse.tagged || d.X*d.X > 1 || d.Y*d.Y > 1 {
		t.Errorf("the middle is site %v, want %v", g.mouse.site, want)
	}
	if g.point(s.Min.X-20000, 0) {
		t.Error("a point beyond the patch is a site")
	}
	g.touched = true
	settle(t, g, screen)
	m := &g.panels.mini
	if m.panel == nil {
		t.Fatal("no map")
	}
	g.mouse.x, g.mouse.y = int(m.x)+20, int(m.y)+20
	if got := g.actionAt(g.mouse.x, g.mouse.y); got != "map" {
		t.Fatalf("a click on the map means %q", got)
	}
	g.press(g.mouse.x, g.mouse.y, true)
	if c := g.scene.Camera; c.X > 600 || c.Y > 600 {
		t.Errorf("the camera went to %v, %v, want the upper left", c.X, c.Y)
	}
}

// A picture that has not changed is not uploaded again, and a window that has nothing
// new to show draws nothing.
func TestNothingNewCostsNothing(t *testing.T) {
	g, _, screen := window(t, 1000, 640, nil)
	uploads, drawn := g.cells.uploads, g.tiles.picture
	for range 20 {
		if err := g.Update(); err != nil {
			t.Fatal(err)
		}
		g.Draw(screen)
	}
	if g.cells.uploads != uploads || g.tiles.picture != drawn {
		t.Errorf("%d uploads and %d drawings without anything new", g.cells.uploads-uploads, g.tiles.picture-drawn)
	}
	g.do("palette", false)
	g.Draw(screen)
	if g.tiles.picture == drawn {
		t.Error("another palette was not drawn")
	}
}

// A small window leaves the legend out; a change of size keeps the marrow between the
// panels.
func TestResize(t *testing.T) {
	g, _, _ := window(t, 1000, 640, nil)
	for _, size := range []image.Point{{1280, 800}, {900, 600}, {640, 480}, {2560, 1440}} {
		g.arrange(size.X, size.Y)
		s := g.layout.stage
		if s.Empty() || !s.In(image.Rect(0, 0, size.X, size.Y)) {
			t.Errorf("%v: the stage is %v", size, s)
		}
		if legend := s.Min.X > 0; legend != (size.X >= leastWide) {
			t.Errorf("%v: legend shown: %v", size, legend)
		}
	}
	g.do("panel-all", false)
	g.arrange(1280, 800)
	if got := g.layout.stage.Dx(); got != 1280 {
		t.Errorf("without panels the stage is %d wide, want 1280", got)
	}
}

// A picture of the window is taken once, complete, and then the window closes.
func TestShot(t *testing.T) {
	var shots []*image.RGBA
	g, _, screen := window(t, 1000, 640, func(c *Config) {
		c.Shot = func(m *image.RGBA) error {
			shots = append(shots, m)
			return errors.New("disk full")
		}
		c.ShotAfter = time.Hour
	})
	g.config.ShotAfter = 0
	g.Draw(screen)
	if err := g.Update(); !errors.Is(err, ebiten.Termination) {
		t.Errorf("the window goes on: %v", err)
	}
	if len(shots) != 1 || shots[0].Rect.Dx() != 1000 || colors(shots[0], shots[0].Rect) < 500 {
		t.Errorf("%d pictures", len(shots))
	}
	if g.err == nil || !strings.Contains(g.err.Error(), "disk full") {
		t.Errorf("the window's error is %v", g.err)
	}
}

// When the simulation stops, the last picture stays and the window says why.
func TestStoppedSource(t *testing.T) {
	g, s, screen := window(t, 1000, 640, nil)
	s.err = errors.New("tick 12: nothing left")
	if err := g.Update(); err != nil {
		t.Fatal(err)
	}
	g.Draw(screen)
	if got := g.status().Message; got != "the simulation stopped: tick 12: nothing left" {
		t.Errorf("the window says %q", got)
	}
}

// A volume is shown in its middle, and its slices can be gone through.
func TestVolume(t *testing.T) {
	s, c := marrow(t, 6)
	g, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if s.slice != 3 {
		t.Errorf("the window begins with slice %d, want 3", s.slice)
	}
	screen := ebiten.NewImageWithOptions(image.Rect(0, 0, 1000, 640), &ebiten.NewImageOptions{Unmanaged: true})
	defer screen.Deallocate()
	settle(t, g, screen)
	if n := colors(pixels(screen), g.layout.stage.Inset(200)); n < 500 {
		t.Errorf("the slice has %d colors", n)
	}
	g.do("slice-up", false)
	if s.slice != 4 {
		t.Errorf("above slice 3 is %d, want 4", s.slice)
	}
	s.slice = -1
	g.scene.Frame.Z = 0
	g.do("slice-down", false)
	if s.slice != 0 {
		t.Errorf("below the last slice is %d, want 0", s.slice)
	}
}
