package sim

import (
	"math/bits"

	"marrow/sim/lineage"
)

// retryTicks is the time after which a divider without room tries again: one hour.
const retryTicks = 12

// divide puts the first daughter in the mother's place and the second in a site
// nearby. A divider that finds no room in its tile waits for the search at the end
// of the tick, and failing that for an hour.
func (k *worker) divide(i int, c cell, first, second lineage.Kind, bits uint64) {
	reach := k.patch.rates[c.kind()].reach
	j := k.room(i, reach, draw(bits, drawRoom))
	if j < 0 {
		l := k.patch.lattice
		l.state[i] = uint32(c.withPhases(0))
		l.due[i] = k.now8 + retryTicks
		if reach > 0 {
			k.totals.Failed++
			return
		}
		k.stuck = append(k.stuck, stuckCell{int32(i), l.state[i], first, second, bits})
		return
	}
	k.split(i, j, c, first, second, bits)
}

// split divides the cell c of site i into itself and the free site j.
func (k *worker) split(i, j int, c cell, first, second lineage.Kind, bits uint64) {
	k.delta[c.kind()].divided++
	k.delta[first].born++
	k.delta[second].born++
	k.totals.Divisions++
	k.enter(i, c, first, draw(bits, drawPhase))
	k.enter(j, c, second, draw(bits, drawSecondPhase))
	setBit(k.moved, j)
	k.patch.witness.divided(k, i, j)
}

// room finds a free site next to i, or makes one by a push. It returns -1 if there
// is none in reach of the tile, or of the cell: see [rate].
func (k *worker) room(i, reach int, u uint64) int {
	if j := k.freeNeighbor(i, u); j >= 0 {
		k.totals.FreeDivisions++
		return j
	}
	if reach > 0 {
		return k.nudge(i, reach-1, u)
	}
	return k.push(i, u)
}

// freeNeighbor chooses among the free neighbors of i with equal chances.
func (k *worker) freeNeighbor(i int, u uint64) int {
	l := k.patch.lattice
	free := uint(0)
	for d, o := range l.offsets {
		if !bit(l.full, i+o) {
			free |= 1 << d
		}
	}
	n := bits.OnesCount(free)
	if n == 0 {
		return -1
	}
	for skip := u & 0xffff * uint64(n) >> 16; skip > 0; skip-- {
		free &= free - 1
	}
	return i + l.offsets[bits.TrailingZeros(free)]
}

const (
	maxPush = 128
	// turnOneIn is the rarity of a turn without need in a slice, where obstacles leave
	// few ways around.
	turnOneIn = 16
)

// push makes room beside i by shifting a row of cells that ends at a vacancy or, if
// there is none in reach, at a mature cell that the pressure drives through its
// sinusoid wall. The row starts in a random direction and turns where it meets an
// obstacle. push returns the site that became free, or -1.
func (k *worker) push(i int, u uint64) int {
	rounds := [...]struct {
		reach   int
		pressed bool
	}{{16, false}, {48, false}, {maxPush, false}, {maxPush, true}}
	slice := k.patch.lattice.nz == 1
	directions := len(k.patch.lattice.offsets)
	start := int(u >> 16 & 0xffff * uint64(directions) >> 16)
	for n, round := range rounds {
		for q := range directions {
			w := walk{k: k, home: i, random: draw(u, uint64(n*8+q+1)), turns: slice, pressed: round.pressed}
			if w.from(i, (start+q)%directions, round.reach) {
				return k.shift()
			}
		}
	}
	return -1
}

// nudge makes room beside i as push does, but shifts at most so many cells, straight on.
func (k *worker) nudge(i, cells int, u uint64) int {
	directions := len(k.patch.lattice.offsets)
	start := int(u >> 16 & 0xffff * uint64(directions) >> 16)
	for q := range directions {
		w := walk{k: k, home: i, random: draw(u, uint64(q+1))}
		if cells > 0 && w.from(i, (start+q)%directions, cells+1) {
			return k.shift()
		}
	}
	return -1
}

// shift carries the cells along k.path one step on, from the far end, and returns its
// first site, now free. A cell at the far end is pressed out. A shifted cell
// that is due at this tick is put off by one tick: its chunk may have had its clock
// events already.
func (k *worker) shift() int {
	l := k.patch.lattice
	if end := k.path[len(k.path)-1]; bit(l.full, int(end)) {
		k.pressOut(end)
	}
	for n := len(k.path) - 1; n > 0; n-- {
		from, to := int(k.path[n-1]), int(k.path[n])
		l.carry(from, to)
		setBit(k.moved, to)
		if l.due[to] == k.now8 {
			l.due[to]++
		}
	}
	k.totals.Pushes++
	k.totals.Pushed += uint64(len(k.path) - 1)
	return int(k.path[0])
}

// A walk looks for the way of one push. Its path lies in worker.path; it may cross
// itself, since the vacancy walks back along it step by step.
type walk struct {
	k      *worker
	home   int
	random uint64
	turns  bool // turn now and then without need, and step back out of dead ends
	// pressed lets the walk end at a mature cell that can leave.
	pressed bool
}

// from walks from site i in direction d for at most reach steps and says whether it
// ended at a vacancy.
func (w *walk) from(i, d, reach int) bool {
	l := w.k.patch.lattice
	w.k.path = w.k.path[:0]
	at := i
	for range reach {
		w.random = mix(w.random + golden)
		want := d
		if w.turns && at != i && w.random>>8%turnOneIn == 0 {
			want = -1
		}
		var ok bool
		if d, ok = w.direction(at, d, want); !ok {
			if at = w.back(i); at < 0 {
				return false
			}
			continue
		}
		at = l.toward(at, d)
		w.k.path = append(w.k.path, int32(at))
		if !bit(l.full, at) || w.pressed && w.k.patch.mayBePressedOut(at) {
			return true
		}
	}
	return false
}

// direction is the wanted direction if it is open from at, else an open one at right
// angles to d.
func (w *walk) direction(at, d, want int) (int, bool) {
	l := w.k.patch.lattice
	if want >= 0 && w.open(l.toward(at, want)) {
		return want, true
	}
	n := len(l.offsets)
	start := int(w.random & 0xff)
	for q := range n {
		side := (start + q) % n
		if side>>1 != d>>1 && w.open(l.toward(at, side)) {
			return side, true
		}
	}
	if want < 0 && w.open(l.toward(at, d)) {
		return d, true
	}
	return d, false
}

// open says whether a push may go through site j.
func (w *walk) open(j int) bool {
	p := w.k.patch
	l := p.lattice
	if j == w.home || bit(l.blocked, j) || !w.k.tile.reaches(l, j) {
		return false
	}
	return !bit(l.full, j) || !p.rateAt(j).anchored
}

// mayBePressedOut says whether the cell at j is mature and stands at a sinusoid wall.
func (p *Patch) mayBePressedOut(j int) bool {
	return p.lattice.isWall(j) && p.rateAt(j).end == lineage.Leave
}

// pressOut lets the pressure of a division drive the cell of site i into the blood.
func (k *worker) pressOut(i int32) {
	k.totals.PressedOut++
	k.patch.witness.pressed(int(i))
	k.pressed[cell(k.patch.lattice.state[i]).kind()]++
	k.leaveFrom(i)
}

// back takes the last step of the path back and returns where the walk then stands,
// or -1 if it cannot.
func (w *walk) back(i int) int {
	n := len(w.k.path)
	if !w.turns || n == 0 {
		return -1
	}
	w.k.path = w.k.path[:n-1]
	if n == 1 {
		return i
	}
	return int(w.k.path[n-2])
}
