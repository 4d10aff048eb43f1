//go:build goexperiment.simd && amd64

package sim

import (
	"math/bits"
	"simd/archsimd"
	"unsafe"
)

// This file is the SIMD kernel: the fast kernel with a chunk of 512 sites in one
// register. Shift counts and other constants are vectors, and the registers' upper
// halves are cleared before plain code runs: on some processors each old-style
// instruction in between costs a hundred cycles (measured: five times the whole tick).

// simdKernels is the SIMD kernel, if this machine can run it.
func simdKernels() []kernel {
	if !archsimd.X86.AVX512() {
		return nil
	}
	return []kernel{{"simd", (*worker).vectorChunk}}
}

// A vector is the words of one chunk.
type vector = archsimd.Uint64x8

// vectors are the constants of a tick, one value or one for each lane.
type vectors struct {
	tick                    uint64       // key of the tick they hold for
	key                     [planes]line // with each lane's share of the counter
	one, s27, s30, s31, s63 line         // shift counts
	mul1, mul2              line         // of mix
	looked, calmLeaves      line         // see worker.looked and Patch.calmLeaves
	slow, fast              [6]line      // binary digits of the rates of turns, all ones or none
	always                  line         // fast cells always have a turn
	now                     [64]uint8    // low byte of the tick
}

// same is x in all lanes.
func same(x uint64) (v line) {
	for n := range v {
		v[n] = x
	}
	return v
}

// prepare fills the constants for the tick of k.
func (v *vectors) prepare(k *worker) {
	p := k.patch
	v.tick = k.keys.tick
	for q := range v.key {
		for n := range v.key[q] {
			v.key[q][n] = k.keys.plane[q] + uint64(n)*golden
		}
	}
	v.one, v.s27, v.s30, v.s31, v.s63 = same(1), same(27), same(30), same(31), same(63)
	v.mul1, v.mul2 = same(mixFirst), same(mixSecond)
	v.looked, v.calmLeaves = k.looked, same(p.calmLeaves)
	for b := range v.slow {
		v.slow[b], v.fast[b] = same(-uint64(p.slowRate>>b&1)), same(-uint64(p.fastRate>>b&1))
	}
	v.always = same(-uint64(p.fastRate >> 6))
	for n := range v.now {
		v.now[n] = k.now8
	}
}

// vectorChunk works through the chunk that begins at word w.
func (k *worker) vectorChunk(w int) {
	if k.vectors.tick != k.keys.tick {
		k.vectors.prepare(k)
	}
	if k.vectorDue(w) {
		k.runDue(w)
	}
	k.vectorAttempts(w)
	k.runAttempts(w)
}

// load is the vector of words w to w+7 of b, which may lie in its padding.
func load(b []uint64, w int) vector {
	return archsimd.LoadUint64x8((*line)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(b)), w*8)))
}

// vectorDue is maskDue.
func (k *worker) vectorDue(w int) bool {
	l, m := k.patch.lattice, &k.masks
	now := archsimd.LoadUint8x64(&k.vectors.now)
	due := (*[chunkSites]uint8)(unsafe.Pointer(&l.due[w<<6]))
	for n := range chunkWords {
		m.due[n] = archsimd.LoadUint8x64((*[64]uint8)(due[n*64:])).Equal(now).ToBits()
	}
	archsimd.ClearAVXUpperBits()
	found := uint64(0)
	full, blocked := lineOf(l.full, w), lineOf(l.blocked, w)
	for n := range chunkWords {
		m.due[n] &= full[n] &^ blocked[n]
		found |= m.due[n]
	}
	return found != 0
}

// pick is b where the bits of by are set and a elsewhere.
func pick(a, b, by vector) vector { return a.AndNot(by).Or(b.And(by)) }

