package sim

import "syscall"

const hugePage = 2 << 20

// mapZeroed maps n zeroed bytes, in huge pages where the system has them. It falls
// back to the heap when the system refuses.
func mapZeroed(n int) []byte {
	size := (n + hugePage - 1) &^ (hugePage - 1)
	if n < hugePage {
		size = roundUp(n, syscall.Getpagesize())
	}
	b, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return make([]byte, n)
	}
	_ = syscall.Madvise(b, syscall.MADV_HUGEPAGE) // a wish: without it everything works, a little slower
	return b
}

// unmap gives b back. Memory of the heap is not mapped and stays with the collector.
func unmap(b []byte) { _ = syscall.Munmap(b) }
