package view

import (
	"fmt"
	"image"
	"image/draw"
)

// Poster paints the marrow with caption, legend, scale bar and blood count beside
// it: w x h pixels, at least 900 x 600 for all of it to be readable. A poster larger
// than 1600 x 1000 shows the same, with more pixels for everything.
func Poster(s *Scene, w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	k := themeOf(s.skin)
	scale := max(1, min(float32(w)/1600, float32(h)/1000)) // large posters are for large prints
	height := float32(h) / scale
	stage := image.Rect(int(LegendWidth*scale), int(HeaderHeight*scale), w-int(BloodWidth*scale), h-int(posterFoot*scale))
	draw.Draw(m, m.Rect, image.NewUniform(k.panel), image.Point{}, draw.Src)
	draw.Draw(m, stage, s.largePicture(stage.Dx(), stage.Dy(), scale), image.Point{}, draw.Src)
	ranges, err := RangesOf(s.Table.Species)
	if err != nil {
		ranges = Ranges{} // a poster without normal bands is still a poster
	}
	column := height - HeaderHeight - posterFoot
	s.posterHead(float32(w)/scale).Paint(m, 0, 0, scale)
	s.LegendPanel(column, s.Folded(column)).Paint(m, 0, HeaderHeight*scale, scale)
	s.BloodPanel(column, ranges).Paint(m, float32(stage.Max.X), HeaderHeight*scale, scale)
	s.inset(m, stage, scale)
	bar := s.ScalePanel(1)
	bar.Paint(m, float32(stage.Min.X)+14*scale, float32(stage.Max.Y)-(bar.H+14)*scale, scale)
	s.posterFoot(float32(w)/scale).Paint(m, 0, float32(stage.Max.Y), scale)
	return m
}

// largePicture renders the scene with everything scale times as large.
func (s *Scene) largePicture(w, h int, scale float32) *image.RGBA {
	camera := s.Camera
	s.Camera.Scale *= float64(scale)
	s.enlarged = scale
	defer func() { s.Camera, s.enlarged = camera, 0 }()
	return Render(s, w, h)
}

// inset paints the map of the whole slice into a corner of the stage, with a frame
// around what the stage shows, unless that is about all.
func (s *Scene) inset(m *image.RGBA, stage image.Rectangle, scale float32) {
	camera := s.Camera
	s.Camera.Scale *= float64(scale)
	defer func() { s.Camera = camera }()
	card, small := s.MapPanel(stage.Dx(), stage.Dy(), scale)
	if card == nil {
		return
	}
	x, y := float32(stage.Max.X)-(card.W+14)*scale, float32(stage.Min.Y)+14*scale
	under, above, margin := card.MapGround()
	under.Paint(m, x, y, scale)
	at := image.Pt(int(x+margin*scale), int(y+margin*scale))
	draw.Draw(m, small.Picture.Rect.Add(at), small.Picture, image.Point{}, draw.Src)
	above.Paint(m, x, y, scale)
}

// posterFoot is the height of the line under a poster [pixels].
const posterFoot = 34

func (s *Scene) posterHead(w float32) *Panel {
	k := themeOf(s.skin)
	p := &Panel{W: w, H: HeaderHeight}
	p.fill(Box{0, 0, w, p.H}, 0, k.panel)
	p.fill(Box{0, p.H - 1, w, p.H}, 0, k.rule)
	s.titles(p, k)
	hour, minute := clockOf(s.Frame.Day)
	text := fmt.Sprintf("%02d:%02d", hour, minute)
	p.words(w-side, 31, text, textFont, k.muted, End)
	p.words(w-side-Measure(text, textFont)-8, 31, fmt.Sprintf("Day %.1f", s.Frame.Day), clockFont, k.text, End)
	return p
}

func (s *Scene) posterFoot(w float32) *Panel {
	k := themeOf(s.skin)
	p := &Panel{W: w, H: posterFoot}
	p.fill(Box{0, 0, w, p.H}, 0, k.panel)
	p.fill(Box{0, 0, w, 1}, 0, k.rule)
	p.words(side, 22, s.Caption, smallFont, k.muted, Start)
	p.words(w-side, 22, fmt.Sprintf("tick %s, %s living cells", thousands(int(s.Frame.Tick)), thousands(s.Frame.Marrow.Cells)), smallFont, k.faint, End)
	return p
}
