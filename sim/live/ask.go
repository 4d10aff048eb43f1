package live

import "marrow/sim"

// Ask has f look at the world between two ticks, also while paused, and waits for it. f must
// change nothing, keep nothing of the world, and be quick: the run stands still meanwhile.
// The error is [ErrStopped] or nil.
func (r *Runner) Ask(f func(w *sim.World)) error {
	over := make(chan struct{})
	select {
	case r.asks <- func() { f(r.world); close(over) }:
	case <-r.done:
		return ErrStopped
	}
	select {
	case <-over:
		return nil
	case <-r.done:
	}
	// The answer and the end may have come together.
	select {
	case <-over:
		return nil
	default:
		return ErrStopped
	}
}
