package sim

import (
	"iter"
	"math/bits"
	"runtime/debug"

	"marrow/sim/tissue"
)

// A chunk is the unit of the order of work: 8 words of 64 sites.
const (
	chunkWords = 8
	chunkSites = 64 * chunkWords
)

// A lattice is the packed state of the sites of one patch. Site i is (z*ny+y)*nx+x.
// nx is a multiple of 64 and ny of 16: sites beyond the tissue are blocked, as is
// the tissue's own edge, so that a neighbor of a cell always exists.
//
// Bits of a site without a cell are stale in gait and near's are 0.
type lattice struct {
	nx, ny, nz int
	offsets    []int // to the neighbors: -x +x -y +y, in a volume also -z +z
	slab       *slab

	state []uint32 // a [cell]; 0 where none is
	who   []uint32 // slot of the cell's [Life]; nil without a witness
	due   []uint8  // low byte of the tick at which the running leg ends; stale where no cell is

	full    []uint64    // bit: a cell or an obstacle is here
	blocked []uint64    // bit: obstacle
	niche   []uint64    // bit: stem-cell niche site in use
	soft    []uint64    // bit: fat or vessel, in a slice only: a push can go past it, above or below the plane
	gait    [2][]uint64 // the cell's [gait]: low and high bit
	near    [2][]uint64 // steps to the nearest exit site: 3 at an exit site, elsewhere modulo 3
	moved   [2][]uint64 // bit: the cell has had its turn, in even and in odd ticks

	exits wallTable
}

// hugePatch is the number of sites from which garbage is worth handing back at once.
const hugePatch = 50e6

func roundUp(n, to int) int { return (n + to - 1) / to * to }

func newLattice(t *tissue.Tissue) *lattice {
	l := latticeOf(t.Spec)
	l.offsets = []int{-1, 1, -l.nx, l.nx}
	if l.nz > 1 {
		l.offsets = append(l.offsets, -l.nx*l.ny, l.nx*l.ny)
	}
	l.slab = newSlab(l, slabBytes(t.Spec))
	l.layOut(l.slab)
	l.takeTissue(t)
	if l.sites() >= hugePatch {
		debug.FreeOSMemory() // the distances of t, a byte a site, are not needed any more
	}
	return l
}

// latticeOf is a lattice for tissue of that size, without its arrays.
func latticeOf(s tissue.Spec) *lattice {
	return &lattice{nx: roundUp(s.Width, 64), ny: roundUp(s.Height, 16), nz: s.Depth}
}

// layOut carves the arrays from s.
func (l *lattice) layOut(s *slab) {
	n := l.nx * l.ny * l.nz
	for _, b := range l.bitsets() {
		*b = carve[uint64](s, n/64, l.pad())
	}
	if l.nz == 1 {
		l.soft = carve[uint64](s, n/64, l.pad())
	}
	l.state, l.due = carve[uint32](s, n, chunkSites), carve[uint8](s, n, chunkSites)
}

// slabBytes is the size of the slab for tissue of that size.
func slabBytes(s tissue.Spec) int {
	var sum slab
	latticeOf(s).layOut(&sum)
	return sum.used
}

// Bytes estimates, before anything is made, the memory that a World in tissue of that
// size holds beside the tissue [bytes]: packed state and exits of the walls.
func Bytes(s tissue.Spec) int64 {
	sites := s.Width * s.Height * s.Depth
	return int64(slabBytes(s)) + int64(sites)/wallsOneIn*exitBytes + fixedBytes
}

const (
	// wallsOneIn is the rarity of wall sites in the densest tissue.
	wallsOneIn = 4
	exitBytes  = 2
	// fixedBytes is for what does not depend on the size: blood, tables, workers.
	fixedBytes = 4 << 20
)

func (l *lattice) bitsets() []*[]uint64 {
	return []*[]uint64{&l.full, &l.blocked, &l.niche, &l.gait[0], &l.gait[1], &l.near[0], &l.near[1], &l.moved[0], &l.moved[1]}
}

// pad is the number of words beyond either end of a bitset that the neighbors of a
// chunk may lie in: a plane of a volume, a row of a slice.
func (l *lattice) pad() int {
	if l.nz > 1 {
		return l.nx*l.ny/64 + chunkWords
	}
	return roundUp(l.nx/64, chunkWords) + chunkWords
}

// takeTissue copies obstacles and exits of t, whose rows may be shorter.
func (l *lattice) takeTissue(t *tissue.Tissue) {
	for w := range l.blocked {
		l.blocked[w], l.full[w] = ^uint64(0), ^uint64(0)
	}
	distances := t.Distances()
	for z := range t.Spec.Depth {
		for y := range t.Spec.Height {
			from := (z*t.Spec.Height + y) * t.Spec.Width
			l.takeRow((z*l.ny+y)*l.nx, t.Class[from:from+t.Spec.Width], distances[from:from+t.Spec.Width])
		}
	}
	l.exits = newWallTable(l, t)
}

// takeRow sets the sites of a row that begins with site first.
func (l *lattice) takeRow(first int, class []tissue.Class, distance []uint8) {
	for x, c := range class {
		switch c {
		case tissue.Free:
			l.takeFree(first+x, distance[x])
		case tissue.Fat, tissue.Sinusoid, tissue.Arteriole:
			if l.soft != nil {
				setBit(l.soft, first+x)
			}
		}
	}
}

