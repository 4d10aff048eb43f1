//go:build amd64 || arm64

package sim

// prefetchLines asks for n cache lines of 64 bytes from p on, which need not be
// memory of the program: it never changes a result.
//
//go:noescape
func prefetchLines(p uintptr, n int)

// prefetchEach asks for the line of word w of each bitset.
//
//go:noescape
func prefetchEach(s *streams, w int)
