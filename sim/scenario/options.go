package scenario

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"marrow/sim"
	"marrow/sim/input"
)

// Options change a scenario from the command line. The tags are those of the kong
// package, so that every command declares the same flags.
type Options struct {
	Seed    *uint64  `help:"Whole number that picks one history." placeholder:"N"`
	Size    string   `help:"Size of the patch in sites of 10 um; depth 1 is a slice." placeholder:"WxHxD"`
	Threads int      `help:"Threads to use, 0 = all. The result is the same." placeholder:"N"`
	Species string   `help:"Built-in species (human, mouse, fetus) or a species file." placeholder:"NAME"`
	Tissue  string   `help:"Kind of tissue: iliac-crest, femur-shaft, open." placeholder:"NAME"`
	Patch   string   `help:"Patch that is shown, of a body of several." placeholder:"NAME"`
	Kernel  string   `help:"Tick kernel: reference, fast, simd where there is one, or auto for the fastest. The result is the same." default:"auto" placeholder:"NAME"`
	Set     []string `help:"Replace a value of the scenario (patch.age=70), of the species (species.stages.band.stay=2.5d), of a drug (agents.docetaxel.effects.0.slope=10) or of a disease (diseases.aml.variant=cbfb_myh11). May be repeated." placeholder:"PATH=VALUE" sep:"none"`
	Until   string   `kong:"-"` // of the commands that have this flag
	Memory  int64    `kong:"-"` // bytes that the machine can give; 0 = not known, nothing is refused

	Population int `kong:"-"` // of the command that has this flag; 0 leaves it to the file
}

// A change is a value from the command line or from the scenario's set.
type change struct {
	path, value string
	said        string      // the flag as it was given
	node        *input.Node // of the scenario file, if it said so
}

// changes are those of the command line, in the order in which they take effect.
type changes struct {
	scenario, species []change
	hasSpecies        bool // the species was named on the command line
}

// speciesPrefix begins the path of a value of the species file in --set.
const speciesPrefix = "species."

// Check finds what is wrong with the options that are no part of a scenario.
func (o Options) Check() error {
	var errs []error
	if o.Threads < 0 {
		errs = append(errs, fmt.Errorf("--threads %d: want 0 or more", o.Threads))
	}
	if k := o.kernel(); k != "" {
		if err := sim.CheckKernel(k); err != nil {
			errs = append(errs, fmt.Errorf("--kernel %s: %w", k, err))
		}
	}
	return errors.Join(errs...)
}

// kernel is the name as [sim.Config] wants it.
func (o Options) kernel() string {
	if o.Kernel == "auto" {
		return ""
	}
	return o.Kernel
}

// changes reads the options. All mistakes are told at once.
func (o Options) changes() (changes, error) {
	var c changes
	errs := []error{o.Check()}
	flag := func(name, path, shown, value string) {
		c.scenario = append(c.scenario, change{path: path, value: value, said: "--" + name + " " + shown})
	}
	if o.Seed != nil {
		n := strconv.FormatUint(*o.Seed, 10)
		flag("seed", "seed", n, n)
	}
	if o.Size != "" {
		size, err := ParseSize(o.Size)
		if err != nil {
			errs = append(errs, fmt.Errorf("--size %s: %w", o.Size, err))
		}
		flag("size", "patch.size", o.Size, fmt.Sprintf("[%d, %d, %d]", size[0], size[1], size[2]))
	}
	if o.Species != "" {
		flag("species", "species", o.Species, strconv.Quote(o.Species))
	}
	if o.Tissue != "" {
		flag("tissue", "patch.tissue", o.Tissue, strconv.Quote(o.Tissue))
	}
	if o.Until != "" {
		flag("until", "until", o.Until, strconv.Quote(o.Until))
	}
	if o.Population != 0 {
		n := strconv.Itoa(o.Population)
		flag("population", "population", n, n)
	}
	c.hasSpecies = o.Species != ""
	for _, text := range o.Set {
		if err := c.set(text); err != nil {
			errs = append(errs, err)
		}
	}
	return c, errors.Join(errs...)
}

