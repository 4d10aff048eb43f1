package render

import (
	"image"
	"slices"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"marrow/render/view"
)

// A mouse is what the pointer is doing.
type mouse struct {
	x, y     int
	dragging bool // over the marrow
	mapping  bool // over the map
	scrubs   bool // over the time line
	far      bool // since the button went down the pointer has moved
	site     image.Point
	tagged   bool // site is under the pointer, or was asked for by a key
}

// handleKeys does the actions whose keys are down. Moves repeat while their key is.
func (g *Game) handleKeys() {
	shift := ebiten.IsKeyPressed(ebiten.KeyShift)
	typed := string(ebiten.AppendInputChars(nil))
	if g.acts.open && !g.help {
		g.handleActs(typed, shift)
		return
	}
	if shift && strings.Contains(typed, "Z") || chord(ebiten.KeyZ) && shift {
		g.do("redo", false)
		return
	}
	if chord(ebiten.KeyZ) {
		g.do("undo", false)
		return
	}
	for _, a := range g.actions {
		for _, key := range a.Keys {
			if pressed(key, typed, strings.HasPrefix(a.ID, "pan-")) {
				g.do(a.ID, shift)
				break
			}
		}
	}
}

// chord tells whether a key was pressed with Ctrl.
func chord(key ebiten.Key) bool {
	return inpututil.IsKeyJustPressed(key) && ebiten.IsKeyPressed(ebiten.KeyControl)
}

// editing are the keys of the panel of interventions.
var editing = map[ebiten.Key]func(g *Game){
	ebiten.KeyArrowUp:   func(g *Game) { g.acts.move(-1) },
	ebiten.KeyArrowDown: func(g *Game) { g.acts.move(1) },
	ebiten.KeyBackspace: func(g *Game) { g.acts.erase() },
	ebiten.KeyEnter:     (*Game).enter,
	ebiten.KeyEscape:    func(g *Game) { g.acts.back() },
}

// handleActs lets the panel of interventions have the keys while it is open.
func (g *Game) handleActs(typed string, shift bool) {
	g.acts.write(typed)
	g.touched = g.touched || typed != ""
	for _, key := range inpututil.AppendJustPressedKeys(nil) {
		if f := editing[key]; f != nil {
			f(g)
			g.touched = true
		}
	}
	if inpututil.IsKeyJustPressed(ebiten.KeyTab) {
		by := 1
		if shift {
			by = -1
		}
		g.acts.move(by)
		g.touched = true
	}
}

// shifted are the keys that go further with Shift, which has them type another character.
var shifted = map[string]ebiten.Key{".": ebiten.KeyPeriod, ",": ebiten.KeyComma}

// pressed tells whether a key of the table was pressed, or is held if that counts.
func pressed(key, typed string, held bool) bool {
	if k, ok := named[key]; ok {
		return inpututil.IsKeyJustPressed(k) || held && ebiten.IsKeyPressed(k)
	}
	if k, ok := shifted[key]; ok && ebiten.IsKeyPressed(ebiten.KeyShift) {
		return inpututil.IsKeyJustPressed(k)
	}
	return strings.Contains(strings.ToLower(typed), key)
}

// handleMouse follows the pointer: clicks, drags, wheel, the tag.
func (g *Game) handleMouse() {
	x, y := ebiten.CursorPosition()
	m := &g.mouse
	moved := x != m.x || y != m.y
	dx, dy := x-m.x, y-m.y
	m.x, m.y = x, y
	_, wheel := ebiten.Wheel()
	onStage := image.Pt(x, y).In(g.layout.stage) && !g.help && !g.panels.acts.contains(x, y) && !g.panels.card.contains(x, y) && !g.panels.palettes.contains(x, y)
	if wheel != 0 {
		g.turnWheel(wheel, onStage)
	}
	switch {
	case inpututil.IsMouseButtonJustPressed(ebiten.MouseButtonLeft):
		g.press(x, y, onStage)
	case inpututil.IsMouseButtonJustPressed(ebiten.MouseButtonMiddle):
		m.dragging = onStage
	case !ebiten.IsMouseButtonPressed(ebiten.MouseButtonLeft) && !ebiten.IsMouseButtonPressed(ebiten.MouseButtonMiddle):
		g.release(x, y)
	}
	if moved {
		g.moved(dx, dy, onStage)
	}
}

// release ends a drag; a press that was none is a click on what is under the pointer.
func (g *Game) release(x, y int) {
	m := &g.mouse
	if m.dragging && !m.far && g.point(x, y) {
		g.inspect(m.site)
	}
	m.dragging, m.mapping, m.scrubs, m.far = false, false, false, false
}

