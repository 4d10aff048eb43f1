package live

import "context"

// Revive returns a runner that goes on from the last moment of r, whose Run has failed: with
// all that happened, and without the event that it failed at. It begins paused, and nothing
// is recorded any more. The world of r is closed.
func (r *Runner) Revive() (*Runner, error) {
	<-r.done
	old := r.Line()
	n := old.done()
	w, err := old.recall(context.Background(), old.world.Ticks(), n)
	if err != nil {
		return nil, err
	}
	w.Remember(old.world)
	o := r.opts
	o.Events, o.Past, o.Rows, o.Resume, o.Record, o.Paused = nil, nil, nil, 0, Record{}, true
	again := New(w, o)
	l := again.branch(old, w, n)
	l.budget = old.budget
	again.line.Store(l)
	old.world.Close()
	return again, nil
}
