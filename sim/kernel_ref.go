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

// sweep works through the chunks of a tile, plane by plane.
func (k *worker) sweep(t tile) {
	l := k.patch.lattice
	k.tile = t
	for z := t.z0; z < t.z1; z++ {
		first := (z*l.ny + t.y0) * l.nx / 64
		last := (z*l.ny + t.y1) * l.nx / 64
		for w := first; w < last; w += chunkWords {
			clear(k.ahead[w : w+chunkWords])
			k.findDue(w)
			for _, i := range k.due {
				k.clock(int(i))
			}
			k.attempt(w)
			k.leave()
			k.move()
			k.swap()
		}
	}
}

// findDue lists the cells of the chunk whose phase ends at this tick.
func (k *worker) findDue(first int) {
	l := k.patch.lattice
	k.due = k.due[:0]
	for w := first; w < first+chunkWords; w++ {
		for x := l.cells(w); x != 0; x &= x - 1 {
			if i := w<<6 + lowest(x); l.due[i] == k.now8 {
				k.due = append(k.due, int32(i))
			}
		}
	}
}

// attempt lists the cells that leave and the steps that look possible.
func (k *worker) attempt(first int) {
	p := k.patch
	l := p.lattice
	k.leaves, k.moves, k.swaps = k.leaves[:0], k.moves[:0], k.swaps[:0]
	for w := first; w < first+chunkWords; w++ {
		cells := l.cells(w)
		if cells == 0 {
			continue
		}
		for x := cells & l.exit[w]; x != 0; x &= x - 1 {
			i := w<<6 + lowest(x)
			if r := p.rateAt(i); r.leave > 0 && r.leave.hit(k.keys.site(planeLeave, i)) {
				k.leaves = append(k.leaves, int32(i))
			}
		}
		fast := k.keys.bernoulli(planeFast, w, p.fastRate)
		slow := k.keys.bernoulli(planeSlow, w, p.slowRate)
		turn := cells &^ k.moved[w] & (l.fast[w]&fast | ^l.fast[w]&slow)
		if turn != 0 {
			k.attemptWord(w, turn)
		}
	}
}

// attemptWord draws a direction for each cell of turn in word w.
func (k *worker) attemptWord(w int, turn uint64) {
	l := k.patch.lattice
	d0, d1, d2 := k.keys.word(planeDirection0, w), k.keys.word(planeDirection1, w), uint64(0)
	if l.nz > 1 {
		d2 = k.keys.word(planeDirection2, w)
	}
	reject := k.keys.word(planeUphill0, w) | k.keys.word(planeUphill1, w)
	for x := turn; x != 0; x &= x - 1 {
		b := lowest(x)
		d := int(d0>>b&1 | d1>>b&1<<1 | d2>>b&1<<2)
		k.attemptStep(w<<6+b, d, reject>>b&1 != 0)
	}
}

// attemptStep notes a step of the cell at i in direction d, if it is one that the cell
// would make. Of the eight directions of a volume two are none; fast cells then draw
// again. A cell on its way out takes a step away from the exits with one quarter only.
func (k *worker) attemptStep(i, d int, reject bool) {
	p := k.patch
	l := p.lattice
	r := p.rateAt(i)
	keep := r.keep
	if r.niche && bit(l.niche, i) {
		keep = r.keepNiche
	}
	u := k.keys.site(planeThin, i)
	if u&255 >= keep || d >= len(l.offsets) && !r.fast {
		return
	}
	if d >= len(l.offsets) {
		d = int(u >> 8 & 0xffff * uint64(len(l.offsets)) >> 16)
	}
	k.totals.Attempts++
	j := i + l.offsets[d]
	switch {
	case bit(l.blocked, j) || r.seeks && reject && l.distance[j] > l.distance[i]:
	case !bit(l.full, j):
		k.moves = append(k.moves, move{int32(i), int32(j)})
	case r.rank > 0:
		k.swaps = append(k.swaps, move{int32(i), int32(j)})
	}
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
	kind := cell(l.state[i]).kind()
	r := &k.patch.rates[kind]
	k.delta[kind].left++
	k.totals.Left++
	k.exits[l.exitNumber[i]]++
	if r.exit >= 0 {
		k.lineages[r.exit]++
	}
	if r.pool >= 0 {
		k.pools[r.pool]++
	}
	l.remove(int(i))
}

