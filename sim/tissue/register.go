package tissue

import "math/bits"

// A register keeps a number for each of some sites: one bit for every site and two
// bytes for those that have a number.
type register struct {
	has    []uint64 // one bit a site
	before []uint32 // sites with a number before each block of blockSites
	number []uint16 // in the order of the sites
}

// A block is what is counted through to find a number.
const (
	blockWords = 8
	blockSites = 64 * blockWords
)

// newRegister returns a register of so many sites, of which none has a number.
func newRegister(sites int) register { return register{has: make([]uint64, (sites+63)/64)} }

// set says that site i has a number; fill gives it.
func (r *register) set(i int) { r.has[i>>6] |= 1 << (i & 63) }

// blocks is the number of blocks.
func (r *register) blocks() int { return (len(r.has) + blockWords - 1) / blockWords }

// index makes room for the numbers of all sites that are set.
func (r *register) index() {
	r.before = make([]uint32, r.blocks())
	n := 0
	for w, b := range r.has {
		if w%blockWords == 0 {
			r.before[w/blockWords] = uint32(n)
		}
		n += bits.OnesCount64(b)
	}
	r.number = make([]uint16, n)
}

// fill asks for the numbers of the sites in the blocks [from, to).
func (r *register) fill(from, to int, number func(i int) uint16) {
	if from >= to {
		return
	}
	n := r.before[from]
	for w := from * blockWords; w < min(to*blockWords, len(r.has)); w++ {
		for b := r.has[w]; b != 0; b &= b - 1 {
			r.number[n] = number(w<<6 + bits.TrailingZeros64(b))
			n++
		}
	}
}

// at returns the number of site i, or 0.
func (r *register) at(i int) uint16 {
	w := i >> 6
	if r.has[w]>>(i&63)&1 == 0 {
		return 0
	}
	n := int(r.before[w/blockWords])
	for _, b := range r.has[w/blockWords*blockWords : w] {
		n += bits.OnesCount64(b)
	}
	return r.number[n+bits.OnesCount64(r.has[w]&(1<<(i&63)-1))]
}
