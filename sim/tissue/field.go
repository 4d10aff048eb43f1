package tissue

import "math/bits"

// A field is a set of sites, one bit a site. Each row begins with a new word, so that
// 64 neighbors along x take a step at once.
type field struct {
	w, h, d int
	row     int // words a row
	bits    []uint64
}

func newField(w, h, d int) *field {
	row := (w + 63) / 64
	return &field{w: w, h: h, d: d, row: row, bits: make([]uint64, row*h*d)}
}

// set adds a site.
func (f *field) set(x, y, z int) { f.bits[f.word(y, z)+x>>6] |= 1 << (x & 63) }

// has reports whether a site is in the set.
func (f *field) has(x, y, z int) bool { return f.bits[f.word(y, z)+x>>6]>>(x&63)&1 != 0 }

// word is the index of the first word of a row.
func (f *field) word(y, z int) int { return (z*f.h + y) * f.row }

func (f *field) count() (n int) {
	for _, b := range f.bits {
		n += bits.OnesCount64(b)
	}
	return n
}

// of returns the set of sites of a class.
func (c *canvas) of(class Class) *field {
	f := newField(c.w, c.h, c.d)
	c.slabs(func(z0, z1 int) {
		for r := z0 * c.h; r < z1*c.h; r++ {
			words := f.bits[r*f.row:][:f.row]
			for x, k := range c.class[r*c.w:][:c.w] {
				if k == class {
					words[x>>6] |= 1 << (x & 63)
				}
			}
		}
	})
	return f
}

// flood adds to f all sites of room that are connected with it. Border sites are
// never in room, so that no row is without its neighbors. It sweeps up and down
// through the rows until nothing is added.
func (f *field) flood(room *field) {
	rows := f.h * f.d
	for grown := true; grown; {
		grown = false
		for r := range rows {
			grown = f.flow(room, r) || grown
		}
		for r := rows - 1; r >= 0; r-- {
			grown = f.flow(room, r) || grown
		}
	}
}

// flow adds to row r what is connected with it by one step from a neighboring row
// and any steps along x. It reports whether that was anything.
func (f *field) flow(room *field, r int) bool {
	at, slice := r*f.row, f.row*f.h
	grown := false
	var carry uint64
	for i := at; i < at+f.row; i++ {
		if room.bits[i] == f.bits[i] {
			carry = f.bits[i] >> 63
			continue
		}
		b := f.bits[i] | carry | f.beside(i, f.row) | f.beside(i, slice)
		b = fillUp(b&room.bits[i], room.bits[i])
		grown = grown || b != f.bits[i]
		f.bits[i], carry = b, b>>63
	}
	carry = 0
	for i := at + f.row - 1; i >= at; i-- {
		if b := fillDown((f.bits[i]|carry)&room.bits[i], room.bits[i]); b != f.bits[i] {
			f.bits[i], grown = b, true
		}
		carry = f.bits[i] << 63
	}
	return grown
}

// beside is what lies one step before and behind word i.
func (f *field) beside(i, step int) (b uint64) {
	if i >= step {
		b = f.bits[i-step]
	}
	if i+step < len(f.bits) {
		b |= f.bits[i+step]
	}
	return b
}

// fillUp spreads the bits of b upward through those of room; b is part of room.
func fillUp(b, room uint64) uint64 {
	// Adding b to room carries each lowest bit of b to the end of its run; the bits
	// that changed or were passed are those between.
	return room&(room^(room+b)) | b
}

// fillDown spreads the bits of b downward through those of room.
func fillDown(b, room uint64) uint64 {
	return bits.Reverse64(fillUp(bits.Reverse64(b), bits.Reverse64(room)))
}

// grow returns the sites of room that are one step from f and not in f, within the
// slices [z0, z1), as words of those slices.
func (f *field) grow(room *field, i int) uint64 {
	left := room.bits[i] &^ f.bits[i]
	if left == 0 {
		return 0
	}
	b := f.bits[i]<<1 | f.bits[i]>>1 | f.beside(i, f.row) | f.beside(i, f.row*f.h)
	if i%f.row > 0 {
		b |= f.bits[i-1] >> 63
	}
	if i%f.row < f.row-1 {
		b |= f.bits[i+1] << 63
	}
	return b & left
}
