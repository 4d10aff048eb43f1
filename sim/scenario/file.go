package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// A file is a scenario file as it stands.
type file struct {
	Title    string         `yaml:"title,required"`
	Name     string         `yaml:"name"`
	Question string         `yaml:"question"`
	Species  string         `yaml:"species"`
	Patch    patch          `yaml:"patch"`
	Places   []place        `yaml:"patches"`
	Seed     uint64         `yaml:"seed"`
	Until    input.Duration `yaml:"until"`
	Set      *input.Node    `yaml:"set"`
	Events   []*input.Node  `yaml:"events"` // what an event may hold depends on its do
	Tour     []stop         `yaml:"tour"`
	Limits   []string       `yaml:"limits"`

	Population int `yaml:"population"`

	Diseases []string `yaml:"diseases"`
}

// A patch is the patch of a file; 0 and "" are values that it leaves out.
type patch struct {
	Tissue    string  `yaml:"tissue"`
	Size      [3]int  `yaml:"size"`
	Age       float64 `yaml:"age"`
	Occupancy float64 `yaml:"occupancy"`
}

// A stop is an item of tour.
type stop struct {
	At   input.Duration `yaml:"at,required"`
	Say  string         `yaml:"say,required"`
	Look *Look          `yaml:"look"`
}

// The defaults of values that a file may leave out.
const (
	defaultSpecies = "human"
	defaultWidth   = 512 // sites
	patientWidth   = 256 // sites, of each virtual patient
	defaultSeed    = 42
	defaultUntil   = 30 * input.Day
)

// The limits of a file.
const (
	// maxSites is the largest patch that is tried at all: siteBytes of each site
	// are needed before the first tick.
	maxSites  = 1 << 30
	siteBytes = 12
	minWidth  = 16    // sites
	maxEdge   = 65535 // sites
	maxAge    = 120   // years
	maxFill   = 0.98  // occupancy
	maxZoom   = 64    // pixels a site
	maxPeople = 10000 // virtual patients
	tick      = sim.TickSeconds * input.Second
)

