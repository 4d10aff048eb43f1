package view

import (
	"encoding/json"
	"fmt"
	"image/color"
	"math"
)

// A Color is an opaque color, written "#rrggbb" in files.
type Color struct{ R, G, B uint8 }

// UnmarshalJSON reads "#rrggbb".
func (c *Color) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	var err error
	*c, err = ParseColor(s)
	return err
}

// MarshalJSON writes "#rrggbb".
func (c Color) MarshalJSON() ([]byte, error) { return json.Marshal(c.String()) }

// String returns "#rrggbb".
func (c Color) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// ParseColor reads "#rrggbb", in small or capital digits.
func ParseColor(s string) (Color, error) {
	var c Color
	if len(s) == 7 && s[0] == '#' {
		if n, err := fmt.Sscanf(s[1:], "%02x%02x%02x", &c.R, &c.G, &c.B); n == 3 && err == nil {
			return c, nil
		}
	}
	return Color{}, fmt.Errorf("view: color %q, want #rrggbb", s)
}

// RGBA returns c as the image packages want it.
func (c Color) RGBA() color.RGBA { return color.RGBA{c.R, c.G, c.B, 255} }

// Alpha returns c with an opacity a in [0,1].
func (c Color) Alpha(a float32) color.NRGBA {
	return color.NRGBA{c.R, c.G, c.B, uint8(clamp(a, 0, 1)*255 + 0.5)}
}

// Mix returns the color that is a share t of the way from c to d.
func (c Color) Mix(d Color, t float32) Color {
	return c.vec().mix(d.vec(), t).color()
}

// Contrast returns the WCAG 2 contrast ratio of c and d, 1 to 21.
func (c Color) Contrast(d Color) float64 {
	a, b := c.luminance(), d.luminance()
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

// luminance is the relative luminance of WCAG 2.
func (c Color) luminance() float64 {
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

// A vec is a color while it is computed, each part 0 to 255.
type vec struct{ r, g, b float32 }

func (c Color) vec() vec { return vec{float32(c.R), float32(c.G), float32(c.B)} }

func (v vec) mix(w vec, t float32) vec {
	return vec{v.r + (w.r-v.r)*t, v.g + (w.g-v.g)*t, v.b + (w.b-v.b)*t}
}

func (v vec) times(k float32) vec { return vec{v.r * k, v.g * k, v.b * k} }

func (v vec) plus(w vec) vec { return vec{v.r + w.r, v.g + w.g, v.b + w.b} }

func (v vec) color() Color {
	return Color{byteOf(v.r), byteOf(v.g), byteOf(v.b)}
}

// gray returns v without its hue.
func (v vec) gray() vec {
	l := 0.3*v.r + 0.59*v.g + 0.11*v.b
	return vec{l, l, l}
}

func byteOf(v float32) uint8 {
	if v <= 0 {
		return 0
	}
	if v >= 255 {
		return 255
	}
	return uint8(v + 0.5)
}

// clamp is written out: the built-in min and max mind NaN, and this is called for
// every pixel.
func clamp(v, lo, hi float32) float32 {
	if v < lo {
		return lo
	}
	if v > hi {
		return hi
	}
	return v
}

// cover is how much of a pixel is inside an edge at signed distance d [pixels],
// negative inside.
func cover(d float32) float32 { return clamp(0.5-d, 0, 1) }

// smooth is the cubic step from 0 at lo to 1 at hi.
func smooth(lo, hi, v float32) float32 {
	t := clamp((v-lo)/(hi-lo), 0, 1)
	return t * t * (3 - 2*t)
}
