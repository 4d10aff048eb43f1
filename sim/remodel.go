package sim

import (
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A remodeling is the fat and bone of a patch that change. A tissue never does: the patch
// gets another one, with the same walls and exits, since neither fat nor bone gives or takes
// a wall.
type remodeling struct {
	rule tissue.Remodeling
	fat  []tissue.Adipocyte
	on   bool // it has begun; else fat is as the tissue was made

	changes uint64         // number of times that the tissue was changed; not part of the state
	class   []tissue.Class // of the next tissue; nil: nothing has changed in this step
	patch   *Patch
	random  *stepDraws
	ageNow  float64
	woman   bool
	elapsed float64 // [y] in this step
	lived   float64 // of that, by the cells [y]
}

// stepDraws are the draws of one step.
type stepDraws struct{ key, n uint64 }

func (d *stepDraws) bits() uint64 {
	d.n++
	return mix(d.key + d.n*golden)
}

// below is a number below n.
func (d *stepDraws) below(n int) int { return int(d.bits() >> 32 * uint64(n) >> 32) }

// times is a whole number with the mean x.
func (d *stepDraws) times(x float64) int {
	n := int(x)
	if chanceOf(x - float64(n)).hit(d.bits()) {
		n++
	}
	return n
}

// begin learns how this tissue changes.
func (r *remodeling) begin(p *Patch) error {
	if r.on {
		return nil
	}
	rule, err := p.tissue.Remodeling()
	if err != nil {
		return err
	}
	*r = remodeling{rule: rule, on: true, patch: p, fat: append([]tissue.Adipocyte(nil), p.tissue.Adipocytes...)}
	return nil
}

// step lets years pass for the fat and bone around the cells, which live a part of them, at an
// age of the body. What fat does by itself goes by the years; what it does because of the
// cells around it, by their time.
func (r *remodeling) step(key uint64, age, years, lived float64, woman bool) {
	r.random, r.ageNow, r.elapsed, r.lived, r.woman = &stepDraws{key: key}, age, years, lived, woman
	r.giveWay()
	r.grow()
	r.bear()
	r.erode()
	if r.class != nil {
		r.patch.settleTissue(r.class, r.fat)
		r.class = nil
	}
}

// bear starts new fat cells at vacant sites.
func (r *remodeling) bear() {
	rate := r.rule.Births(r.ageNow, r.woman)
	r.attempt(float64(rate*r.elapsed), func(int) chance { return certain })
	most := r.rule.MoreBirths(1)
	r.attempt(float64(most*r.lived), func(i int) chance { return chanceOf(r.rule.MoreBirths(r.vacancy(i)) / most) })
}

// attempt starts fat cells at a number for each vacant site, each with a chance.
func (r *remodeling) attempt(perSite float64, chances func(i int) chance) {
	l := r.patch.lattice
	for range r.random.times(float64(perSite * float64(l.sites()))) {
		i, u := r.random.below(l.sites()), r.random.bits()
		if !bit(l.full, i) && r.mayFill(i) && chances(i).hit(u) {
			x, y, z := l.coordinates(i)
			r.fat = append(r.fat, tissue.Adipocyte{X: float32(x), Y: float32(y), Z: float32(z), R: 0.5})
			r.put(i, tissue.Fat)
		}
	}
}

// grow lets fat cells take the vacant sites beside them, as far as their size goes.
func (r *remodeling) grow() {
	for n := range r.fat {
		a := &r.fat[n]
		full := r.radius(n)
		if float64(a.R) < full {
			a.R = float32(min(full, float64(a.R)+float64(full*r.elapsed)/r.rule.Grow))
		}
		r.ball(a, float64(a.R), func(i int) {
			if !bit(r.patch.lattice.full, i) && r.besideFat(i) && r.mayFill(i) {
				r.put(i, tissue.Fat)
			}
		})
	}
}

// giveWay makes fat cells smaller where marrow around them is crowded, and forgets those of
// which nothing is left.
func (r *remodeling) giveWay() {
	kept := r.fat[:0]
	for n := range r.fat {
		a := r.fat[n]
		if r.crowded(&a) {
			before := float64(a.R)
			a.R = float32(before - float64(r.radius(n)*r.lived)/r.rule.Grow)
			r.ball(&a, before, func(i int) {
				if r.far(&a, i) && r.mayFree(i, tissue.Fat) {
					r.put(i, tissue.Free)
				}
			})
		}
		if a.R > 0 {
			kept = append(kept, a)
		}
	}
	r.fat = kept
}

// erode takes away bone: a share of all of it, at the surface toward which a random one of its
// sites looks.
func (r *remodeling) erode() {
	if r.ageNow < r.rule.BoneFrom {
		return
	}
	l := r.patch.lattice
	for range r.random.times(float64(r.rule.BoneLoss*r.elapsed) * float64(l.sites())) {
		i, o := r.random.below(l.sites()), l.offsets[r.random.below(len(l.offsets))]
		if r.classAt(i) != tissue.Bone {
			continue
		}
		for r.classAt(i+o) == tissue.Bone {
			i += o
		}
		if r.mayFree(i, tissue.Bone) {
			r.put(i, tissue.Free)
		}
	}
}

// radius is the size of fat cell n at this age. What sets it apart from others hangs on its
// place.
func (r *remodeling) radius(n int) float64 {
	a := &r.fat[n]
	h := mix(uint64(int64(a.X)) + golden*uint64(int64(a.Y)+1) + mix(uint64(int64(a.Z)+2)))
	z := -6.0
	for range 12 {
		h = mix(h + golden)
		z += float64(h>>11) / (1 << 53)
	}
	return r.rule.Radius(r.ageNow, z)
}

// vacancy is the share of the marrow sites around site i that is vacant.
func (r *remodeling) vacancy(i int) float64 {
	vacant, free := 0, 0
	r.around(i, r.rule.Around, func(j int) {
		l := r.patch.lattice
		if !bit(l.blocked, j) {
			free++
			if !bit(l.full, j) {
				vacant++
			}
		}
	})
	return share(vacant, free)
}

// crowded says whether there is hardly a vacant site around a fat cell.
func (r *remodeling) crowded(a *tissue.Adipocyte) bool {
	l := r.patch.lattice
	vacant, free := 0, 0
	r.ball(a, float64(a.R)+float64(r.rule.Around), func(i int) {
		if !bit(l.blocked, i) {
			free++
			if !bit(l.full, i) {
				vacant++
			}
		}
	})
	return free > 0 && share(vacant, free) < r.rule.Crowded
}

// mayFill says whether a vacant marrow site can be lost without a harm to the ways of cells:
// it is no wall and no niche, and there is another way between its neighbors, past those
// cells too that never move.
func (r *remodeling) mayFill(i int) bool {
	l, p := r.patch.lattice, r.patch
	marrow := func(j int) bool { return !bit(l.blocked, j) }
	passable := func(j int) bool { return marrow(j) && !(bit(l.full, j) && p.rates[p.kindAt(j)].anchored) }
	return marrow(i) && !l.isWall(i) && !bit(l.niche, i) && l.spare(i, marrow) && l.spare(i, passable)
}

// mayFree says whether a site of a class can become marrow: there is marrow beside it, and
// no vessel, whose wall it would be, and no border.
func (r *remodeling) mayFree(i int, class tissue.Class) bool {
	if r.classAt(i) != class {
		return false
	}
	marrow := false
	for _, o := range r.patch.lattice.offsets {
		switch r.classAt(i + o) {
		case tissue.Sinusoid, tissue.Vein, tissue.Capillary, tissue.Arteriole, tissue.Border:
			return false
		case tissue.Free:
			marrow = true
		}
	}
	return marrow
}

func (r *remodeling) besideFat(i int) bool {
	for _, o := range r.patch.lattice.offsets {
		if r.classAt(i+o) == tissue.Fat {
			return true
		}
	}
	return false
}

// classAt is the class of lattice site i, with what this step has changed.
func (r *remodeling) classAt(i int) tissue.Class {
	l, t := r.patch.lattice, r.patch.tissue
	if i < 0 || i >= l.sites() {
		return tissue.Border
	}
	x, y, _ := l.coordinates(i)
	if x >= t.Spec.Width || y >= t.Spec.Height {
		return tissue.Border
	}
	if r.class != nil {
		return r.class[l.inTissue(t, i)]
	}
	return t.Class[l.inTissue(t, i)]
}

// put makes site i, vacant marrow or no marrow at all, one of another class.
func (r *remodeling) put(i int, class tissue.Class) {
	l, t := r.patch.lattice, r.patch.tissue
	if r.class == nil {
		r.class = append([]tissue.Class(nil), t.Class...)
	}
	r.class[l.inTissue(t, i)] = class
	l.setClass(i, class)
}

// far says whether site i is outside of a fat cell.
func (r *remodeling) far(a *tissue.Adipocyte, i int) bool {
	x, y, z := r.patch.lattice.coordinates(i)
	dx, dy, dz := float64(x)-float64(a.X), float64(y)-float64(a.Y), float64(z)-float64(a.Z)
	return a.R <= 0 || float64(dx*dx)+float64(dy*dy)+float64(dz*dz) > float64(a.R)*float64(a.R)
}

// ball calls f with the sites of the lattice within a radius of a fat cell's middle.
func (r *remodeling) ball(a *tissue.Adipocyte, radius float64, f func(i int)) {
	l := r.patch.lattice
	squared := float64(radius * radius)
	each(a.Z, radius, l.nz, func(z int, dz float64) {
		each(a.Y, radius, l.ny, func(y int, dy float64) {
			each(a.X, radius, l.nx, func(x int, dx float64) {
				if float64(dx*dx)+float64(dy*dy)+float64(dz*dz) <= squared {
					f((z*l.ny+y)*l.nx + x)
				}
			})
		})
	})
}

// each calls f with the whole numbers in [0, size) within reach of a place, and how far they
// are from it.
func each(at float32, reach float64, size int, f func(n int, d float64)) {
	for n := max(0, int(float64(at)-reach)); n < size && float64(n) <= float64(at)+reach; n++ {
		f(n, float64(n)-float64(at))
	}
}

// around calls f with the sites in a box around site i.
func (r *remodeling) around(i, reach int, f func(j int)) {
	l := r.patch.lattice
	x, y, z := l.coordinates(i)
	for w := max(0, z-reach); w <= min(l.nz-1, z+reach); w++ {
		for v := max(0, y-reach); v <= min(l.ny-1, y+reach); v++ {
			for u := max(0, x-reach); u <= min(l.nx-1, x+reach); u++ {
				f((w*l.ny+v)*l.nx + u)
			}
		}
	}
}

// settleTissue gives the patch its changed tissue, and what follows from it: ways to the
// walls, and the free sites of neighborhoods.
func (p *Patch) settleTissue(class []tissue.Class, fat []tissue.Adipocyte) {
	p.tissue = p.tissue.Changed(class, fat)
	p.remodeling.changes++
	p.lattice.takeWays(p.tissue)
	p.blocks.countFree(p.lattice)
	p.blocks.allFree = p.freeSites()
	p.wallShare = max(float64(p.lattice.exits.len())/float64(p.freeSites()), 1/float64(p.freeSites()))
}

// rescale has the patch stand for the share of the body that its free sites are worth in
// health, as when it was made: other marrow of the same age makes up for what turned into
// fat. Residents who find no room any more go.
func (p *Patch) rescale(key uint64) {
	was := p.reference
	p.reference = p.bodyCells / float64(p.occupancy*float64(p.freeSites()))
	p.scale = p.reference
	p.stemWeight = float64(p.stemWeight * was / p.reference)
	p.grown = float64(p.grown * p.reference / was)
	var excess [lineage.MaxRows + 1]chance
	for k := 1; k < len(p.table.Rows); k++ {
		excess[k] = p.excess(lineage.Kind(k))
	}
	p.operate(func(k *worker, i int) {
		kind := cell(p.lattice.state[i]).kind()
		if excess[kind].hit(mix(key + uint64(i)*golden)) {
			k.delta[kind].removed++
			p.witness.ended(k, i, Surplus)
			p.lattice.remove(i)
		}
	})
}

// excess is the share of a row of residents that has no place any more.
func (p *Patch) excess(k lineage.Kind) chance {
	if p.table.Rows[k].End != lineage.Reside {
		return 0
	}
	present := float64(p.ledger[k].present)
	return chanceOf(1 - float64(p.ledger[k].seeded)/p.grown/max(1, present))
}
