package view

import (
	"image"
	"strings"
	"testing"

	"marrow/sim"
)

// A poster has the size that was asked for, whatever it is, and the marrow in its
// middle has the colors of the scene.
func TestPoster(t *testing.T) {
	s := handmadeScene(t)
	s.Title, s.Caption = "Test", "handmade, seed 1"
	camera := s.Camera
	sizes := []image.Point{{900, 600}}
	if !testing.Short() {
		sizes = append(sizes, image.Pt(1600, 1000), image.Pt(3200, 2000))
	}
	for _, size := range sizes {
		m := Poster(s, size.X, size.Y)
		if m.Rect.Size() != size {
			t.Errorf("got %v, want %v", m.Rect.Size(), size)
		}
		k := themeOf(s.Skin())
		if c := m.RGBAAt(4, size.Y/2); c.R != k.panel.R || c.G != k.panel.G {
			t.Errorf("%v: the left edge is %v, want the panel's %v", size, c, k.panel)
		}
		if colors := distinct(m, image.Rect(size.X/3, size.Y/3, size.X/2, size.Y/2)); colors < 100 {
			t.Errorf("%v: %d colors in the marrow", size, colors)
		}
	}
	if s.Camera != camera {
		t.Error("drawing a poster moved the camera")
	}
}

// distinct counts the colors in a part of a picture.
func distinct(m *image.RGBA, r image.Rectangle) int {
	seen := map[[3]uint8]bool{}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c := m.RGBAAt(x, y)
			seen[[3]uint8{c.R, c.G, c.B}] = true
		}
	}
	return len(seen)
}

// Everything that is laid out lies within its panel, at every size that a window
// can have.
func TestPanelsHoldTheirMarks(t *testing.T) {
	s := handmadeScene(t)
	s.Past = pastOf(s, 40)
	r, err := RangesOf("human")
	if err != nil {
		t.Fatal(err)
	}
	st := Status{Speed: 12, TicksPerSecond: 11.7, FPS: 60}
	for name, p := range map[string]*Panel{
		"legend": s.LegendPanel(900, LegendState{}), "legend, small": s.LegendPanel(300, LegendState{Scroll: 120}),
		"blood": s.BloodPanel(900, r), "header": s.HeaderPanel(1280, st), "time": s.TimePanel(1280, st),
		"scale": s.ScalePanel(1), "zoom": s.ZoomPanel(2), "tag": s.TagPanel(30, 30),
		"menu": s.MenuPanel([]MenuGroup{{"blood", []string{"bleed", "iron"}}, {"drugs", []string{"drug"}}}, 1),
		"form": s.FormPanel(InterventionForm{
			Title: "bleed", Help: "Draw blood.", Focus: 1, Message: "bleed: share: got 95 %, allowed are 0 to 60 %", Refused: true,
			Fields: []FormField{{Name: "share", Text: strings.Repeat("9", 60), Unit: "%"}, {Name: "over", Text: "0m", Help: strings.Repeat("time ", 60)}},
		}),
		"help": s.HelpPanel([]HelpRow{{"Space", "Play or pause"}, {"+", "Zoom in"}}),
	} {
		for _, m := range p.Marks {
			b := m.Box
			if m.Shape == Words {
				b.X1, b.Y1 = b.X0+Measure(m.Text, m.Font), b.Y0
			}
			for _, q := range m.Points {
				b = Box{q.X, q.Y, q.X, q.Y}
			}
			if b.X0 < -1 || b.Y0 < -1 || b.X1 > p.W+1 || b.Y1 > p.H+1 {
				t.Errorf("%s (%v x %v): mark %q at %+v", name, p.W, p.H, m.Text, b)
			}
		}
	}
}

// pastOf is a history of n moments in which everything changes.
func pastOf(s *Scene, n int) *History {
	h := NewHistory(s.Table)
	for i := range n {
		f := *s.Frame
		f.Tick, f.Day = uint64(i), float64(i)/sim.TicksPerDay
		f.Blood.ANC = 4 + float64(i%7)/7
		h.Add(&f)
	}
	return h
}

