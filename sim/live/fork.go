package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"marrow/sim"
)

// ErrBusy is what gets who wants one world more than there may be, or than memory allows.
var ErrBusy = errors.New("live: there is no room for another world")

// forkShare is the part of the memory for keyframes that a fork may have for its own.
const forkShare = 4

// A Difference is what a fork has other than the run. One of the two is given.
type Difference struct {
	Event   *sim.Event // takes effect at the tick of the fork
	By      string     // name of who wants that
	Without int        // number of the event that is left out; 0 = none
}

// ForkAt opens a second world beside the run, which is just as the run was at tick and has
// all that happened there since but for d. It hurries until it is as far as the run; from
// then on the two go at one pace. What is posted to the run is not posted to the fork.
func (r *Runner) ForkAt(tick uint64, d Difference) (line *Line, err error) {
	stopped := r.order(func(ctx context.Context) error {
		line, err = r.forkAt(ctx, tick, d)
		return nil
	})
	return line, cmp.Or(stopped, err)
}

func (r *Runner) forkAt(ctx context.Context, tick uint64, d Difference) (*Line, error) {
	run := r.Line()
	if now := run.world.Ticks(); tick > now {
		return nil, fmt.Errorf("live: a fork at tick %d, want at most %d", tick, now)
	}
	if d.Without < 0 || d.Without > run.done() {
		return nil, fmt.Errorf("live: there is no event number %d to leave out", d.Without)
	}
	if r.Fork() != nil || !r.roomFor(run.world) {
		return nil, ErrBusy
	}
	n := run.before(tick)
	if d.Without > 0 {
		n = min(n, d.Without-1)
		tick = min(tick, run.script()[d.Without-1].Tick)
	}
	w, err := run.recall(ctx, tick, n)
	if err != nil {
		return nil, err
	}
	l := r.branch(run, w, n)
	l.budget = run.budget / forkShare
	l.todo = append(differ(run.script()[n:], tick, d), run.todo...)
	r.fork.Store(l)
	return l, nil
}

// differ returns the events of a script as a fork has them.
func differ(script []deed, tick uint64, d Difference) []sim.Timed {
	var todo []sim.Timed
	for _, x := range script {
		if x.N != d.Without {
			todo = append(todo, x.timed())
		}
	}
	if d.Event != nil {
		todo = append([]sim.Timed{{Tick: tick, Event: *d.Event, Posted: true, By: d.By}}, todo...)
	}
	return sorted(todo, tick)
}

// roomFor tells whether there is memory for another world like w.
func (r *Runner) roomFor(w *sim.World) bool {
	return r.opts.Memory == nil || r.opts.Memory() > 2*w.StateBytes()
}

// SubmitToFork is [Runner.SubmitBy] to the fork.
func (r *Runner) SubmitToFork(e sim.Event, by string) (tick uint64, err error) {
	stopped := r.order(func(context.Context) (fatal error) {
		f := r.Fork()
		if f == nil {
			err = ErrNothing
			return nil
		}
		tick, err, fatal = r.post(f, e, by)
		return fatal
	})
	return tick, cmp.Or(stopped, err)
}

// Drop ends the fork.
func (r *Runner) Drop() error {
	return r.order(func(context.Context) error {
		r.drop()
		return nil
	})
}

func (r *Runner) drop() {
	if f := r.fork.Swap(nil); f != nil {
		f.world.Close()
	}
}

// KeepNow keeps a keyframe of this moment of the run.
func (r *Runner) KeepNow() error {
	return r.order(func(context.Context) error {
		l := r.Line()
		l.keep(l.world, true)
		return nil
	})
}
