package sim

import (
	"encoding/binary"
	"math/bits"
	"unsafe"
)

// This file is the fast kernel: the reference kernel's tick, a word of 64 sites at a
// time. Per chunk it turns the rules into masks without looking at a cell, lists the
// few sites that are left, and touches only their state.

// A line is 8 words of a bitset: those of one chunk.
type line = [chunkWords]uint64

// masks is what is known of a chunk before any of its cells is read.
type masks struct {
	due               line // a leg ends
	leave             line // may leave
	step              line // has its turn, and the site before it is free
	swap              line // has its turn, and stands before a cell that it may squeeze past
	axis0, axis1, way line // direction drawn: two bits of the axis, one of the sign
	list              [2*chunkSites + 4]uint16
}

// maskedChunk works through the chunk that begins at word w.
func (k *worker) maskedChunk(w int) {
	if k.maskDue(w) {
		k.runDue(w)
	}
	k.maskAttempts(w)
	k.runAttempts(w)
}

func lineOf(b []uint64, w int) *line { return (*line)(b[w:]) }

// maskDue marks the cells whose leg ends at this tick, 8 due bytes at a time.
func (k *worker) maskDue(w int) bool {
	l := k.patch.lattice
	full, blocked := lineOf(l.full, w), lineOf(l.blocked, w)
	due := (*[chunkSites]uint8)(l.due[w<<6:])
	now := uint64(k.now8) * 0x0101010101010101
	found := uint64(0)
	for n := range chunkWords {
		k.masks.due[n] = 0
		if cells := full[n] &^ blocked[n]; cells != 0 {
			k.masks.due[n] = equalBytes((*[64]uint8)(due[n*64:]), now) & cells
			found |= k.masks.due[n]
		}
	}
	return found != 0
}

// equalBytes marks which of 64 bytes equal those of now.
func equalBytes(of *[64]uint8, now uint64) (mask uint64) {
	const low = 0x7f7f7f7f7f7f7f7f
	for n := 0; n < 64; n += 8 {
		x := binary.LittleEndian.Uint64(of[n:]) ^ now
		zero := ^((x&low + low) | x | low) // the high bit of each byte that is 0
		mask |= zero >> 7 * 0x0102040810204080 >> 56 << n
	}
	return mask
}

// runDue runs the clock events of the chunk.
func (k *worker) runDue(w int) {
	for _, s := range k.masks.listOf(&k.masks.due) {
		k.clock(w<<6 + int(s))
	}
}

// listOf lists the sites of a mask in ascending order. It writes four entries for
// each word without asking how many there are: what is too many is written over.
func (m *masks) listOf(mask *line) []uint16 {
	n := 0
	for word, x := range mask {
		base, count := uint16(word<<6), bits.OnesCount64(x)
		four := (*[4]uint16)(m.list[n&(2*chunkSites-1):])
		four[0] = base + uint16(bits.TrailingZeros64(x))
		x &= x - 1
		four[1] = base + uint16(bits.TrailingZeros64(x))
		x &= x - 1
		four[2] = base + uint16(bits.TrailingZeros64(x))
		x &= x - 1
		four[3] = base + uint16(bits.TrailingZeros64(x))
		x &= x - 1
		for q := n + 4; x != 0; q++ {
			m.list[q&(2*chunkSites-1)] = base + uint16(bits.TrailingZeros64(x))
			x &= x - 1
		}
		n += count
	}
	return m.list[:n]
}

// maskAttempts marks who may leave and which steps look possible, from the lattice as
// it now is.
func (k *worker) maskAttempts(w int) {
	l := k.patch.lattice
	for n := range chunkWords {
		k.masks.leave[n], k.masks.step[n], k.masks.swap[n] = 0, 0, 0
		if cells := l.cells(w + n); cells != 0 {
			k.maskWord(w+n, n, cells)
		}
	}
}

