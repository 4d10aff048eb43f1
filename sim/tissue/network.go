package tissue

// A Vessel is what a segment of a network is.
type Vessel uint8

// The vessels, in the order in which blood passes them.
const (
	NutrientArtery   Vessel = iota // way from the nutrient artery to an arteriole that begins in the patch
	PeriostealArtery               // way from the arteries around the bone to a trans-cortical capillary
	CorticalArtery                 // arterial trans-cortical capillary
	MarrowArteriole                // stretch of an arteriole
	FeedingCapillary               // from an arteriole to the end of a sinusoid
	MarrowSinusoid                 // stretch of a sinusoid
	Anastomosis                    // joins sinusoids that drain to different exits
	CentralVein                    // stretch of the central vein
	CorticalVein                   // venous trans-cortical capillary
	PeriostealVein                 // way from there to the veins around the bone
	Collector                      // way from a collecting sinusoid at the edge of the patch to the veins of the bone
	Emissary                       // way from an end of the central vein out of the bone
	Vessels                        // number of vessels
)

// String names a vessel, as tables do.
func (v Vessel) String() string {
	return [Vessels]string{
		"nutrient arteries", "periosteal arteries", "arterial trans-cortical capillaries", "arterioles", "capillaries",
		"sinusoids", "anastomoses", "central vein", "venous trans-cortical capillaries", "periosteal veins",
		"collecting sinusoids", "emissary veins",
	}[v]
}

// Venous says whether blood has passed the sinusoids when it is there.
func (v Vessel) Venous() bool { return v >= CentralVein }

// An End is what happens to blood at a place.
type End uint8

// The ends.
const (
	Inside End = iota // it goes on in the patch
	Inlet             // it comes from the arteries of the body
	Outlet            // it goes to the veins of the body
)

// A Place is where segments of vessel meet or end.
type Place struct {
	X, Y, Z float32 // [sites]
	End     End
	Exit    uint16 // Outlet: its exit; at a sinusoid: the exit that its tree drains to; 0 elsewhere
}

func (p *Place) vec() vec { return vec{float64(p.X), float64(p.Y), float64(p.Z)} }

// A Segment is a stretch of vessel between two places.
type Segment struct {
	From, To         int32
	Kind             Vessel
	Diameter, Length float32 // [um]
	Number           float32 // vessels that it stands for: 1 in a volume
}

// A Network is the vessels of a tissue as they were laid out, of which the classes of the
// sites are a picture. What is narrower than a site is in the network alone.
//
// A slice stands for a slab around it: a vessel that a slab has fewer of than the slice
// shows counts as less than one.
type Network struct {
	Places   []Place
	Segments []Segment
	Slab     float64 // thickness of the slab that a slice stands for [um]; 0 in a volume
	Marrow   float64 // volume of the marrow that it runs through [nL]
	Blood    Hemodynamics
}

// Hemodynamics is what blood brings to a network.
type Hemodynamics struct {
	Arterial   float64 // pressure at inlets [mmHg]
	Venous     float64 // pressure at outlets [mmHg]
	Hematocrit float64
	Plasma     float64 // viscosity [mPa s]
	Wide       float64 // apparent viscosity of blood in vessels of more than 20 um [mPa s]
	Density    float64 // of marrow [g/mL]
}

// hemodynamics are the numbers of a tissue that its network needs beside those of its
// vessels.
type hemodynamics struct {
	Arterial   mmHg  `yaml:"arterial,required"`
	Venous     mmHg  `yaml:"venous,required"`
	Capillary  sites `yaml:"capillary,required"` // diameter of those that feed sinusoids
	Junction   sites `yaml:"junction,required"`  // diameter where sinusoids of two trees meet
	Ways       ways  `yaml:"ways,required"`
	Hematocrit share `yaml:"hematocrit,required"`
	Plasma     mPas  `yaml:"plasma,required"`
	Wide       mPas  `yaml:"wide,required"`
	Density    gmL   `yaml:"density,required"`
}

// ways are the vessels between the patch and the arteries and veins of the body. Red marrow
// has so many of each for its volume, whatever the size of a patch.
type ways struct {
	Nutrient         pipe `yaml:"nutrient,required"`
	PeriostealArtery pipe `yaml:"periosteal_artery,required"`
	PeriostealVein   pipe `yaml:"periosteal_vein,required"`
	Collector        pipe `yaml:"collector,required"`
	Emissary         pipe `yaml:"emissary,required"`
}

// of returns the way of a kind, nil for vessels within the patch.
func (w *ways) of(kind Vessel) *pipe {
	switch kind {
	case NutrientArtery:
		return &w.Nutrient
	case PeriostealArtery:
		return &w.PeriostealArtery
	case PeriostealVein:
		return &w.PeriostealVein
	case Collector:
		return &w.Collector
	case Emissary:
		return &w.Emissary
	}
	return nil
}