// shed gives a packet of fragments to the nearest sinusoid, which the cell at i
// reaches with a process.
func (k *worker) shed(i int, kind lineage.Kind, r *rate) {
	l := k.patch.lattice
	k.packets[kind]++
	k.totals.Shed++
	k.exits[l.exitNumber[l.nearestWall(i)]]++
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

// swap lets the listed cells change places with a cell of lower rank that has not
// had its turn, is not due, and does not hold a niche. Cells on their way out do so
// only toward an exit. Without this nothing gets out of a dense marrow.
func (k *worker) swap() {
	p := k.patch
	l := p.lattice
	for _, m := range k.swaps {
		i, j := int(m.from), int(m.to)
		if !bit(l.full, i) || !bit(l.full, j) || bit(k.moved, i) || bit(k.moved, j) || l.due[j] == k.now8 {
			continue
		}
		r, other := p.rateAt(i), p.rateAt(j)
		toward := r.squeeze || l.distance[j] < l.distance[i]
		if !toward || other.rank >= r.rank || other.anchored || other.niche && bit(l.niche, j) {
			continue
		}
		l.exchange(i, j)
		setBit(k.moved, i)
		setBit(k.moved, j)
		k.totals.Swaps++
	}
}

// rateAt is the rate of the cell of site i.
func (p *Patch) rateAt(i int) *rate { return &p.rates[cell(p.lattice.state[i]).kind()] }

// Draws of one clock event, told apart by their number.
const (
	drawSurvive = iota + 1
	drawBranch
	drawSecondBranch
	drawRepeat
	drawSecondRepeat
	drawStay
	drawSecondStay
	drawPhase
	drawSecondPhase
	drawRoom
)

func draw(bits uint64, n uint64) uint64 { return mix(bits + n*golden) }

// clock is the clock event of the cell at site i, unless a push has taken it
// elsewhere since the list was made.
func (k *worker) clock(i int) {
	l := k.patch.lattice
	if !bit(l.full, i) || l.due[i] != k.now8 {
		return
	}
	k.totals.Clock++
	c := cell(l.state[i])
	r := &k.patch.rates[c.kind()]
	if r.end == lineage.Reside || r.end == lineage.Leave {
		l.due[i] = k.now8 + maxDue
		return
	}
	if r.end == lineage.Shed {
		k.shed(i, c.kind(), r)
	}
	bits := k.keys.site(planeEvent, i)
	if n := c.phases(); n > 1 {
		k.arm(i, n-1, r, draw(bits, drawPhase))
		return
	}
	k.endStay(i, c, r, bits)
}

// endStay is what happens when the cell c at site i has stayed its time. A cell
// without phases left has survived already and only looks for room again: drawing
// its survival once more would select against it.
func (k *worker) endStay(i int, c cell, r *rate, bits uint64) {
	decided := c.phases() == 0
	if !decided && !r.survive.hit(draw(bits, drawSurvive)) {
		k.die(i, c)
		return
	}
	switch r.end {
	case lineage.Mature:
		if r.branches > 1 {
			k.postpone(i, c, bits)
			return
		}
		k.mature(i, c, r.next(draw(bits, drawBranch)), bits)
	case lineage.Divide:
		k.endInDivision(i, c, r, decided, bits)
	case lineage.Renew:
		first, second := k.renewed(i, c, r, bits)
		k.divide(i, c, first, second, bits)
	case lineage.Asymmetric:
		k.endStemCycle(i, c, r, decided, bits)
	default: // Shed, Die
		k.die(i, c)
	}
}

// endStemCycle ends the cycle of a displayed stem cell. It stands for less than one
// real stem cell, so only that share of its cycles gives a progenitor to this patch.
// After the others it shows another member of the body's reservoir.
func (k *worker) endStemCycle(i int, c cell, r *rate, decided bool, bits uint64) {
	if decided || r.give.hit(draw(bits, drawStay)) {
		k.divide(i, c, c.kind(), r.next(draw(bits, drawBranch)), bits)
		return
	}
	k.patch.lattice.state[i] = uint32(c.withClone(k.patch.reservoir.clone(draw(bits, drawSecondStay))))
	k.arm(i, r.phases, r, draw(bits, drawPhase))
}

// endInDivision divides into the next rows. High demand lets daughters repeat the
// row; low demand lets some die, and a lone survivor needs no room.
func (k *worker) endInDivision(i int, c cell, r *rate, decided bool, bits uint64) {
	first, second := r.next(draw(bits, drawBranch)), r.next(draw(bits, drawSecondBranch))
	if r.repeat > 0 {
		if r.repeat.hit(draw(bits, drawRepeat)) {
			first = c.kind()
		}
		if r.repeat.hit(draw(bits, drawSecondRepeat)) {
			second = c.kind()
		}
	}
	if !decided && r.half < certain {
		one, other := r.half.hit(draw(bits, drawRepeat)), r.half.hit(draw(bits, drawSecondRepeat))
		switch {
		case !one && !other:
			k.die(i, c)
			return
		case one != other:
			k.mature(i, c, first, bits)
			return
		}
	}
	k.divide(i, c, first, second, bits)
}

// renewed decides for each daughter of a renewing cell whether it stays one. If one
// stays, it keeps the mother's site, which may be a niche.
func (k *worker) renewed(i int, c cell, r *rate, bits uint64) (first, second lineage.Kind) {
	p := k.patch
	stay := chance(p.demand.pool[r.renewing].stay[p.blocks.of(p.lattice, i)])
	first, second = c.kind(), c.kind()
	if !stay.hit(draw(bits, drawStay)) {
		first = r.next(draw(bits, drawBranch))
	}
	if !stay.hit(draw(bits, drawSecondStay)) {
		second = r.next(draw(bits, drawSecondBranch))
	}
	if second == c.kind() {
		return second, first
	}
	return first, second
}

func (k *worker) die(i int, c cell) {
	k.delta[c.kind()].died++
	k.totals.Died++
	k.patch.lattice.remove(i)
}

// mature turns the cell at i into the next row.
func (k *worker) mature(i int, c cell, next lineage.Kind, bits uint64) {
	k.delta[c.kind()].maturedOut++
	k.delta[next].maturedIn++
	k.enter(i, c, next, draw(bits, drawPhase))
}

// enter starts the stay of a cell at site i in a row.
func (k *worker) enter(i int, c cell, kind lineage.Kind, bits uint64) {
	l := k.patch.lattice
	r := &k.patch.rates[kind]
	l.state[i] = uint32(c.become(kind, 0))
	setBit(l.full, i)
	l.setFast(i, r.fast)
	k.arm(i, r.phases, r, bits)
}