// maskWord is maskAttempts for word w, the n-th of its chunk.
func (k *worker) maskWord(w, n int, cells uint64) {
	p, m := k.patch, &k.masks
	l := p.lattice
	g0, g1 := l.gait[0][w], l.gait[1][w]
	m.leave[n] = cells & l.walls(w) & (g1&g0 | k.looked[n]&(g0|g1|p.calmLeaves))
	slow, fast := k.turns(w)
	hurried := g0 | g1
	turn := cells &^ k.moved[w] & (hurried&fast | slow&^hurried)
	s, a0, a1 := k.directions(w)
	turn &^= a0 & a1
	if turn == 0 {
		return
	}
	k.totals.Attempts += uint64(bits.OnesCount64(turn))
	m.way[n], m.axis0[n], m.axis1[n] = s, a0, a1
	occupied := l.before(l.full, w, s, a0, a1)
	refused, squeeze := uint64(0), g0&^g1
	if out := turn & g1; out != 0 {
		farther, nearer := l.slopes(w, s, a0, a1)
		refused = farther & g1 & (k.keys.word(planeUphill0, w) | k.keys.word(planeUphill1, w))
		squeeze |= g1 & nearer
	}
	m.step[n] = turn &^ occupied &^ refused
	m.swap[n] = turn & occupied & squeeze
}

// turns draws the words of slow and of fast cells that have a turn. A cell is one or the
// other, so both are folded from the same fair words.
func (k *worker) turns(w int) (slow, fast uint64) {
	p := k.patch
	for b := p.firstDigit; b < 6; b++ {
		x := k.keys.word(planeTurn+plane(b), w)
		slow, fast = fold(slow, x, p.slowRate>>b), fold(fast, x, p.fastRate>>b)
	}
	return slow | -uint64(p.slowRate>>6), fast | -uint64(p.fastRate>>6)
}

// fold is one step of [tickKeys.bernoulli] for the digit of the rate in bit 0.
func fold(r, x uint64, digit uint) uint64 {
	one := -uint64(digit & 1)
	return r&x | (r|x)&one
}

// directions draws the sign and the two bits of the axis; both are set for no step.
func (k *worker) directions(w int) (sign, axis0, axis1 uint64) {
	sign, axis0 = k.keys.word(planeSign, w), k.keys.word(planeAxis0, w)
	if k.patch.lattice.nz > 1 {
		axis1 = k.keys.word(planeAxis1, w)
		again := axis0 & axis1
		axis0 = axis0&^again | k.keys.word(planeAxis2, w)&again
		axis1 = axis1&^again | k.keys.word(planeAxis3, w)&again
	}
	return sign, axis0, axis1
}

// before is, for each site of word w, the bit of b of the neighbor in its direction.
func (l *lattice) before(b []uint64, w int, sign, axis0, axis1 uint64) uint64 {
	wx := l.nx >> 6
	at := func(w int) uint64 {
		return *(*uint64)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(b)), w*8))
	}
	c := at(w)
	x := (c<<1|at(w-1)>>63)&^sign | (c>>1|at(w+1)<<63)&sign
	y := at(w-wx)&^sign | at(w+wx)&sign
	r := x&^axis0 | y&axis0
	if l.nz == 1 {
		return r
	}
	wz := wx * l.ny
	z := at(w-wz)&^sign | at(w+wz)&sign
	return r&^axis1 | z&axis1
}

// slopes says which sites of word w have the next wall farther away or nearer in their
// direction.
func (l *lattice) slopes(w int, sign, axis0, axis1 uint64) (farther, nearer uint64) {
	t0, t1 := l.before(l.near[0], w, sign, axis0, axis1), l.before(l.near[1], w, sign, axis0, axis1)
	o0, o1 := l.near[0][w], l.near[1][w]
	o, t := o0&o1, t0&t1 // walls count as 0
	o0, o1, t0, t1 = o0&^o, o1&^o, t0&^t, t1&^t
	farther = t0&^(o0|o1) | o0&t1 | o1&^(t0|t1)
	nearer = t1&^(o0|o1) | o0&^(t0|t1) | o1&t0
	return farther, nearer
}