// A pipe is a kind of vessel beyond the patch.
type pipe struct {
	Diameter sites `yaml:"diameter,required"`
	Length   sites `yaml:"length,required"`
	Density  perUL `yaml:"density,required"` // of these vessels in red marrow
}

// A mmHg is a pressure, a mPas a viscosity, a gmL a density, a perUL a number in a volume, in
// these units.
type (
	mmHg  float64
	mPas  float64
	gmL   float64
	perUL float64
)

// UnmarshalText reads a quantity such as "90 mmHg, recalled, design".
func (p *mmHg) UnmarshalText(text []byte) error {
	v, err := quantity(text, "mmHg")
	*p = mmHg(v)
	return err
}

// UnmarshalText reads a quantity such as "1.2 mPa.s, recalled, design".
func (m *mPas) UnmarshalText(text []byte) error {
	v, err := quantity(text, "mPa.s")
	*m = mPas(v)
	return err
}

// UnmarshalText reads a quantity such as "1.06 g/mL, recalled, design".
func (g *gmL) UnmarshalText(text []byte) error {
	v, err := quantity(text, "g/mL")
	*g = gmL(v)
	return err
}

// UnmarshalText reads a quantity such as "2 1/uL, chosen, design".
func (p *perUL) UnmarshalText(text []byte) error {
	v, err := quantity(text, "1/uL")
	*p = perUL(v)
	return err
}

// newNetwork returns an empty network for a canvas, with the numbers of a tissue.
func newNetwork(c *canvas, n *numbers) *Network {
	b := n.Flow
	if b == nil {
		return nil
	}
	net := &Network{Blood: Hemodynamics{
		Arterial: float64(b.Arterial), Venous: float64(b.Venous), Hematocrit: float64(b.Hematocrit),
		Plasma: float64(b.Plasma), Wide: float64(b.Wide), Density: float64(b.Density),
	}}
	if c.flat() {
		net.Slab = float64(n.Sinusoids.Spacing) * SiteSize
	}
	return net
}

// noPlace is the place of what no network knows.
const noPlace int32 = -1

// place adds a place and returns its number.
func (n *Network) place(at vec, end End, exit uint16) int32 {
	if n == nil {
		return noPlace
	}
	n.Places = append(n.Places, Place{float32(at.x), float32(at.y), float32(at.z), end, exit})
	return int32(len(n.Places) - 1)
}

// join adds a segment as long as its ends are apart; spacing [sites] is that of its like
// across a slice, 0 if a slab has as many as a slice.
func (n *Network) join(kind Vessel, from, to int32, diameter, spacing float64) {
	if n == nil || from == noPlace || to == noPlace {
		return
	}
	far := n.Places[to].vec().minus(n.Places[from].vec()).length()
	n.add(kind, from, to, diameter, max(far, 1), spacing)
}

// add adds a segment of a given length [sites].
func (n *Network) add(kind Vessel, from, to int32, diameter, length, spacing float64) {
	number := 1.0
	if n.Slab > 0 && spacing > 0 {
		number = min(1, n.Slab/float64(spacing*SiteSize))
	}
	n.Segments = append(n.Segments, Segment{
		from, to, kind, float32(diameter * SiteSize), float32(length * SiteSize), float32(number),
	})
}

// beyond adds a place outside of the patch and the way there.
func (n *Network) beyond(kind Vessel, at int32, end End, exit uint16) {
	if n != nil && at != noPlace {
		n.add(kind, at, n.place(n.Places[at].vec(), end, exit), 0, 0, 0)
	}
}

// spread gives the ways beyond the patch their sizes: together they are as many as its red
// marrow has [nL], so that fat gets little blood.
func (n *Network) spread(all *ways, red float64) {
	var count [Vessels]int
	for i := range n.Segments {
		count[n.Segments[i].Kind]++
	}
	for i := range n.Segments {
		s := &n.Segments[i]
		if p := all.of(s.Kind); p != nil {
			s.Diameter, s.Length = float32(p.Diameter*SiteSize), float32(p.Length*SiteSize)
			s.Number = float32(float64(p.Density) * red / 1000 / float64(count[s.Kind]))
		}
	}
}

// raise moves all places to height z [sites].
func (n *Network) raise(z float32) {
	if n == nil {
		return
	}
	for i := range n.Places {
		n.Places[i].Z = z
	}
}

// rename gives the exits of all places their new numbers.
func (n *Network) rename(exits []uint16) {
	if n == nil {
		return
	}
	for i := range n.Places {
		n.Places[i].Exit = exits[n.Places[i].Exit]
	}
}
