package sim

// lay turns vacant sites near the cell c of site i into fibers.
func (k *worker) lay(i int, c cell, r *rate, bits uint64) {
	n := r.layAll
	if r.lay.hit(draw(bits, drawLay)) {
		n++
	}
	for q := range uint64(n) {
		u := draw(draw(bits, drawLaid), q)
		if j := k.vacantNear(i, u); j >= 0 {
			k.delta[r.lays].born++
			k.enter(j, c, r.lays, draw(u, drawLaidStay))
			setBit(k.moved, j)
			k.patch.witness.arrived(k, j)
		}
	}
}

// A cell lays its fibers within so many sites of it, along each axis, and looks at so many of
// them for a vacant one each time: what it gives off makes the cells around it lay fibers.
const (
	fiberReach = 10
	fiberTries = 8
)

// vacantNear is a vacant site near site i by random bits u that can be filled without
// closing a wall that cells leave through; -1 if none was found.
func (k *worker) vacantNear(i int, u uint64) int {
	l := k.patch.lattice
	x, y, z := l.coordinates(i)
	off := func(n uint64) int { return int(draw(u, n)>>32*(2*fiberReach+1)>>32) - fiberReach }
	for n := range uint64(fiberTries) {
		x, y, z := x+off(3*n), y+off(3*n+1), z
		if l.nz > 1 {
			z += off(3*n + 2)
		}
		if x < 0 || y < 0 || z < 0 || x >= l.nx || y >= l.ny || z >= l.nz {
			continue
		}
		if j := (z*l.ny+y)*l.nx + x; k.tile.reaches(l, j) && !bit(l.full, j) && !l.isWall(j) {
			return j
		}
	}
	return -1
}
