package view

import (
	"math"
	"testing"
	"testing/quick"
)

const near = 1e-6

// A pixel's point on the tissue is drawn at that pixel.
func TestCameraRoundTrip(t *testing.T) {
	f := func(x, y int16, px, py uint16, zoom uint8) bool {
		c := Camera{X: float64(x), Y: float64(y), Scale: MinScale * math.Pow(1.05, float64(zoom))}
		sx, sy := c.Site(float64(px), float64(py), 1200, 900)
		qx, qy := c.Pixel(sx, sy, 1200, 900)
		return math.Abs(qx-float64(px)) < near && math.Abs(qy-float64(py)) < near
	}
	if err := quick.Check(f, nil); err != nil {
		t.Error(err)
	}
}

// Zooming keeps the tissue under the pointer where it is, and stays within limits.
func TestZoomKeepsThePoint(t *testing.T) {
	c := Camera{X: 700, Y: 300, Scale: 8.4}
	for _, scale := range []float64{0.001, 0.5, 3, 9, 1e6} {
		x, y := c.Site(200, 650, 1200, 900)
		z := c.Zoomed(scale, 200, 650, 1200, 900)
		px, py := z.Pixel(x, y, 1200, 900)
		if math.Abs(px-200) > near || math.Abs(py-650) > near {
			t.Errorf("to %v: the point went to %v, %v, want 200, 650", scale, px, py)
		}
		if z.Scale < MinScale || z.Scale > MaxScale {
			t.Errorf("to %v: scale is %v, want %v to %v", scale, z.Scale, MinScale, MaxScale)
		}
	}
}

// However the view is dragged, at least a quarter of the picture is tissue, or all
// of the tissue is in the picture.
func TestPatchStaysInView(t *testing.T) {
	for _, c := range []Camera{{-1e6, 0, 8}, {1e6, 1e6, 8}, {0, -1e6, 0.5}, {100, 100, 96}} {
		k := c.Kept(300, 200, 1200, 900)
		x0, y0 := k.Site(0, 0, 1200, 900)
		x1, y1 := k.Site(1200, 900, 1200, 900)
		w := math.Min(x1, 300) - math.Max(x0, 0)
		h := math.Min(y1, 200) - math.Max(y0, 0)
		whole := w > 300-near && h > 200-near
		if part := w * h / ((x1 - x0) * (y1 - y0)); w < 0 || h < 0 || part < 0.25-near && !whole {
			t.Errorf("%+v: %v x %v sites in view, %.3f of the picture", c, w, h, part)
		}
	}
}

// The whole patch fits, and is as large as it can be.
func TestFit(t *testing.T) {
	c := Fit(512, 256, 1000, 1000)
	x0, _ := c.Site(0, 0, 1000, 1000)
	x1, _ := c.Site(1000, 0, 1000, 1000)
	if x0 > 0 || x1 < 512 || x1-x0 > 512*1.1 {
		t.Errorf("%v to %v sites in view, want 0 to 512 and little more", x0, x1)
	}
}

// The ladder of details has the steps of the design, and a texel is at least a
// pixel.
func TestLevels(t *testing.T) {
	for _, tt := range []struct {
		scale float64
		want  Level
		k     int
	}{
		{0.1, Organ, 4},
		{0.25, Lineages, 2},
		{0.5, Lineages, 1},
		{0.51, Lineages, 1},
		{1.2, Lineages, 0},
		{1.5, Squares, 0},
		{3, Discs, 0},
		{6, Cells, 0},
		{16, Detail, 0},
		{40, Portrait, 0},
	} {
		c := Camera{Scale: tt.scale}
		if c.Level() != tt.want || c.Coarseness() != tt.k {
			t.Errorf("at %v: level %d coarseness %d, want %d and %d", tt.scale, c.Level(), c.Coarseness(), tt.want, tt.k)
		}
		if px := tt.scale * float64(int(1)<<c.Coarseness()); px < 1 {
			t.Errorf("at %v a texel is %v pixels", tt.scale, px)
		}
	}
}

// The scale bar is 1, 2 or 5 times a power of ten micrometers, fits, and is the
// longest of these.
func TestScaleBar(t *testing.T) {
	for scale := MinScale; scale <= MaxScale; scale *= 1.07 {
		um, width, _ := Camera{Scale: scale}.ScaleBar(120)
		ten := math.Pow(10, math.Floor(math.Log10(um)+near))
		if k := math.Round(um/ten*100) / 100; k != 1 && k != 2 && k != 5 {
			t.Errorf("at %v the bar is %v um", scale, um)
		}
		if width > 120+near || width < 120/2.6 {
			t.Errorf("at %v the bar is %v pixels, want at most 120 and at least 46", scale, width)
		}
		if math.Abs(width-um/10*scale) > near {
			t.Errorf("at %v the bar of %v um is %v pixels, want %v", scale, um, width, um/10*scale)
		}
	}
	for _, tt := range []struct {
		scale float64
		want  string
	}{{8.4, "100 µm"}, {96, "10 µm"}, {1, "1 mm"}, {0.5, "2 mm"}, {MinScale, "50 mm"}} {
		if _, _, got := (Camera{Scale: tt.scale}).ScaleBar(120); got != tt.want {
			t.Errorf("at %v the bar says %q, want %q", tt.scale, got, tt.want)
		}
	}
}

// The badge says what a mark of the picture is.
func TestBadge(t *testing.T) {
	for _, tt := range []struct {
		scale float64
		want  string
	}{
		{0.2, "a dot is 64 sites; the rarest is shown"},
		{1.2, "each pixel is one cell"},
		{2, "each square is one cell"},
		{8, "each disc is one cell"},
	} {
		if got := (Camera{Scale: tt.scale}).Badge(); got != tt.want {
			t.Errorf("at %v: %q, want %q", tt.scale, got, tt.want)
		}
	}
}
