//go:build !(goexperiment.simd && amd64)

package sim

// simdKernels is empty: this program was built without SIMD.
func simdKernels() []kernel { return nil }
