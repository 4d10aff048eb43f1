package tissue

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"marrow/sim/input"
)

// Limits of a patch.
const (
	leastEdge = 16
	mostEdge  = 65535
	mostSites = 1 << 31
)

// thinLayers is the most inner slices that get one common layout, as a slice does:
// there is no way around a vessel above or below it.
const thinLayers = 4

// Generate makes a tissue. It lists every field of s that is out of range. Equal
// specs give equal tissues on every machine and for every number of threads. Progress,
// if not nil, is told how far it is: the name of the step under way and the share of
// all the work that is done, which never falls and ends at 1. It is called from the
// caller's goroutine, for a large patch about a hundred times.
func Generate(s Spec, progress func(step string, done float64)) (*Tissue, error) {
	return generate(s, runtime.GOMAXPROCS(0), progress)
}

// largePatch is the number of sites from which on the memory that making a tissue took
// is worth giving back at once.
const largePatch = 50e6

func generate(s Spec, threads int, progress func(step string, done float64)) (*Tissue, error) {
	n, err := s.check()
	if err != nil {
		return nil, fmt.Errorf("tissue: %w", err)
	}
	if s.Age == 0 {
		s.Age = float64(n.Adult)
	}
	t := newPlan(s, &n, threads, newMeter(progress)).tissue()
	if len(t.Class) >= largePatch {
		debug.FreeOSMemory()
	}
	return t, nil
}

// newPlan returns the plan of a tissue of which nothing is drawn.
func newPlan(s Spec, n *numbers, threads int, m *meter) *plan {
	c := newCanvas(s.Width, s.Height, s.Depth, s.Seed, threads)
	c.meter = m
	return &plan{c: c, n: n, spec: s, net: newNetwork(c, n)}
}

// tissue draws all and measures it. A thin volume repeats a slice.
func (p *plan) tissue() *Tissue {
	c := p.c
	thin := c.d > 1 && c.d-2 <= thinLayers
	if thin {
		p.c = newCanvas(c.w, c.h, 1, c.seed, c.threads)
		p.c.meter = c.meter
		p.net = newNetwork(p.c, p.n)
	}
	p.make()
	if thin {
		c.repeat(p.c)
		p.c = c
		p.lift()
	}
	return p.finish()
}

// Check lists every field of s that is out of range.
func (s Spec) Check() error {
	if _, err := s.check(); err != nil {
		return fmt.Errorf("tissue: %w", err)
	}
	return nil
}

// check returns the numbers of the tissue, or what is wrong with s.
func (s Spec) check() (numbers, error) {
	var wrong []error
	edge := func(name string, v, least int) {
		if v < least || v > mostEdge {
			wrong = append(wrong, fmt.Errorf("%s is %d sites, want %d to %d", name, v, least, mostEdge))
		}
	}
	edge("width", s.Width, leastEdge)
	edge("height", s.Height, leastEdge)
	edge("depth", s.Depth, 1)
	if s.Depth == 2 {
		wrong = append(wrong, errors.New("depth is 2 sites, want 1 (a slice) or at least 3 (a volume within its border)"))
	}
	if len(wrong) == 0 && uint64(s.Width)*uint64(s.Height)*uint64(s.Depth) > mostSites {
		wrong = append(wrong, fmt.Errorf("size is %dx%dx%d sites, want at most %d in all", s.Width, s.Height, s.Depth, uint64(mostSites)))
	}
	if !(s.Age >= 0 && s.Age <= 150) {
		wrong = append(wrong, fmt.Errorf("age is %v years, want 0 (adult) to 150", s.Age))
	}
	if !slices.Contains(Names(), s.Name) {
		near := ""
		if k := input.Nearest(s.Name, Names()); k != "" {
			near = fmt.Sprintf(", nearest is %q", k)
		}
		wrong = append(wrong, fmt.Errorf("no tissue is called %q%s; there are %s", s.Name, near, strings.Join(Names(), ", ")))
		return numbers{}, errors.Join(wrong...)
	}
	n, err := load(s.Name, s.Species)
	return n, errors.Join(append(wrong, err)...)
}

// make draws everything on the canvas of the plan.
func (p *plan) make() {
	c, n := p.c, p.n
	c.meter.begin("laying the ground", 0.1, 1)
	if n.Grid != nil {
		p.drawGrid()
		return
	}
	if n.Vein != nil {
		c.shaft(n.Cortex)
		p.drawVein()
		p.shaftCapillaries()
	} else {
		c.crest(n.Cortex)
		p.crestCapillaries()
	}
	if n.Trabeculae != nil && c.flat() {
		c.trabeculaeSlice(n.Trabeculae)
	} else if n.Trabeculae != nil {
		c.trabeculaeVolume(n.Trabeculae)
	}
	if n.Vein == nil {
		p.collect()
	}
	p.roots = slices.DeleteFunc(p.roots, func(r root) bool { return c.at(r.at) == Bone })
	if !p.narrow() {
		p.drawArterioles()
	}
	p.drawSinusoids()
	p.feed()
	p.drawFat()
}

// narrowMarrow is the breadth of marrow [sites] below which a vessel that runs in
// the plane of a slice would fence off too much of it; there all are cut across.
const narrowMarrow = 40

func (p *plan) narrow() bool {
	c := p.c
	walls := c.cortex
	if p.n.Vein != nil {
		walls *= 2
	}
	return c.flat() && min(c.w, c.h-walls) < narrowMarrow
}

