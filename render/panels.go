package render

import (
	"image"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/render/view"
)

// panels are everything but the marrow. The large ones are drawn at most a few times
// a second: numbers that change faster cannot be read.
type panels struct {
	header, legend, blood, time placedPanel
	scale, zoom, mini, helpCard placedPanel
	acts, card, palettes        placedPanel
	small                       *view.Minimap
	chart                       texture
	drawn                       time.Time
	mapped                      time.Time
	old                         bool // something but the numbers has changed
}

const (
	panelPause = 150 * time.Millisecond
	mapPause   = 2 * time.Second
)

// refresh redraws the panels when they are old enough. The screen keeps them between
// its pictures.
func (g *Game) refresh(screen *ebiten.Image, now time.Time) {
	p := &g.panels
	if !p.old && now.Sub(p.drawn) < panelPause {
		return
	}
	p.old, p.drawn = false, now
	k, l, st := g.layout.scale, g.layout, g.status()
	width, column := float32(l.w)/k, float32(l.stage.Dy())/k
	p.header = placedPanel{g.scene.HeaderPanel(width, st), 0, 0, k}
	p.time = placedPanel{g.scene.TimePanel(width, st), 0, float32(l.stage.Max.Y), k}
	p.legend.panel, p.blood.panel = nil, nil
	if l.stage.Min.X > 0 {
		p.legend = placedPanel{g.scene.LegendPanel(column, g.legend), 0, float32(l.stage.Min.Y), k}
	}
	if l.stage.Max.X < l.w {
		p.blood = placedPanel{g.scene.BloodPanel(column, g.ranges), float32(l.stage.Max.X), float32(l.stage.Min.Y), k}
	}
	if p.small == nil || now.Sub(p.mapped) > mapPause {
		p.small, p.mapped = g.scene.NewMinimap(int(172*k), int(120*k)), now
		m := p.small.Picture
		p.chart.write(m.Pix, m.Rect.Dx(), m.Rect.Dy())
	}
	for _, q := range []*placedPanel{&p.header, &p.legend, &p.blood, &p.time} {
		if q.panel != nil {
			g.brush.paint(screen, q.panel, q.x, q.y, q.scale)
		}
	}
}

// drawOver draws what floats over the marrow, and the help.
func (g *Game) drawOver(screen *ebiten.Image) {
	p := &g.panels
	g.drawCards(screen)
	p.acts.panel = nil
	p.card.panel, p.palettes.panel = nil, nil
	switch {
	case g.acts.open:
		g.drawActs(screen)
	case g.card.sight != nil:
		g.drawCard(screen)
	}
	if g.palettes {
		g.drawPalettes(screen)
	}
	if g.help {
		q := g.scene.HelpPanel(helpRows(g.actions))
		k := min(g.layout.scale, float32(g.layout.w)/(q.W+20), float32(g.layout.h)/(q.H+20))
		x, y := (float32(g.layout.w)-q.W*k)/2, (float32(g.layout.h)-q.H*k)/2
		p.helpCard = placedPanel{q, x, y, k}
		g.brush.paint(screen, q, x, y, k)
	}
}

// drawActs draws the panel of interventions at the left of the marrow, smaller if
// the window is low.
func (g *Game) drawActs(screen *ebiten.Image) {
	q, s := g.acts.panel(g.scene), g.layout.stage
	k := min(g.layout.scale, float32(s.Dx()-20)/q.W, float32(s.Dy()-20)/q.H)
	g.panels.acts = placedPanel{q, float32(s.Min.X) + 10, float32(s.Min.Y) + 10, k}
	g.brush.paint(screen, q, g.panels.acts.x, g.panels.acts.y, k)
}

