package view

import (
	"image"

	"marrow/sim/tissue"
)

// A Label names a thing in the picture.
type Label struct {
	X, Y float32 // where it is [sites]
	Text string
	Left bool // the text starts right of the point; else it is centered on it
}

// labelFont is that of labels in the picture.
var labelFont = Font{Size: 12.5, Bold: true}

// Labels names what a picture of w x h pixels shows, each kind of thing once, and
// the stem cells while they are few. It reads the sites that [Scene.Sites] returned
// last.
func (s *Scene) Labels(w, h int) []Label {
	if s.Camera.Level() < Cells || s.sites == nil || s.sites.ground == nil {
		return nil
	}
	r := s.visible(w, h, 0).Inset(1 + int(40/s.Camera.Scale))
	var out []Label
	for _, kind := range labelKinds {
		if l, ok := s.thickest(kind, r, out); ok {
			out = append(out, l)
		}
	}
	return append(out, s.stemLabels()...)
}

// Things whose label stands on them.
const (
	cortical  = "cortical bone"
	trabecula = "trabecula"
)

// labelKinds are the things that get a label, the most telling first.
var labelKinds = []string{"trans-cortical capillary", cortical, trabecula, "central vein", "sinusoid", "arteriole"}

// thickest returns the place in r where a kind of thing is thickest, a little rather
// in the middle, and away from other labels.
func (s *Scene) thickest(kind string, r image.Rectangle, others []Label) (best Label, found bool) {
	n := s.sites.ground
	var score float32
	mx, my := float32(r.Min.X+r.Max.X)/2, float32(r.Min.Y+r.Max.Y)/2
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			k, depth := s.thing(n, x, y)
			if k != kind {
				continue
			}
			l := Label{X: float32(x) + 0.5, Y: float32(y) + 0.5, Text: kind}
			l.Left = kind != cortical && kind != trabecula
			v := depth - 0.02*length(l.X-mx, l.Y-my)
			if (!found || v > score) && free(others, l, float32(90/s.Camera.Scale)) {
				best, score, found = l, v, true
			}
		}
	}
	return best, found
}

// thing returns what site (x, y) belongs to, "" if that gets no label, and how deep
// inside it the site is [sites].
func (s *Scene) thing(n *ground, x, y int) (kind string, depth float32) {
	_, class := s.StageAt(x, y)
	i := n.index(x, y)
	switch class {
	case tissue.Bone:
		if d := -n.bone[i]; d > 0.8*reach {
			return cortical, d
		} else if d > 3 && n.ridge(i) {
			return trabecula, d
		}
	case tissue.Capillary:
		return "trans-cortical capillary", -n.vessel[i]
	case tissue.Vein:
		return "central vein", -n.vessel[i]
	case tissue.Sinusoid:
		return "sinusoid", -n.vessel[i]
	case tissue.Arteriole:
		return "arteriole", -n.vessel[i]
	}
	return "", 0
}

// ridge tells whether bone is about as thick at site i as anywhere near it: the
// middle of a trabecula, not the side of a cortex.
func (n *ground) ridge(i int) bool {
	for _, step := range [...]int{3, -3, 3 * n.w, -3 * n.w} {
		if n.bone[i+step] < n.bone[i]-0.5 {
			return false
		}
	}
	return true
}

// free tells whether no label is within gap of p.
func free(all []Label, p Label, gap float32) bool {
	for _, l := range all {
		if length((l.X-p.X)/2, l.Y-p.Y) < gap {
			return false
		}
	}
	return true
}

// stemLabels names the stem cells in view if there are a few.
func (s *Scene) stemLabels() []Label {
	var out []Label
	for _, g := range s.Giants() {
		if g.Stem {
			out = append(out, Label{X: g.X + 1, Y: g.Y, Text: "HSC", Left: true})
		}
	}
	if len(out) > 8 {
		return nil
	}
	return out
}

// LabelPanel lays labels out over a picture of w x h pixels at a scale.
func (s *Scene) LabelPanel(labels []Label, w, h int, scale float32) *Panel {
	p := &Panel{W: float32(w) / scale, H: float32(h) / scale}
	ink, casing := s.skin.Ink.Alpha(1), s.skin.Casing.Alpha(0.35)
	for _, l := range labels {
		px, py := s.Camera.Pixel(float64(l.X), float64(l.Y), w, h)
		x, y, align := float32(px)/scale, float32(py)/scale+4, Middle
		if l.Left {
			x, align = x+8, Start
		}
		for _, d := range casings {
			p.words(x+d.X, y+d.Y, l.Text, labelFont, casing, align)
		}
		p.words(x, y, l.Text, labelFont, ink, align)
	}
	return p
}

// casings are the places of the dark copies of a label that set it off its ground.
var casings = []Point{{-1.4, 0}, {1.4, 0}, {0, -1.4}, {0, 1.4}, {-1, -1}, {1, 1}, {-1, 1}, {1, -1}}

// paintLabels writes the labels of a picture.
func paintLabels(s *Scene, m *image.RGBA) {
	w, h, scale := m.Rect.Dx(), m.Rect.Dy(), max(s.enlarged, 1)
	s.LabelPanel(s.Labels(w, h), w, h, scale).Paint(m, 0, 0, scale)
}
