package sim

import "marrow/sim/lineage"

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
	drawLay
	drawLaid
	drawLaidStay
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
	if r.lays != 0 {
		k.lay(i, c, r, bits)
	}
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
		k.die(i, c, Failed)
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
		k.die(i, c, Spent)
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
	k.patch.witness.replaced(k, i)
	k.patch.lattice.state[i] = uint32(k.patch.reservoir.show(c, draw(bits, drawSecondStay)))
	k.arm(i, r.phases, r, draw(bits, drawPhase))
}

// endInDivision divides into the next rows. High demand lets daughters repeat the
// row; low demand lets some die, and a lone survivor needs no room. A cell that needs a
// niche and holds none may begin another cycle instead.
func (k *worker) endInDivision(i int, c cell, r *rate, decided bool, bits uint64) {
	if !decided && r.astray > 0 && !bit(k.patch.lattice.niche, i) && r.astray.hit(draw(bits, drawStay)) {
		k.arm(i, r.phases, r, draw(bits, drawPhase))
		return
	}
	way, otherWay := draw(bits, drawBranch), draw(bits, drawSecondBranch)
	if r.paired {
		otherWay = ^way
	}
	first, second := r.next(way), r.next(otherWay)
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
			k.die(i, c, Surplus)
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

func (k *worker) die(i int, c cell, fate Fate) {
	k.delta[c.kind()].died++
	k.totals.Died++
	k.patch.witness.ended(k, i, fate)
	k.patch.lattice.remove(i)
}

// mature turns the cell at i into the next row.
func (k *worker) mature(i int, c cell, next lineage.Kind, bits uint64) {
	k.delta[c.kind()].maturedOut++
	k.delta[next].maturedIn++
	k.enter(i, c, next, draw(bits, drawPhase))
	k.patch.witness.matured(i)
}

// enter starts the stay of a cell at site i in a row.
func (k *worker) enter(i int, c cell, kind lineage.Kind, bits uint64) {
	l := k.patch.lattice
	r := &k.patch.rates[kind]
	l.state[i] = uint32(c.become(kind, 0))
	setBit(l.full, i)
	l.setGait(i, r.gait)
	k.arm(i, r.phases, r, bits)
}
