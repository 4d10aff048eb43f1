package render

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/render/view"
)

// A layout is where everything is on the screen [pixels].
type layout struct {
	w, h  int
	scale float32 // pixels per pixel of a panel's layout
	stage image.Rectangle
}

// leastWide is the width of a window below which the legend is left out.
const leastWide = 1080

// arrange lays the window out for a screen of w x h pixels.
func (g *Game) arrange(w, h int) {
	k := float32(ebiten.Monitor().DeviceScaleFactor())
	l := layout{w: w, h: h, scale: k}
	left, right := 0, w
	if !g.hidden.legend && float32(w) >= leastWide*k {
		left = int(view.LegendWidth * k)
	}
	if !g.hidden.blood {
		right -= int(view.BloodWidth * k)
	}
	l.stage = image.Rect(left, int(view.HeaderHeight*k), max(right, left+1), h-int(view.TimeHeight*k))
	first := g.layout.stage.Empty()
	if l == g.layout {
		return
	}
	g.layout = l
	g.touched, g.panels.old = true, true
	if first {
		g.firstCamera()
		g.legend = g.scene.Folded(float32(l.stage.Dy()) / k)
	} else if g.whole {
		g.fit()
	}
}

// firstCamera looks at what the configuration wants.
func (g *Game) firstCamera() {
	if g.layout.stage.Empty() {
		return // the size of the window is not known yet
	}
	g.scene.Camera = g.opening()
	switch s := g.config.Scale; {
	case s < 0:
		g.fit()
	case s > 0:
		g.scene.Camera.Scale = s * float64(g.layout.scale)
	}
}

// A placed panel is a panel where it was drawn.
type placedPanel struct {
	panel *view.Panel
	x, y  float32 // of its corner [pixels]
	scale float32
}

func (p *placedPanel) contains(x, y int) bool {
	return p.panel != nil && float32(x) >= p.x && float32(y) >= p.y &&
		float32(x) < p.x+p.panel.W*p.scale && float32(y) < p.y+p.panel.H*p.scale
}

// at returns the action at a pixel, or "".
func (p *placedPanel) at(x, y int) string {
	if !p.contains(x, y) {
		return ""
	}
	return p.panel.At((float32(x)-p.x)/p.scale, (float32(y)-p.y)/p.scale)
}

// actionAt returns the action of the uppermost panel at a pixel.
func (g *Game) actionAt(x, y int) string {
	p := &g.panels
	if g.help {
		return p.helpCard.at(x, y)
	}
	for _, q := range []*placedPanel{&p.palettes, &p.acts, &p.card, &p.mini, &p.zoom, &p.header, &p.time, &p.legend, &p.blood} {
		if id := q.at(x, y); id != "" {
			return id
		}
	}
	return ""
}
