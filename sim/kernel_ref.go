package sim

import "marrow/sim/lineage"

// This file is the reference kernel: the meaning of a tick, site by site. A chunk of
// 512 sites is worked through in five steps, each in ascending order of its sites:
//
//	clocks   cells whose phase ends now mature, divide, commit, shed or die
//	attempt  who may leave, and which steps look possible, read from the lattice as it now is
//	leave    cells at a sinusoid wall go into the blood
//	move     steps into sites that are still free
//	swap     mature cells change places with younger ones that stand in their way
//
// Whoever comes first in the order of colors, planes, chunks, steps and sites wins.

// plainChunk works through the chunk that begins at word w.
func (k *worker) plainChunk(w int) {
	k.findDue(w)
	for _, i := range k.due {
		k.clock(int(i))
	}
	k.attempt(w)
	k.leave()
	k.move()
	k.swap()
}

// findDue lists the cells of the chunk whose leg ends at this tick.
func (k *worker) findDue(first int) {
	l := k.patch.lattice
	k.due = k.due[:0]
	for i := range l.cellsIn(first, first+chunkWords) {
		if l.due[i] == k.now8 {
			k.due = append(k.due, int32(i))
		}
	}
}

// attempt lists the cells that leave and the steps that look possible.
func (k *worker) attempt(first int) {
	k.leaves, k.moves, k.swaps = k.leaves[:0], k.moves[:0], k.swaps[:0]
	for i := range k.patch.lattice.cellsIn(first, first+chunkWords) {
		if k.leavesNow(i) {
			k.leaves = append(k.leaves, int32(i))
		}
		if k.hasTurn(i) {
			k.attemptStep(i)
		}
	}
}

// leavesNow says whether the cell at i goes into the blood. Cells that leave at once are
// looked at every tick, others every lookTicks.
func (k *worker) leavesNow(i int) bool {
	l := k.patch.lattice
	r := k.patch.rateAt(i)
	if !l.isWall(i) || r.gait != ready && (i>>6)%lookTicks != int(k.now8)%lookTicks {
		return false
	}
	return r.leave.hit(k.keys.site(planeLeave, i))
}

// hasTurn says whether the cell at i may try a step in this tick.
func (k *worker) hasTurn(i int) bool {
	p := k.patch
	rate := p.slowRate
	if p.rateAt(i).gait != calm {
		rate = p.fastRate
	}
	return !bit(k.moved, i) && k.keys.bernoulli(planeTurn, i>>6, rate)>>(i&63)&1 != 0
}

// direction draws where the cell at i would go: an axis and a sign. In a volume one
// of four axes is none and is drawn again once; then it is no step.
func (k *worker) direction(i int) (d int, ok bool) {
	l := k.patch.lattice
	draw := func(p plane) int { return int(k.keys.word(p, i>>6) >> (i & 63) & 1) }
	axis := draw(planeAxis0)
	if l.nz > 1 {
		axis |= draw(planeAxis1) << 1
		if axis == 3 {
			axis = draw(planeAxis2) | draw(planeAxis3)<<1
		}
	}
	return axis<<1 | draw(planeSign), axis < 3
}

// attemptStep notes a step of the cell at i, if it is one that the cell would make. A
// cell on its way out takes a step away from the walls with one quarter only, and
// squeezes past others only toward a wall.
func (k *worker) attemptStep(i int) {
	l := k.patch.lattice
	d, ok := k.direction(i)
	if !ok {
		return
	}
	k.totals.Attempts++
	r := k.patch.rateAt(i)
	j := i + l.offsets[d]
	switch {
	case bit(l.blocked, j) || !k.keeps(i):
	case !bit(l.full, j):
		uphill := r.gait >= outbound && l.climb(i, j) == farther
		refused := (k.keys.word(planeUphill0, i>>6)|k.keys.word(planeUphill1, i>>6))>>(i&63)&1 != 0
		if !uphill || !refused {
			k.moves = append(k.moves, move{int32(i), int32(j)})
		}
	case r.gait == agile || r.gait >= outbound && l.climb(i, j) == nearer:
		k.swaps = append(k.swaps, move{int32(i), int32(j)})
	}
}

// keeps says whether the cell at i makes the attempt that its gait offers: rows of one
// gait differ in speed, and niches hold their cells.
func (k *worker) keeps(i int) bool {
	return k.keys.site(planeThin, i)&255 < uint64(k.patch.paceAt(i).keep)
}

// leave lets the listed cells go into the blood.
func (k *worker) leave() {
	for _, i := range k.leaves {
		k.leaveFrom(i)
	}
}

// leaveFrom books the cell of site i to the exit that the sinusoid there drains to.
func (k *worker) leaveFrom(i int32) {
	l := k.patch.lattice
	c := cell(l.state[i])
	kind := c.kind()
	r := &k.patch.rates[kind]
	if c&anyMark != 0 {
		k.marked.leaves(c, r.pool)
	}
	k.delta[kind].left++
	k.totals.Left++
	k.exits[k.patch.through(l.exitOf(int(i)))]++
	if r.exit >= 0 {
		k.lineages[r.exit]++
	}
	if r.pool >= 0 {
		k.pools[r.pool]++
	}
	k.patch.witness.left(k, int(i))
	l.remove(int(i))
}

// shed gives a packet of fragments to the nearest sinusoid, which the cell at i
// reaches with a process.
func (k *worker) shed(i int, kind lineage.Kind, r *rate) {
	l := k.patch.lattice
	if c := cell(l.state[i]); c&anyMark != 0 {
		k.marked.sheds(c)
	}
	k.packets[kind]++
	k.totals.Shed++
	k.exits[k.patch.through(l.exitOf(l.nearestWall(i)))]++
	if r.exit >= 0 {
		k.lineages[r.exit]++
	}
}

// move makes the listed steps whose target is still free.
func (k *worker) move() {
	l := k.patch.lattice
	for _, m := range k.moves {
		i, j := int(m.from), int(m.to)
		if !bit(l.full, i) || bit(l.full, j) {
			continue // left, or somebody was first
		}
		l.carry(i, j)
		setBit(k.moved, j)
		k.totals.Moves++
	}
}

// swap lets the listed cells change places. Without this nothing gets out of a dense
// marrow.
func (k *worker) swap() {
	for _, m := range k.swaps {
		i, j := int(m.from), int(m.to)
		if k.maySwap(i, j) {
			k.patch.lattice.exchange(i, j)
			setBit(k.moved, i)
			setBit(k.moved, j)
			k.totals.Swaps++
		}
	}
}

// maySwap says whether the cell at i may change places with that at j, which must be of
// lower rank, must not have had its turn, be due, or hold a niche.
func (k *worker) maySwap(i, j int) bool {
	p := k.patch
	l := p.lattice
	if (k.moved[i>>6]|^l.full[i>>6])>>(i&63)&1 != 0 || (k.moved[j>>6]|^l.full[j>>6])>>(j&63)&1 != 0 {
		return false
	}
	return l.due[j] != k.now8 && p.paceAt(j).rank < p.paces[l.state[i]&kindMask].rank
}

// rateAt is the rate of the cell of site i.
func (p *Patch) rateAt(i int) *rate { return &p.rates[cell(p.lattice.state[i]).kind()] }