// A history of any length keeps a bounded number of moments, the first among them,
// evenly spread.
func TestHistoryIsBounded(t *testing.T) {
	s := handmadeScene(t)
	h := pastOf(s, 10*mostMoments)
	n := len(h.moments)
	if n > mostMoments || n < mostMoments/4 {
		t.Errorf("%d moments kept, want up to %d", n, mostMoments)
	}
	for i := range h.moments {
		if want := uint64(i) * h.every; h.moments[i].tick != want {
			t.Fatalf("moment %d is of tick %d, want %d", i, h.moments[i].tick, want)
		}
	}
	h.Add(&sim.Frame{Tick: 3, Counts: s.Frame.Counts})
	if len(h.moments) != 1 {
		t.Errorf("after a jump back there are %d moments, want 1", len(h.moments))
	}
}

// A chart has at most a point per pixel and stays within its box.
func TestChartPoints(t *testing.T) {
	s := handmadeScene(t)
	h := pastOf(s, 400)
	b := Box{10, 10, 110, 40}
	points := h.series(func(m *moment) float64 { return m.anc }).points(b, 4, 5)
	if len(points) > 102 || len(points) < 50 {
		t.Errorf("%d points on 100 pixels", len(points))
	}
	for _, p := range points {
		if p.X < b.X0 || p.X > b.X1 || p.Y < b.Y0 || p.Y > b.Y1 {
			t.Errorf("point %+v is outside of %+v", p, b)
		}
	}
	if last := points[len(points)-1]; last.X != b.X1 {
		t.Errorf("the chart ends at %v, want %v", last.X, b.X1)
	}
}

// A box is painted solid inside, not at all outside, and round at its corners.
func TestPaintBox(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	p := Panel{W: 20, H: 15}
	p.fill(Box{2, 2, 18, 13}, 5, rgb(0xff8000))
	p.Paint(m, 0, 0, 2)
	for _, tt := range []struct{ x, y, want int }{{20, 15, 255}, {6, 15, 255}, {2, 15, 0}, {4, 4, 0}, {39, 29, 0}} {
		if got := m.RGBAAt(tt.x, tt.y).A; int(got) != tt.want {
			t.Errorf("at %d, %d: cover %d, want %d", tt.x, tt.y, got, tt.want)
		}
	}
}

// Speeds go up and down one step at a time and end at their ends.
func TestPaces(t *testing.T) {
	for _, tt := range []struct {
		speed float64
		steps int
		want  string
	}{
		{12, 0, "1 h/s"},
		{12, 1, "6 h/s"},
		{12, -1, "10 min/s"},
		{0.2, -1, "1 min/s"},
		{2016, 1, "full speed"},
		{0, 1, "full speed"},
		{0, -1, "1 week/s"},
		{36, 0, "6 h/s"},
	} {
		if got := Faster(tt.speed, tt.steps).Name; got != tt.want {
			t.Errorf("%v and %d steps: %s, want %s", tt.speed, tt.steps, got, tt.want)
		}
	}
}

// Rulers have 1, 2 or 5 times a power of ten between their marks.
func TestRoundStep(t *testing.T) {
	for v, want := range map[float64]float64{0.9: 1, 1: 1, 1.1: 2, 3: 5, 7: 10, 0.03: 0.05} {
		if got := roundStep(v); got < want*0.999 || got > want*1.001 {
			t.Errorf("%v: got %v, want %v", v, got, want)
		}
	}
}

// A day number is a time of day.
func TestClock(t *testing.T) {
	for _, tt := range []struct {
		day          float64
		hour, minute int
	}{{0, 0, 0}, {11.4, 9, 36}, {0.5, 12, 0}, {2.99999, 0, 0}} {
		if h, m := clockOf(tt.day); h != tt.hour || m != tt.minute {
			t.Errorf("day %v is %02d:%02d, want %02d:%02d", tt.day, h, m, tt.hour, tt.minute)
		}
	}
}

// The first picture shows part of the patch, with cells in it.
func TestOpening(t *testing.T) {
	s := handmadeScene(t)
	c := s.Opening()
	if c.X < 0 || c.X > 640 || c.Y < 0 || c.Y > 560 || c.Level() != Cells {
		t.Errorf("the first camera is %+v", c)
	}
	wrong := *s.Frame
	wrong.Codes = wrong.Codes[1:]
	if _, err := NewScene(&wrong, s.Tissue, s.Table, s.Palette); err == nil || err.Error() != "view: frame has 3583 sites, want the tissue's 3584" {
		t.Errorf("a frame of another size: %v", err)
	}
	if err := s.Wear("rags"); err == nil || err.Error() != `view: no skin is called "rags"` {
		t.Errorf("an unknown skin: %v", err)
	}
}
