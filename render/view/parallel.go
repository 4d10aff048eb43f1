package view

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls f for each of n rows, on all processors, and returns when every
// call has.
func parallel(n int, f func(y int)) {
	const batch = 8 // rows are short: fewer trips to the counter
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/batch+1) {
		wait.Go(func() {
			for lo := int(next.Add(batch)) - batch; lo < n; lo = int(next.Add(batch)) - batch {
				for y := lo; y < min(lo+batch, n); y++ {
					f(y)
				}
			}
		})
	}
	wait.Wait()
}
