package sim

import (
	"runtime"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"
)

// Every part of every job is done exactly once, by one worker at a time, whatever the
// number of threads and of processors that they share. The counts are plain numbers, so
// that the race detector sees whoever comes too late or too early.
func TestCrewDoesEachPartOnce(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for processors := 1; processors <= 4; processors++ {
		runtime.GOMAXPROCS(processors)
		for size := 1; size <= 16; size++ {
			c := newCrew(size)
			for job := range 40 {
				checkJob(t, c, size, job%23)
			}
			c.close()
		}
	}
}

// checkJob lets c do n parts.
func checkJob(t *testing.T, c *crew, size, n int) {
	t.Helper()
	parts, busy := make([]int, n), make([]int, size)
	c.each(n, func(worker, i int) {
		busy[worker]++
		if busy[worker] != 1 {
			t.Errorf("worker %d of %d has two parts at a time", worker, size)
		}
		parts[i]++
		busy[worker]--
	})
	for i, times := range parts {
		if times != 1 {
			t.Errorf("crew of %d: part %d of %d was done %d times", size, i, n, times)
		}
	}
}

// A thread that the system stops in the middle of a part holds up the end of its job
// and nothing else: the others do the rest meanwhile, and the job does not end early.
func TestCrewWaitsForItsMembers(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for processors := 1; processors <= 2; processors++ {
		runtime.GOMAXPROCS(processors)
		c := newCrew(3)
		for stopped := range 12 {
			const n = 12
			var done atomic.Int64
			rest := make(chan struct{})
			c.each(n, func(_, i int) {
				if i == stopped {
					<-rest
				}
				if done.Add(1) == n-1 {
					close(rest)
				}
			})
			if done.Load() != n {
				t.Fatalf("part %d stopped: the job ended after %d of %d parts", stopped, done.Load(), n)
			}
		}
		c.close()
	}
}

// Nobody stays behind after close, whether the threads were looking for work, asleep or
// had not begun yet.
func TestCrewLeavesNobodyBehind(t *testing.T) {
	before := goleak.IgnoreCurrent()
	for range 50 {
		newCrew(8).close()
	}
	idle := newCrew(4)
	for idle.asleep.Load() < 3 {
		runtime.Gosched()
	}
	checkJob(t, idle, 4, 10)
	idle.close()
	goleak.VerifyNone(t, before)
}

// A world that was closed can still be read.
func TestClosedWorldCanBeRead(t *testing.T) {
	w := small(t, 5, true)
	w.Tick()
	want := w.Hash()
	w.Close()
	w.Close()
	if got := w.Hash(); got != want {
		t.Errorf("got hash %016x after closing, want %016x", got, want)
	}
	if err := w.CheckLedger(); err != nil {
		t.Error(err)
	}
}
