package view

import (
	"errors"
	"fmt"
	"image"
	"math"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A Scene is one frame of the model and the state of the view on it. It belongs
// to one goroutine; the frame, tissue, table and palette are only read.
type Scene struct {
	Frame   *sim.Frame
	Tissue  *tissue.Tissue
	Table   *lineage.Table
	Palette *Palette
	Camera  Camera
	Focus   string   // lineage or stage that is lit while all others are dimmed; "" = all are lit
	Past    *History // for the small charts; nil = none are drawn
	Title   string   // of the poster: the scenario's
	Caption string   // under the poster: seed and version, for those who want to see the same

	skin     *Skin
	looks    []Look  // by code: looks[1+stage]; the last is the red cell in a vessel
	sites    *Sites  // last asked for
	ground   *ground // last measured
	backing  backing
	enlarged float32 // size of text in a large poster; 0 = 1
}

// bloodCode is the code, in a picture, of a red cell inside a vessel: the one after
// the last stage's. They show that blood flows there and are counted nowhere.
func (s *Scene) bloodCode() uint8 { return uint8(len(s.Table.Stages) + 1) }

// NewScene returns the scene of a frame, looking at single cells where blood enters
// the marrow. It fails when a stage has no color.
func NewScene(f *sim.Frame, t *tissue.Tissue, table *lineage.Table, p *Palette) (*Scene, error) {
	s := &Scene{Frame: f, Tissue: t, Table: table, Palette: p}
	if err := errors.Join(s.check(), s.Wear(p.Skins[0].ID)); err != nil {
		return nil, err
	}
	s.Camera = s.Opening()
	return s, nil
}

func (s *Scene) check() error {
	want := s.Tissue.Spec.Width * s.Tissue.Spec.Height
	if len(s.Frame.Codes) != want {
		return fmt.Errorf("view: frame has %d sites, want the tissue's %d", len(s.Frame.Codes), want)
	}
	return nil
}

// Skin returns what the scene wears.
func (s *Scene) Skin() *Skin { return s.skin }

// Wear changes the skin to the palette's one with an id; Calm is the first one with less color.
func (s *Scene) Wear(id string) error {
	skin := s.Palette.Skin(id)
	if id == Calm {
		quiet := s.Palette.Skins[0]
		quiet.ID, quiet.Name = Calm, quiet.Name+", calm"
		skin = &quiet
	}
	if skin == nil {
		return fmt.Errorf("view: no skin is called %q", id)
	}
	looks, err := s.Palette.looks(s.Table, skin)
	if err != nil {
		return err
	}
	if id == Calm {
		for i := range looks {
			looks[i] = looks[i].calm()
		}
	}
	s.skin = skin
	s.looks = make([]Look, len(looks)+2)
	copy(s.looks[1:], looks)
	if red := s.Palette.Type(erythrocyte); red != nil {
		l := s.Palette.look(red, red.Lineage, skin)
		l.Group = l.Cell.Mix(skin.Lumen[1], 0.25)
		s.looks[s.bloodCode()] = l
	}
	s.backing = backing{}
	return nil
}

// Wardrobe returns what can be worn, in the order in which it is offered.
func (s *Scene) Wardrobe() []string {
	ids := []string{s.Palette.Skins[0].ID, Calm}
	for _, skin := range s.Palette.Skins[1:] {
		ids = append(ids, skin.ID)
	}
	return ids
}

// Look returns how stage i of the table is drawn.
func (s *Scene) Look(i int) Look { return s.looks[i+1] }

// lit tells whether the cells of stage i are in focus.
func (s *Scene) lit(i int) bool {
	st := &s.Table.Stages[i]
	return s.Focus == "" || s.Focus == st.Lineage || s.Focus == st.Name
}

// StageAt returns the stage of the cell at a site of the frame, or -1, and what the
// site is made of.
func (s *Scene) StageAt(x, y int) (stage int, class tissue.Class) {
	if x < 0 || y < 0 || x >= s.Frame.Width || y >= s.Frame.Height {
		return -1, tissue.Border
	}
	code := s.Frame.Codes[y*s.Frame.Width+x]
	if code >= sim.CodeTissue {
		return -1, tissue.Class(code - sim.CodeTissue)
	}
	return int(code) - 1, tissue.Free
}

// visible returns the sites that a picture of w x h pixels shows, and a margin of
// sites around them that reach into it.
func (s *Scene) visible(w, h, margin int) image.Rectangle {
	x0, y0 := s.Camera.Site(0, 0, w, h)
	x1, y1 := s.Camera.Site(float64(w), float64(h), w, h)
	r := image.Rect(floor32(float32(x0))-margin, floor32(float32(y0))-margin,
		floor32(float32(x1))+1+margin, floor32(float32(y1))+1+margin)
	return r.Intersect(image.Rect(-2, -2, s.Frame.Width+2, s.Frame.Height+2))
}

// Pick returns the site whose cell is drawn at a point [sites]: cells are moved off
// the middle of their sites, so it need not be the site that the point is in.
func (s *Scene) Pick(x, y float64) image.Point {
	at := image.Pt(floor32(float32(x)), floor32(float32(y)))
	if s.Camera.Level() < Discs {
		return at
	}
	best := 0.6
	found := at
	for j := at.Y - 1; j <= at.Y+1; j++ {
		for i := at.X - 1; i <= at.X+1; i++ {
			if stage, _ := s.StageAt(i, j); stage < 0 {
				continue
			}
			cx, cy := s.CenterOf(image.Pt(i, j))
			if d := math.Hypot(x-cx, y-cy); d < best {
				best, found = d, image.Pt(i, j)
			}
		}
	}
	return found
}

// CenterOf returns where the cell on a site is drawn [sites].
func (s *Scene) CenterOf(at image.Point) (x, y float64) {
	stage, _ := s.StageAt(at.X, at.Y)
	if m := s.sites; stage >= 0 && m != nil && m.z == s.Frame.Z && s.Camera.Level() >= Discs && at.In(m.Rect) {
		cx, cy := m.center((at.Y-m.Rect.Min.Y)*m.Rect.Dx() + at.X - m.Rect.Min.X)
		return float64(cx), float64(cy)
	}
	return float64(at.X) + 0.5, float64(at.Y) + 0.5
}