// drawSinusoids draws the trees of sinusoids.
func (p *plan) drawSinusoids() {
	c, n := p.c, p.n.Sinusoids
	if !c.flat() {
		c.meter.begin("looking for room", 0.11, 1)
		r := c.survey(float64(n.Spacing), 1)
		c.meter.begin("finding ways", 0.3, 0.6) // about so many points are in the marrow
		r.link(p.roots)
		r.complete(p)
		r.drain()
		r.straighten(n)
		c.meter.begin("drawing sinusoids", 0.55, 1)
		r.draw(n)
		p.layTrees(r)
		c.meter.begin("trimming sinusoids", 0.6, 4)
		p.trim()
		return
	}
	trees := make([]uint16, len(c.class))
	c.drain = func(i int) uint16 { return trees[i] }
	if !p.narrow() {
		r := c.survey(roadPitch, 4)
		r.link(p.roots)
		r.thin(float64(n.Rivers))
		r.drain()
		r.drawSlice(n, trees)
		p.layTrees(r)
	}
	p.cut(trees)
	p.trim()
}

// drawFat turns marrow into fat until the cellularity of the age is reached.
func (p *plan) drawFat() {
	c, s := p.c, p.spec
	c.meter.begin("packing fat", 0.7, 8)
	p.pruned = c.prune()
	cellularity := float64(at(p.n.Fat.Cellularity, s.Age).Share)
	k := c.newPacking(p.n.Fat, s.Age)
	k.sites = p.pruned
	target := fatSites(c.count(Free)+k.sites, cellularity, Occupancy(s.Species, s.Depth))
	for round := range 6 {
		if k.sites >= target-target/200 {
			break
		}
		first := 0
		if round == 0 {
			first = target / 50 // left for pockets that become cut off
		}
		k.fill(target - first)
		if c.flat() {
			k.sites -= c.mend()
		}
		cut := c.prune()
		k.sites += cut
		p.pruned += cut
	}
	p.cells, p.whole, p.drawn = k.cells, k.whole, k.drawn
}

// drawGrid draws the open box: sinusoids of one site each, in rows, all of one exit.
func (p *plan) drawGrid() {
	c := p.c
	pitch := p.gridPitch()
	c.drainTo(p.exit(vec{1, 1, float64(min(c.d-1, 1))}, throughNeighbors))
	c.slabs(func(z0, z1 int) {
		for z := z0; z < z1; z++ {
			for y := range c.h {
				c.row(y, z, func(x int) Class {
					if (x+y%(2*pitch)/pitch*(pitch/2))%pitch != pitch/2 || y%pitch != pitch/2 || !c.flat() && z%pitch != pitch/2 {
						return Free
					}
					return Sinusoid
				})
			}
		}
	})
}

// gridPitch is the distance of sinusoids in the open box that comes nearest to
// their share.
func (p *plan) gridPitch() int {
	best, off := 2, 0.0
	for pitch := 2; pitch <= leastEdge/2; pitch++ {
		volume := pitch * pitch
		if !p.c.flat() {
			volume *= pitch
		}
		d := float64(float64(volume)*float64(p.n.Grid.Share)) - 1
		if d = max(d, -d); pitch == 2 || d < off {
			best, off = pitch, d
		}
	}
	return best
}

// repeat copies a slice to every inner slice.
func (c *canvas) repeat(slice *canvas) {
	area := c.w * c.h
	for z := range c.d {
		at := c.class[z*area:][:area]
		if z == 0 || z == c.d-1 {
			for i := range at {
				at[i] = Border
			}
			continue
		}
		copy(at, slice.class)
	}
	c.drain = func(i int) uint16 { return slice.drain(i % area) }
	c.cortex = slice.cortex
}

// lift moves what was planned in a slice to the middle of a thin volume.
func (p *plan) lift() {
	z := p.c.d / 2
	for i := range p.exits {
		p.exits[i].Z = z
	}
	for i := range p.cells {
		p.cells[i].Z = float32(z)
	}
	p.net.raise(float32(z))
	p.pruned *= p.c.d - 2
	p.drawn *= p.c.d - 2
}

// marrow is the volume of the sites of some classes [nL], in a slice that of the slab around
// it.
func (t *Tissue) marrow(of ...Class) float64 {
	const site = SiteSize * SiteSize * SiteSize * 1e-6 // [nL]
	share := 0.0
	for _, class := range of {
		share += t.Stats.Share[class]
	}
	v := float64(share * float64(t.Stats.Sites) * site)
	if slab := t.Network.Slab; slab > 0 {
		v = float64(v / float64(max(1, t.Spec.Depth-2)) * (slab / SiteSize))
	}
	return v
}

// finish derives everything else from the classes and measures the result.
func (p *plan) finish() *Tissue {
	c := p.c
	t := &Tissue{Spec: p.spec, Class: c.class, Adipocytes: p.cells, published: p.n.Published}
	c.meter.begin("numbering exits", 0.82, 4)
	free, vessels, walls := c.of(Free), c.of(Sinusoid), c.field()
	c.touching(vessels, free, walls)
	c.release(vessels)
	t.take(c.walls(walls))
	c.drain = nil // it holds the trees, which are no longer needed
	exits, renamed := number(t.WallExit, p.exits)
	t.Exits, t.Network = exits, p.net
	t.Network.rename(renamed)
	c.meter.begin("measuring", 1, 12)
	t.Stats = p.measure(t, free, walls)
	if t.Network != nil {
		t.Network.Marrow = t.marrow(Free, Fat, Sinusoid, Arteriole, Vein)
		t.Network.spread(&p.n.Flow.Ways, t.marrow(Free, Sinusoid, Arteriole, Vein))
	}
	c.meter.begin("done", 1, 1)
	return t
}
