package sim

import (
	"sync"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A witness tells the cells of a patch apart. The lattice knows of a cell no more than its
// state; the witness goes with each of them from its birth to its end, and remembers the
// last of those that are gone. It looks on: nothing in the state of a world depends on it.
// The methods that cells call do nothing for a nil witness.
//
// A cell has a slot, and lattice.who says whose slot a site holds. In a dividing cell the
// daughter that keeps the mother's site keeps its number too, the other one gets the next
// number. Numbers are given at the end of each part of a tick, in the order of the tiles,
// so that they do not depend on the number of threads.
type witness struct {
	patch *Patch
	tick  uint32   // that is under way
	last  uint64   // highest number that was given
	lives [][]Life // by slot: a page each pageLives; slot 0 is nobody
	slots uint32   // slots that were ever in use
	free  []uint32
	lock  sync.Mutex // guards slots and free while workers ask for slots

	past   []Life // by number modulo its length: the last cells that were born
	late   []Life // those that ended when past had forgotten their birth, a ring
	lates  int    // how many of those there were
	births uint64 // by division, since the start
	fates  [Fates]uint64

	dayExits []uint64 // what had left by each exit at the last start of a day
	newborn  []birth  // scratch
}

const (
	// patchShift is where the number of the patch begins in that of a cell: no two cells of a
	// body have the same, and browsers can still count so far.
	patchShift = 44
	pageLives  = 1 << 12
	// spareSlots is how many slots a worker takes at a time.
	spareSlots = 64
	// mostPast is the number of births that are remembered, and leastPast that in a small patch.
	mostPast, leastPast = 1 << 20, 1 << 14
	keptLate            = 1 << 12
)

// A Life is what a witness knows of one cell. Times are in ticks since the start of the run.
type Life struct {
	ID, Mother uint64 // numbers; Mother is 0 of a cell that was there at first or came from outside
	child      uint64 // the last daughter that was born; 0 none
	sibling    uint64 // the daughter of the same mother before this one; 0 none
	Born       uint32
	Since      uint32 // when it took its present stage
	Ended      uint32
	last       uint32 // its [cell] at the end
	site       int32  // where it ended
	slot       uint32
	Exit       uint16 // through which it left; 0 none
	Divisions  uint16 // that it and its ancestors went through since the first of them was numbered
	bornAs     lineage.Kind
	Did        Deed
	Fate       Fate
}

// A Fate is how a life ended.
type Fate uint8

// The fates of cells.
const (
	Living     Fate = iota
	Failed          // died at the end of a stay, as a share of the cells does in each stage
	Surplus         // died because the body asks for few of its kind
	Spent           // gave up its last fragments, or was old
	Killed          // by a drug or an infection
	Irradiated      // died of radiation
	Left            // went into the blood through an exit
	PressedOut      // the same, pushed by a division
	Taken           // by a needle
	Withdrawn       // a stem cell in whose place another one of the body is shown
	Fates           // number of fates
)

// A Deed is what a cell did last of what changes it.
type Deed uint8

// The deeds of cells.
const (
	Appeared Deed = iota // was there at first, or came from outside
	WasBorn
	Matured
	Divided
)

// notes are what one worker saw in a part of a tick.
type notes struct {
	spare  []uint32 // slots for newborns
	births []birth
	ended  []uint32 // slots
}

// A birth is a cell that has no number yet. The mother's slot is 0 for one that came from
// outside.
type birth struct {
	tile         int
	slot, mother uint32
}

// WitnessBytes estimates the memory that a witness takes in tissue of that size [bytes].
func WitnessBytes(s tissue.Spec) int64 {
	sites := int64(s.Width) * int64(s.Height) * int64(s.Depth)
	return sites*4 + sites*lifeBytes + int64(pastOf(int(sites))+keptLate)*lifeBytes
}

const lifeBytes = 64

func pastOf(sites int) int { return min(max(2*sites, leastPast), mostPast) }

// newWitness returns a witness that has met nobody yet.
func newWitness(p *Patch, tick uint64) *witness {
	sites := p.lattice.sites()
	w := &witness{
		patch: p, tick: uint32(tick), slots: 1, last: uint64(p.number) << patchShift,
		lives: make([][]Life, 2*sites/pageLives+len(p.workers)+2), past: make([]Life, pastOf(sites)),
		dayExits: make([]uint64, len(p.tissue.Exits)+1),
	}
	w.lives[0] = make([]Life, pageLives)
	p.lattice.who = make([]uint32, sites)
	return w
}

// meetAll gives numbers to all cells, in the order of their sites.
func (w *witness) meetAll() {
	for i := range w.patch.lattice.cellsIn(0, len(w.patch.lattice.full)) {
		w.arrived(w.patch.workers[0], i)
	}
	w.settle()
}

func (w *witness) life(slot uint32) *Life { return &w.lives[slot/pageLives][slot%pageLives] }

// at is the life of the cell of site i.
func (w *witness) at(i int) *Life { return w.life(w.patch.lattice.who[i]) }

// slot returns a slot that nobody else has.
func (w *witness) slot(k *worker) uint32 {
	n := &k.notes
	if len(n.spare) == 0 {
		w.refill(n)
	}
	s := n.spare[len(n.spare)-1]
	n.spare = n.spare[:len(n.spare)-1]
	return s
}

// refill gives a worker slots that are free. Slots that were left in this part of the tick
// are not: their lives are still to be written down.
func (w *witness) refill(n *notes) {
	w.lock.Lock()
	defer w.lock.Unlock()
	take := min(len(w.free), spareSlots)
	n.spare = append(n.spare, w.free[len(w.free)-take:]...)
	w.free = w.free[:len(w.free)-take]
	for ; take < spareSlots; take++ {
		if w.lives[w.slots/pageLives] == nil {
			w.lives[w.slots/pageLives] = make([]Life, pageLives)
		}
		n.spare = append(n.spare, w.slots)
		w.slots++
	}
}

// begin begins a tick.
func (w *witness) begin(tick uint64) {
	if w == nil {
		return
	}
	w.tick = uint32(tick)
	if tick%TicksPerDay == 0 {
		w.countExits(w.dayExits)
	}
}

// countExits sets sum to what has left by each exit since the start.
func (w *witness) countExits(sum []uint64) {
	clear(sum)
	for _, k := range w.patch.workers {
		for n, left := range k.exits {
			sum[n] += left
		}
	}
}

// arrived notes a new cell at site i that has no mother here.
func (w *witness) arrived(k *worker, i int) {
	if w == nil {
		return
	}
	w.enter(k, i, 0, Life{Did: Appeared})
}

// enter gives a slot to the new cell of site i.
func (w *witness) enter(k *worker, i int, mother uint32, life Life) {
	s := w.slot(k)
	life.Born, life.Since, life.slot, life.bornAs = w.tick, w.tick, s, w.patch.kindAt(i)
	*w.life(s) = life
	w.patch.lattice.who[i] = s
	k.notes.births = append(k.notes.births, birth{k.tile.n, s, mother})
}

// divided notes that the cell of site i has divided, with the second daughter at site j.
func (w *witness) divided(k *worker, i, j int) {
	if w == nil {
		return
	}
	m := w.at(i)
	m.Divisions++
	m.Since, m.Did = w.tick, Divided
	w.enter(k, j, m.slot, Life{Did: WasBorn, Divisions: m.Divisions})
}

// matured notes that the cell of site i has taken another stage.
func (w *witness) matured(i int) {
	if w == nil {
		return
	}
	l := w.at(i)
	l.Since, l.Did = w.tick, Matured
}

// replaced notes that another stem cell of the body is about to be shown at site i.
func (w *witness) replaced(k *worker, i int) {
	if w == nil {
		return
	}
	w.ended(k, i, Withdrawn)
	w.arrived(k, i)
}

// pressed notes that the cell of site i, which is about to leave, was pushed.
func (w *witness) pressed(i int) {
	if w != nil {
		w.at(i).Fate = PressedOut
	}
}

// left notes that the cell of site i leaves.
func (w *witness) left(k *worker, i int) {
	if w == nil {
		return
	}
	l := w.at(i)
	l.Exit = uint16(w.patch.through(w.patch.lattice.exitOf(i)))
	w.ended(k, i, max(l.Fate, Left))
}

// ended notes the end of the cell of site i, which is still there.
func (w *witness) ended(k *worker, i int, fate Fate) {
	if w == nil {
		return
	}
	l := w.patch.lattice
	life := w.at(i)
	life.Fate, life.Ended, life.site, life.last = fate, w.tick, int32(i), l.state[i]
	k.notes.ended = append(k.notes.ended, l.who[i])
	l.who[i] = 0
}

// seenSteps is runSteps where each cell has to be told apart.
func (k *worker) seenSteps(w int) {
	m, l := &k.masks, k.patch.lattice
	for _, s := range m.listOf(&m.step) {
		word, b := s>>6&7, s&63
		i := w<<6 + int(s)
		j := i + k.patch.steps[(m.way[word]>>b&1|m.axis0[word]>>b&1<<1|m.axis1[word]>>b&1<<2)&7]
		if !bit(l.full, j) && k.keeps(i) {
			l.carry(i, j)
			setBit(k.moved, j)
			k.totals.Moves++
		}
	}
}
