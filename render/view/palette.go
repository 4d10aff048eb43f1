package view

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"marrow/assets"
	"marrow/sim/lineage"
)

// A Palette is how cells and their surroundings look: hue is the lineage,
// lightness the maturity, form the stage. It is read from assets/palette.json.
type Palette struct {
	Background Color      `json:"bg"`
	Types      []CellType `json:"types"`
	Groups     []Group    `json:"groups"`
	Skins      []Skin     `json:"skins"`
}

// A CellType is the look of one type of cell.
type CellType struct {
	ID       string   `json:"id"`
	Lineage  string   `json:"lineage"` // id of a group
	Name     string   `json:"name"`
	Color    Color    `json:"hex"`
	Contrast float64  `json:"contrast"` // with the palette's background
	Stain    [2]Color `json:"stain"`    // cytoplasm and nucleus in the Stain skin
	Nucleus  Form     `json:"nucleus"`
	Share    float32  `json:"share"` // radius of the nucleus, of the cell's
	Size     float32  `json:"size"`  // 1 = fills its site
	Mark     string   `json:"mark"`  // granules and the like: fine, bright, dark, hatch, halo
}

// A Group is a lineage: the color of its cells where they are too small for form.
type Group struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color Color  `json:"hex"`
}

// A Skin is the look of everything around the cells. Pairs are the two ends of a
// ramp.
type Skin struct {
	ID         string   `json:"id"` // atlas, stain
	Name       string   `json:"name"`
	Dark       bool     `json:"dark"`
	Outside    Color    `json:"outside"` // beyond the patch
	Stroma     [2]Color `json:"stroma"`
	Endosteum  Color    `json:"endosteum"` // added beside bone
	Lumen      [2]Color `json:"lumen"`     // at the wall, in the middle
	Wall       Color    `json:"wall"`
	Artery     [2]Color `json:"artery"`
	ArteryWall Color    `json:"artery_wall"`
	Bone       [2]Color `json:"bone"`
	BoneEdge   float32  `json:"bone_edge"` // brightness of bone at its edge, of the inside
	BoneRim    Color    `json:"bone_rim"`
	Osteocyte  Color    `json:"osteocyte"`
	Fat        [3]Color `json:"fat"` // from the light to the shadow
	FatRim     Color    `json:"fat_rim"`
	FatShine   Color    `json:"fat_shine"`
	FatNucleus Color    `json:"fat_nucleus"`
	Halo       Color    `json:"halo"` // around stem cells
	Ink        Color    `json:"ink"`  // labels
	Casing     Color    `json:"casing"`
	Rim        float32  `json:"rim"`  // darkening of a cell's edge
	Lift       float32  `json:"lift"` // lightening toward the light
	// Cells are cytoplasm and nucleus by lineage, in a skin that has its own.
	Cells map[string][2]Color `json:"cells"`
}

// A Form is the form of a nucleus, the sign of a stage.
type Form uint8

const (
	Round  Form = iota // large and round, shrinking from blast to mature
	Aside              // round, off the center
	Kidney             // metamyelocyte, monocyte
	Band               // a bent band
	Lobes2             // eosinophil, basophil
	Lobes3             // segmented neutrophil
	Pale               // none: reticulocyte, erythrocyte, platelet
	Mega               // megakaryocyte: three sites wide, lobed
	forms
)

var formNames = [forms]string{"round", "aside", "kidney", "band", "lobes2", "lobes3", "pale", "mega"}

// UnmarshalJSON reads a form by its name.
func (f *Form) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	for i, name := range formNames {
		if name == s {
			*f = Form(i)
			return nil
		}
	}
	return fmt.Errorf("view: nucleus %q, want one of %v", s, formNames)
}

// DefaultPalette returns the palette that the program carries.
func DefaultPalette() (*Palette, error) {
	data, err := assets.FS.ReadFile("palette.json")
	if err != nil {
		return nil, fmt.Errorf("view: %w", err)
	}
	return ReadPalette(data)
}

