package tissue

import "math/bits"

// prune turns every free site into fat that is not in the largest connected part
// with an exit, and returns how many that were.
func (c *canvas) prune() (pruned int) {
	free := c.of(Free)
	best := c.largest(free)
	gone := make([]int, (c.d+slabHeight-1)/slabHeight)
	c.slabs(func(z0, z1 int) {
		for i := free.word(0, z0); i < free.word(0, z1); i++ {
			for b := free.bits[i] &^ best.bits[i]; b != 0; b &= b - 1 {
				c.class[c.site(free, i, b)] = Fat
				gone[z0/slabHeight]++
			}
		}
	})
	for _, n := range gone {
		pruned += n
	}
	return pruned
}

// site is the site of the lowest bit of b, which is word i of a field.
func (c *canvas) site(f *field, i int, b uint64) int {
	return i/f.row*c.w + i%f.row*64 + bits.TrailingZeros64(b)
}

// seeds is how many places are tried to find the largest part. A part that holds
// half of the marrow is missed with a chance of 2^-24 and less.
const seeds = 24

// largest returns the largest connected part of the free sites that has an exit.
// It floods from random exits until a part is known to be the largest.
func (c *canvas) largest(free *field) *field {
	best, most := newField(c.w, c.h, c.d), 0
	if c.flat() {
		return c.largestSlice(best)
	}
	left := free.count()
	tried := newField(c.w, c.h, c.d)
	s := newStream(c.seed, forParts, 0)
	for range seeds {
		i := c.someExit(&s, tried)
		if i < 0 || most >= left {
			break
		}
		part := newField(c.w, c.h, c.d)
		part.set(i%c.w, i/c.w%c.h, i/(c.w*c.h))
		part.flood(free)
		n := part.count()
		left -= n
		for k, b := range part.bits {
			tried.bits[k] |= b
		}
		if n > most {
			best, most = part, n
		}
	}
	return best
}

// someExit returns a random free site beside a sinusoid that is not in the set
// tried, or -1 if there seems to be none.
func (c *canvas) someExit(s *stream, tried *field) int {
	n := uint64(len(c.class))
	for range 200 {
		from := int(s.uint64() % n)
		for i := from; i < min(from+4096, len(c.class)); i++ {
			if c.class[i] == Free && c.beside(i) != 0 && !tried.has(i%c.w, i/c.w%c.h, i/(c.w*c.h)) {
				return i
			}
		}
	}
	return -1
}

// largestSlice is largest for a slice, where every part is looked at.
func (c *canvas) largestSlice(best *field) *field {
	m := newMender(c)
	m.divide()
	exit := make([]bool, len(m.sizes))
	for i, p := range m.part {
		if p != noPart && !exit[p] {
			exit[p] = c.beside(i) != 0
		}
	}
	keep := noPart
	for p, n := range m.sizes {
		if exit[p] && (keep == noPart || n > m.sizes[keep]) {
			keep = int32(p)
		}
	}
	for i, p := range m.part {
		if p != noPart && p == keep {
			best.set(i%c.w, i/c.w, 0)
		}
	}
	return best
}

// beside returns the exit of a sinusoid next to free site i, or 0.
func (c *canvas) beside(i int) uint16 {
	area := c.w * c.h
	for _, j := range [6]int{i - 1, i + 1, i - c.w, i + c.w, i - area, i + area} {
		if j >= 0 && j < len(c.class) && c.class[j] == Sinusoid && c.tree[j] != 0 {
			return c.tree[j]
		}
	}
	return 0
}

// count returns how many sites are of a class.
func (c *canvas) count(class Class) int {
	counts := make([]int, (c.d+slabHeight-1)/slabHeight)
	c.slabs(func(z0, z1 int) {
		n := 0
		for _, k := range c.class[c.index(0, 0, z0):c.index(0, 0, z1)] {
			if k == class {
				n++
			}
		}
		counts[z0/slabHeight] = n
	})
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// distances writes for each free site the steps to the nearest one with an exit.
func (c *canvas) distances(exit []uint16, distance []uint8) {
	const far = 255
	free := c.of(Free)
	reached, next := newField(c.w, c.h, c.d), newField(c.w, c.h, c.d)
	c.slabs(func(z0, z1 int) {
		for i := c.index(0, 0, z0); i < c.index(0, 0, z1); i++ {
			distance[i] = far
			if exit[i] != 0 {
				distance[i] = 0
				reached.set(i%c.w, i/c.w%c.h, i/(c.w*c.h))
			}
		}
	})
	for d := uint8(1); d < far; d++ {
		if !c.advance(free, reached, next, distance, d) {
			return
		}
	}
}

// advance takes all sites one step from those reached, writes their distance, and
// reports whether there were any.
func (c *canvas) advance(free, reached, next *field, distance []uint8, d uint8) bool {
	some := make([]bool, (c.d+slabHeight-1)/slabHeight)
	c.slabs(func(z0, z1 int) {
		for i := free.word(0, z0); i < free.word(0, z1); i++ {
			next.bits[i] = reached.grow(free, i)
			for b := next.bits[i]; b != 0; b &= b - 1 {
				distance[c.site(free, i, b)] = d
				some[z0/slabHeight] = true
			}
		}
	})
	any := false
	c.slabs(func(z0, z1 int) {
		for i := free.word(0, z0); i < free.word(0, z1); i++ {
			reached.bits[i] |= next.bits[i]
		}
	})
	for _, s := range some {
		any = any || s
	}
	return any
}

// exits writes the exit number of each free site beside a sinusoid. Exit may be the
// canvas's own tree: what is read there belongs to sinusoids, what is written to
// free sites.
func (c *canvas) exits(exit []uint16) {
	c.slabs(func(z0, z1 int) {
		for i := c.index(0, 0, z0); i < c.index(0, 0, z1); i++ {
			if c.class[i] == Free {
				exit[i] = c.beside(i)
			}
		}
	})
}

// niches writes what kind of niche each free site offers: next to a sinusoid, else
// next to an arteriole, else next to bone.
func (c *canvas) niches(exit []uint16, niche []Niche) {
	area := c.w * c.h
	near := []int{-1, 1, -c.w, c.w, -area, area}
	if c.flat() {
		near = near[:4]
	}
	c.slabs(func(z0, z1 int) {
		for i := c.index(0, 0, z0); i < c.index(0, 0, z1); i++ {
			if c.class[i] != Free {
				continue
			}
			if exit[i] != 0 {
				niche[i] = Perisinusoidal
				continue
			}
			for _, d := range near {
				switch c.class[i+d] {
				case Arteriole:
					niche[i] = Arteriolar
				case Bone:
					if niche[i] == NoNiche {
						niche[i] = Endosteal
					}
				}
			}
		}
	})
}
