package render

import (
	"fmt"
	"image"
	"testing"
)

// BenchmarkPicture draws the window with new cells in every picture.
func BenchmarkPicture(b *testing.B) {
	for _, scale := range []float64{1.2, 2, 4, 8.4, 24} {
		b.Run(fmt.Sprintf("scale=%g", scale), func(b *testing.B) {
			g, s, screen := window(b, 1280, 800, func(c *Config) { c.Scale = scale })
			one := make([]byte, 4)
			for b.Loop() {
				v := s.view
				v.Seq++
				v.Frame.Tick++
				s.view = v
				g.cells.region, g.touched = image.Rectangle{}, true
				g.Draw(screen)
				screen.SubImage(image.Rect(0, 0, 1, 1)).(interface{ ReadPixels([]byte) }).ReadPixels(one)
			}
		})
	}
}
