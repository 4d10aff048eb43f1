package benchmarks

import (
	"marrow/sim"
	"marrow/sim/lineage"
)

// A word is all that the naive model knows of a site, from the lowest bit: kind 7,
// clock events to come in the stay 3, the turn 1, obstacle 1, four that are free, low byte of the tick at
// which the leg ends 8, eight that are free, clone 20. 0 is a free site.
type word uint64

const (
	wordBytes   = 8
	phasesShift = 7
	turn        = word(1) << 10 // lowest bit of the last tick in which the cell had its turn
	obstacle    = word(1) << 11
	dueShift    = 16
	kindBits    = word(1)<<phasesShift - 1
)

func (v word) kind() lineage.Kind { return lineage.Kind(v & kindBits) }
func (v word) phases() int        { return int(v >> phasesShift & 7) }
func (v word) due() uint8         { return uint8(v >> dueShift) }

// wait gives the cell n clock events to come, the first of them at due.
func (v word) wait(n int, due uint8) word {
	return v&^(7<<phasesShift|255<<dueShift) | word(n)<<phasesShift | word(due)<<dueShift
}

// As in the model, a divider without room tries again after an hour, a push shifts
// cells along a straight row, and a leg is timed by a byte.
const (
	retryTicks = 12
	maxPush    = 8
	maxDue     = 255
)

// A hand is one worker of a Naive with what it has counted in the running tick.
type hand struct {
	*Naive
	box    box
	now    uint8  // low byte of the tick
	turn   word   // the turn bit of the tick
	born   uint64 // cells that came into being, net of their mothers
	totals sim.Totals
	_      [64]byte // another worker's counts are on another cache line
}

// sweep gives every cell of the box its turn.
func (h *hand) sweep(b box, key, tick uint64) {
	h.box, h.now, h.turn = b, uint8(tick), word(tick&1)<<10
	s := h.tissue.Spec
	for z := b.z0; z < b.z1; z++ {
		for i, end := (z*s.Height+b.y0)*s.Width, (z*s.Height+b.y1)*s.Width; i < end; i++ {
			v := h.sites[i]
			if v == 0 || v&obstacle != 0 || v&turn == h.turn {
				continue
			}
			v ^= turn
			h.sites[i] = v
			bits := mix(key + uint64(i)*golden)
			r := &h.rules[v.kind()]
			if v.due() == h.now {
				h.clock(i, v, r, bits)
			} else if !(r.leave > 0 && h.leaves(i, r, bits)) && bits&0xffff < r.attempt {
				h.step(i, v, r, bits)
			}
		}
	}
}

// leaves lets the cell of site i go into the blood, if it stands at a sinusoid and its
// hazard hits.
func (h *hand) leaves(i int, r *rule, bits uint64) bool {
	if h.distance[i] != 0 || bits>>32 >= r.leave {
		return false
	}
	h.sites[i] = 0
	h.totals.Left++
	return true
}

// step tries to move the cell v of site i to a neighboring site. Cells that look for
// an exit refuse three quarters of the steps away from it. Where a cell of lower rank
// stands in the way, the two change places.
func (h *hand) step(i int, v word, r *rule, bits uint64) {
	h.totals.Attempts++
	j := i + h.offsets[bits>>16&0x3fff*uint64(len(h.offsets))>>14]
	to := h.sites[j]
	if to&obstacle != 0 {
		return
	}
	farther := int(h.distance[j]) - int(h.distance[i])
	if r.seeks && farther > 0 && bits>>30&3 != 0 {
		return
	}
	if to == 0 {
		h.sites[i], h.sites[j] = 0, v
		h.totals.Moves++
		return
	}
	other := &h.rules[to.kind()]
	if r.rank > other.rank && !other.anchored && (r.squeeze || farther < 0) && to&turn != h.turn && to.due() != h.now {
		h.sites[i], h.sites[j] = to^turn, v
		h.totals.Swaps++
	}
}

// clock is the end of a leg of the cell v at site i.
func (h *hand) clock(i int, v word, r *rule, bits uint64) {
	h.totals.Clock++
	switch {
	case r.end == lineage.Reside || r.end == lineage.Leave:
		h.sites[i] = v.wait(1, h.now+maxDue)
		return
	case r.end == lineage.Shed:
		h.totals.Shed++
	}
	if n := v.phases(); n > 1 {
		h.sites[i] = h.arm(v, n-1, r, draw(bits, 1))
		return
	}
	h.endStay(i, v, r, bits)
}

