package sim

import (
	"errors"
	"fmt"
	"slices"

	"marrow/sim/tissue"
)

// A Part of the body is where a patch lies in the body, and how much of the body's marrow it stands
// for. Patches meet in the blood alone: cells leave one, circulate, and settle in another.
type Part struct {
	Name   string // as people call it: hip; "" for the only patch of a body
	Tissue *tissue.Tissue
	// Share is the part of the body's healthy marrow that the patch stands for. The shares of
	// a body add up to 1, without organs: a part that is called as one of the table's stands
	// for it, and its share is the size of the organ when all its niches are open.
	Share float64
	// Occupancy is as in [Config].
	Occupancy float64
}

// MaxParts is the largest number of patches of a body.
const MaxParts = 16

// parts lists the patches of c: those that it names, or the one that stands for all.
func (c *Config) parts() []Part {
	if len(c.Body) > 0 {
		return c.Body
	}
	return []Part{{Tissue: c.Tissue, Share: 1, Occupancy: c.Occupancy}}
}

// shareSlack is by how much the shares of a body may miss 1: they are written in decimals.
const shareSlack = 1e-6

// checkParts lists what is wrong with the patches of a body.
func (c *Config) checkParts() error {
	if len(c.Body) > MaxParts {
		return fmt.Errorf("sim: %d patches, want at most %d", len(c.Body), MaxParts)
	}
	var errs []error
	sum, marrow, names := 0.0, false, map[string]bool{}
	for n, l := range c.parts() {
		if err := l.check(); err != nil {
			errs = append(errs, fmt.Errorf("sim: patch %d: %w", n+1, err))
		}
		if names[l.Name] {
			errs = append(errs, fmt.Errorf("sim: two patches are called %q", l.Name))
		}
		names[l.Name] = true
		if organOf(c.Table, l.Name) == nil {
			sum, marrow = sum+l.Share, true
		}
	}
	if c.Shown != "" && c.partOf(c.Shown) < 0 {
		errs = append(errs, fmt.Errorf("sim: no patch is called %q", c.Shown))
	}
	if len(errs) == 0 && marrow && (sum < 1-shareSlack || sum > 1+shareSlack) {
		errs = append(errs, fmt.Errorf("sim: the shares of the patches add up to %v, want 1", sum))
	}
	return errors.Join(errs...)
}

// partOf is the number of the part of a name; -1 if there is none.
func (c *Config) partOf(name string) int {
	return slices.IndexFunc(c.parts(), func(l Part) bool { return l.Name == name })
}

// mostShare is more than any organ has niches, times healthy marrow.
const mostShare = 100

func (l *Part) check() error {
	switch {
	case l.Tissue == nil || l.Tissue.Stats.FreeSites == 0:
		return errors.New("no tissue, or one without a free site")
	case !(l.Share > 0 && l.Share <= mostShare):
		return fmt.Errorf("its share is %v, want more than 0 and up to %d", l.Share, mostShare)
	case !(l.Occupancy >= 0 && l.Occupancy <= 0.98):
		return fmt.Errorf("occupancy is %v, want 0 (default) to 0.98", l.Occupancy)
	}
	return nil
}

// occupancy is the share of free sites that holds a cell in health.
func (l *Part) occupancy() float64 {
	if l.Occupancy > 0 {
		return l.Occupancy
	}
	return tissue.Occupancy(l.Tissue.Spec.Species, l.Tissue.Spec.Depth)
}

// seedOf is the seed of patch n: each has draws of its own, and the first those of the
// world.
func seedOf(seed uint64, n int) uint64 {
	if n == 0 {
		return seed
	}
	return mix(seed ^ uint64(n)*golden)
}

// Show has viewers see the patch of a name. It changes nothing else.
func (w *World) Show(name string) error {
	n := w.config.partOf(name)
	if n < 0 {
		return fmt.Errorf("no patch is called %q", name)
	}
	w.config.Shown, w.shown = name, w.patches[n]
	return nil
}

// Patches are the patches of the body, in the order of the configuration. They can be read
// between two ticks.
func (w *World) Patches() []*Patch { return w.patches }

// Name is what people call the patch; "" for the only one of a body.
func (p *Patch) Name() string { return p.part.Name }

// Share is the part of the body's healthy marrow that the patch stands for.
func (p *Patch) Share() float64 { return p.part.Share }

// Tissue is the tissue of the patch; it must not be changed.
func (p *Patch) Tissue() *tissue.Tissue { return p.tissue }

// patch returns a patch by its number, from 1.
func (w *World) patch(number int) (*Patch, error) {
	if number < 1 || number > len(w.patches) {
		return nil, fmt.Errorf("patch %d, want 1 to %d", number, len(w.patches))
	}
	return w.patches[number-1], nil
}

// Scale is the number of body cells that one cell of the patch stands for.
func (p *Patch) Scale() float64 { return p.scale }

// StemWeight is the number of real stem cells that a displayed one stands for; 0 without stem
// cells.
func (p *Patch) StemWeight() float64 { return p.stemWeight }

// Hash digests the cells of the patch and its books.
func (p *Patch) Hash() uint64 {
	h := mix(p.seed + golden)
	h = mix(h ^ p.hashSites())
	for _, x := range p.words(nil, (*demand).hashed) {
		h = mix(h ^ x)
	}
	if p.remodeling.on {
		h = mix(h ^ p.remodeling.hash())
	}
	return h
}

// Cells is the number of living cells by the ledger.
func (p *Patch) Cells() int { return int(p.living()) }

// Counts is the number of cells of each stage, in the order of the table.
func (p *Patch) Counts() []int { return countsOf(p) }

// Marrow is what a pathologist reads off the patch.
func (p *Patch) Marrow() Marrow { return marrowOf(p) }

// Egress is as [World.Egress], of this patch.
func (p *Patch) Egress() []uint64 {
	out := make([]uint64, len(p.table.Lineages))
	for _, k := range p.workers {
		for i, n := range k.lineages {
			out[i] += n
		}
	}
	return out
}

// Exits is the number of cells that have left through each exit of the patch since the
// start, in the order of the tissue's exits.
func (p *Patch) Exits() []uint64 {
	out := make([]uint64, len(p.tissue.Exits))
	for _, k := range p.workers {
		for i := range out {
			out[i] += k.exits[i+1]
		}
	}
	return out
}