// moved drags what is held and finds what is under the pointer.
func (g *Game) moved(dx, dy int, onStage bool) {
	m := &g.mouse
	m.far = true
	switch {
	case m.scrubs:
		g.scrub(m.x)
	case m.dragging:
		g.whole = false
		g.scene.Camera = g.scene.Camera.Panned(-float64(dx), -float64(dy))
	case m.mapping:
		g.clickMap()
	}
	was := m.tagged
	m.tagged = onStage && !m.dragging && g.actionAt(m.x, m.y) == "" && g.point(m.x, m.y)
	g.touched = g.touched || was || m.tagged || m.dragging
}

// point makes the site under a pixel the one that the tag is about, and tells
// whether it is in the patch.
func (g *Game) point(x, y int) bool {
	s := g.layout.stage
	sx, sy := g.scene.Camera.Site(float64(x-s.Min.X), float64(y-s.Min.Y), s.Dx(), s.Dy())
	g.mouse.site = g.scene.Pick(sx, sy)
	return g.mouse.site.In(image.Rect(0, 0, g.scene.Frame.Width, g.scene.Frame.Height))
}

// inspectMiddle tells what is in the middle of the stage.
func (g *Game) inspectMiddle() {
	s := g.layout.stage
	x, y := (s.Min.X+s.Max.X)/2, (s.Min.Y+s.Max.Y)/2
	g.mouse.tagged = g.point(x, y)
	if g.mouse.tagged {
		g.inspect(g.mouse.site)
	}
}

// turnWheel zooms over the marrow and scrolls the legend.
func (g *Game) turnWheel(wheel float64, onStage bool) {
	g.touched = true
	if onStage {
		factor := view.ZoomNotch
		if wheel < 0 {
			factor = 1 / factor
		}
		g.zoomAt(factor, float64(g.mouse.x-g.layout.stage.Min.X), float64(g.mouse.y-g.layout.stage.Min.Y))
		return
	}
	if g.panels.legend.contains(g.mouse.x, g.mouse.y) {
		room := float32(g.layout.stage.Dy()) / g.layout.scale
		most := max(0, g.scene.LegendHeight(g.legend)-room)
		g.legend.Scroll = min(max(g.legend.Scroll-float32(wheel)*48, 0), most)
		g.panels.old = true
	}
}

// press does what a click means where it is.
func (g *Game) press(x, y int, onStage bool) {
	g.touched = true
	id := g.actionAt(x, y)
	switch name, arg, _ := strings.Cut(id, " "); name {
	case "":
		if g.help {
			g.help = false
		} else {
			g.mouse.dragging, g.mouse.far = onStage, false
		}
	case "focus":
		if g.scene.Focus == arg {
			arg = ""
		}
		g.scene.Focus = arg
	case "fold":
		if g.legend.Closed == nil {
			g.legend.Closed = map[string]bool{}
		}
		g.legend.Closed[arg] = !g.legend.Closed[arg]
	case "map":
		g.mouse.mapping = true
		g.clickMap()
	case "scrub":
		g.mouse.scrubs = true
		g.scrub(x)
	case "wear":
		g.wear(arg)
		g.palettes = false
	default:
		if g.pressActs(name, arg) {
			break
		}
		g.do(id, ebiten.IsKeyPressed(ebiten.KeyShift))
	}
	g.panels.old = true
}

// clickMap moves the camera to where the pointer is on the map.
func (g *Game) clickMap() {
	p := &g.panels.mini
	if g.panels.small == nil || p.panel == nil {
		return
	}
	_, _, margin := p.panel.MapGround()
	x := float64(g.mouse.x) - float64(p.x) - float64(margin*g.layout.scale)
	y := float64(g.mouse.y) - float64(p.y) - float64(margin*g.layout.scale)
	g.whole = false
	g.scene.Camera = g.panels.small.Center(g.scene.Camera, x, y)
}

func (g *Game) changePace(steps int) {
	g.config.Source.SetSpeed(view.Faster(g.view.Speed, steps).TicksPerSecond)
}

func (g *Game) showSlice(by int) {
	f := g.scene.Frame
	g.config.Source.ShowSlice(min(max(f.Z+by, 0), f.Depth-1))
}

func (g *Game) toggleAll() {
	all := g.hidden.legend && g.hidden.blood && g.hidden.mini
	g.hidden.legend, g.hidden.blood, g.hidden.mini = !all, !all, !all
}

// closeTop closes the help, or else puts all cells in the light again, or else
// leaves full screen.
func (g *Game) closeTop() {
	switch {
	case g.help:
		g.help = false
	case g.acts.open:
		g.acts.back()
	case g.palettes:
		g.palettes = false
	case g.card.sight != nil:
		g.card.close()
	case g.scene.Focus != "":
		g.scene.Focus = ""
	case ebiten.IsFullscreen():
		ebiten.SetFullscreen(false)
	}
}

// nextSkin wears what comes next.
func (g *Game) nextSkin() {
	all := g.scene.Wardrobe()
	g.wear(all[(slices.Index(all, g.scene.Skin().ID)+1)%len(all)])
}

func (g *Game) wear(id string) {
	if err := g.scene.Wear(id); err != nil {
		g.err = err
	}
}