// runAttempts lets the marked cells leave, step and swap.
func (k *worker) runAttempts(w int) {
	m := &k.masks
	if anyBit(&m.leave) {
		k.runLeaves(w)
	}
	if k.patch.lattice.who == nil {
		k.runSteps(w)
	} else {
		k.seenSteps(w)
	}
	if anyBit(&m.swap) {
		k.runSwaps(w)
	}
}

func anyBit(x *line) bool {
	return x[0]|x[1]|x[2]|x[3]|x[4]|x[5]|x[6]|x[7] != 0
}

// runLeaves lets those leave whose draw says so, and marks off their steps.
func (k *worker) runLeaves(w int) {
	p := k.patch
	for _, s := range k.masks.listOf(&k.masks.leave) {
		i := w<<6 + int(s)
		if p.rateAt(i).leave.hit(k.keys.site(planeLeave, i)) {
			k.leaveFrom(int32(i))
			k.masks.step[s>>6] &^= 1 << (s & 63)
		}
	}
}

// runSteps carries the listed cells into their sites, if these are still free. One
// that stays is carried onto itself: a branch would be guessed wrong half of the time.
func (k *worker) runSteps(w int) {
	p, m := k.patch, &k.masks
	l := p.lattice
	state, due := unsafe.SliceData(l.state), unsafe.SliceData(l.due)
	full, niche, moved := unsafe.SliceData(l.full), unsafe.SliceData(l.niche), unsafe.SliceData(k.moved)
	gait0, gait1 := unsafe.SliceData(l.gait[0]), unsafe.SliceData(l.gait[1])
	key := k.keys.plane[planeThin]
	made := uint64(0)
	for _, s := range m.listOf(&m.step) {
		word, b := s>>6&7, s&63
		i := w<<6 + int(s)
		d := m.way[word]>>b&1 | m.axis0[word]>>b&1<<1 | m.axis1[word]>>b&1<<2
		j := i + p.steps[d&7]
		v := *at(state, i)
		onNiche := *at(niche, i>>6) >> b & 1
		pace := &p.paces[v&kindMask|uint32(onNiche)<<phaseShift]
		stays := *at(full, j>>6)>>(j&63)&1 | below(uint64(pace.keep), mix(key+uint64(i)*golden)&255+1)
		if stays != 0 {
			j = i
		}
		made += stays ^ 1
		t := *at(due, i)
		*at(state, i) = 0
		*at(state, j) = v
		*at(due, j) = t
		*at(full, i>>6) &^= 1 << b
		to, tb := j>>6, j&63
		*at(full, to) |= 1 << tb
		*at(moved, to) |= (stays ^ 1) << tb
		*at(gait0, to) = *at(gait0, to)&^(1<<tb) | uint64(pace.gait&1)<<tb
		*at(gait1, to) = *at(gait1, to)&^(1<<tb) | uint64(pace.gait>>1)<<tb
	}
	k.totals.Moves += made
}

// below is 1 if a < b, for values less than 2^63.
func below(a, b uint64) uint64 { return (a - b) >> 63 }

func at[T uint8 | uint32 | uint64](p *T, i int) *T {
	return (*T)(unsafe.Add(unsafe.Pointer(p), uintptr(i)*unsafe.Sizeof(*p)))
}

// runSwaps makes the listed squeezes that their cells keep to and that are still possible.
func (k *worker) runSwaps(w int) {
	p, m := k.patch, &k.masks
	l := p.lattice
	for _, s := range m.listOf(&m.swap) {
		word, b := s>>6&7, s&63
		i := w<<6 + int(s)
		j := i + p.steps[(m.way[word]>>b&1|m.axis0[word]>>b&1<<1|m.axis1[word]>>b&1<<2)&7]
		if k.keeps(i) && k.maySwap(i, j) {
			l.exchange(i, j)
			setBit(k.moved, i)
			setBit(k.moved, j)
			k.totals.Swaps++
		}
	}
}
