package render

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/render/view"
)

const (
	sprites     = 6  // four megakaryocytes, the halo, the bead
	mostSprite  = 40 // pixels per site that sprites are painted at; beyond, they are magnified
	haloSprite  = 4
	beadSprite  = 5
	spriteSites = 2 * view.GiantReach
)

// giants draw megakaryocytes and halos from pictures that render/view painted.
type giants struct {
	page  *ebiten.Image
	scale float32 // pixels per site of the pictures
	edge  int     // pixels of a picture's side
	look  string  // skin and focus they were painted for
	list  []view.Giant
}

// spriteScale is the scale that sprites are painted at for a camera.
func spriteScale(c view.Camera) float32 {
	s := math.Pow(tileBase, math.Ceil(math.Log(c.Scale)/math.Log(tileBase)-1e-9))
	return float32(min(s, mostSprite))
}

// prepare paints the sprites when zoom, skin or focus has changed.
func (g *giants) prepare(s *view.Scene) {
	look := s.Skin().ID + "/" + s.Focus
	scale := spriteScale(s.Camera)
	if g.page != nil && g.scale == scale && g.look == look {
		return
	}
	if g.page == nil {
		edge := int(spriteSites*mostSprite) + 1
		g.page = ebiten.NewImageWithOptions(image.Rect(0, 0, edge*sprites, edge), &ebiten.NewImageOptions{Unmanaged: true})
	}
	g.scale, g.look, g.edge = scale, look, int(spriteSites*scale)+1
	stage := s.MegaStage()
	for i := range sprites {
		m := image.NewRGBA(image.Rect(0, 0, g.edge, g.edge))
		c := float32(g.edge) / 2
		switch {
		case i == haloSprite:
			s.PaintGiant(m, view.Giant{Stem: true, Stage: -1}, c, c, scale)
		case i == beadSprite:
			s.PaintBead(m, c, c, scale)
		case stage >= 0:
			s.PaintGiant(m, view.Giant{Stage: stage, Variant: uint8(i * 5)}, c, c, scale)
		}
		g.sprite(i).WritePixels(m.Pix)
	}
}

func (g *giants) sprite(i int) *ebiten.Image {
	return g.page.SubImage(image.Rect(i*g.edge, 0, (i+1)*g.edge, g.edge)).(*ebiten.Image)
}

// draw draws the giants in view.
func (g *giants) draw(dst *ebiten.Image, stage image.Rectangle, s *view.Scene) {
	for i := range g.list {
		a := &g.list[i]
		if a.Stem {
			g.put(dst, stage, s, haloSprite, a.X, a.Y)
			continue
		}
		if s.Camera.Level() < view.Cells {
			continue
		}
		g.put(dst, stage, s, int(a.Variant)%haloSprite, a.X, a.Y)
		for _, b := range a.Beads {
			g.put(dst, stage, s, beadSprite, b.X, b.Y)
		}
	}
}

// put draws a sprite with its center on a point [sites].
func (g *giants) put(dst *ebiten.Image, stage image.Rectangle, s *view.Scene, sprite int, x, y float32) {
	px, py := s.Camera.Pixel(float64(x), float64(y), stage.Dx(), stage.Dy())
	k := s.Camera.Scale / float64(g.scale)
	var o ebiten.DrawImageOptions
	o.GeoM.Translate(-float64(g.edge)/2, -float64(g.edge)/2)
	o.GeoM.Scale(k, k)
	o.GeoM.Translate(px+float64(stage.Min.X), py+float64(stage.Min.Y))
	o.Filter = ebiten.FilterLinear
	dst.DrawImage(g.sprite(sprite), &o)
}
