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

// clear takes a site out.
func (f *field) clear(x, y, z int) { f.bits[f.word(y, z)+x>>6] &^= 1 << (x & 63) }

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

// remove takes the sites of g out of f and returns how many g has.
func (f *field) remove(g *field) (n int) {
	for i, b := range g.bits {
		f.bits[i] &^= b
		n += bits.OnesCount64(b)
	}
	return n
}

// pack adds the sites to words that hold one bit a site without gaps between rows.
func (f *field) pack(words []uint64) {
	for r := range f.h * f.d {
		for k, b := range f.bits[r*f.row:][:f.row] {
			at := r*f.w + k<<6
			if b != 0 {
				words[at>>6] |= b << (at & 63)
			}
			if over := b >> 1 >> (63 - at&63); over != 0 {
				words[at>>6+1] |= over
			}
		}
	}
}

// field returns an empty field, one that was given back if there is any.
func (c *canvas) field() *field {
	n := len(c.spare)
	if n == 0 {
		return newField(c.w, c.h, c.d)
	}
	f := c.spare[n-1]
	c.spare = c.spare[:n-1]
	clear(f.bits)
	return f
}

// release gives fields back that nobody uses any more.
func (c *canvas) release(f ...*field) { c.spare = append(c.spare, f...) }

// of returns the set of sites of a class.
func (c *canvas) of(class Class) *field {
	f := c.field()
	c.slabs(func(z0, z1 int) {
		for r := z0 * c.h; r < z1*c.h; r++ {
			mark(f.bits[r*f.row:][:f.row], c.class[r*c.w:][:c.w], class)
		}
	})
	return f
}

// mark sets the bits of the sites that are of a class.
func mark(words []uint64, sites []Class, class Class) {
	x := 0
	for ; x+8 <= len(sites); x += 8 {
		words[x>>6] |= eight(sites[x:], class) << (x & 63)
	}
	for ; x < len(sites); x++ {
		if sites[x] == class {
			words[x>>6] |= 1 << (x & 63)
		}
	}
}

// eight tells with one bit each which of the first 8 sites are of a class.
func eight(k []Class, class Class) uint64 {
	const ones, tops, gather = 0x0101010101010101, 0x8080808080808080, 0x0102040810204080
	_ = k[7]
	v := uint64(k[0]) | uint64(k[1])<<8 | uint64(k[2])<<16 | uint64(k[3])<<24 |
		uint64(k[4])<<32 | uint64(k[5])<<40 | uint64(k[6])<<48 | uint64(k[7])<<56
	// A byte of v is now 0 where the class is met and small elsewhere, so only there
	// does the difference keep its top bit.
	v ^= ones * uint64(class)
	return (tops - v) & tops >> 7 * gather >> 56
}

// touching puts the sites of room that are one step from f, and not in f, into a field.
func (c *canvas) touching(f, room, into *field) {
	c.slabs(func(z0, z1 int) {
		for i := f.word(0, z0); i < f.word(0, z1); i++ {
			into.bits[i] = f.grow(room, i)
		}
	})
}

// flood adds to f all sites of room that are connected with it. It sweeps up and down
// through the rows that may grow: at first all, then the neighbors of those that have
// grown.
func (f *field) flood(room *field) {
	rows := f.h * f.d
	waits := make([]bool, rows) // rows to look at
	for r := range waits {
		waits[r] = true
	}
	for grown := true; grown; {
		grown = false
		for r := range rows {
			grown = f.look(room, waits, r) || grown
		}
		for r := rows - 1; r >= 0; r-- {
			grown = f.look(room, waits, r) || grown
		}
	}
}

// look lets row r grow if it waits, and then its neighbors wait. It reports whether
// the row has grown.
func (f *field) look(room *field, waits []bool, r int) bool {
	if !waits[r] {
		return false
	}
	waits[r] = false
	if !f.flow(room, r) {
		return false
	}
	for _, q := range [4]int{r - 1, r + 1, r - f.h, r + f.h} {
		if q >= 0 && q < len(waits) {
			waits[q] = true
		}
	}
	return true
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
		if room.bits[i] == f.bits[i] {
			carry = f.bits[i] << 63
			continue
		}
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
	// What has room on its way goes down by 1, 2, 4 ... sites.
	for n := 1; n < 64; n *= 2 {
		b |= room & (b >> n)
		room &= room >> n
	}
	return b
}

// grow returns the sites in word i of room that are one step from f and not in f.
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
