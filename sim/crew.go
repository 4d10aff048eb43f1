package sim

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// A crew is the threads that share the work of a tick: the caller and size-1 others,
// which live until close. After a job they look for the next one for a short time and
// then sleep: a job may take less than it costs to wake a thread, but threads that never
// slept would take the processor from whoever else works on the machine. A thread that
// comes late finds the job closed: nobody waits for those that did not join.
type crew struct {
	size int

	// The job. f and n change only while it is closed.
	f       func(worker, i int) // nil: the crew is dismissed
	n       int64
	next    atomic.Int64  // part that is taken next
	members atomic.Int64  // other threads at work, less closed if nobody may join
	posted  atomic.Uint64 // jobs so far

	lock   sync.Mutex
	wake   sync.Cond
	asleep atomic.Int64
	others sync.WaitGroup // threads that were not dismissed yet
}

const (
	closed = int64(1) << 32
	// patience is how many times a thread looks for work before it sleeps: some 25 us,
	// the time that it costs to wake it.
	patience = 1 << 16
)

func newCrew(size int) *crew {
	c := &crew{size: size}
	c.wake.L = &c.lock
	c.members.Store(-closed)
	for w := 1; w < size; w++ {
		c.others.Go(func() { c.serve(w) })
	}
	return c
}

// close dismisses the threads and waits until they are gone. The caller can go on
// alone.
func (c *crew) close() {
	c.f = nil
	c.post()
	c.others.Wait()
	c.size = 1
}

// each calls f(worker, i) for i = 0..n-1 in any order, at most one call at a time per
// worker, and returns when all are done.
func (c *crew) each(n int, f func(worker, i int)) {
	if c.size == 1 || n <= 1 {
		for i := range n {
			f(0, i)
		}
		return
	}
	c.f, c.n = f, int64(n)
	c.next.Store(0)
	c.post()
	c.work(0)
	c.members.Add(-closed)
	for looks := 0; c.members.Load() != -closed; looks++ {
		if looks > patience {
			runtime.Gosched() // a member may be waiting for this processor
		}
	}
}

// post opens the job and wakes who sleeps.
func (c *crew) post() {
	c.members.Store(0)
	c.posted.Add(1)
	if c.asleep.Load() > 0 {
		c.lock.Lock()
		c.wake.Broadcast()
		c.lock.Unlock()
	}
}

// serve takes part in the jobs that come, as thread w.
func (c *crew) serve(w int) {
	for seen := uint64(0); ; {
		seen = c.await(seen)
		if !c.join() {
			continue
		}
		dismissed := c.f == nil
		if !dismissed {
			c.work(w)
		}
		c.members.Add(-1)
		if dismissed {
			return
		}
	}
}

// join makes the thread a member of the job, if it is still open.
func (c *crew) join() bool {
	for {
		n := c.members.Load()
		if n < 0 {
			return false
		}
		if c.members.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// await waits until more jobs were posted than seen, and returns how many.
func (c *crew) await(seen uint64) uint64 {
	for range patience {
		if n := c.posted.Load(); n != seen {
			return n
		}
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	c.asleep.Add(1)
	for c.posted.Load() == seen {
		c.wake.Wait()
	}
	c.asleep.Add(-1)
	return c.posted.Load()
}

// work takes parts until none is left.
func (c *crew) work(worker int) {
	for i := c.next.Add(1) - 1; i < c.n; i = c.next.Add(1) - 1 {
		c.f(worker, int(i))
	}
}
