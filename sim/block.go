package sim

import "math/bits"

// wantedPerBlock is the least number of renewing cells that a neighborhood must hold
// in health. With fewer the rule fails: a block that has lost its last cell cannot
// refill itself (measured: extinction within 30 days at half a cell per block).
const wantedPerBlock = 7

// blocks are the neighborhoods in which a renewing pool counts itself: boxes of
// 64x64 sites in a slice, 16x16x16 in a volume, made larger until they hold
// wantedPerBlock cells.
type blocks struct {
	shift   [3]uint // log2 of the edge in x, y, z
	across  [3]int  // blocks along x, y, z
	free    []int32 // free sites of each block
	allFree int
}

// newBlocks divides l for pools with at least density cells per free site.
func newBlocks(l *lattice, density float64) blocks {
	b := smallestBlocks(l)
	b.allFree = l.sites() - population(l.blocked)
	perSite := float64(b.allFree) / float64(l.sites())
	for axis := 0; ; axis = (axis + 1) % 3 {
		b.setAcross(l)
		sites := float64(int64(1) << (b.shift[0] + b.shift[1] + b.shift[2]))
		if float64(sites*perSite)*density >= wantedPerBlock || b.count() == 1 {
			break
		}
		if b.across[axis] > 1 {
			b.shift[axis]++
		}
	}
	b.countFree(l)
	return b
}

func smallestBlocks(l *lattice) blocks {
	if l.nz > 1 {
		return blocks{shift: [3]uint{4, 4, 4}}
	}
	return blocks{shift: [3]uint{6, 6, 0}}
}

func (b *blocks) setAcross(l *lattice) {
	for axis, n := range [3]int{l.nx, l.ny, l.nz} {
		edge := 1 << b.shift[axis]
		b.across[axis] = (n + edge - 1) / edge
	}
}

func (b *blocks) count() int { return b.across[0] * b.across[1] * b.across[2] }

// at is the block of the site at x, y, z.
func (b *blocks) at(x, y, z int) int {
	return ((z>>b.shift[2])*b.across[1]+y>>b.shift[1])*b.across[0] + x>>b.shift[0]
}

// of is the block of site i of l.
func (b *blocks) of(l *lattice, i int) int {
	row := i / l.nx
	return b.at(i%l.nx, row%l.ny, row/l.ny)
}

func (b *blocks) countFree(l *lattice) {
	b.free = make([]int32, b.count())
	edge := 1 << min(b.shift[0], 6)
	group := ^uint64(0) >> (64 - edge)
	for w := range l.blocked {
		x := ^l.blocked[w]
		for i := w << 6; x != 0; i += edge {
			b.free[b.of(l, i)] += int32(bits.OnesCount64(x & group))
			x = x >> (edge - 1) >> 1
		}
	}
}

// FullBlocks is the share of neighborhoods (64x64 sites of a slice, 16x16x16 of a
// volume) that are more than 95 % full. A marrow that jams shows it here months
// before its blood does.
func (w *World) FullBlocks() float64 {
	full, all := 0, 0
	for _, p := range w.patches {
		f, a := p.fullBlocks()
		full, all = full+f, all+a
	}
	return share(full, all)
}

func (p *Patch) fullBlocks() (full, all int) {
	l := p.lattice
	b := smallestBlocks(l)
	b.setAcross(l)
	b.countFree(l)
	cells := make([]int32, b.count())
	for i, s := range l.state {
		if s != 0 {
			cells[b.of(l, i)]++
		}
	}
	for i, free := range b.free {
		if free < 64 {
			continue // too small to tell
		}
		all++
		if float64(cells[i]) > float64(0.95*float64(free)) {
			full++
		}
	}
	return full, all
}
