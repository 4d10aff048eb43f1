package tissue

import "math/bits"

// prune turns every free site into fat that is not in the largest connected part
// with an exit, and returns how many that were.
func (c *canvas) prune() (pruned int) {
	free := c.of(Free)
	if c.flat() {
		c.keepLargestInSlice(free)
	} else {
		pruned = c.keepLargest(free)
	}
	pruned += c.fatten(free)
	c.release(free)
	return pruned
}

// fatten turns sites into fat and returns how many they are.
func (c *canvas) fatten(f *field) int {
	c.each(f, func(i int) { c.class[i] = Fat })
	return f.count()
}

// each calls do with the sites of a field, for several slabs at a time.
func (c *canvas) each(f *field, do func(i int)) {
	c.slabs(func(z0, z1 int) {
		for i := f.word(0, z0); i < f.word(0, z1); i++ {
			for b := f.bits[i]; b != 0; b &= b - 1 {
				do(i/f.row*c.w + i%f.row*64 + bits.TrailingZeros64(b))
			}
		}
	})
}

// seeds is how many places are tried to find the largest part. A part that holds
// half of the marrow is missed with a chance of 2^-24 and less.
const seeds = 24

// keepLargest takes the largest connected part with an exit out of the free sites, and
// turns smaller parts that it meets into fat, whose sites it returns. It floods from
// random exits until a part is known to be the largest.
func (c *canvas) keepLargest(free *field) (pruned int) {
	best, most := c.field(), 0
	left := free.count()
	s := newStream(c.seed, forParts, 0)
	for range seeds {
		i := c.someExit(&s, free)
		if i < 0 || most >= left {
			break
		}
		part := c.field()
		part.set(i%c.w, i/c.w%c.h, i/(c.w*c.h))
		part.flood(free)
		n := free.remove(part)
		left -= n
		if n > most {
			best, part, most = part, best, n
		}
		pruned += c.fatten(part)
		c.release(part)
	}
	c.release(best)
	return pruned
}

// someExit returns a random one of the free sites beside a sinusoid, or -1 if there
// seems to be none.
func (c *canvas) someExit(s *stream, free *field) int {
	n := uint64(len(c.class))
	for range 200 {
		from := int(s.uint64() % n)
		for i := from; i < min(from+4096, len(c.class)); i++ {
			if free.has(i%c.w, i/c.w%c.h, i/(c.w*c.h)) && c.beside(i) != 0 {
				return i
			}
		}
	}
	return -1
}

// keepLargestInSlice is keepLargest for a slice, where every part is looked at.
func (c *canvas) keepLargestInSlice(free *field) {
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
			free.clear(i%c.w, i/c.w, 0)
		}
	}
}

// beside returns the exit of a sinusoid next to free site i, or 0.
func (c *canvas) beside(i int) uint16 {
	area := c.w * c.h
	for _, j := range [6]int{i - 1, i + 1, i - c.w, i + c.w, i - area, i + area} {
		if j >= 0 && j < len(c.class) && c.class[j] == Sinusoid {
			return c.drain(j)
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
