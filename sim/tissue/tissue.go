// Package tissue makes the place that the cells live in: bone, fat, blood
// vessels, exits and niches on a grid of 10 um sites. A [Tissue] is made once, from
// a [Spec] and its seed, and is only read afterwards.
package tissue

// SiteSize is the edge of a site [um].
const SiteSize = 10.0

// A Class is what a site is. Cells stand on Free sites only.
type Class uint8

const (
	Free Class = iota
	Bone
	Fat
	Sinusoid
	Arteriole
	Capillary // trans-cortical capillary: vessel through the bone
	Vein      // central vein, draining sinusoids
	Border    // edge of the patch
	Classes
)

// A Niche is the kind of stem-cell niche that a free site offers.
type Niche uint8

const (
	NoNiche Niche = iota
	Perisinusoidal
	Endosteal
	Arteriolar
)

// A Tissue is the static surroundings of the cells. Site i is
// (z*Height + y)*Width + x; the outermost sites (x and y; z too if Depth > 1)
// never are Free. All slices but Exits and Adipocytes have one entry a site.
type Tissue struct {
	Spec     Spec
	Class    []Class
	Niche    []Niche
	Exit     []uint16 // number of the exit that the sinusoid next to this free site drains to; 0 = no sinusoid next to it
	Distance []uint8  // steps from a free site to the nearest free site with an exit; 255 = 255 or more
	Exits    []Exit   // Exits[n-1] is exit n

	Adipocytes []Adipocyte
	Stats      Stats

	published []published
}

// An Exit is a place where blood and cells leave the patch.
type Exit struct {
	X, Y, Z int
	Kind    string // "trans-cortical capillary", "central vein", "collecting sinusoid"
	Walls   int    // free sites that drain to it
}

// An Adipocyte is a round fat cell; in a slice its cut circle [sites].
type Adipocyte struct{ X, Y, Z, R float32 }

// A Spec says what tissue to make. Equal specs give equal tissues, on every
// machine.
type Spec struct {
	Name                 string  // open, iliac-crest, femur-shaft
	Width, Height, Depth int     // sites; Depth 1 is a slice
	Species              string  // human, mouse: picks the numbers
	Age                  float64 // years; 0 = the species' adult default
	Seed                 uint64
}

// Stats are what the generator made, to be compared with what was published.
type Stats struct {
	Sites, FreeSites    int
	Share               [Classes]float64 // of all sites
	BoneVolume          float64          // BV/TV: bone share of the trabecular region (without cortex)
	TrabecularThick     float64          // [um]
	TrabecularSpace     float64          // [um]
	SinusoidShare       float64          // of marrow space (sites that are not bone or border)
	SinusoidDistance    float64          // mean distance of a free site to the nearest sinusoid [um]
	SinusoidSpacing     float64          // mean distance between neighboring sinusoids, wall to wall [um]
	FatShare            float64          // of marrow space
	AdipocyteDiameter   float64          // mean [um]
	Adipocytes          int
	ExitSites           int // free sites at a sinusoid wall
	NicheSites          [4]int
	TransCortical       int     // trans-cortical capillaries
	Unreachable         int     // free sites that were turned into fat because no way led to an exit
	ExpectedCellularity float64 // cells / (cells + fat) at the default occupancy
	Steps               float64 // mean of Distance over free sites: steps to the nearest exit site
	Connected           float64 // free sites that could leave, of those before others were turned into fat
	Cortical            float64 // exit sites that drain through the cortex, of all
}
