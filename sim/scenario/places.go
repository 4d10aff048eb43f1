package scenario

import (
	"fmt"
	"slices"

	"marrow/assets"
	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// A Place is one patch of a body, in which patches meet in the blood alone.
type Place struct {
	Name   string
	Tissue string
	Region string  // of assets/regions.yaml whose marrow it is; "" it is an organ, or no one region
	Share  float64 // of the body's marrow
}

// A place is a patch of a body as the file has it.
type place struct {
	Name   string        `yaml:"name,required"`
	Tissue string        `yaml:"tissue"`
	Region string        `yaml:"region"` // whose share of the marrow it stands for
	Share  *input.Amount `yaml:"share"`

	share float64 // checked
}

// shareSlack is by how much the shares of a file may miss 1.
const shareSlack = 1e-6

// places lists the patches of a body with the share of each, and refuses those that do not
// make one body.
func (f *file) places(d *input.Document, t *lineage.Table) (all []Place, err error) {
	if err := f.checkPlaces(d, t); err != nil {
		return nil, err
	}
	for _, p := range f.Places {
		all = append(all, Place{Name: p.Name, Tissue: p.Tissue, Region: p.Region, Share: p.share})
	}
	return all, nil
}

func (f *file) checkPlaces(d *input.Document, t *lineage.Table) error {
	if f.Places == nil {
		return nil
	}
	if n := len(f.Places); n < 2 || n > sim.MaxParts {
		return d.Errorf("patches", "got %d, want 2 to %d; one patch is what patch says", n, sim.MaxParts)
	}
	names, rest, left, marrow := map[string]bool{}, -1, 1.0, false
	for i := range f.Places {
		p := &f.Places[i]
		if !name.MatchString(p.Name) || names[p.Name] {
			return d.Errorf(at("patches", i, "name"), "got %q, want up to 64 letters, digits, dots, _ and -, another for each patch", p.Name)
		}
		names[p.Name] = true
		if organ, err := p.isOrgan(d, i, t); organ || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		marrow = true
		alone, err := p.findShare(d, i)
		if err != nil {
			return err
		}
		if alone && rest >= 0 {
			return d.Errorf(at("patches", i, "share"), "is missing; one patch may stand for the rest of the body, and that is %s", f.Places[rest].Name)
		}
		if alone {
			rest = i
		}
		left -= p.share
	}
	if !marrow {
		return nil
	}
	return f.shareOut(d, rest, left)
}

// isOrgan says whether patch i stands for an organ of the species, whose size is known.
func (p *place) isOrgan(d *input.Document, i int, t *lineage.Table) (bool, error) {
	k := slices.IndexFunc(t.Organs, func(o lineage.Organ) bool { return o.Name == p.Name })
	switch {
	case k < 0:
		return false, nil
	case p.Region != "":
		return true, d.Errorf(at("patches", i, "region"), "%s is an organ of the species and no region of marrow", p.Name)
	case p.Share == nil:
		p.share = t.Organs[k].Niches
		return true, nil
	}
	var err error
	if p.share, err = p.Share.In(""); err != nil || !(p.share > 0 && p.share <= 100) {
		return true, d.Errorf(at("patches", i, "share"), "got %v %s, want a size above 0 and up to 100 times healthy marrow", p.Share.Value, p.Share.Unit)
	}
	return true, nil
}

// shareOut gives the patch that has no share what is left, or refuses shares that are not
// one body.
func (f *file) shareOut(d *input.Document, rest int, left float64) error {
	switch {
	case rest >= 0 && left <= 0:
		return d.Errorf("patches", "the other shares add up to %g, which leaves nothing to %s", 1-left, f.Places[rest].Name)
	case rest >= 0:
		f.Places[rest].share = left
	case left < -shareSlack || left > shareSlack:
		return d.Errorf("patches", "the shares add up to %g, want 1; leave one out and it stands for the rest", 1-left)
	}
	return nil
}

// findShare reads the share of patch i; alone says that it has none.
func (p *place) findShare(d *input.Document, i int) (alone bool, err error) {
	switch {
	case p.Share != nil && p.Region != "":
		return false, d.Errorf(at("patches", i, "share"), "a region is given too, want one of them")
	case p.Region != "":
		if p.share, err = regionShare(p.Region); err != nil {
			return false, d.Errorf(at("patches", i, "region"), "%v", err)
		}
		return false, nil
	case p.Share == nil:
		return true, nil
	}
	if p.share, err = p.Share.In(""); err != nil || !(p.share > 0 && p.share < 1) {
		return false, d.Errorf(at("patches", i, "share"), "got %v %s, want a share above 0 and below 1, such as 25 %%", p.Share.Value, p.Share.Unit)
	}
	return false, nil
}

// regionsFile has the shares of the active marrow by region.
const regionsFile = "regions.yaml"

// A Region is a part of the body and its share of the active marrow.
type Region struct {
	Name  string         `yaml:"name,required"`
	Share input.Quantity `yaml:"share,required"`
}

// Regions are the parts of the body whose share is known, in the order of the file.
func Regions() ([]Region, error) {
	sources, err := lineage.Sources()
	if err != nil {
		return nil, err
	}
	var f struct {
		Regions []Region `yaml:"regions,required"`
	}
	_, err = input.DecodeFile(assets.FS, regionsFile, sources, &f)
	return f.Regions, err
}

// regionShare is the share of a region.
func regionShare(name string) (float64, error) {
	regions, err := Regions()
	if err != nil {
		return 0, err
	}
	var known []string
	for _, r := range regions {
		if r.Name == name {
			return r.Share.In("")
		}
		known = append(known, r.Name)
	}
	return 0, fmt.Errorf("no region is called %q%s", name, among(name, known))
}
