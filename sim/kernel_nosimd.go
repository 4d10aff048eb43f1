//go:build !(goexperiment.simd && amd64)

package sim

// simdKernels is empty: this program was built without SIMD.
func simdKernels() []kernel { return nil }

// vectors is what the SIMD kernel keeps in a worker.
type vectors struct{}
