package view

import (
	"flag"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"marrow/sim"
)

var update = flag.Bool("update", false, "rewrite the golden files of this package")

// samples writes the color of a picture at a coarse grid of points, one row a line.
func samples(m *image.RGBA) string {
	var b strings.Builder
	for y := 25; y < m.Rect.Dy(); y += 50 {
		for x := 25; x < m.Rect.Dx(); x += 50 {
			c := m.RGBAAt(x, y)
			fmt.Fprintf(&b, " %02x%02x%02x", c.R, c.G, c.B)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// alike tells whether two lists of colors differ nowhere by more than a few steps:
// processors may round differently.
func alike(got, want string) bool {
	a, b := strings.Fields(got), strings.Fields(want)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		var c, d [3]int
		fmt.Sscanf(a[i], "%02x%02x%02x", &c[0], &c[1], &c[2])
		fmt.Sscanf(b[i], "%02x%02x%02x", &d[0], &d[1], &d[2])
		for k := range c {
			if absInt(c[k]-d[k]) > 3 {
				return false
			}
		}
	}
	return true
}

// The pictures of a small marrow, as colors at sampled points. A change here is a
// change of the look: look at the picture before it is accepted.
func TestRenderGolden(t *testing.T) {
	for _, tt := range []struct {
		skin  string
		scale float64
	}{{"atlas", 0.5}, {"atlas", 2}, {"atlas", 4}, {"atlas", 9}, {"atlas", 30}, {"stain", 9}} {
		name := fmt.Sprintf("%s-%g.golden", tt.skin, tt.scale)
		t.Run(name, func(t *testing.T) {
			s := handmadeScene(t)
			if err := s.Wear(tt.skin); err != nil {
				t.Fatal(err)
			}
			s.Camera = Camera{X: 320, Y: 280, Scale: tt.scale}
			got := samples(Render(s, 500, 400))
			golden := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatalf("%v (run go test ./render/view -update)", err)
			}
			if !alike(got, string(want)) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// The same scene is the same picture, however often it is drawn and whatever was
// drawn before.
func TestRenderRepeats(t *testing.T) {
	s := handmadeScene(t)
	s.Camera.Scale = 9
	first := Render(s, 300, 200)
	s.Camera.Scale = 2
	Render(s, 300, 200)
	s.Camera.Scale = 9
	again := Render(s, 300, 200)
	if string(first.Pix) != string(again.Pix) {
		t.Error("the second picture differs")
	}
}

// Each part of the tissue has the color that the skin gives it.
func TestPartsHaveTheirColors(t *testing.T) {
	s := handmadeScene(t)
	m := s.Backdrop(0, 0, 10, 640, 560)
	k := s.Skin()
	for _, tt := range []struct {
		what   string
		x, y   int // sites
		colors [2]Color
	}{
		{"bone", 12, 3, k.Bone},
		{"fat", 10, 22, [2]Color{k.Fat[0], k.Fat[2]}},
		{"sinusoid", 33, 26, k.Lumen},
		{"arteriole", 51, 30, k.Artery},
		{"stroma", 43, 44, k.Stroma},
	} {
		c := m.RGBAAt(tt.x*10+5, tt.y*10+5)
		got := Color{c.R, c.G, c.B}
		if !between(got, tt.colors, 26) {
			t.Errorf("%s is %v, want about %v to %v", tt.what, got, tt.colors[0], tt.colors[1])
		}
	}
	if c := m.RGBAAt(2, 555); c.A != 255 {
		t.Error("the backdrop is not opaque")
	}
}

// between tells whether each part of a color is between those of two others, give or
// take.
func between(c Color, ends [2]Color, slack int) bool {
	in := func(v, a, b uint8) bool {
		return int(v) >= int(min(a, b))-slack && int(v) <= int(max(a, b))+slack
	}
	return in(c.R, ends[0].R, ends[1].R) && in(c.G, ends[0].G, ends[1].G) && in(c.B, ends[0].B, ends[1].B)
}

// Tiles of the backdrop fit together: a part painted alone is that part of the
// whole.
func TestBackdropTiles(t *testing.T) {
	s := handmadeScene(t)
	all := s.Backdrop(0, 0, 8, 512, 448)
	part := s.Backdrop(20, 16, 8, 128, 128)
	worst := 0
	for y := range 128 {
		for x := range 128 {
			a, b := part.RGBAAt(x, y), all.RGBAAt(x+160, y+128)
			worst = max(worst, absInt(int(a.R)-int(b.R)), absInt(int(a.G)-int(b.G)), absInt(int(a.B)-int(b.B)))
		}
	}
	if worst > 2 {
		t.Errorf("colors differ by up to %d", worst)
	}
}

// A cell in the sheet looks as it does in the picture.
func TestSheetShowsTheCells(t *testing.T) {
	s := handmadeScene(t)
	sheet := s.NewSheet(16, false)
	if sheet.Rect.Dx() > mostSheet || sheet.Rect.Dy() > mostSheet {
		t.Fatalf("the sheet is %v", sheet.Rect)
	}
	for i := range s.Table.Stages {
		code := i + 1
		x, y := code%2*variants*sheet.Cell, code/2*sheet.Cell
		// left of the middle at half the radius, between nucleus and edge or in the nucleus
		c := sheet.RGBAAt(x+sheet.Cell/2, y+sheet.Cell/2)
		l := s.Look(i)
		if !between(Color{c.R, c.G, c.B}, [2]Color{l.Cell, l.Nucleus}, 48) {
			t.Errorf("%s is %v in the middle, want about %v or %v", s.Table.Stages[i].Name, c, l.Cell, l.Nucleus)
		}
	}
	flat := s.NewSheet(4, true)
	c, g := flat.RGBAAt(variants*flat.Cell+flat.Cell/2, flat.Cell/2), s.Look(0).Group
	if (Color{c.R, c.G, c.B}) != g {
		t.Errorf("a flat stem cell is %v, want %v", c, g)
	}
}

// Forms differ: no two nuclei have the same outline.
func TestFormsDiffer(t *testing.T) {
	seen := map[string]Form{}
	for f := range Form(forms) {
		outline := ""
		for y := float32(-1); y <= 1; y += 0.1 {
			for x := float32(-1); x <= 1; x += 0.1 {
				if nucleusDistance(f, 0.5, x, y) < 0 {
					outline += "#"
				} else {
					outline += "."
				}
			}
		}
		if other, ok := seen[outline]; ok && f != Pale {
			t.Errorf("%s looks like %s", formNames[f], formNames[other])
		}
		seen[outline] = f
	}
}

// The picture names the things in it, each once and not over each other.
func TestLabels(t *testing.T) {
	s := handmadeScene(t)
	s.Camera = Camera{X: 320, Y: 280, Scale: 12}
	Render(s, 760, 660)
	seen := map[string]bool{}
	for _, l := range s.Labels(760, 660) {
		if seen[l.Text] && l.Text != "HSC" {
			t.Errorf("%q is named twice", l.Text)
		}
		seen[l.Text] = true
	}
	for _, want := range []string{"sinusoid", "arteriole"} {
		if !seen[want] {
			t.Errorf("%q is not named: %v", want, seen)
		}
	}
	s.Camera.Scale = 2
	if got := s.Labels(760, 660); got != nil {
		t.Errorf("labels on a map: %v", got)
	}
}

// giant tells whether a type is drawn larger than its site.
func giant(c *CellType) bool { return c.Nucleus == Mega || c.Mark == "halo" }

// BenchmarkRender draws 1200 x 900 pixels: first with the tissue, then only with new
// cells.
func BenchmarkRender(b *testing.B) {
	p := palette(b)
	table, place := allTypes(p), handmade(300, 260)
	frame := filled(place, table)
	for i, c := range frame.Codes { // stem cells and megakaryocytes are as rare as they are
		if c > 0 && c < sim.CodeTissue && giant(&p.Types[c-1]) && unit(i, 0, 80) > 0.05 {
			frame.Codes[i] = 15
		}
	}
	s, err := NewScene(frame, place, table, p)
	if err != nil {
		b.Fatal(err)
	}
	for _, scale := range []float64{1, 2, 4, 8.4, 24} {
		s.Camera = Camera{X: 1500, Y: 1300, Scale: scale}
		b.Run(fmt.Sprintf("scale=%g/tissue=new", scale), func(b *testing.B) {
			for b.Loop() {
				s.backing, s.sites, s.ground = backing{}, nil, nil
				Render(s, 1200, 900)
			}
		})
		b.Run(fmt.Sprintf("scale=%g/tissue=kept", scale), func(b *testing.B) {
			for b.Loop() {
				Render(s, 1200, 900)
			}
		})
	}
}
