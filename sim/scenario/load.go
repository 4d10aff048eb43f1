package scenario

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"marrow/assets"
	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// ending is the ending of scenario and species files.
const ending = ".yaml"

// Names lists the built-in scenarios, sorted.
func Names() []string {
	entries, err := assets.FS.ReadDir("scenarios")
	if err != nil {
		panic("scenario: the embedded scenarios are gone: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ending); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names) // without their endings
	return names
}

// defaultTissue is the tissue in which a species is looked at, unless somebody asks
// for another: the bone that its marrow is known from, or a plain box.
func defaultTissue(species string) string {
	switch species {
	case "human":
		return "iliac-crest"
	case "mouse":
		return "femur-shaft"
	}
	return "open"
}

// A Reader reads a whole file that a person named.
type Reader func(name string) ([]byte, error)

// A Setup is a scenario that is ready to run, but for its tissue, which takes time
// to make.
type Setup struct {
	Scenario *Scenario
	Table    *lineage.Table
	Events   []Dated // by tick; equal ticks keep the order of the file
	Threads  int     // 0 = all
	Kernel   string  // "" = the fastest
	Memory   int64   // bytes that the machine can give; 0 = not known
	Witness  bool    // tell single cells apart, see [sim.Config]
	Shown    string  // name of the patch that viewers see; "" is the first

	// Progress, if not nil, is told how far the making of a world is: what is being done,
	// and the share of it that is done.
	Progress func(step string, done float64)

	// SpeciesFile is the text of the species file, nil for a built-in species.
	SpeciesFile []byte
}

// Load reads the scenario called name, a built-in one or a file, with the changes
// of o, and checks all of it. Files are read through read.
func Load(name string, o Options, read Reader) (*Setup, error) {
	short, data, err := find(name, read)
	if err != nil {
		return nil, err
	}
	return Read(short, name, data, o, read)
}

// Builtin reads the built-in scenarios, sorted by name, for lists of them: without their
// species, and so without a check of their events.
func Builtin() (all []*Scenario, err error) {
	for _, name := range Names() {
		_, data, err := find(name, nil)
		if err != nil {
			return nil, err
		}
		d, err := input.Parse(name+ending, data)
		if err != nil {
			return nil, err
		}
		f, err := decode(d, false)
		if err != nil {
			return nil, err
		}
		s := f.scenario(nil)
		s.Name = name
		all = append(all, s)
	}
	return all, nil
}

// find returns the short name and the text of a scenario.
func find(name string, read Reader) (string, []byte, error) {
	if slices.Contains(Names(), name) {
		data, err := assets.FS.ReadFile("scenarios/" + name + ending)
		return name, data, err
	}
	data, err := read(name)
	if err != nil {
		return "", nil, missing("scenario", name, Names(), err)
	}
	return shortName(name), data, nil
}

// shortName makes a short name of the name of a file.
func shortName(file string) string {
	short := unfit.ReplaceAllString(strings.TrimSuffix(filepath.Base(file), ending), "-")
	short = strings.TrimLeft(short[:min(len(short), 64)], "._-")
	if short == "" {
		return "scenario"
	}
	return short
}

// unfit is what short names do not hold.
var unfit = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// missing explains that name is neither built in nor a file that can be read.
func missing(what, name string, known []string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no %s is called %q%s, and there is no such file", what, name, among(name, known))
	}
	return err
}

// Read is [Load] for a text: short is the name for summaries, where the name that
// messages use and beside which a species file is looked for.
func Read(short, where string, data []byte, o Options, read Reader) (*Setup, error) {
	changes, err := o.changes()
	if err != nil {
		return nil, err
	}
	if slices.Contains(Names(), where) {
		where += ending
	}
	d, err := input.Parse(where, data)
	if err != nil {
		return nil, err
	}
	s, err := setup(d, changes, filepath.Dir(where), read)
	if err != nil {
		return nil, changes.blame(err)
	}
	s.Threads, s.Kernel, s.Memory, s.Shown = o.Threads, o.kernel(), o.Memory, o.Patch
	if err := s.checkShown(); err != nil {
		return nil, err
	}
	if s.Scenario.Name == "" {
		s.Scenario.Name = short
	}
	return s, nil
}

// setup checks a document with changes.
func setup(d *input.Document, c changes, dir string, read Reader) (*Setup, error) {
	for _, x := range c.scenario {
		if err := d.Set(x.path, x.value); err != nil {
			return nil, err
		}
	}
	f, err := decode(d, c.elsewhere())
	if err != nil {
		return nil, err
	}
	set, err := f.overrides()
	if err != nil {
		return nil, err
	}
	set = append(set, c.species...)
	s := &Setup{Scenario: f.scenario(set)}
	if err := s.readSpecies(d, set, dir, c.hasSpecies, read); err != nil {
		return nil, err
	}
	if s.Scenario.Patches, err = f.places(d, s.Table); err != nil {
		return nil, err
	}
	if err := s.finishPatch(d); err != nil {
		return nil, err
	}
	s.Scenario.Events, s.Events, err = readEvents(f.Events, s.Table)
	slices.SortStableFunc(s.Events, func(a, b Dated) int { return int(int64(a.Tick) - int64(b.Tick)) })
	return s, err
}

// scenario copies what needs no more checks.
func (f *file) scenario(set []change) *Scenario {
	s := &Scenario{
		Name: f.Name, Title: f.Title, Question: f.Question, Species: f.Species,
		Patch: Patch(f.Patch), Seed: f.Seed, Until: f.Until, Limits: f.Limits, Population: f.Population, Diseases: f.Diseases,
	}
	for _, x := range set {
		s.Set = append(s.Set, lineage.Override{Path: x.path, Value: x.value})
	}
	for _, t := range f.Tour {
		s.Tour = append(s.Tour, Stop(t))
	}
	return s
}

// readSpecies reads the species table. A species file of a scenario file lies beside
// it; one of the command line is found from the working directory.
func (s *Setup) readSpecies(d *input.Document, set []change, dir string, fromFlag bool, read Reader) error {
	name := s.Scenario.Species
	where, data := name, []byte(nil)
	if slices.Contains(lineage.Names(), name) {
		file, err := assets.FS.ReadFile("species/" + name + ending)
		if err != nil {
			return err
		}
		where, data = name+ending, file
	} else {
		if !fromFlag && !filepath.IsAbs(name) {
			where = filepath.Join(dir, name)
		}
		file, err := read(where)
		if err != nil {
			return d.Errorf("species", "%v", missing("species", name, lineage.Names(), err))
		}
		data, s.SpeciesFile = file, file
	}
	t, err := readTable(where, data, s.Scenario.Diseases, set)
	if err != nil {
		return changes{species: set}.blame(err)
	}
	s.Table = t
	return nil
}

// readTable reads a species file with the values of set in place of its own.
func readTable(where string, data []byte, diseases []string, set []change) (*lineage.Table, error) {
	sources, err := lineage.Sources()
	if err != nil {
		return nil, err
	}
	var overrides []lineage.Override
	for _, x := range set {
		overrides = append(overrides, lineage.Override{Path: x.path, Value: x.value})
	}
	return lineage.Read(where, data, sources, diseases, overrides...)
}

// finishPatch fills in what depends on the species.
func (s *Setup) finishPatch(d *input.Document) error {
	p := &s.Scenario.Patch
	if p.Tissue == "" {
		p.Tissue = defaultTissue(s.Table.Species)
	}
	if p.Occupancy == 0 {
		p.Occupancy = tissue.Occupancy(s.Spec().Species, p.Size[2])
	}
	if err := checkTissue(d, "patch.tissue", p.Tissue); err != nil {
		return err
	}
	for i := range s.Scenario.Patches {
		of := &s.Scenario.Patches[i]
		if of.Tissue == "" {
			of.Tissue = p.Tissue
		}
		if err := checkTissue(d, at("patches", i, "tissue"), of.Tissue); err != nil {
			return err
		}
	}
	return nil
}

func checkTissue(d *input.Document, path, name string) error {
	if !slices.Contains(tissue.Names(), name) {
		return d.Errorf(path, "no tissue is called %q%s", name, among(name, tissue.Names()))
	}
	return nil
}

// Spec is the tissue that the scenario asks for, that of the first patch. A species that
// has no tissue of its own lives in that of humans.
func (s *Setup) Spec() tissue.Spec {
	p := s.Scenario.Patch
	if len(s.Scenario.Patches) > 0 {
		p.Tissue = s.Scenario.Patches[0].Tissue
	}
	spec := tissue.Spec{
		Name: p.Tissue, Width: p.Size[0], Height: p.Size[1], Depth: p.Size[2],
		Species: s.Table.Species, Age: p.Age, Seed: s.Scenario.Seed,
	}
	if defaultTissue(spec.Species) == "open" {
		spec.Species = defaultSpecies
	}
	return spec
}

// Config makes the tissue and returns what [sim.New] needs. It fills in the adult
// age, which the tissue knows. A patch that does not fit into memory is refused before
// anything is made.
func (s *Setup) Config() (sim.Config, error) {
	if err := s.checkMemory(); err != nil {
		return sim.Config{}, err
	}
	t, places, err := s.tissues()
	if err != nil {
		return sim.Config{}, err
	}
	s.Scenario.Patch.Age = t.Spec.Age
	return sim.Config{
		Table: s.Table, Tissue: t, Body: places, Seed: s.Scenario.Seed,
		Threads: s.Threads, Kernel: s.Kernel, Occupancy: s.Scenario.Patch.Occupancy,
		Progress: s.Progress, Witness: s.Witness, Shown: s.Shown,
	}, nil
}

// tissues makes the tissue of the first patch and, in a body of several, the places of all.
// Patches with one kind of tissue are different pieces of it.
func (s *Setup) tissues() (first *tissue.Tissue, places []sim.Part, err error) {
	spec, body := s.Spec(), s.Scenario.Patches
	if len(body) == 0 {
		first, err = tissue.Generate(spec, s.Progress)
		return first, nil, err
	}
	for i, p := range body {
		spec.Name, spec.Seed = p.Tissue, s.Scenario.Seed+uint64(i)
		t, err := tissue.Generate(spec, s.progressOf(i, len(body)))
		if err != nil {
			return nil, nil, err
		}
		places = append(places, sim.Part{Name: p.Name, Tissue: t, Share: p.Share, Occupancy: s.Scenario.Patch.Occupancy})
	}
	return places[0].Tissue, places, nil
}

// progressOf tells of the making of patch i of n.
func (s *Setup) progressOf(i, n int) func(step string, done float64) {
	if s.Progress == nil {
		return nil
	}
	return func(step string, done float64) { s.Progress(step, (float64(i)+done)/float64(n)) }
}

// checkShown refuses the name of a patch that is not there.
func (s *Setup) checkShown() error {
	var names []string
	for _, p := range s.Scenario.Patches {
		names = append(names, p.Name)
	}
	if s.Shown == "" || slices.Contains(names, s.Shown) {
		return nil
	}
	return fmt.Errorf("--patch %s: no patch is called so%s", s.Shown, among(s.Shown, names))
}