// elsewhere says whether the command line asks for another patch than the file does.
func (c *changes) elsewhere() bool {
	return slices.ContainsFunc(c.scenario, func(x change) bool {
		return x.path == "seed" || x.path == "species" || strings.HasPrefix(x.path, "patch.")
	})
}

// set takes one --set.
func (c *changes) set(text string) error {
	path, value, ok := strings.Cut(text, "=")
	if !ok {
		return fmt.Errorf("--set %s: want PATH=VALUE, such as seed=7 or species.stages.band.stay=2.5d", text)
	}
	x := change{path: path, value: value, said: "--set " + text}
	of, ok := strings.CutPrefix(path, speciesPrefix)
	if embedded.MatchString(path) {
		of, ok = path, true
	}
	if ok {
		if !speciesPath.MatchString(of) {
			return fmt.Errorf("--set %s: want the path of a value of the species, such as stages.band.stay", text)
		}
		x.path, x.value = of, spaced(value)
		c.species = append(c.species, x)
		return nil
	}
	c.scenario = append(c.scenario, x)
	c.hasSpecies = c.hasSpecies || path == "species"
	return nil
}

// embedded is the beginning of the path of a value of an agent's or a disease's file; it is
// part of the path.
var embedded = regexp.MustCompile(`^(agents|diseases|infiltration)\.`)

// speciesPath is a path within a species file.
var speciesPath = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)

// joinedUnit is a number with its unit right behind it: 2.5d, 10um.
var joinedUnit = regexp.MustCompile(`^([-+]?[0-9]*\.?[0-9]+)([A-Za-z%][A-Za-z0-9/%]*)$`)

// spaced puts the space between number and unit that species files have and that is a
// nuisance on a command line.
func spaced(value string) string { return joinedUnit.ReplaceAllString(value, "$1 $2") }

// blame gives an error about a changed value the words that the user wrote: the
// documents only know that some path was set.
func (c changes) blame(err error) error {
	var e *input.Error
	if !errors.As(err, &e) || !strings.HasPrefix(e.Where, "--set ") {
		return err
	}
	all := append(append([]change{}, c.scenario...), c.species...)
	for i := len(all) - 1; i >= 0; i-- { // the last one of a path is the one that counts
		x := all[i]
		if !strings.HasPrefix(e.Where, "--set "+x.path+"=") {
			continue
		}
		if x.node != nil {
			return x.node.Errorf("%s", e.Text)
		}
		return &input.Error{Where: x.said, Path: e.Path, Text: e.Text}
	}
	return err
}

// ParseSize reads WxHxD; WxH is a slice.
func ParseSize(text string) ([3]int, error) {
	size := [3]int{1, 1, 1}
	parts := strings.Split(text, "x")
	if len(parts) != 2 && len(parts) != 3 {
		return size, errors.New("want WxHxD in sites, such as 512x512x1 or 64x64x48")
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 31)
		if err != nil {
			return size, fmt.Errorf("%q is not a number of sites, want WxHxD such as 512x512x1", p)
		}
		size[i] = int(n)
	}
	return size, checkSize(size)
}

// overrides reads the set of a file.
func (f *file) overrides() ([]change, error) {
	if f.Set == nil {
		return nil, nil
	}
	if f.Set.Kind != input.Map {
		return nil, f.Set.Errorf("want a map of paths and values, such as stages.band.stay: 2.5 d")
	}
	var set []change
	for _, n := range f.Set.Items {
		if n.Kind == input.List || n.Kind == input.Map {
			return nil, n.Errorf("want a single value")
		}
		if !speciesPath.MatchString(n.Key) {
			return nil, n.Errorf("got the path %q, want one such as stages.band.stay", n.Key)
		}
		set = append(set, change{path: n.Key, value: n.Value, node: n})
	}
	return set, nil
}
