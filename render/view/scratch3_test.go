package view

import "testing"

func BenchmarkR(b *testing.B) {
	s := realistic(b, "iliac-crest", 512, 512)
	for _, sc := range []float64{1, 1.7, 4, 8.4, 20} {
		b.Run("", func(b *testing.B) {
			s.Camera.Scale = sc
			for b.Loop() {
				s.backing = backing{}
				s.sites = nil
				Render(s, 1200, 900)
			}
		})
		b.Run("again", func(b *testing.B) {
			s.Camera.Scale = sc
			for b.Loop() {
				Render(s, 1200, 900)
			}
		})
	}
}
