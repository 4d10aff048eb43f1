package sim

import (
	"runtime"
	"unsafe"
)

// A slab is memory for the arrays of one lattice, outside the garbage collector's
// heap where the system allows: gigabytes of packed state that hold no pointers, keep
// their address and are touched page by page only when they are filled.
type slab struct{ mapped [][]byte }

// newSlab returns an empty slab that gives its memory back when owner is collected.
func newSlab(owner *lattice) *slab {
	s := &slab{}
	runtime.AddCleanup(owner, func(s *slab) { s.free() }, s)
	return s
}

func (s *slab) free() {
	for _, b := range s.mapped {
		unmap(b)
	}
}

// carve returns n zeroed elements with pad more on either side, which may be read and
// are zero. Elements hold no pointers.
func carve[T uint8 | uint16 | uint32 | uint64](s *slab, n, pad int) []T {
	var t T
	b := mapZeroed((n + 2*pad) * int(unsafe.Sizeof(t)))
	s.mapped = append(s.mapped, b)
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), n+2*pad)[pad : pad+n : pad+n]
}
