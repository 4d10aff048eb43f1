package sim

import "slices"

// A kernel is one way to work through a tile. All give the same result, bit for bit.
type kernel struct {
	name  string
	sweep func(*worker, tile)
}

// kernels lists what this program and this machine can run, slowest first.
func kernels() []kernel {
	return append([]kernel{
		{"reference", (*worker).sweepReference},
		{"fast", (*worker).sweepFast},
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

// kernelOf is the kernel of that name; "" is the fastest.
func kernelOf(name string) (kernel, bool) {
	all := kernels()
	if name == "" {
		return all[len(all)-1], true
	}
	i := slices.IndexFunc(all, func(k kernel) bool { return k.name == name })
	if i < 0 {
		return kernel{}, false
	}
	return all[i], true
}
