package tissue

import (
	"fmt"
	"strings"

	"marrow/assets"
	"marrow/sim/input"
)

// A sites is a length [sites], written in a file with a unit of length.
type sites float64

// UnmarshalText reads a quantity such as "600 um, recalled, design".
func (s *sites) UnmarshalText(text []byte) error {
	v, err := quantity(text, "um")
	*s = sites(v / SiteSize)
	return err
}

// A share is a number without a dimension or a percentage.
type share float64

// UnmarshalText reads a quantity such as "20 %, recalled, design".
func (s *share) UnmarshalText(text []byte) error {
	v, err := quantity(text, "")
	*s = share(v)
	return err
}

// A years is an age [y].
type years float64

// UnmarshalText reads a quantity such as "40 y, chosen, design".
func (y *years) UnmarshalText(text []byte) error {
	v, err := quantity(text, "y")
	*y = years(v)
	return err
}

func quantity(text []byte, unit string) (float64, error) {
	q, err := input.ParseQuantity(string(text))
	if err != nil {
		return 0, err
	}
	return q.In(unit)
}

// A file is one file of assets/tissues.
type file struct {
	Name    string    `yaml:"name,required"`
	Title   string    `yaml:"title,required"`
	Species []numbers `yaml:"species,required"`
}

// numbers are what a tissue is made from in one species. A part that a tissue lacks
// is nil.
type numbers struct {
	Name        string        `yaml:"name,required"`
	Adult       years         `yaml:"adult,required"`
	Grid        *gridded      `yaml:"grid"`
	Cortex      *cortex       `yaml:"cortex"`
	Trabeculae  *trabeculae   `yaml:"trabeculae"`
	Capillaries *capillaries  `yaml:"capillaries"`
	Vein        *vein         `yaml:"vein"`
	Sinusoids   *sinusoids    `yaml:"sinusoids"`
	Arterioles  *arterioles   `yaml:"arterioles"`
	Fat         *fat          `yaml:"fat"`
	Flow        *hemodynamics `yaml:"flow"`
	Published   []published   `yaml:"published"`
}

// gridded are sinusoids of one site each on a regular grid.
type gridded struct {
	Share share `yaml:"share,required"` // of all sites
}

type cortex struct {
	Thickness sites `yaml:"thickness,required"`
	Limit     share `yaml:"limit,required"` // most of it, as a share of the patch's height
	Waves     sites `yaml:"waves,required"` // how far its inner face goes up and down
}

type trabeculae struct {
	Thickness sites `yaml:"thickness,required"`
	Strut     sites `yaml:"strut,required"`  // slice: length of a strut between two junctions
	Struts    share `yaml:"struts,required"` // slice: kept, of those that close no ring
	Cell      sites `yaml:"cell,required"`   // volume: distance of the middles of two pores
	Plates    share `yaml:"plates,required"` // volume: walls between pores that are closed
}

type capillaries struct {
	Spacing  sites `yaml:"spacing,required"`
	Venous   sites `yaml:"venous,required"`   // diameter
	Arterial sites `yaml:"arterial,required"` // diameter
	Arteries share `yaml:"arteries,required"` // arterial ones, of all
}

type vein struct {
	Diameter sites `yaml:"diameter,required"`
	Limit    share `yaml:"limit,required"`    // most of it, as a share of the cavity's height
	Cortical share `yaml:"cortical,required"` // marrow that does not drain to it but through the cortex
}

type sinusoids struct {
	Fine    sites `yaml:"fine,required"`    // diameter of the last branches
	Wide    sites `yaml:"wide,required"`    // diameter of the stems
	Growth  share `yaml:"growth,required"`  // how fast a branch widens: 1 = by the fourth root of its twigs
	Spacing sites `yaml:"spacing,required"` // volume: between branches
	Rivers  sites `yaml:"rivers,required"`  // slice: between branches that run in the plane
	Cuts    sites `yaml:"cuts,required"`    // slice: least distance from a branch cut across to other walls
	Roots   sites `yaml:"roots,required"`   // between collecting sinusoids at the edge of the patch
}

type arterioles struct {
	Diameter sites `yaml:"diameter,required"`
	Length   sites `yaml:"length,required"`
	Spacing  sites `yaml:"spacing,required"` // between those that no capillary feeds within the patch
}

type fat struct {
	Cellularity []byAge     `yaml:"cellularity,required"` // share, from the youngest age
	Diameter    []byAge     `yaml:"diameter,required"`    // um
	Deviation   sites       `yaml:"deviation,required"`
	Largest     sites       `yaml:"largest,required"` // diameter
	Remodeling  *remodeling `yaml:"remodeling"`       // nil: it stays as it is
}

// byAge is one point of a curve over age.
type byAge struct {
	Age   years `yaml:"age,required"`
	Share share `yaml:"share"`
	Sites sites `yaml:"size"`
}

// published is the range of a measure in the literature.
type published struct {
	Name string         `yaml:"name,required"`
	Lo   input.Quantity `yaml:"lo,required"`
	Hi   input.Quantity `yaml:"hi,required"`
}

// Names returns the tissues that can be made, in alphabetical order.
func Names() []string { return []string{"femur-shaft", "iliac-crest", "open"} }

// load reads the numbers of a tissue in a species.
func load(name, species string) (numbers, error) {
	f, err := read(name)
	if err != nil {
		return numbers{}, err
	}
	var known []string
	for _, n := range f.Species {
		if n.Name == species {
			return n, nil
		}
		known = append(known, n.Name)
	}
	return numbers{}, fmt.Errorf("species %q has no %s, want %s", species, name, strings.Join(known, " or "))
}

func read(name string) (file, error) {
	var f file
	_, err := input.DecodeFile(assets.FS, "tissues/"+name+".yaml", nil, &f)
	return f, err
}

// at returns the point of a curve at an age: straight lines between the given
// points, level beyond them.
func at(curve []byAge, age float64) byAge {
	a := curve[0]
	for _, b := range curve {
		if age <= float64(b.Age) {
			if b.Age == a.Age {
				return b
			}
			t := (age - float64(a.Age)) / float64(b.Age-a.Age)
			return byAge{years(age), share(lerp(float64(a.Share), float64(b.Share), t)), sites(lerp(float64(a.Sites), float64(b.Sites), t))}
		}
		a = b
	}
	return a
}
