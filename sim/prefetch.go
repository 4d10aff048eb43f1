package sim

import "unsafe"

// streams are the bitsets that a sweep reads along, for prefetching. The lattices of a
// volume are read in too many short rows for the processor to guess what comes next:
// asking for the same chunk of the next plane makes the fast kernel twice as fast.
// Those of which the sweep also reads the neighbors are asked for one plane earlier.
type streams [8]unsafe.Pointer

func (l *lattice) streams(moved, ahead []uint64) (s streams) {
	for n, b := range [len(s)][]uint64{l.full, l.near[0], l.near[1], l.blocked, l.gait[0], l.gait[1], moved, ahead} {
		s[n] = unsafe.Pointer(unsafe.SliceData(b))
		if n < 3 {
			s[n] = unsafe.Add(s[n], l.planeAhead()*8)
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
	prefetchLines(unsafe.Add(unsafe.Pointer(unsafe.SliceData(l.state)), w*64*4), chunkSites*4/64)
	prefetchLines(unsafe.Add(unsafe.Pointer(unsafe.SliceData(l.due)), w*64), chunkSites/64)
	if chunk := w / chunkWords; chunk < len(l.exits.before) {
		prefetchLines(unsafe.Add(unsafe.Pointer(unsafe.SliceData(l.exits.exit)), l.exits.before[chunk]*2), 1)
	}
}
