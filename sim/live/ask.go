package live

import (
	"context"

	"marrow/sim"
)

// Ask has f look at the world between two ticks, also while paused, and waits for it. f must
// change nothing, keep nothing of the world, and be quick: the world stands still meanwhile.
// The error is [ErrStopped] or nil.
func (l *Line) Ask(f func(w *sim.World)) error { return l.between(func() { f(l.world) }) }

// between has f done between two ticks of the run.
func (r *Runner) between(f func()) error {
	return r.order(func(context.Context) error {
		f()
		return nil
	})
}