// ReadPalette reads and checks a palette in the form of assets/palette.json.
func ReadPalette(data []byte) (*Palette, error) {
	var p Palette
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&p); err != nil {
		return nil, fmt.Errorf("view: palette: %w", err)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("view: palette: %w", err)
	}
	return &p, nil
}

func (p *Palette) check() error {
	var errs []error
	seen := map[string]bool{}
	for _, t := range p.Types {
		if seen[t.ID] {
			errs = append(errs, fmt.Errorf("type %q is listed twice", t.ID))
		}
		seen[t.ID] = true
		if p.Group(t.Lineage) == nil {
			errs = append(errs, fmt.Errorf("type %q has lineage %q, want a group", t.ID, t.Lineage))
		}
		if !(t.Size > 0 && t.Size <= 3) {
			errs = append(errs, fmt.Errorf("type %q has size %v, want (0,3]", t.ID, t.Size))
		}
	}
	if len(p.Skins) == 0 {
		errs = append(errs, errors.New("no skins, want at least one"))
	}
	return errors.Join(errs...)
}

// Type returns the type with an id, or nil.
func (p *Palette) Type(id string) *CellType {
	for i := range p.Types {
		if p.Types[i].ID == id {
			return &p.Types[i]
		}
	}
	return nil
}

// Group returns the group with an id, or nil.
func (p *Palette) Group(id string) *Group {
	for i := range p.Groups {
		if p.Groups[i].ID == id {
			return &p.Groups[i]
		}
	}
	return nil
}

// Skin returns the skin with an id, or nil.
func (p *Palette) Skin(id string) *Skin {
	for i := range p.Skins {
		if p.Skins[i].ID == id {
			return &p.Skins[i]
		}
	}
	return nil
}

// A Look is how the cells of one stage are drawn.
type Look struct {
	Cell, Nucleus Color
	Group         Color // where cells are too small for form
	Form          Form
	Share, Size   float32
	Mark          string
}

// Calm is the id of the palette's first skin with less color.
const Calm = "calm"

// calmShare is the part of its color that a calm look keeps.
const calmShare = 0.7

// calm returns l with less color.
func (l Look) calm() Look {
	less := func(c Color) Color { return c.vec().gray().mix(c.vec(), calmShare).color() }
	l.Cell, l.Nucleus, l.Group = less(l.Cell), less(l.Nucleus), less(l.Group)
	return l
}

// erythrocyte is the type of the red cells that are drawn inside vessels.
const erythrocyte = "rbc"

// looks returns the look of each stage of t in a skin, in the table's order.
func (p *Palette) looks(t *lineage.Table, skin *Skin) ([]Look, error) {
	looks := make([]Look, len(t.Stages))
	var errs []error
	for i, s := range t.Stages {
		c := p.Type(s.Color)
		if c == nil {
			errs = append(errs, fmt.Errorf("view: stage %q has color %q, want the id of a palette type", s.Name, s.Color))
			continue
		}
		looks[i] = p.look(c, s.Lineage, skin)
	}
	return looks, errors.Join(errs...)
}

// look draws type c as a member of a lineage: of its own when the palette knows no
// other.
func (p *Palette) look(c *CellType, lineage string, skin *Skin) Look {
	g := p.Group(lineage)
	if g == nil {
		g = p.Group(c.Lineage)
	}
	l := Look{Cell: c.Color, Group: g.Color, Form: c.Nucleus, Share: c.Share, Size: c.Size, Mark: c.Mark}
	l.Nucleus = c.Color.Mix(Color{5, 7, 11}, 0.46)
	if c.Nucleus == Pale {
		l.Nucleus = c.Color.Mix(Color{42, 0, 0}, 0.35)
	}
	if own, ok := skin.Cells[g.ID]; ok {
		l.Cell, l.Nucleus, l.Group = own[0], own[1], own[0].Mix(own[1], 0.5)
	}
	if !skin.Dark {
		l.Cell, l.Nucleus, l.Group = c.Stain[0], c.Stain[1], c.Stain[0].Mix(c.Stain[1], 0.5)
	}
	return l
}
