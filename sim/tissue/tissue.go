// Package tissue makes the place that the cells live in: bone, fat, blood
// vessels, exits and niches on a grid of 10 um sites. A [Tissue] is made once, from
// a [Spec] and its seed, and is only read afterwards.
//
// # How a tissue is made
//
// Bone comes first: a cortex, and in the iliac crest trabeculae (in a slice the
// struts of an uneven honeycomb, in a volume plates and rods between pores). Capillaries
// are drilled through the cortex. Arterioles wander into the marrow. Sinusoids are
// the cheapest ways of uneven points in the marrow to their way out, a capillary, the
// central vein or the edge of the patch; ways that join become stems, so that each
// exit drains a tree. Fat cells are packed between all that, as many as the age asks
// for. What free sites are cut off after that become fat as well.
//
// # Slices
//
// A slice has no way around what lies in its plane. So nothing in it closes a ring;
// branches that run in the plane are few, and most sinusoids are cut across, which
// also is what a histological section shows; and where a row of fat cells would cut
// marrow off, a way of one site is opened between two of them. Volumes of up to 4
// inner slices repeat a slice.
//
// # Numbers
//
// The numbers per tissue and species are in assets/tissues, each with its unit, how it
// is known, and its source. [Stats] are measured on the grid, not taken from there;
// [Tissue.Table] puts them beside what was published. A patch of less than about 2 mm
// holds less trabecular bone than the iliac crest does, since all its pores are kept
// open to each other.
//
// Every random draw depends on the seed and on what it is for alone, and no
// arithmetic is used that differs between machines.
package tissue

// SiteSize is the edge of a site [um].
const SiteSize = 10.0

// A Class is what a site is. Cells stand on Free sites only.
type Class uint8

// The classes of sites.
const (
	Free      Class = iota
	Bone            // cortex or trabecula
	Fat             // fat cell, or marrow that fat has cut off
	Sinusoid        // vessel that cells leave through
	Arteriole       // vessel that brings blood
	Capillary       // trans-cortical capillary: vessel through the bone
	Vein            // central vein, draining sinusoids
	Border          // edge of the patch, or outside of a bone
	Classes         // number of classes
)

// A Niche is the kind of stem-cell niche that a free site offers.
type Niche uint8

// The niches. A site next to several things has the niche of the first of them:
// sinusoid, arteriole, bone.
const (
	NoNiche        Niche = iota
	Perisinusoidal       // next to a sinusoid
	Endosteal            // next to bone
	Arteriolar           // next to an arteriole
)

// A Tissue is the static surroundings of the cells. Site i is
// (z*Height + y)*Width + x; the outermost sites (x and y; z too if Depth > 1)
// never are Free.
type Tissue struct {
	Spec  Spec    // with the age filled in
	Class []Class // of each site

	Walls    []uint64 // bit i&63 of word i>>6: site i is free and next to a sinusoid
	WallExit []uint16 // number of the exit that this sinusoid drains to; one for each bit of Walls, in their order
	Exits    []Exit   // Exits[n-1] is exit n

	Adipocytes []Adipocyte
	Stats      Stats
	Network    *Network // vessels as they were laid out; nil in the open box and in a tissue made by hand

	before    []uint32 // bits of Walls before each block
	published []published
}

// An Exit is a place where blood and cells leave the patch.
type Exit struct {
	X, Y, Z int
	Kind    string // "trans-cortical capillary", "central vein", "collecting sinusoid"
	Walls   int    // free sites that drain to it
}

// An Adipocyte is a round fat cell; in a slice its cut circle [sites]. It may reach a
// little into its neighbors, and at the edge of the patch beyond it. Fat sites that
// were cut off belong to none.
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

// Stats are what was made, measured on the grid. The width of a part is the mean, over
// its sites, of the diameter of the largest ball that lies in the part and holds the
// site (Hildebrand and Rueegsegger 1997). Widths and distances of large volumes are
// measured in their middle.
type Stats struct {
	Sites, FreeSites    int
	Share               [Classes]float64 // of all sites
	BoneVolume          float64          // BV/TV: bone share of the trabecular region, without the cortex; 0 without trabeculae
	TrabecularThick     float64          // width of trabecular bone [um]
	TrabecularSpace     float64          // width of the marrow between bone [um]
	SinusoidShare       float64          // of marrow space (sites that are not bone, capillary or border)
	SinusoidDistance    float64          // mean straight distance of a free site to the nearest wall of a sinusoid [um]
	SinusoidSpacing     float64          // width of the marrow between sinusoids [um]
	FatShare            float64          // of marrow space
	AdipocyteDiameter   float64          // of a disc or ball with as many sites as a fat cell has in the mean [um]
	Adipocytes          int              // fat cells
	ExitSites           int              // free sites at the wall of a sinusoid
	NicheSites          [4]int           // free sites of each Niche
	TransCortical       int              // trans-cortical capillaries, arterial and venous
	Unreachable         int              // free sites that were turned into fat because no way led to an exit
	ExpectedCellularity float64          // cells / (cells + fat) at the default occupancy
	Steps               float64          // mean of Distances over free sites: steps to the nearest exit site
	Connected           float64          // free sites of those that were free before the unreachable ones became fat
	Cortical            float64          // exit sites that drain through the cortex, of all
}
