package tissue

import "math"

// A tally is what one pass over the sites counts.
type tally struct {
	class  [Classes]int
	bone   int // in the trabecular region
	region int
}

func (a *tally) add(b *tally) {
	for k := range a.class {
		a.class[k] += b.class[k]
	}
	a.bone += b.bone
	a.region += b.region
}

// count goes through the slices [z0, z1). The trabecular region begins below the
// row top.
func (t *Tissue) count(z0, z1, top int) (n tally) {
	w, h := t.Spec.Width, t.Spec.Height
	for r := z0 * h; r < z1*h; r++ {
		var row tally
		for _, k := range t.Class[r*w : (r+1)*w] {
			row.class[k]++
		}
		if r%h > top {
			row.region, row.bone = w-row.class[Border], row.class[Bone]
		}
		n.add(&row)
	}
	return n
}

// niches counts the free sites of each kind of niche.
func (c *canvas) niches(free, walls *field) (n [4]int) {
	n[Perisinusoidal] = walls.count()
	rest, near := c.field(), c.field()
	copy(rest.bits, free.bits)
	rest.remove(walls)
	for _, next := range [2]struct {
		to   Class
		kind Niche
	}{{Arteriole, Arteriolar}, {Bone, Endosteal}} {
		all := c.of(next.to)
		c.touching(all, rest, near)
		n[next.kind] = rest.remove(near)
		c.release(all)
	}
	n[NoNiche] = rest.count()
	c.release(rest, near)
	return n
}

// measure fills the statistics from the grid, and takes the fields over of the free
// sites and of those at walls of sinusoids.
func (p *plan) measure(t *Tissue, space, walls *field) Stats {
	c := p.c
	top := c.cortex + round(1.4*float64(c.cortex)/4) + 1
	tallies := make([]tally, (c.d+slabHeight-1)/slabHeight)
	c.slabs(func(z0, z1 int) { tallies[z0/slabHeight] = t.count(z0, z1, top) })
	var n tally
	for i := range tallies {
		n.add(&tallies[i])
	}
	free := float64(n.class[Free])
	s := Stats{
		Sites: len(t.Class), FreeSites: n.class[Free], ExitSites: len(t.WallExit), NicheSites: c.niches(space, walls),
		Adipocytes: len(t.Adipocytes), Unreachable: p.pruned, TransCortical: t.capillaries(),
		Connected: free / (free + float64(p.pruned)),
		Cortical:  t.drained(throughCortex),
	}
	c.release(walls)
	s.Steps = float64(c.steps(space)) / free
	for k := range n.class {
		s.Share[k] = float64(n.class[k]) / float64(s.Sites)
	}
	marrow := float64(s.Sites - n.class[Bone] - n.class[Border] - n.class[Capillary])
	s.SinusoidShare = float64(n.class[Sinusoid]) / marrow
	s.FatShare = float64(n.class[Fat]) / marrow
	cells := float64(Occupancy(t.Spec.Species, t.Spec.Depth) * free)
	s.ExpectedCellularity = cells / (cells + float64(n.class[Fat]))
	if p.n.Trabeculae != nil {
		s.BoneVolume = float64(n.bone) / float64(n.region)
		s.trabeculae(t)
	}
	s.sinusoids(t)
	if p.whole > 0 {
		s.AdipocyteDiameter = p.diameter()
	}
	return s
}

// trabeculae measures the widths of bone and of the marrow between bone. In a volume
// every other site does.
func (s *Stats) trabeculae(t *Tissue) {
	stride, most := 1, 640
	if t.Spec.Depth > 1 {
		stride, most = 2, 110
	}
	w := sampleOf(t, stride, most)
	solid := [Classes]bool{Bone: true, Capillary: true}
	marrow := [Classes]bool{Free: true, Fat: true, Sinusoid: true, Arteriole: true}
	s.TrabecularSpace = w.thickness(w.distances(solid), marrow)
	deep := w
	deep.y0 += deep.ny * stride / 8
	deep.ny -= deep.ny / 8
	s.TrabecularThick = deep.thickness(deep.distances(marrow), solid)
}

// sinusoids measures how far free sites are from sinusoids, and the widths of the
// marrow between them.
func (s *Stats) sinusoids(t *Tissue) {
	most := 640
	if t.Spec.Depth > 1 {
		most = 90
	}
	w := sampleOf(t, 1, most)
	far := w.distances([Classes]bool{Sinusoid: true, Vein: true})
	sum, n := 0.0, 0
	for i, d := range far {
		if t.Class[w.site(i)] == Free && !math.IsInf(d, 1) {
			sum += math.Sqrt(d) - 0.5
			n++
		}
	}
	if n > 0 {
		s.SinusoidDistance = sum / float64(n) * SiteSize
	}
	walls := w.distances([Classes]bool{Sinusoid: true, Vein: true, Bone: true, Border: true})
	s.SinusoidSpacing = w.thickness(walls, [Classes]bool{Free: true, Fat: true, Arteriole: true})
}

// diameter is that of a disc or ball with as many sites as a fat cell has in the
// mean [um].
func (p *plan) diameter() float64 {
	each := float64(p.drawn) / float64(p.whole)
	if p.c.flat() || p.c.d-2 <= thinLayers {
		return 2 * math.Sqrt(each/float64(max(p.c.d-2, 1))/math.Pi) * SiteSize
	}
	// The cube root by Newton's steps, which are the same on all machines.
	volume := 6 * each / math.Pi
	r := 5.0
	for range 20 {
		r = (float64(2*r) + volume/float64(r*r)) / 3
	}
	return r * SiteSize
}

// drained is the share of exit sites that drain through exits of a kind.
func (t *Tissue) drained(kind string) float64 {
	some, all := 0, 0
	for _, e := range t.Exits {
		all += e.Walls
		if e.Kind == kind {
			some += e.Walls
		}
	}
	return float64(some) / float64(max(all, 1))
}

// capillaries counts the connected groups of capillary sites (by 26 neighbors).
func (t *Tissue) capillaries() (n int) {
	w, h := t.Spec.Width, t.Spec.Height
	seen := map[int]bool{}
	var queue []int
	for start, k := range t.Class {
		if k != Capillary || seen[start] {
			continue
		}
		n++
		seen[start] = true
		queue = append(queue[:0], start)
		for q := 0; q < len(queue); q++ {
			for d := range 27 {
				j := queue[q] + d%3 - 1 + (d/3%3-1)*w + (d/9-1)*w*h
				if j >= 0 && j < len(t.Class) && t.Class[j] == Capillary && !seen[j] {
					seen[j] = true
					queue = append(queue, j)
				}
			}
		}
	}
	return n
}
