package view

import (
	"image"

	"marrow/sim"
	"marrow/sim/tissue"
)

// openingScale is the scale of the first picture [pixels/site].
const openingScale = 8.4

// Opening returns the camera of the first picture: single cells beside a way in or
// out of the patch, where the tissue around is richest; without one, the middle. It
// does not depend on the cells, so that all pictures of a run show one place.
func (s *Scene) Opening() Camera {
	w, h := s.Frame.Width, s.Frame.Height
	best, at := -1.0, image.Pt(w/2, h/2)
	for _, e := range s.Tissue.Exits {
		if max(e.Z-s.Frame.Z, s.Frame.Z-e.Z) > 2 {
			continue
		}
		special := 0.0
		if e.Kind == "trans-cortical capillary" {
			special = 1 // the way through the bone is what is special about marrow
		}
		for deeper := 0; deeper <= 20; deeper += 10 {
			c := inward(image.Pt(e.X, e.Y), w, h, deeper)
			if v := s.richness(c) + special; v > best {
				best, at = v, c
			}
		}
	}
	return Camera{
		X:     (float64(at.X) + 0.5) * tissue.SiteSize,
		Y:     (float64(at.Y) + 0.5) * tissue.SiteSize,
		Scale: openingScale,
	}
}

// inward moves a place on the edge of a patch of w x h sites far enough in to be at
// the edge of a picture around it, or deeper.
func inward(p image.Point, w, h, deeper int) image.Point {
	x, y := 64, 48+deeper // about half of a picture [sites]
	return image.Pt(clampInt(p.X, min(x, w/2), max(w-x, w/2)), clampInt(p.Y, min(y, h/2), max(h-y, h/2)))
}

// richness is the share of the sites around p that room for cells, vessels and bone
// take, in a mixture worth seeing.
func (s *Scene) richness(p image.Point) float64 {
	r := image.Rect(p.X-50, p.Y-44, p.X+50, p.Y+44).Intersect(image.Rect(0, 0, s.Frame.Width, s.Frame.Height))
	var room, bone, vessels int
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		for x := r.Min.X; x < r.Max.X; x += 2 {
			switch code := s.Frame.Codes[y*s.Frame.Width+x]; {
			case code < sim.CodeTissue:
				room++
			case code == sim.CodeTissue+uint8(tissue.Bone):
				bone++
			case isVessel(tissue.Class(code - sim.CodeTissue)):
				vessels++
			}
		}
	}
	n := float64(r.Dx()*r.Dy()) / 4
	some := min(float64(bone)/n, 0.2) // some bone is wanted, much is not
	return float64(room)/n + 1.5*some + 3*min(float64(vessels)/n, 0.15)
}
