package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"marrow/sim"
)

// ErrNothing is what gets who undoes or redoes when there is nothing to undo or redo.
var ErrNothing = errors.New("live: there is nothing to undo or redo")

// Undo turns time back to just before the last event that was posted, and leaves it out.
// What the scenario brings stays. It returns what was undone, and the line of history that
// takes the place of the run's, and ends a fork.
func (r *Runner) Undo() (line *Line, what sim.Applied, err error) {
	stopped := r.order(func(ctx context.Context) (fatal error) {
		l := r.Line()
		script := l.script()
		n := len(script) - 1
		for n >= 0 && !script[n].Posted {
			n--
		}
		if n < 0 {
			err = ErrNothing
			return nil
		}
		line, err, fatal = r.turnBack(ctx, script[n].Tick, n)
		if err == nil {
			r.undone, what = append(r.undone, script[n]), script[n].Applied
		}
		return fatal
	})
	return line, what, cmp.Or(stopped, err)
}

// Redo does again what was undone last, at its tick. If time has passed since, it is turned
// back again. It returns what was redone, and the line of history of the run, which is
// another one in that case.
func (r *Runner) Redo() (line *Line, what sim.Applied, err error) {
	stopped := r.order(func(ctx context.Context) (fatal error) {
		if len(r.undone) == 0 {
			err = ErrNothing
			return nil
		}
		d := r.undone[len(r.undone)-1]
		line = r.Line()
		if line.world.Ticks() > d.Tick {
			if line, err, fatal = r.turnBack(ctx, d.Tick, line.before(d.Tick)); err != nil {
				return fatal
			}
		}
		r.undone, what = r.undone[:len(r.undone)-1], d.Applied
		_, err, fatal = r.post(line, d.event, d.By)
		return fatal
	})
	return line, what, cmp.Or(stopped, err)
}

// TurnTo turns time back to tick and goes on from there: what was posted since is gone, and
// cannot be redone. What the scenario brings stays. It returns the line of history that takes
// the place of the run's, and ends a fork.
func (r *Runner) TurnTo(tick uint64) (line *Line, err error) {
	stopped := r.order(func(ctx context.Context) (fatal error) {
		l := r.Line()
		if now := l.world.Ticks(); tick >= now {
			err = fmt.Errorf("live: turning back to tick %d, want less than %d", tick, now)
			return nil
		}
		line, err, fatal = r.turnBack(ctx, tick, l.before(tick))
		if err == nil {
			r.undone = nil
		}
		return fatal
	})
	return line, cmp.Or(stopped, err)
}

// turnBack puts in the place of the run a line that is at tick, with the first n events
// done. A fatal error is that of the record.
func (r *Runner) turnBack(ctx context.Context, tick uint64, n int) (*Line, error, error) {
	old := r.Line()
	w, err := old.recall(ctx, tick, n)
	if err != nil {
		return nil, err, nil
	}
	w.Remember(old.world)
	l := r.branch(old, w, n)
	l.budget = old.budget
	r.drop()
	r.line.Store(l)
	old.world.Close()
	if r.opts.Turned == nil {
		return l, nil, nil
	}
	fatal := r.opts.Turned(w, n)
	return l, fatal, fatal
}

// branch returns a line that leaves old at the moment of w, when n events had taken effect.
// What the scenario brings is still to come.
func (r *Runner) branch(old *Line, w *sim.World, n int) *Line {
	r.mu.Lock()
	k := r.knob
	r.mu.Unlock()
	l := newLine(w, k, r.every, r.nudge, r.between)
	l.inherit(&old.history, w.Ticks(), n)
	l.inheritClones(&old.clones, w.Ticks())
	for _, d := range old.script()[n:] {
		if !d.Posted {
			l.todo = append(l.todo, d.timed())
		}
	}
	l.todo = append(l.todo, old.todo...)
	return l
}
