package sim

import (
	"runtime"
	"unsafe"
)

// A slab is memory for the arrays of one lattice, outside the garbage collector's
// heap where the system allows: gigabytes of packed state that hold no pointers, keep
// their address and are touched page by page only when they are filled.
//
// It is one piece of memory: each array by itself would be rounded up to huge pages, and
// would begin at the same place of a page as all others, where they drive each other
// out of the cache. A slab without memory only adds up what is carved from it.
type slab struct {
	memory []byte
	used   int
}

// newSlab returns a slab that gives its memory back when owner is collected.
func newSlab(owner *lattice, size int) *slab {
	s := &slab{memory: mapZeroed(size)}
	runtime.AddCleanup(owner, unmap, s.memory)
	return s
}

// cacheLine is what the processor reads at a time [bytes].
const cacheLine = 64

// carve returns n zeroed elements with pad more on either side, which may be read and
// are zero, or nil from a slab without memory. Elements hold no pointers.
func carve[T uint8 | uint32 | uint64](s *slab, n, pad int) []T {
	var t T
	from := s.used
	s.used += roundUp((n+2*pad)*int(unsafe.Sizeof(t)), cacheLine)
	if s.memory == nil {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&s.memory[from])), n+2*pad)[pad : pad+n : pad+n]
}