// vectorAttempts is maskAttempts.
func (k *worker) vectorAttempts(w int) {
	l, m, v := k.patch.lattice, &k.masks, &k.vectors
	at := func(x *line) vector { return archsimd.LoadUint64x8(x) }
	counter := archsimd.BroadcastUint64x8(uint64(w) * golden)
	s27, s30, s31, mul1, mul2 := at(&v.s27), at(&v.s30), at(&v.s31), at(&v.mul1), at(&v.mul2)
	one, s63 := at(&v.one), at(&v.s63)
	// word draws 64 fair bits for each word of the chunk.
	word := func(key *line) vector {
		z := at(key).Add(counter)
		z = z.Xor(z.ShiftRight(s30)).Mul(mul1)
		z = z.Xor(z.ShiftRight(s27)).Mul(mul2)
		return z.Xor(z.ShiftRight(s31))
	}
	full := load(l.full, w)
	cells := full.AndNot(load(l.blocked, w))
	g0, g1 := load(l.gait[0], w), load(l.gait[1], w)
	n0, n1 := load(l.near[0], w), load(l.near[1], w)
	hurried := g0.Or(g1)
	walls := n0.And(n1)
	g1.And(g0).Or(at(&v.looked).And(hurried.Or(at(&v.calmLeaves)))).And(walls).And(cells).Store(&m.leave)

	var slow, fast vector
	for b := k.patch.firstDigit; b < 6; b++ {
		r := word(&v.key[planeTurn+plane(b)])
		slow = slow.And(r).Or(slow.Or(r).And(at(&v.slow[b])))
		fast = fast.And(r).Or(fast.Or(r).And(at(&v.fast[b])))
	}
	turn := cells.AndNot(load(k.moved, w)).And(pick(slow, fast.Or(at(&v.always)), hurried))

	s, a0 := word(&v.key[planeSign]), word(&v.key[planeAxis0])
	wx := l.nx >> 6
	wz := wx * l.ny
	volume := l.nz > 1
	var a1 vector
	if volume {
		a1 = word(&v.key[planeAxis1])
		again := a0.And(a1)
		a0 = pick(a0, word(&v.key[planeAxis2]), again)
		a1 = pick(a1, word(&v.key[planeAxis3]), again)
		turn = turn.AndNot(a0.And(a1))
		a1.Store(&m.axis1)
	}
	s.Store(&m.way)
	a0.Store(&m.axis0)
	turn.Store(&m.due)

	// before is, for each site, the bit of the neighbor in its direction.
	before := func(b []uint64, c vector) vector {
		back := c.ShiftLeft(one).Or(load(b, w-1).ShiftRight(s63))
		on := c.ShiftRight(one).Or(load(b, w+1).ShiftLeft(s63))
		r := pick(pick(back, on, s), pick(load(b, w-wx), load(b, w+wx), s), a0)
		if volume {
			r = pick(r, pick(load(b, w-wz), load(b, w+wz), s), a1)
		}
		return r
	}
	occupied := before(l.full, full)
	t0, t1 := before(l.near[0], n0), before(l.near[1], n1)
	t := t0.And(t1) // walls count as 0
	t0, t1 = t0.AndNot(t), t1.AndNot(t)
	o0, o1 := n0.AndNot(walls), n1.AndNot(walls)
	o, tt := o0.Or(o1), t0.Or(t1)
	farther := t0.AndNot(o).Or(o0.And(t1)).Or(o1.AndNot(tt))
	nearer := t1.AndNot(o).Or(o0.AndNot(tt)).Or(o1.And(t0))
	refused := farther.And(g1).And(word(&v.key[planeUphill0]).Or(word(&v.key[planeUphill1])))
	turn.AndNot(occupied).AndNot(refused).Store(&m.step)
	turn.And(occupied).And(pick(g0, nearer, g1)).Store(&m.swap)
	archsimd.ClearAVXUpperBits()
	for n := range chunkWords {
		k.totals.Attempts += uint64(bits.OnesCount64(m.due[n]))
	}
}
