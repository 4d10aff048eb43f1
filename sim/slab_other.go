//go:build !linux

package sim

import "unsafe"

// mapZeroed is n zeroed bytes of the heap, aligned for 64-bit words.
func mapZeroed(n int) []byte {
	words := make([]uint64, (n+7)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), n)
}

func unmap([]byte) {}
