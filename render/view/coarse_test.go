package view

import (
	"image"
	"math"
	"testing"

	"marrow/sim"
)

// A stem cell is seen from afar, up to the level where stem cells would cover more
// than a twentieth of the map.
func TestRareTypesStayVisible(t *testing.T) {
	s := handmadeScene(t)
	clear(s.Frame.Counts)
	for i, c := range s.Frame.Codes {
		if c > 0 && c < sim.CodeTissue {
			s.Frame.Codes[i] = 10 // all orthochromatic
			s.Frame.Counts[9]++
		}
	}
	at := image.Pt(45, 30)
	s.Frame.Codes[at.Y*64+at.X] = 1
	s.Frame.Counts[0] = 1
	share := 1.0 / float64(len(s.Frame.Codes))
	last := levelOf(share)
	if got := share * math.Pow(4, float64(last)); got > 0.05 || got*4 <= 0.05 {
		t.Errorf("level %d covers %v of the map", last, got)
	}
	hsc := s.Look(0).Group
	for k := 0; k <= last; k++ {
		m := s.CellLayer(image.Rect(0, 0, 64, 56), k)
		got := m.RGBAAt(at.X>>k, at.Y>>k)
		if got.A == 0 || s.Palette.Group("stem").Color != hsc || absInt(int(got.R)*255/int(got.A)-int(hsc.R)) > 3 {
			t.Errorf("level %d: the texel of the stem cell is %v, want %v", k, got, hsc)
		}
	}
}

func absInt(v int) int { return max(v, -v) }

// Of four, a rare type wins by being there, else the most frequent, and a tie goes to
// the higher rank.
func TestRarest(t *testing.T) {
	var r [256]rarity
	r[1] = rarity{rank: 9, level: 3}
	r[2] = rarity{rank: 5, level: -1}
	r[3] = rarity{rank: 4, level: -1}
	for _, tt := range []struct {
		four  [4]uint8
		level int
		want  uint8
	}{
		{[4]uint8{2, 2, 2, 1}, 3, 1},
		{[4]uint8{2, 2, 2, 1}, 4, 2},
		{[4]uint8{3, 3, 2, 2}, 1, 2},
		{[4]uint8{3, 3, 3, 2}, 1, 3},
		{[4]uint8{0, 0, 0, 2}, 1, 0},
		{[4]uint8{0, 0, 0, 0}, 1, 0},
	} {
		if got := rarest(tt.four, tt.level, &r); got != tt.want {
			t.Errorf("%v at level %d: got %d, want %d", tt.four, tt.level, got, tt.want)
		}
	}
}

// A map of any part is that part of the map of all.
func TestMapsAgree(t *testing.T) {
	s := handmadeScene(t)
	all, part := s.Map(image.Rect(0, 0, 64, 56), 1), s.Map(image.Rect(17, 9, 40, 41), 1)
	if part.X != 16 || part.Y != 8 || part.Side != 2 {
		t.Fatalf("the part begins at %d, %d with %d sites a texel", part.X, part.Y, part.Side)
	}
	for y := range part.Rect.Dy() {
		for x := range part.Rect.Dx() {
			if got, want := part.RGBAAt(x, y), all.RGBAAt(x+8, y+4); got != want {
				t.Fatalf("texel %d, %d is %v, want %v", x, y, got, want)
			}
		}
	}
}

// Magnified squares are solid inside and meet in a line one pixel wide.
func TestSharpened(t *testing.T) {
	for _, tt := range []struct {
		x    float32
		i    int
		want float32
	}{{0.5, 0, 0}, {0.95, 0, 0.1}, {1, 0, 0.5}, {1.2, 0, 1}, {1.5, 1, 0}} {
		if i, u := sharpened(tt.x, 8); i != tt.i || abs32(u-tt.want) > 0.01 {
			t.Errorf("at %v: %d and %v, want %d and %v", tt.x, i, u, tt.i, tt.want)
		}
	}
}

// The card of the map appears when there is something beyond the picture, and its
// frame and its clicks fit together.
func TestMinimap(t *testing.T) {
	s := handmadeScene(t)
	s.Camera = Fit(64, 56, 600, 400)
	if card, _ := s.MapPanel(600, 400, 1); card != nil {
		t.Error("a map beside a picture of everything")
	}
	s.Camera = Camera{X: 200, Y: 300, Scale: 20}
	card, m := s.MapPanel(600, 400, 1)
	if card == nil {
		t.Fatal("no map")
	}
	b := m.Box(s.Camera, 600, 400)
	c := m.Center(s.Camera, float64(b.X0+b.X1)/2, float64(b.Y0+b.Y1)/2)
	if math.Abs(c.X-300) > 150 || math.Abs(c.Y-300) > 20 {
		t.Errorf("the middle of the frame is %v, %v", c.X, c.Y)
	}
	if got := card.At(mapMargin+5, mapMargin+5); got != "map" {
		t.Errorf("a click on the map means %q", got)
	}
	under, above, _ := card.MapGround()
	if len(under.Marks)+len(above.Marks) != len(card.Marks) || len(under.Marks) != 2 {
		t.Errorf("%d marks under the map and %d over it of %d", len(under.Marks), len(above.Marks), len(card.Marks))
	}
}
