// Package live runs a world by the wall clock for people who look at it.
//
// A [Runner] is the only owner of a clock in the program: it alone ticks its
// world, applies events between ticks and makes frames. Windows and browsers read
// the newest [View], post events and turn knobs; none of that can make the world
// wait, and none of it but an event changes what the world will be.
//
// # Units
//
// Speeds are ticks of [sim.TickSeconds] per second of the wall clock.
package live

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"marrow/sim"
)

// ErrStopped is what a posted event gets when the runner has ended.
var ErrStopped = errors.New("live: the run has stopped")

// Timed is an event of the scenario with its tick.
type Timed struct {
	Tick  uint64
	Event sim.Event
}

// Options say how to run. The zero Options run as fast as possible, without
// events, forever, with at most 30 frames a second.
type Options struct {
	Speed           float64 // ticks per second wanted; 0 = as fast as possible
	FramesPerSecond float64 // most frames made per second; 0 = 30
	Paused          bool    // start paused
	Events          []Timed // of the scenario, any order; equal ticks keep their order
	Until           uint64  // pauses by itself at this tick, once; 0 = never
	// Journal, if not nil, is called on Run's goroutine for each event that took
	// effect, before its sender is answered. Its error ends the run, for a history
	// that is not written down cannot be had again.
	Journal func(Applied) error
}

// An Applied event took effect just before the world's next tick.
type Applied struct {
	N         int    // 1 for the first event of the run
	Tick      uint64 // ticks done when it took effect
	Name      string
	Arguments string
	Posted    bool // by a viewer; else by the scenario
}

// A View is the newest picture with the state of the clock. It is never changed
// once it is handed out.
type View struct {
	Frame          sim.Frame
	Seq            uint64  // number of the picture, from 1; grows when Frame changes
	TicksPerSecond float64 // measured over about the last second; 0 while paused
	Speed          float64 // ticks per second wanted; 0 = as fast as possible
	Paused         bool
	Why            string // why it is paused: user, step, until; empty while running
}

// A Runner owns a World: it alone ticks it, applies events and makes frames.
// All methods may be called from any goroutine.
type Runner struct {
	world *sim.World
	opts  Options

	posts chan post     // events on their way to the next tick boundary
	asks  chan func()   // questions, the same
	wake  chan struct{} // holds at most one: something to look at while sleeping
	done  chan struct{} // closed when Run returns
	err   error         // what Run returned; written before done is closed
	asked atomic.Bool   // somebody called Latest since the last frame
	view  atomic.Pointer[View]

	mu   sync.Mutex // guards knob
	knob knob

	history
}

// A post is an event with the way back for its answer.
type post struct {
	event  sim.Event
	answer chan<- answer
}

type answer struct {
	tick uint64
	err  error
}

// New returns a Runner for w, which from now on belongs to it. The first view is
// there at once.
func New(w *sim.World, o Options) *Runner {
	if !(o.FramesPerSecond > 0) {
		o.FramesPerSecond = 30
	}
	o.Events = sorted(o.Events, w.Ticks())
	r := &Runner{
		world: w,
		opts:  o,
		posts: make(chan post),
		asks:  make(chan func()),
		wake:  make(chan struct{}, 1),
		done:  make(chan struct{}),
		knob:  knob{speed: wanted(o.Speed), paused: o.Paused},
	}
	if o.Paused {
		r.knob.why = "user"
	}
	v := &View{Seq: 1, Speed: r.knob.speed, Paused: r.knob.paused, Why: r.knob.why}
	w.Frame(0, &v.Frame)
	r.view.Store(v)
	r.note(w)
	return r
}

// Latest returns the newest view, never nil. The caller must not change it. Frames
// are made only while somebody asks: the first answer after a pause in asking may
// be old, and a new one follows as soon as the clock allows.
func (r *Runner) Latest() *View {
	if !r.asked.Swap(true) {
		r.nudge()
	}
	return r.view.Load()
}

// Peek returns the newest view without asking for a newer one.
func (r *Runner) Peek() *View { return r.view.Load() }

// Post has e applied at the next tick boundary, also while paused, and returns
// the error of Apply, or [ErrStopped]. It waits for that boundary.
func (r *Runner) Post(e sim.Event) error {
	_, err := r.Submit(e)
	return err
}

