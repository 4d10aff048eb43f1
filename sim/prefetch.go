package sim

import "unsafe"

// streams are the bitsets that a sweep reads along, for prefetching. The lattices of a
// volume are read in too many short rows for the processor to guess what comes next:
// asking for the same chunk of the next plane makes the fast kernel twice as fast.
// Those of which the sweep also reads the neighbors are asked for one plane earlier.
// They are bare addresses: some lie past the end of an array, where no pointer may.
type streams [8]uintptr

// address is where a begins.
func address[T uint8 | uint16 | uint32 | uint64](a []T) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(a)))
}

func (l *lattice) streams(moved, ahead []uint64) (s streams) {
	for n, b := range [len(s)][]uint64{l.full, l.near[0], l.near[1], l.blocked, l.gait[0], l.gait[1], moved, ahead} {
		s[n] = address(b)
		if n < 3 {
			s[n] += uintptr(l.planeAhead() * 8)
		}
	}
	return s
}

// planeAhead is how many words ahead of the sweep memory is asked for: a plane of a
// volume, the next rows of a slice.
func (l *lattice) planeAhead() int {
	if l.nz > 1 {
		return l.nx * l.ny / 64
	}
	return max(l.nx/64, chunkWords)
}

// prefetchChunk asks for what the sweep will read of the chunk that begins at word w.
func (k *worker) prefetchChunk(w int) {
	l := k.patch.lattice
	prefetchEach(&k.streams, w)
	prefetchLines(address(l.state)+uintptr(w*64*4), chunkSites*4/64)
	prefetchLines(address(l.due)+uintptr(w*64), chunkSites/64)
	if chunk := w / chunkWords; chunk < len(l.exits.before) {
		prefetchLines(address(l.exits.exit)+uintptr(l.exits.before[chunk])*2, 1)
	}
}
