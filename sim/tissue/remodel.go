package tissue

import (
	"fmt"
	"slices"
)

// A Remodeling says how fat and bone of a tissue change with the years. Rates are those of a
// vacant site of marrow to become the middle of a new fat cell.
type Remodeling struct {
	Base   float64 // at any age [1/y]
	Aged   float64 // more for each year of age beyond From [1/y2]
	From   float64 // [y]
	Empty  float64 // more for each share of the sites around that is vacant beyond Deserted [1/y]
	Around int     // how far around [sites]
	// Deserted is the vacant share around a site from which marrow is empty; Crowded that
	// below which fat gives way.
	Deserted, Crowded float64
	Grow              float64 // time in which a fat cell grows to its size, or gives way [y]
	// Women differ: fewer fat cells until they lose their estrogen, more then.
	Women []Factor

	BoneFrom float64 // age from which bone is lost [y]
	BoneLoss float64 // part of the bone that is lost in a year [1/y]

	diameter             []byAge
	deviation, narrowest float64
}

// A Factor is a number at an age, in between in proportion.
type Factor struct{ Age, By float64 }

// remodeling is the part of a tissue's file.
type remodeling struct {
	Base     perYear  `yaml:"base,required"`
	Aged     perYear  `yaml:"aged,required"` // for each year
	From     years    `yaml:"from,required"`
	Empty    perYear  `yaml:"empty,required"`
	Around   sites    `yaml:"around,required"`
	Deserted share    `yaml:"deserted,required"`
	Crowded  share    `yaml:"crowded,required"`
	Grow     years    `yaml:"grow,required"`
	Women    []byAge  `yaml:"women,required"`
	Bone     boneLoss `yaml:"bone,required"`
}

type boneLoss struct {
	From years   `yaml:"from,required"`
	Loss perYear `yaml:"loss,required"`
}

// A perYear is a rate [1/y].
type perYear float64

// UnmarshalText reads a quantity such as "0.01 1/y, chosen, design".
func (r *perYear) UnmarshalText(text []byte) error {
	v, err := quantity(text, "1/y")
	*r = perYear(v)
	return err
}

// Remodeling is how the tissue changes, or an error that says that nobody knows.
func (t *Tissue) Remodeling() (Remodeling, error) {
	n, err := load(t.Spec.Name, t.Spec.Species)
	if err != nil {
		return Remodeling{}, fmt.Errorf("tissue: %w", err)
	}
	if n.Fat == nil || n.Fat.Remodeling == nil {
		return Remodeling{}, fmt.Errorf("tissue: how a %s of a %s changes with the years is not known", t.Spec.Name, t.Spec.Species)
	}
	f := n.Fat.Remodeling
	r := Remodeling{
		Base: float64(f.Base), Aged: float64(f.Aged), From: float64(f.From), Empty: float64(f.Empty),
		Around: round(float64(f.Around)), Deserted: float64(f.Deserted), Crowded: float64(f.Crowded), Grow: float64(f.Grow),
		BoneFrom: float64(f.Bone.From), BoneLoss: float64(f.Bone.Loss),
		diameter: n.Fat.Diameter, deviation: float64(n.Fat.Deviation), narrowest: 2,
	}
	for _, w := range f.Women {
		r.Women = append(r.Women, Factor{float64(w.Age), float64(w.Share)})
	}
	return r, nil
}

// Births is the rate at which a vacant site becomes the middle of a fat cell at an age [1/y].
func (r *Remodeling) Births(age float64, woman bool) float64 {
	rate := r.Base + float64(r.Aged*max(0, age-r.From))
	if woman {
		rate = float64(rate * r.women(age))
	}
	return rate
}

// MoreBirths is what is added to that where a share of the sites around is vacant [1/y].
func (r *Remodeling) MoreBirths(vacant float64) float64 {
	return float64(r.Empty * max(0, vacant-r.Deserted))
}

func (r *Remodeling) women(age float64) float64 {
	last := r.Women[0]
	for _, f := range r.Women {
		if age <= f.Age {
			if f.Age == last.Age {
				return f.By
			}
			return lerp(last.By, f.By, (age-last.Age)/(f.Age-last.Age))
		}
		last = f
	}
	return last.By
}

// Radius is the radius [sites] that a fat cell has at an age when nothing is in its way; z
// is how it differs from others, in standard deviations.
func (r *Remodeling) Radius(age, z float64) float64 {
	return max(r.narrowest, float64(at(r.diameter, age).Sites)+float64(z*r.deviation)) / 2
}

// Changed is another tissue with other classes and fat cells, and the counts that follow
// from them. Walls, exits and the widths that were measured once stay those of t.
func (t *Tissue) Changed(class []Class, fat []Adipocyte) *Tissue {
	c := *t
	c.Class, c.Adipocytes = class, slices.Clone(fat)
	var n [Classes]int
	for _, k := range class {
		n[k]++
	}
	for k := range n {
		c.Stats.Share[k] = float64(n[k]) / float64(len(class))
	}
	marrow := float64(len(class) - n[Bone] - n[Border] - n[Capillary])
	c.Stats.FreeSites, c.Stats.Adipocytes = n[Free], len(fat)
	c.Stats.FatShare = float64(n[Fat]) / marrow
	cells := float64(Occupancy(t.Spec.Species, t.Spec.Depth) * float64(n[Free]))
	c.Stats.ExpectedCellularity = cells / (cells + float64(n[Fat]))
	return &c
}
