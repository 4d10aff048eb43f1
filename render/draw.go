package render

import (
	"fmt"
	"image"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/render/view"
)

// slowPause is how often labels are placed anew while cells move.
const slowPause = 400 * time.Millisecond

// Draw draws the window, if anything has changed since it was last drawn.
func (g *Game) Draw(screen *ebiten.Image) {
	b := screen.Bounds()
	g.arrange(b.Dx(), b.Dy())
	now := time.Now()
	if !g.touched && !g.panels.old && g.shot(now) {
		return
	}
	g.frames.count(now)
	g.touched = false
	g.drawStage(screen, now)
	g.refresh(screen, now)
	g.drawOver(screen)
	g.keepShot(screen, now)
}

// drawStage draws the marrow.
func (g *Game) drawStage(screen *ebiten.Image, now time.Time) {
	s := g.layout.stage
	stage := screen.SubImage(s).(*ebiten.Image)
	if look := g.scene.Skin().ID + "/" + g.scene.Focus; look != g.dressed {
		g.dressed = look
		g.cells.region = image.Rectangle{}
		g.panels.old, g.panels.mapped = true, time.Time{}
	}
	stage.Fill(g.scene.Skin().Outside.RGBA())
	if g.scene.Camera.Drawn() {
		if !g.tiles.complete(s, g.scene, g.zoom.aim(g.scene.Camera)) {
			g.drawMapUnder(stage)
		}
		if !g.tiles.draw(stage, s, g.scene, g.zoom.aim(g.scene.Camera)) {
			g.touched = true
		}
	}
	if g.cells.stale(g.scene, s.Dx(), s.Dy()) {
		g.cells.upload(g.scene, s.Dx(), s.Dy())
		if g.scene.Camera.Level() >= view.Discs {
			g.giants.list = g.scene.Giants()
		}
	}
	if g.scene.Camera.Level() >= view.Discs && !g.cells.dress(g.scene, g.zoom.aim(g.scene.Camera)) {
		g.touched = true
	}
	g.cells.draw(stage, s, g.scene)
	if g.scene.Camera.Level() >= view.Discs {
		g.giants.prepare(g.scene)
		g.giants.draw(stage, s, g.scene)
		g.drawLabels(stage, now)
	}
	g.drawVignette(stage)
}

// drawMapUnder draws the small map as large as the patch, for the moments before the
// first tiles are painted.
func (g *Game) drawMapUnder(stage *ebiten.Image) {
	p := &g.panels
	if p.small == nil {
		return
	}
	s := g.layout.stage
	x, y := g.scene.Camera.Pixel(0, 0, s.Dx(), s.Dy())
	k := g.scene.Camera.Scale * float64(g.scene.Frame.Width) / float64(p.small.Picture.Rect.Dx())
	var o ebiten.DrawImageOptions
	o.GeoM.Scale(k, k)
	o.GeoM.Translate(x+float64(s.Min.X), y+float64(s.Min.Y))
	o.ColorScale.Scale(0.5, 0.5, 0.5, 1)
	o.Filter = ebiten.FilterLinear
	stage.DrawImage(p.chart.used(), &o)
}

// drawLabels names what is in view; while cells move, the names are placed a few
// times a second.
func (g *Game) drawLabels(stage *ebiten.Image, now time.Time) {
	s := g.layout.stage
	if g.hidden.labels {
		return
	}
	if g.labels == nil || now.Sub(g.slow) > slowPause {
		g.slow = now
		g.labels = g.scene.Labels(s.Dx(), s.Dy())
	}
	p := g.scene.LabelPanel(g.labels, s.Dx(), s.Dy(), g.layout.scale)
	g.brush.paint(stage, p, float32(s.Min.X), float32(s.Min.Y), g.layout.scale)
}

// drawVignette darkens the corners of the stage.
func (g *Game) drawVignette(stage *ebiten.Image) {
	s, v := g.layout.stage, g.brush.vignette
	var o ebiten.DrawImageOptions
	o.GeoM.Scale(float64(s.Dx())/float64(v.Bounds().Dx()), float64(s.Dy())/float64(v.Bounds().Dy()))
	o.GeoM.Translate(float64(s.Min.X), float64(s.Min.Y))
	o.ColorScale.ScaleAlpha(g.scene.Skin().Vignette())
	o.Filter = ebiten.FilterLinear
	stage.DrawImage(v, &o)
}

// shot tells whether no picture of the window is due.
func (g *Game) shot(now time.Time) bool {
	return g.config.Shot == nil || now.Sub(g.opened) < g.config.ShotAfter
}

// keepShot takes the picture that was asked for, once the tissue is complete.
func (g *Game) keepShot(screen *ebiten.Image, now time.Time) {
	if g.shot(now) || g.touched || g.picture != nil {
		return
	}
	b := screen.Bounds()
	g.picture = image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	screen.ReadPixels(g.picture.Pix)
}

// shotTaken hands the picture over, and tells whether there was one.
func (g *Game) shotTaken() bool {
	if g.picture == nil {
		return false
	}
	if err := g.config.Shot(g.picture); err != nil {
		g.err = fmt.Errorf("render: picture of the window: %w", err)
	}
	return true
}
