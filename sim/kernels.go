package sim

import (
	"fmt"
	"slices"
	"strings"
)

// A kernel is one way to work through a chunk. All give the same result, bit for bit.
type kernel struct {
	name  string
	chunk func(k *worker, w int) // of the chunk that begins at word w
}

// kernels lists what this program and this machine can run, slowest first.
func kernels() []kernel {
	return append([]kernel{
		{"reference", (*worker).plainChunk},
		{"fast", (*worker).maskedChunk},
	}, simdKernels()...)
}

// Kernels returns the names of the tick kernels that this program and this machine
// can run, slowest first: "reference", the meaning of a tick in plain code; "fast",
// the same a word of 64 sites at a time; and, in programs built with
// GOEXPERIMENT=simd, on processors with AVX-512, "simd", 512 sites at a time.
func Kernels() (names []string) {
	for _, k := range kernels() {
		names = append(names, k.name)
	}
	return names
}

// CheckKernel refuses a name that is none of [Kernels].
func CheckKernel(name string) error {
	if have := Kernels(); !slices.Contains(have, name) {
		return fmt.Errorf("no kernel %q in this program on this machine, only %s", name, strings.Join(have, ", "))
	}
	return nil
}

// fastest is the kernel that worlds get that don't ask for one.
func fastest() kernel {
	all := kernels()
	return all[len(all)-1]
}

// kernelOf is the kernel of that name, which must be one of [Kernels].
func kernelOf(name string) kernel {
	all := kernels()
	return all[slices.IndexFunc(all, func(k kernel) bool { return k.name == name })]
}

// sweep works through the chunks of a tile, plane by plane. Chunks without free sites
// are skipped.
func (k *worker) sweep(t tile, kernel kernel) {
	l := k.patch.lattice
	k.tile = t
	ahead := l.planeAhead()
	for z := t.z0; z < t.z1; z++ {
		first := (z*l.ny + t.y0) * l.nx / 64
		last := (z*l.ny + t.y1) * l.nx / 64
		for w := first; w < last; w += chunkWords {
			if solid(lineOf(l.blocked, w)) {
				continue
			}
			k.prefetchChunk(w + ahead)
			*lineOf(k.ahead, w) = line{}
			kernel.chunk(k, w)
		}
	}
}

// solid says whether all sites of a chunk are obstacles.
func solid(b *line) bool {
	return b[0]&b[1]&b[2]&b[3]&b[4]&b[5]&b[6]&b[7] == ^uint64(0)
}
