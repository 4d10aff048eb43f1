package sim

import (
	"sync"
	"sync/atomic"
)

// A crew is the threads that share the work of a tick: the caller and size-1 others,
// which live until close.
type crew struct {
	size int
	jobs chan func(worker int)
	done sync.WaitGroup
}

func newCrew(size int) *crew {
	c := &crew{size: size, jobs: make(chan func(int), size)}
	for w := 1; w < size; w++ {
		go func() {
			for job := range c.jobs {
				job(w)
				c.done.Done()
			}
		}()
	}
	return c
}

func (c *crew) close() { close(c.jobs) }

// each calls f(worker, i) for i = 0..n-1 in any order, at most one call at a time per
// worker, and returns when all are done.
func (c *crew) each(n int, f func(worker, i int)) {
	others := min(c.size, n) - 1
	if others <= 0 {
		for i := range n {
			f(0, i)
		}
		return
	}
	var next atomic.Int64
	job := func(worker int) {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			f(worker, i)
		}
	}
	c.done.Add(others)
	for range others {
		c.jobs <- job
	}
	job(0)
	c.done.Wait()
}
