package view

import (
	"fmt"
	"image"
	"math"

	"marrow/sim/tissue"
)

// A Minimap is a small picture of the whole slice.
type Minimap struct {
	Picture *image.RGBA
	scale   float64 // pixels per site
}

// NewMinimap draws the whole slice at most w x h pixels large.
func (s *Scene) NewMinimap(w, h int) *Minimap {
	sw, sh := s.Frame.Width, s.Frame.Height
	scale := min(float64(w)/float64(sw), float64(h)/float64(sh))
	k := max(0, int(math.Floor(-math.Log2(scale))))
	t := s.Map(image.Rect(0, 0, sw, sh), k)
	m := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(sw)*scale)), max(1, int(float64(sh)*scale))))
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			put(m.Pix[y*m.Stride+4*x:], average(t.RGBA, float64(x), float64(y), scale*float64(int(1)<<k)))
		}
	}
	return &Minimap{m, scale}
}

// average returns the mean color of the texels under pixel (x, y) of a picture with
// scale pixels per texel.
func average(t *image.RGBA, x, y, scale float64) vec {
	x0, x1 := int(x/scale), max(int((x+1)/scale), int(x/scale)+1)
	y0, y1 := int(y/scale), max(int((y+1)/scale), int(y/scale)+1)
	var sum vec
	n := float32(0)
	for j := y0; j < min(y1, t.Rect.Dy()); j++ {
		for i := x0; i < min(x1, t.Rect.Dx()); i++ {
			p := t.Pix[j*t.Stride+4*i:]
			sum = sum.plus(vec{float32(p[0]), float32(p[1]), float32(p[2])})
			n++
		}
	}
	return sum.times(1 / max(n, 1))
}

// Box returns what a picture of w x h pixels shows of the slice, in pixels of the
// map.
func (m *Minimap) Box(c Camera, w, h int) Box {
	x0, y0 := c.Site(0, 0, w, h)
	x1, y1 := c.Site(float64(w), float64(h), w, h)
	bw, bh := float32(m.Picture.Rect.Dx()), float32(m.Picture.Rect.Dy())
	at := func(v float64, most float32) float32 { return clamp(float32(v*m.scale), 0, most) }
	return Box{at(x0, bw), at(y0, bh), at(x1, bw), at(y1, bh)}
}

// Center returns the camera moved to pixel (x, y) of the map.
func (m *Minimap) Center(c Camera, x, y float64) Camera {
	c.X, c.Y = x/m.scale*tissue.SiteSize, y/m.scale*tissue.SiteSize
	return c
}

// The card around a minimap [pixels].
const (
	mapWidth  = 172
	mapHeight = 120
	mapMargin = 8
	mapGround = 2 // marks that lie under the map
)

// MapPanel lays out the card around the map of the slice, for a picture of w x h
// pixels, and draws the map with k pixels per pixel of the layout. It returns nil
// when the picture shows most of the slice anyway.
func (s *Scene) MapPanel(w, h int, k float32) (*Panel, *Minimap) {
	sw, sh := float64(s.Frame.Width), float64(s.Frame.Height)
	if float64(w)/s.Camera.Scale > 0.7*sw && float64(h)/s.Camera.Scale > 0.7*sh {
		return nil, nil
	}
	m := s.NewMinimap(int(mapWidth*k), int(mapHeight*k))
	return s.MapCard(m, w, h, k), m
}

// MapCard lays out the card around a map for a picture of w x h pixels, with k pixels
// per pixel of the layout.
func (s *Scene) MapCard(m *Minimap, w, h int, k float32) *Panel {
	t := themeOf(s.skin)
	mw, mh := float32(m.Picture.Rect.Dx())/k, float32(m.Picture.Rect.Dy())/k
	p := &Panel{W: max(mw, 112) + 2*mapMargin, H: mh + 2*mapMargin + 18}
	p.card(t)
	b := m.Box(s.Camera, w, h).times(1/k).moved(mapMargin, mapMargin)
	p.outline(Box{b.X0 - 1, b.Y0 - 1, b.X1 + 1, b.Y1 + 1}, 1, 3, s.skin.Casing.Alpha(0.6))
	p.outline(b, 0, 1.5, s.skin.Ink.Alpha(1))
	p.words(mapMargin+1, p.H-9, fmt.Sprintf("x %.0f, y %.0f µm", s.Camera.X, s.Camera.Y), smallFont, t.muted, Start)
	p.hit(Box{mapMargin, mapMargin, mapMargin + mw, mapMargin + mh}, "map")
	return p
}

// MapGround returns the part of a map's card that lies under the map, and the part
// over it. The map's corner is at (margin, margin) of both.
func (p *Panel) MapGround() (under, above *Panel, margin float32) {
	u, o := *p, *p
	u.Marks, o.Marks = p.Marks[:mapGround], p.Marks[mapGround:]
	return &u, &o, mapMargin
}

func (b Box) times(k float32) Box { return Box{b.X0 * k, b.Y0 * k, b.X1 * k, b.Y1 * k} }
