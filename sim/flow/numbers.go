package flow

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"marrow/assets"
	"marrow/sim/input"
)

// Numbers are what an infusion is reckoned with, from assets/infusion.yaml.
type Numbers struct {
	Reach        float64 // of the needle [um]
	Space        float64 // share of the marrow that a solute can enter
	Rate         float64 // of its exchange [1/s]
	Mixing       float64 // diameters of a vessel that mix once
	LeakAbove    float64 // [mmHg]
	LeakBy       float64 // [mmHg min/mL]
	Sites        []Site
	Vein         float64 // time to the heart from a vein at the elbow [s]
	Heart, Lungs float64 // mean times [s]
	Arteries     float64
	Stages       int
	Circulations []Round
}

// A Site is a bone that a needle can be put into.
type Site struct {
	Name       string
	Resistance float64 // of needle and marrow [mmHg min/mL]
	Vein       float64 // time to the heart at rest [s]
}

// A Round is how the blood goes round, compared with health.
type Round struct {
	Name             string
	Output, Pressure float64
}

// infusionFile is assets/infusion.yaml.
type infusionFile struct {
	Reach    input.Quantity `yaml:"reach,required"`
	Exchange struct {
		Space input.Quantity `yaml:"space,required"`
		Rate  input.Quantity `yaml:"rate,required"`
	} `yaml:"exchange,required"`
	Mixing input.Quantity `yaml:"mixing,required"`
	Leak   struct {
		Above      input.Quantity `yaml:"above,required"`
		Resistance input.Quantity `yaml:"resistance,required"`
	} `yaml:"leak,required"`
	Sites []struct {
		Name       string         `yaml:"name,required"`
		Resistance input.Quantity `yaml:"resistance,required"`
		Vein       input.Quantity `yaml:"vein,required"`
	} `yaml:"sites,required"`
	Vein         input.Quantity `yaml:"vein,required"`
	Heart        input.Quantity `yaml:"heart,required"`
	Lungs        input.Quantity `yaml:"lungs,required"`
	Arteries     input.Quantity `yaml:"arteries,required"`
	Stages       input.Quantity `yaml:"stages,required"`
	Circulations []struct {
		Name     string         `yaml:"name,required"`
		Output   input.Quantity `yaml:"output,required"`
		Pressure input.Quantity `yaml:"pressure,required"`
	} `yaml:"circulations,required"`
}

// InfusionNumbers are those of the program's own file, which is read when somebody first asks.
// They must not be changed. A mistake in the file is one of the program.
func InfusionNumbers() *Numbers { return infusionNumbers() }

var infusionNumbers = sync.OnceValue(func() *Numbers {
	f, err := readInfusion(nil)
	if err != nil {
		panic(err)
	}
	return f.numbers()
})

// readInfusion reads the file. With a list of sources it refuses others.
func readInfusion(sources []string) (f infusionFile, err error) {
	_, err = input.DecodeFile(assets.FS, "infusion.yaml", sources, &f)
	return f, err
}

func (f *infusionFile) numbers() *Numbers {
	n := &Numbers{
		Reach: in(f.Reach, "um"), Space: in(f.Exchange.Space, ""), Rate: in(f.Exchange.Rate, "1/s"), Mixing: in(f.Mixing, ""),
		LeakAbove: in(f.Leak.Above, "mmHg"), LeakBy: in(f.Leak.Resistance, "mmHg.min/mL"), Vein: in(f.Vein, "s"),
		Heart: in(f.Heart, "s"), Lungs: in(f.Lungs, "s"), Arteries: in(f.Arteries, "s"), Stages: int(in(f.Stages, "")),
	}
	for _, s := range f.Sites {
		n.Sites = append(n.Sites, Site{s.Name, in(s.Resistance, "mmHg.min/mL"), in(s.Vein, "s")})
	}
	for _, c := range f.Circulations {
		n.Circulations = append(n.Circulations, Round{c.Name, in(c.Output, ""), in(c.Pressure, "")})
	}
	return n
}

func in(q input.Quantity, unit string) float64 {
	v, err := q.In(unit)
	if err != nil {
		panic(fmt.Sprintf("infusion.yaml: %v", err))
	}
	return v
}

// SiteNames are the bones.
func (n *Numbers) SiteNames() (names []string) {
	for _, s := range n.Sites {
		names = append(names, s.Name)
	}
	return names
}

// RoundNames are the ways in which blood goes round.
func (n *Numbers) RoundNames() (names []string) {
	for _, c := range n.Circulations {
		names = append(names, c.Name)
	}
	return names
}

// site returns the site of a name, round the way of a name.
func (n *Numbers) site(name string) (Site, error) {
	i := slices.IndexFunc(n.Sites, func(s Site) bool { return s.Name == name })
	if i < 0 {
		return Site{}, fmt.Errorf("no bone to infuse is called %q (there are %s)", name, strings.Join(n.SiteNames(), ", "))
	}
	return n.Sites[i], nil
}

func (n *Numbers) round(name string) (Round, error) {
	i := slices.IndexFunc(n.Circulations, func(c Round) bool { return c.Name == name })
	if i < 0 {
		return Round{}, fmt.Errorf("no circulation is called %q (there are %s)", name, strings.Join(n.RoundNames(), ", "))
	}
	return n.Circulations[i], nil
}
