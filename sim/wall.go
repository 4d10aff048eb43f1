package sim

import (
	"math/bits"

	"marrow/sim/tissue"
)

// A wallTable says which exit each wall site drains to: one number for each wall in
// the order of their sites, which is the tissue's, and for each chunk how many walls
// come before it.
type wallTable struct {
	exit   []uint16
	before []uint32
}

func newWallTable(l *lattice, t *tissue.Tissue) wallTable {
	v := wallTable{exit: t.WallExit, before: make([]uint32, len(l.full)/chunkWords)}
	walls := uint32(0)
	for w := range l.full {
		if w%chunkWords == 0 {
			v.before[w/chunkWords] = walls
		}
		walls += uint32(bits.OnesCount64(l.walls(w)))
	}
	return v
}

func (v *wallTable) bytes() int64 { return int64(len(v.exit))*2 + int64(len(v.before))*4 }

// exitOf is the number of the exit that wall site i drains to; 0 for other sites.
func (l *lattice) exitOf(i int) int {
	if !l.isWall(i) {
		return 0
	}
	rank := int(l.exits.before[i/chunkSites])
	for w := i / chunkSites * chunkWords; w < i>>6; w++ {
		rank += bits.OnesCount64(l.walls(w))
	}
	rank += bits.OnesCount64(l.walls(i>>6) & (1<<(i&63) - 1))
	return int(l.exits.exit[rank])
}

// len is the number of wall sites.
func (v *wallTable) len() int { return len(v.exit) }

// besideWall says whether a neighbor of site i is a wall.
func (l *lattice) besideWall(i int) bool {
	for _, o := range l.offsets {
		if l.isWall(i + o) {
			return true
		}
	}
	return false
}

// inTissue is the number in t of site i.
func (l *lattice) inTissue(t *tissue.Tissue, i int) int {
	row := i / l.nx
	return (row/l.ny*t.Spec.Height+row%l.ny)*t.Spec.Width + i%l.nx
}
