package live

import (
	"context"
	"sync"
	"time"
)

// maxReplays is how many replays of a runner may be open: two viewers may compare the past of
// the run with that of its fork.
const maxReplays = 4

// A Replay shows moments of the past of a run, in a world of its own: the run is not
// touched. All methods may be called from any goroutine, but for Seek, which is called by
// one at a time.
type Replay struct {
	*Line
	runner *Runner
	source func() *Line // the run or its fork; nil if that has ended
	wake   chan struct{}
	quit   chan struct{}
	drawn  sync.WaitGroup

	mu    sync.Mutex // guards the world of Line and what is drawn of it
	of    *Line      // that the world is a moment of
	acted int        // events that have taken effect
}

// Replay opens a replay of the run that shows the keyframe before tick. It must be closed.
func (r *Runner) Replay(tick uint64) (*Replay, error) { return r.replayOf(r.Line, tick) }

// ReplayFork is Replay of the fork.
func (r *Runner) ReplayFork(tick uint64) (*Replay, error) { return r.replayOf(r.Fork, tick) }

func (r *Runner) replayOf(source func() *Line, tick uint64) (*Replay, error) {
	run := source()
	if run == nil {
		return nil, ErrNothing
	}
	if !r.roomFor(run.world) {
		return nil, ErrBusy
	}
	if r.replays.Add(1) > maxReplays {
		r.replays.Add(-1)
		return nil, ErrBusy
	}
	p, err := run.open(tick, run.before(tick))
	if err != nil {
		r.replays.Add(-1)
		return nil, err
	}
	wake := make(chan struct{}, 1)
	x := &Replay{runner: r, source: source, wake: wake, quit: make(chan struct{}), of: run, acted: p.done}
	x.Line = newLine(p.world, standing, r.every, func() {
		select {
		case wake <- struct{}{}:
		default:
		}
	}, x.between)
	x.drawn.Go(x.draw)
	return x, nil
}

// between has f done while nothing else is done to the world.
func (x *Replay) between(f func()) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	f()
	return nil
}

// standing is the knob of a world that no clock drives.
var standing = knob{paused: true, why: "replay"}

// Close ends the replay.
func (x *Replay) Close() {
	close(x.quit)
	x.drawn.Wait()
	x.world.Close()
	x.runner.replays.Add(-1)
}

// draw makes frames for who asks.
func (x *Replay) draw() {
	for {
		x.mu.Lock()
		x.show(standing, 0, time.Now())
		at, ok := x.frame()
		x.mu.Unlock()
		var alarm <-chan time.Time
		if ok && x.asked.Load() {
			alarm = time.After(time.Until(at))
		}
		select {
		case <-x.quit:
			return
		case <-x.wake:
		case <-alarm:
		}
	}
}

// Seek goes to the moment at which tick ticks were done, before the events of that tick. If
// coarse, it goes to the keyframe before it only, at once. It returns the tick and the hash
// of the state there; a hash is not made if coarse. Progress is told now and then of the
// ticks that it takes. When ctx ends, the replay stays where it is by then.
func (x *Replay) Seek(ctx context.Context, tick uint64, coarse bool, progress func(done, of uint64)) (uint64, uint64, error) {
	run := x.source()
	if run == nil {
		return 0, 0, ErrNothing
	}
	if err := x.start(run, tick); err != nil {
		return 0, 0, err
	}
	from := x.ticks()
	for at := from; !coarse && at < tick; at = x.ticks() {
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		if err := x.step(run); err != nil {
			return 0, 0, err
		}
		progress(at+1-from, tick-from)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.force()
	x.nudge()
	hash := uint64(0)
	if !coarse {
		hash = x.world.Hash()
	}
	return x.world.Ticks(), hash, nil
}

func (x *Replay) ticks() uint64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.world.Ticks()
}

// start goes to the keyframe before tick, unless the world is between the two already.
func (x *Replay) start(run *Line, tick uint64) error {
	n := run.before(tick)
	if k, ok := run.nearest(tick, n); ok && x.of == run && k.Tick <= x.ticks() && x.ticks() <= tick && x.acted <= n {
		return nil
	}
	p, err := run.open(tick, n)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	old := x.world
	x.world, x.easel.world, x.of, x.acted = p.world, p.world, run, p.done
	old.Close()
	return nil
}

// step lives one tick again.
func (x *Replay) step(run *Line) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	p := player{x.world, run.script(), x.acted}
	err := p.act(len(p.script))
	x.acted = p.done
	if err != nil {
		return err
	}
	x.world.Tick()
	x.stale = true
	return nil
}
