package sim

import (
	"math/bits"

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
type lattice struct {
	nx, ny, nz int
	offsets    []int // to the neighbors: -x +x -y +y, in a volume also -z +z

	state []uint32 // a [cell]; 0 where none is
	due   []uint8  // low byte of the tick at which the running phase ends; stale where no cell is

	full    []uint64 // bit: a cell or an obstacle is here
	blocked []uint64 // bit: obstacle
	exit    []uint64 // bit: free site next to a sinusoid
	niche   []uint64 // bit: stem-cell niche site in use
	soft    []uint64 // bit: fat or vessel, in a slice only: a push can go past it, above or below the plane
	fast    []uint64 // bit: the cell here is of a fast kind; stale where no cell is
	moved   [2][]uint64

	exitNumber []uint16 // where a cell that leaves here is booked; 0 none
	distance   []uint8  // steps to the nearest exit site
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }

func newLattice(t *tissue.Tissue) *lattice {
	l := &lattice{nx: roundUp(t.Spec.Width, 64), ny: roundUp(t.Spec.Height, 16), nz: t.Spec.Depth}
	l.offsets = []int{-1, 1, -l.nx, l.nx}
	if l.nz > 1 {
		l.offsets = append(l.offsets, -l.nx*l.ny, l.nx*l.ny)
	}
	n := l.nx * l.ny * l.nz
	l.state, l.due = make([]uint32, n), make([]uint8, n)
	l.exitNumber, l.distance = make([]uint16, n), make([]uint8, n)
	for _, b := range []*[]uint64{&l.full, &l.blocked, &l.exit, &l.niche, &l.fast, &l.moved[0], &l.moved[1]} {
		*b = make([]uint64, n/64)
	}
	if l.nz == 1 {
		l.soft = make([]uint64, n/64)
	}
	l.takeTissue(t)
	return l
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
			to := (z*l.ny + y) * l.nx
			for x := range t.Spec.Width {
				l.takeSite(to+x, t, from+x, distances[from+x])
			}
		}
	}
}

func (l *lattice) takeSite(i int, t *tissue.Tissue, from int, distance uint8) {
	switch t.Class[from] {
	case tissue.Free:
	case tissue.Fat, tissue.Sinusoid, tissue.Arteriole:
		if l.soft != nil {
			setBit(l.soft, i)
		}
		return
	default:
		return
	}
	clearBit(l.blocked, i)
	clearBit(l.full, i)
	l.exitNumber[i], l.distance[i] = t.ExitOf(from), distance
	if l.exitNumber[i] != 0 {
		setBit(l.exit, i)
	}
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

func (l *lattice) sites() int { return len(l.state) }

// bytes is the memory that the lattice holds.
func (l *lattice) bytes() int64 {
	return int64(len(l.state))*4 + int64(len(l.due)) + int64(len(l.exitNumber))*2 + int64(len(l.distance)) +
		int64(len(l.full))*8*7
}

// cells is the word of living cells of word w.
func (l *lattice) cells(w int) uint64 { return l.full[w] &^ l.blocked[w] }

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

// nearestWall is the free site next to a sinusoid that is the fewest steps from site
// i, or where the way ends if no sinusoid can be reached.
func (l *lattice) nearestWall(i int) int {
	for l.distance[i] > 0 {
		next := i
		for _, o := range l.offsets {
			if !bit(l.blocked, i+o) && l.distance[i+o] < l.distance[next] {
				next = i + o
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
	l.setFast(j, bit(l.fast, i))
}

func (l *lattice) setFast(i int, fast bool) {
	if fast {
		setBit(l.fast, i)
	} else {
		clearBit(l.fast, i)
	}
}

// exchange lets the cells of sites i and j change places.
func (l *lattice) exchange(i, j int) {
	l.state[i], l.state[j] = l.state[j], l.state[i]
	l.due[i], l.due[j] = l.due[j], l.due[i]
	fi, fj := bit(l.fast, i), bit(l.fast, j)
	l.setFast(i, fj)
	l.setFast(j, fi)
}

// remove empties site i.
func (l *lattice) remove(i int) {
	l.state[i] = 0
	clearBit(l.full, i)
}