// takeFree opens site i, which is so many steps from the nearest wall.
func (l *lattice) takeFree(i int, distance uint8) {
	clearBit(l.blocked, i)
	clearBit(l.full, i)
	code := distance % 3
	if distance == 0 {
		code = 3
	}
	l.near[0][i>>6] |= uint64(code&1) << (i & 63)
	l.near[1][i>>6] |= uint64(code>>1) << (i & 63)
}

// walls is the word of free sites next to a sinusoid, through which cells leave.
func (l *lattice) walls(w int) uint64 { return l.near[0][w] & l.near[1][w] }

func (l *lattice) isWall(i int) bool { return l.walls(i>>6)>>(i&63)&1 != 0 }

// nearness is the number of steps from site i to the nearest wall, modulo 3.
func (l *lattice) nearness(i int) int {
	code := int(l.near[0][i>>6]>>(i&63)&1 | l.near[1][i>>6]>>(i&63)&1<<1)
	return code % 3
}

// climb is the change in steps to the nearest wall from free site i to its free
// neighbor j, modulo 3: 0 none, 1 farther away, 2 nearer.
func (l *lattice) climb(i, j int) int { return (l.nearness(j) - l.nearness(i) + 3) % 3 }

const (
	farther = 1
	nearer  = 2
)

func (l *lattice) sites() int { return len(l.state) }

// bytes is the memory that the lattice holds.
func (l *lattice) bytes() int64 { return int64(l.slab.used) + l.exits.bytes() }

// cells is the word of living cells of word w.
func (l *lattice) cells(w int) uint64 { return l.full[w] &^ l.blocked[w] }

// cellsIn yields the sites of the cells of words from to to-1, in ascending order.
func (l *lattice) cellsIn(from, to int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for w := from; w < to; w++ {
			for x := l.cells(w); x != 0; x &= x - 1 {
				if !yield(w<<6 + lowest(x)) {
					return
				}
			}
		}
	}
}

func bit(b []uint64, i int) bool { return b[i>>6]>>(i&63)&1 != 0 }
func setBit(b []uint64, i int)   { b[i>>6] |= 1 << (i & 63) }
func clearBit(b []uint64, i int) { b[i>>6] &^= 1 << (i & 63) }
func lowest(x uint64) (n int)    { return bits.TrailingZeros64(x) }
func population(b []uint64) (n int) {
	for _, x := range b {
		n += bits.OnesCount64(x)
	}
	return n
}

// nearestWall is the wall site that is the fewest steps from site i, or where the way
// ends if none can be reached.
func (l *lattice) nearestWall(i int) int {
	for !l.isWall(i) {
		next := i
		for _, o := range l.offsets {
			if !bit(l.blocked, i+o) && l.climb(i, i+o) == nearer {
				next = i + o
				break
			}
		}
		if next == i {
			break
		}
		i = next
	}
	return i
}

// carry moves the cell of site i to the free site j with its due time.
func (l *lattice) carry(i, j int) {
	l.state[j], l.due[j] = l.state[i], l.due[i]
	l.state[i] = 0
	clearBit(l.full, i)
	setBit(l.full, j)
	l.setGait(j, l.gaitAt(i))
	if l.who != nil {
		l.who[i], l.who[j] = 0, l.who[i]
	}
}

func (l *lattice) gaitAt(i int) gait {
	return gait(l.gait[0][i>>6]>>(i&63)&1 | l.gait[1][i>>6]>>(i&63)&1<<1)
}

func (l *lattice) setGait(i int, g gait) {
	b := uint64(1) << (i & 63)
	l.gait[0][i>>6] = l.gait[0][i>>6]&^b | uint64(g&1)<<(i&63)
	l.gait[1][i>>6] = l.gait[1][i>>6]&^b | uint64(g>>1)<<(i&63)
}

// exchange lets the cells of sites i and j change places.
func (l *lattice) exchange(i, j int) {
	l.state[i], l.state[j] = l.state[j], l.state[i]
	l.due[i], l.due[j] = l.due[j], l.due[i]
	for n := range l.gait {
		g := l.gait[n]
		differ := (g[i>>6]>>(i&63) ^ g[j>>6]>>(j&63)) & 1
		g[i>>6] ^= differ << (i & 63)
		g[j>>6] ^= differ << (j & 63)
	}
	if l.who != nil {
		l.who[i], l.who[j] = l.who[j], l.who[i]
	}
}

// remove empties site i.
func (l *lattice) remove(i int) {
	l.state[i] = 0
	clearBit(l.full, i)
}

// pastObstacles is how many soft sites in a row a push can go past in a slice.
const pastObstacles = 8

// toward is the site that a push from site i in direction d comes to: the neighbor
// or, in a slice, the site behind the fat or vessel there.
func (l *lattice) toward(i, d int) int {
	j := i + l.offsets[d]
	if l.soft != nil {
		for n := 0; n < pastObstacles && bit(l.soft, j); n++ {
			j += l.offsets[d]
		}
	}
	return j
}
