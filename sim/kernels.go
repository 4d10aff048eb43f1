package sim

import (
	"fmt"
	"slices"
	"strings"
)

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