// Submit is Post that also returns the number of ticks done when e took effect.
func (r *Runner) Submit(e sim.Event) (uint64, error) {
	back := make(chan answer, 1)
	select {
	case r.posts <- post{e, back}:
	case <-r.done:
		return 0, ErrStopped
	}
	select {
	case a := <-back:
		return a.tick, a.err
	case <-r.done:
	}
	// The answer and the end may have come together.
	select {
	case a := <-back:
		return a.tick, a.err
	default:
		return 0, ErrStopped
	}
}

// Done is closed when Run has returned.
func (r *Runner) Done() <-chan struct{} { return r.done }

// Err returns what Run returned, nil before that.
func (r *Runner) Err() error {
	select {
	case <-r.done:
		return r.err
	default:
		return nil
	}
}

// Run ticks the world until ctx ends, an event of the scenario fails, or the
// journal does. It may be called once. A tick is never interrupted: the world is
// whole when Run returns, and belongs to the caller again.
func (r *Runner) Run(ctx context.Context) error {
	defer close(r.done)
	r.err = r.run(ctx)
	return r.err
}

func (r *Runner) run(ctx context.Context) error {
	c := newClock(time.Now(), r.opts.FramesPerSecond)
	for {
		if err := r.listen(ctx, c); err != nil {
			return err
		}
		if err := r.scenario(c); err != nil {
			return err
		}
		now := time.Now()
		k := r.turned(c, now)
		c.measure(now, r.world.Ticks(), k)
		if k.paused || !c.due(now, k.pace()) {
			r.show(c, k, now)
			if err := r.sleep(ctx, c, k); err != nil {
				return err
			}
			continue
		}
		r.world.Tick()
		c.stale = true
		r.note(r.world)
		r.count(r.world.Ticks())
		r.show(c, k, now)
	}
}

// listen applies what was posted, without waiting.
func (r *Runner) listen(ctx context.Context, c *clock) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case p := <-r.posts:
			if err := r.answer(p, c); err != nil {
				return err
			}
		case f := <-r.asks:
			f()
		default:
			return nil
		}
	}
}

// answer applies a posted event and tells its sender. The error is the journal's.
func (r *Runner) answer(p post, c *clock) error {
	err := r.world.Apply(p.event)
	if err == nil {
		c.stale, c.forced = true, true
		if jerr := r.record(p.event, r.world.Ticks(), true, r.opts.Journal); jerr != nil {
			p.answer <- answer{err: jerr}
			return jerr
		}
	}
	p.answer <- answer{r.world.Ticks(), err}
	return nil
}

// scenario applies the events that are due.
func (r *Runner) scenario(c *clock) error {
	for len(r.opts.Events) > 0 && r.opts.Events[0].Tick <= r.world.Ticks() {
		e := r.opts.Events[0].Event
		r.opts.Events = r.opts.Events[1:]
		if err := r.world.Apply(e); err != nil {
			return fmt.Errorf("live: tick %d: %w", r.world.Ticks(), err)
		}
		c.stale = true
		if err := r.record(e, r.world.Ticks(), false, r.opts.Journal); err != nil {
			return err
		}
	}
	return nil
}

// show publishes a new view if the clock's state changed, or the picture did and
// somebody looks. What stays for long, as after a pause, is shown at once.
func (r *Runner) show(c *clock, k knob, now time.Time) {
	old := r.view.Load()
	fresh := c.stale && (c.forced || r.asked.Load() && !now.Before(c.nextFrame))
	if !fresh && old.Paused == k.paused && old.Speed == k.speed && old.TicksPerSecond == c.rate {
		return
	}
	v := &View{Frame: old.Frame, Seq: old.Seq, TicksPerSecond: c.rate, Speed: k.speed, Paused: k.paused, Why: k.why}
	if fresh {
		v.Frame = sim.Frame{}
		r.world.Frame(k.slice, &v.Frame)
		v.Seq++
		r.asked.Store(false)
		c.framed(now)
	}
	r.view.Store(v)
}

// sleep waits until there is something to do. Its error is that of answer.
func (r *Runner) sleep(ctx context.Context, c *clock, k knob) error {
	var alarm <-chan time.Time // nil never rings
	if d, ok := c.wait(time.Now(), k, r.asked.Load()); ok {
		t := time.NewTimer(d)
		defer t.Stop()
		alarm = t.C
	}
	select {
	case <-ctx.Done(): // listen says so
	case p := <-r.posts:
		return r.answer(p, c)
	case f := <-r.asks:
		f()
	case <-r.wake:
	case <-alarm:
	}
	return nil
}

// nudge wakes a sleeping Run.
func (r *Runner) nudge() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}