// decode reads a document into a file with defaults in the fields that need no
// table, and checks those fields. Elsewhere says that the patch is another than the one
// that the file was written for.
func decode(d *input.Document, elsewhere bool) (*file, error) {
	f := &file{
		Species: defaultSpecies,
		Patch:   patch{Size: [3]int{defaultWidth, defaultWidth, 1}},
		Seed:    defaultSeed,
		Until:   defaultUntil,
	}
	if err := d.Decode(f); err != nil {
		return nil, err
	}
	if f.Population > 0 {
		f.shrink(d)
	}
	if elsewhere {
		f.lookAway()
	}
	for _, check := range []func(*input.Document) error{f.checkTitle, f.checkTimes, f.checkPatch, f.checkTour, f.checkLimits, f.checkPopulation, f.checkDiseases} {
		if err := check(d); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// shrink prepares a file for many virtual patients: nobody looks at their patches, and
// each is small unless the file says otherwise.
func (f *file) shrink(d *input.Document) {
	f.Tour = nil
	if d.Find("patch.size") == nil {
		f.Patch.Size = [3]int{patientWidth, patientWidth, 1}
	}
}

// lookAway leaves out the places of the tour: another patch has other things there.
func (f *file) lookAway() {
	for i := range f.Tour {
		f.Tour[i].Look = nil
	}
}

func (f *file) checkPopulation(d *input.Document) error {
	if p := f.Population; p < 0 || p == 1 || p > maxPeople {
		return d.Errorf("population", "got %d, want 2 to %d virtual patients", p, maxPeople)
	}
	return nil
}

// name is the form of short names, which stand in tables and file names.
var name = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

func (f *file) checkTitle(d *input.Document) error {
	if f.Title == "" {
		return d.Errorf("title", "got nothing, want a few words")
	}
	if f.Name != "" && !name.MatchString(f.Name) {
		return d.Errorf("name", "got %q, want up to 64 letters, digits, dots, _ and -", f.Name)
	}
	return nil
}

// checkTicks refuses a time that falls between two ticks.
func checkTicks(d *input.Document, path string, t input.Duration) error {
	if t%tick != 0 {
		return d.Errorf(path, "got %s, want a multiple of the tick of %s", t, tick)
	}
	return nil
}

func (f *file) checkTimes(d *input.Document) error {
	if f.Until <= 0 {
		return d.Errorf("until", "got %s, want a time after the start", f.Until)
	}
	if err := checkTicks(d, "until", f.Until); err != nil {
		return err
	}
	for i, s := range f.Tour {
		if err := checkTicks(d, at("tour", i, "at"), s.At); err != nil {
			return err
		}
	}
	return nil
}

// at returns the path of a field of an item of a list.
func at(list string, i int, field string) string {
	return list + "." + strconv.Itoa(i) + "." + field
}

func (f *file) checkPatch(d *input.Document) error {
	p := f.Patch
	if err := checkSize(p.Size); err != nil {
		return d.Errorf("patch.size", "%v", err)
	}
	if !(p.Age >= 0 && p.Age <= maxAge) {
		return d.Errorf("patch.age", "got %g, want 0 to %d years", p.Age, maxAge)
	}
	given := d.Find("patch.occupancy") != nil
	if given && !(p.Occupancy > 0 && p.Occupancy <= maxFill) {
		return d.Errorf("patch.occupancy", "got %g, want a share above 0 and up to %g", p.Occupancy, maxFill)
	}
	return nil
}

// checkSize refuses sizes that cannot be simulated, before anything is allocated.
func checkSize(s [3]int) error {
	if s[0] < minWidth || s[1] < minWidth || s[2] < 1 {
		return fmt.Errorf("got %dx%dx%d, want at least %dx%dx1 sites", s[0], s[1], s[2], minWidth, minWidth)
	}
	if s[2] == 2 {
		return fmt.Errorf("got a depth of 2, want 1 (a slice) or at least 3 (a volume within its border)")
	}
	sites := float64(s[0]) * float64(s[1]) * float64(s[2])
	if max(s[0], s[1], s[2]) > maxEdge || sites > maxSites {
		return fmt.Errorf("got %dx%dx%d, which are %.2g sites and need about %.2g GB; want at most %d along an edge and %d in all",
			s[0], s[1], s[2], sites, sites*siteBytes/1e9, maxEdge, maxSites)
	}
	return nil
}

// checkLimits refuses a limit that says nothing.
func (f *file) checkLimits(d *input.Document) error {
	for i, s := range f.Limits {
		if strings.TrimSpace(s) == "" {
			return d.Errorf("limits."+strconv.Itoa(i), "got nothing, want a sentence")
		}
	}
	return nil
}

// checkDiseases refuses diseases that there are none of, and those that are listed twice.
func (f *file) checkDiseases(d *input.Document) error {
	for i, name := range f.Diseases {
		if !slices.Contains(lineage.Diseases(), name) {
			return d.Errorf("diseases."+strconv.Itoa(i), "no disease is called %q%s", name, among(name, lineage.Diseases()))
		}
		if slices.Contains(f.Diseases[:i], name) {
			return d.Errorf("diseases."+strconv.Itoa(i), "%s is listed twice", name)
		}
	}
	return nil
}

func (f *file) checkTour(d *input.Document) error {
	for i, s := range f.Tour {
		if s.Look == nil {
			continue
		}
		for axis, v := range []float64{s.Look.X, s.Look.Y, float64(s.Look.Z)} {
			path := at("tour", i, "look.") + string("xyz"[axis])
			if size := f.Patch.Size[axis]; !(v >= 0 && v < float64(size)) {
				return d.Errorf(path, "got %g, want 0 to %d, within the patch", v, size-1)
			}
		}
		if !(s.Look.Zoom >= 0 && s.Look.Zoom <= maxZoom) {
			return d.Errorf(at("tour", i, "look.zoom"), "got %g, want up to %d pixels a site", s.Look.Zoom, maxZoom)
		}
	}
	return nil
}
