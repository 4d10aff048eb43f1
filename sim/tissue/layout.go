package tissue

// layTrees adds the trees of sinusoids that r has drawn, and in a volume the junctions
// of neighboring trees.
func (p *plan) layTrees(r *roads) {
	if p.net == nil {
		return
	}
	grid := len(r.at) - len(r.places)
	at := make([]int32, len(r.at)) // place of each point
	for id := range r.at {
		switch {
		case id >= grid:
			at[id] = r.places[id-grid]
		case r.twigs[id] > 0:
			at[id] = p.net.place(r.at[id].vec(), Inside, r.tree[id])
		default:
			at[id] = noPlace
		}
	}
	for id := range int32(grid) {
		if at[id] != noPlace {
			p.net.join(MarrowSinusoid, at[id], at[r.parent[id]], float64(2*r.radius(id, p.n.Sinusoids)), 0)
		}
	}
	if !p.c.flat() {
		p.joinTrees(r, at)
	}
}

// joinTrees adds a junction where a sinusoid could run from one tree to another.
func (p *plan) joinTrees(r *roads, at []int32) {
	for id := range int32(len(at) - len(r.places)) {
		if at[id] == noPlace {
			continue
		}
		r.neighbors(id, func(to int32) {
			if to > id && at[to] != noPlace && r.tree[to] != r.tree[id] && r.open(r.at[id].vec(), r.at[to].vec()) {
				p.net.join(Anastomosis, at[id], at[to], float64(p.n.Flow.Junction), 0)
			}
		})
	}
}

// A cutting is a sinusoid that crosses the plane of a slice.
type cutting struct {
	at   vec
	tree uint16
}

// layCuttings joins the sinusoids that cross the plane to their trees, and to the next
// tree beside it.
func (p *plan) layCuttings(all []cutting) {
	if p.net == nil {
		return
	}
	f := p.finder(float64(p.n.Sinusoids.Rivers)/4, sinusoidal(p.net))
	for _, c := range all {
		own := f.nearest(c.at, func(q Place) bool { return q.Exit == c.tree })
		other := f.nearest(c.at, func(q Place) bool { return q.Exit != c.tree })
		place := p.net.place(c.at, Inside, c.tree)
		p.net.join(MarrowSinusoid, place, own, float64(p.n.Sinusoids.Fine), 0)
		p.net.join(Anastomosis, place, other, float64(p.n.Flow.Junction), 0)
	}
}

// finder returns a finder of the places that are chosen, in boxes of the given size.
func (p *plan) finder(edge float64, chosen []bool) *finder {
	f := newFinder(p.net, edge, [3]int{p.c.w, p.c.h, p.c.d})
	for i, ok := range chosen {
		if ok {
			f.add(int32(i))
		}
	}
	return f
}

// sinusoidal says of each place whether it is in a tree of sinusoids, or where one begins.
func sinusoidal(n *Network) []bool {
	is := make([]bool, len(n.Places))
	for i := range n.Places {
		is[i] = n.Places[i].Exit != 0 && n.Places[i].End == Inside
	}
	return is
}

// tips says of each place whether a sinusoid begins there.
func (n *Network) tips() []bool {
	is := make([]bool, len(n.Places))
	for _, s := range n.Segments {
		is[s.From] = is[s.From] || s.Kind == MarrowSinusoid
	}
	for _, s := range n.Segments {
		if s.Kind == MarrowSinusoid {
			is[s.To] = false
		}
	}
	return is
}

// feed gives every end of a sinusoid a capillary from the nearest arteriole. A patch
// without an arteriole gets one at its middle.
func (p *plan) feed() {
	n := p.net
	if n == nil {
		return
	}
	arterial, found := make([]bool, len(n.Places)), false
	for _, s := range n.Segments {
		if s.Kind == MarrowArteriole {
			arterial[s.From], arterial[s.To], found = true, true, true
		}
	}
	if !found {
		c := p.c
		mid := n.place(vec{half(c.w), half(c.h), half(c.d - 1)}, Inside, 0)
		n.beyond(NutrientArtery, mid, Inlet, 0)
		arterial = append(arterial, true, false)
	}
	f := p.finder(float64(p.n.Arterioles.Spacing)/2, arterial)
	for i, end := range n.tips() {
		if end {
			from := f.nearest(n.Places[i].vec(), func(Place) bool { return true })
			n.join(FeedingCapillary, from, int32(i), float64(p.n.Flow.Capillary), 0)
		}
	}
}

// layArteriole adds an arteriole along a path, which begins at a place of the network or,
// if that is noPlace, where the nutrient artery sends a branch into the patch.
func (p *plan) layArteriole(path []vec, from int32) {
	const every = 4 // points of the path from place to place
	if p.net == nil {
		return
	}
	n, spacing := p.n.Arterioles, float64(p.n.Arterioles.Spacing)
	if from == noPlace {
		from = p.net.place(path[0], Inside, 0)
		p.net.beyond(NutrientArtery, from, Inlet, 0)
	}
	for i := every; i < len(path)+every-1; i += every {
		to := p.net.place(path[min(i, len(path)-1)], Inside, 0)
		p.net.join(MarrowArteriole, from, to, float64(n.Diameter), spacing)
		from = to
	}
}

// layCapillary adds a trans-cortical capillary and returns the place of its inner end.
func (p *plan) layCapillary(kind Vessel, outer, inner vec, width float64, exit uint16) int32 {
	in, out := p.net.place(inner, Inside, exit), p.net.place(outer, Inside, 0)
	p.net.join(kind, in, out, width, float64(p.n.Capillaries.Spacing))
	if kind == CorticalArtery {
		p.net.beyond(PeriostealArtery, out, Inlet, 0)
	} else {
		p.net.beyond(PeriostealVein, out, Outlet, exit)
	}
	return in
}

// layCollector adds the place of a root at the edge of the patch, and the way on from it.
func (p *plan) layCollector(at vec, exit uint16) int32 {
	in := p.net.place(at, Inside, exit)
	p.net.beyond(Collector, in, Outlet, exit)
	return in
}

// layVein adds the central vein and returns the places where its stretches begin.
func (p *plan) layVein(all []stretch, ends [2]uint16, radius float64) []int32 {
	from := make([]int32, len(all))
	if p.net == nil || len(all) == 0 {
		return from
	}
	breadth := float64(p.c.h - 2*p.c.cortex)
	to := noPlace
	for i, q := range all {
		if from[i] = to; i == 0 || q.from != all[i-1].to {
			from[i] = p.net.place(q.from, Inside, q.exit)
		}
		to = p.net.place(q.to, Inside, q.exit)
		p.net.join(CentralVein, from[i], to, 2*radius, breadth)
	}
	p.net.beyond(Emissary, from[0], Outlet, ends[0])
	p.net.beyond(Emissary, to, Outlet, ends[1])
	return from
}