// drawCard draws the card of what was clicked at the left of the marrow, and rings a cell.
func (g *Game) drawCard(screen *ebiten.Image) {
	x, s, k := g.card.sight, g.layout.stage, g.layout.scale
	if x.Cell != nil && x.Z == g.scene.Frame.Z && g.scene.Camera.Level() >= view.Discs {
		cx, cy := g.scene.CenterOf(image.Pt(x.X, x.Y))
		px, py := g.scene.Camera.Pixel(cx, cy, s.Dx(), s.Dy())
		if at := image.Pt(int(px), int(py)).Add(s.Min); at.In(s) {
			ring := g.scene.RingPanel(float32(g.scene.Camera.Scale) / k)
			g.brush.paint(screen, ring, float32(at.X), float32(at.Y), k)
		}
	}
	q := g.scene.CardPanel(x)
	size := min(k, float32(s.Dx()-20)/q.W, float32(s.Dy()-20)/q.H)
	g.panels.card = placedPanel{q, float32(s.Min.X) + 10, float32(s.Min.Y) + 10, size}
	g.brush.paint(screen, q, g.panels.card.x, g.panels.card.y, size)
}

// drawPalettes draws the menu of palettes below its button.
func (g *Game) drawPalettes(screen *ebiten.Image) {
	q, k := g.scene.PalettePanel(), g.layout.scale
	x := float32(g.layout.w) - q.W*k - 60*k
	g.panels.palettes = placedPanel{q, x, float32(g.layout.stage.Min.Y) + 6*k, k}
	g.brush.paint(screen, q, x, g.panels.palettes.y, k)
}

// drawCards draws what floats over the marrow.
func (g *Game) drawCards(screen *ebiten.Image) {
	p, k, s := &g.panels, g.layout.scale, g.layout.stage
	margin := 14 * k
	bar := g.scene.ScalePanel(k)
	g.float(screen, &p.scale, bar, float32(s.Min.X)+margin, float32(s.Max.Y)-margin-bar.H*k)
	card := g.scene.ZoomPanel(k)
	g.float(screen, &p.zoom, card, float32(s.Max.X)-margin-card.W*k, float32(s.Max.Y)-margin-card.H*k)
	g.drawMap(screen, float32(s.Max.X)-margin, float32(s.Min.Y)+margin)
	if g.mouse.tagged {
		g.drawTag(screen)
	}
}

// float draws a small panel where it belongs.
func (g *Game) float(screen *ebiten.Image, at *placedPanel, q *view.Panel, x, y float32) {
	*at = placedPanel{q, x, y, g.layout.scale}
	g.brush.paint(screen, q, x, y, g.layout.scale)
}

// drawMap draws the card with the map, its right upper corner at (right, top).
func (g *Game) drawMap(screen *ebiten.Image, right, top float32) {
	p, k, s := &g.panels, g.layout.scale, g.layout.stage
	p.mini.panel = nil
	if g.hidden.mini || g.whole || p.small == nil || s.Dx() < int(420*k) {
		return
	}
	card := g.scene.MapCard(p.small, s.Dx(), s.Dy(), k)
	under, above, margin := card.MapGround()
	x := right - card.W*k
	g.float(screen, &p.mini, under, x, top)
	p.mini.panel = card
	var o ebiten.DrawImageOptions
	o.GeoM.Translate(float64(x+margin*k), float64(top+margin*k))
	screen.DrawImage(p.chart.used(), &o)
	g.brush.paint(screen, above, x, top, k)
}

// drawTag names what is under the pointer and rings it if it is a cell.
func (g *Game) drawTag(screen *ebiten.Image) {
	s, k := g.layout.stage, g.layout.scale
	at := g.mouse.site
	cx, cy := g.scene.CenterOf(at)
	px, py := g.scene.Camera.Pixel(cx, cy, s.Dx(), s.Dy())
	x, y := float32(px)+float32(s.Min.X), float32(py)+float32(s.Min.Y)
	tag := g.scene.TagPanel(at.X, at.Y)
	if stage, _ := g.scene.StageAt(at.X, at.Y); stage >= 0 && g.scene.Camera.Level() >= view.Discs {
		ring := g.scene.RingPanel(float32(g.scene.Camera.Scale) / k)
		g.brush.paint(screen, ring, x, y, k)
	}
	tx, ty := x+16*k, y+14*k
	if tx+tag.W*k > float32(s.Max.X) {
		tx = x - 16*k - tag.W*k
	}
	if ty+tag.H*k > float32(s.Max.Y) {
		ty = y - 14*k - tag.H*k
	}
	g.brush.paint(screen, tag, tx, ty, k)
}
