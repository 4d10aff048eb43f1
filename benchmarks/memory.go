package benchmarks

import (
	"sync"
	"time"
)

// What one tick of the fast kernels moves, per site of the lattice [bytes]: each cache
// line of the state (4 bytes a site), of the due bytes (1) and of some ten bit sets
// (1/8 each) is read once, and about half of them are written back. Kernels that read
// more are farther from the bound, which is as it should be.
const (
	readPerSite    = 6.2
	writtenPerSite = 3.2
)

// bound is the speed [updates/s] at which the memory, moving so many bytes/s, would be
// all that holds a kernel up. Cells per site are those of the whole lattice, bone
// and all.
func bound(bandwidth, cellsPerSite float64) float64 {
	return bandwidth / (readPerSite + writtenPerSite) * cellsPerSite
}

// A memory measures the bandwidth of this machine's memory.
type memory struct{ words []uint64 }

const (
	memoryBytes  = 512 << 20 // much more than any cache
	memoryPasses = 2         // of one sample: about 20 ms
)

// newMemory takes n bytes and touches them all.
func newMemory(n int) *memory {
	m := &memory{words: make([]uint64, n/8)}
	increment(m.words)
	return m
}

// bandwidth reads, changes and writes back all words in place, as a tick does, and
// returns what was moved, both directions counted [bytes/s].
func (m *memory) bandwidth(threads int) float64 {
	start := time.Now()
	part := len(m.words) / threads
	for range memoryPasses {
		var others sync.WaitGroup
		for n := 1; n < threads; n++ {
			others.Go(func() { increment(m.words[n*part : (n+1)*part]) })
		}
		increment(m.words[:part])
		others.Wait()
	}
	return float64(memoryPasses*threads*part) * 16 / time.Since(start).Seconds()
}

// increment adds one to each word; in eights, so that the loop itself costs nothing.
func increment(words []uint64) {
	for ; len(words) >= 8; words = words[8:] {
		w := words[:8:8]
		w[0]++
		w[1]++
		w[2]++
		w[3]++
		w[4]++
		w[5]++
		w[6]++
		w[7]++
	}
}