// endStay is what happens when the cell has stayed its time. One without phases left
// only looks for room again.
func (h *hand) endStay(i int, v word, r *rule, bits uint64) {
	decided := v.phases() == 0
	if !decided && draw(bits, 2)>>32 >= r.survive {
		h.die(i)
		return
	}
	switch r.end {
	case lineage.Mature:
		h.sites[i] = h.enter(v, r.next(draw(bits, 3)), draw(bits, 4))
	case lineage.Divide:
		h.divide(i, v, r.next(draw(bits, 3)), r.next(draw(bits, 5)), bits)
	case lineage.Renew:
		h.renew(i, v, r, bits)
	case lineage.Asymmetric:
		if decided || draw(bits, 6)>>32 < r.give {
			h.divide(i, v, v.kind(), r.next(draw(bits, 3)), bits)
			return
		}
		h.sites[i] = h.arm(v, r.phases, r, draw(bits, 4))
	default: // Shed, Die
		h.die(i)
	}
}

// renew divides; each daughter stays with one half.
func (h *hand) renew(i int, v word, r *rule, bits uint64) {
	first, second := v.kind(), v.kind()
	if draw(bits, 6)>>63 != 0 {
		first = r.next(draw(bits, 3))
	}
	if draw(bits, 7)>>63 != 0 {
		second = r.next(draw(bits, 5))
	}
	h.divide(i, v, first, second, bits)
}

func (h *hand) die(i int) {
	h.sites[i] = 0
	h.totals.Died++
}

// enter starts the stay of the cell v in a row.
func (h *hand) enter(v word, k lineage.Kind, bits uint64) word {
	r := &h.rules[k]
	return h.arm(v&^kindBits|word(k), r.phases, r, bits)
}

// arm starts a leg of the n phases that are left: as many of them as one due byte can
// time. A single one that is too long ends in a lap, after which it starts afresh.
func (h *hand) arm(v word, n int, r *rule, bits uint64) word {
	leg := min(n, r.leg)
	d, left := h.phases.ticks(leg, r.phase, bits), n-leg+1
	if d > maxDue {
		d = maxDue
		if leg == 1 {
			left = n + 1
		}
	}
	return v.wait(left, h.now+uint8(d))
}

// divide puts the first daughter in the mother's place and the second beside it.
func (h *hand) divide(i int, v word, first, second lineage.Kind, bits uint64) {
	j := h.room(i, draw(bits, 8))
	if j < 0 {
		h.sites[i] = v.wait(0, h.now+retryTicks)
		h.totals.Failed++
		return
	}
	h.sites[i] = h.enter(v, first, draw(bits, 4))
	h.sites[j] = h.enter(v, second, draw(bits, 9))
	h.totals.Divisions++
	h.born++
}

// room is a free site beside i, by a push if need be, or -1.
func (h *hand) room(i int, bits uint64) int {
	var free [6]int
	n := 0
	for _, o := range h.offsets {
		if h.sites[i+o] == 0 {
			free[n] = i + o
			n++
		}
	}
	if n > 0 {
		return free[bits&0xffff*uint64(n)>>16]
	}
	start := int(bits >> 16 & 0xffff * uint64(len(h.offsets)) >> 16)
	for q := range h.offsets {
		o := h.offsets[(start+q)%len(h.offsets)]
		if length := h.row(i, o); length > 0 {
			h.push(i, o, length)
			return i + o
		}
	}
	return -1
}

// row is the number of cells between i and the next free site in the direction of
// offset o, or 0 if an obstacle, an anchored cell or the end of the reach comes first.
func (h *hand) row(i, o int) int {
	for n := range maxPush {
		j := i + (n+1)*o
		switch v := h.sites[j]; {
		case !h.reaches(j):
			return 0
		case v == 0:
			return n
		case v&obstacle != 0 || h.rules[v.kind()].anchored:
			return 0
		}
	}
	return 0
}

// reaches says whether this worker may write site j.
func (h *hand) reaches(j int) bool {
	s := h.tissue.Spec
	row := j / s.Width
	y, z := row%s.Height, row/s.Height
	return y >= h.box.y0-1 && y <= h.box.y1 && z >= h.box.z0-1 && z <= h.box.z1
}

// push shifts the row of n cells beside i one site on. They have had their turn then,
// and one that is due now is due at the next tick.
func (h *hand) push(i, o, n int) {
	for ; n > 0; n-- {
		v := h.sites[i+n*o]&^turn | h.turn
		if v.due() == h.now {
			v = v.wait(v.phases(), h.now+1)
		}
		h.sites[i+(n+1)*o] = v
	}
	h.totals.Pushes++
}
