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
	"cmp"
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

// Options say how to run. The zero Options run as fast as possible, without
// events, forever, with at most 30 frames a second.
type Options struct {
	Speed           float64      // ticks per second wanted; 0 = as fast as possible
	FramesPerSecond float64      // most frames made per second; 0 = 30
	Paused          bool         // start paused
	Events          []sim.Timed  // in any order; equal ticks keep their order
	Until           uint64       // pauses by itself at this tick, once; 0 = never
	Keyframes       int64        // memory for them [bytes]; 0 = 256 MiB
	Memory          func() int64 // bytes that can be had for another world; nil = not known

	Rows   []Row         // of the life that is resumed, before the world's tick
	Past   []sim.Applied // the same
	Resume uint64        // tick up to which Run hurries before anything is shown

	Record // may be the zero Record
}

// A Record writes down what happens in the run, but not in its fork nor in replays. Each
// function may be nil. They are called on Run's goroutine; their error ends the run, for a
// history that is not written down cannot be had again.
type Record struct {
	// Ticked is called at the start and after each tick, before the events of that tick.
	Ticked func() error
	// Journal is called for each event that took effect, before its sender is answered.
	Journal func(sim.Applied) error
	// Turned is called when time was turned back: from now on w is the world, and of the
	// events the first kept ones took effect.
	Turned func(w *sim.World, kept int) error
}

// A View is the newest picture with the state of the clock. It is never changed
// once it is handed out.
type View struct {
	Frame          sim.Frame
	Slices         map[int]Slice // what was wanted last, as far as it is drawn
	Seq            uint64        // number of the picture, from 1; grows when Frame changes
	TicksPerSecond float64       // measured over about the last second; 0 while paused
	Speed          float64       // ticks per second wanted; 0 = as fast as possible
	Paused         bool
	Why            string // why it is paused: user, step, until; empty while running
}

// A Runner owns a World: it alone ticks it, applies events and makes frames. It can turn
// time back, and run a fork beside the run. All methods may be called from any goroutine.
type Runner struct {
	opts   Options
	every  time.Duration // least time between frames
	orders chan order    // for the next tick boundary
	wake   chan struct{} // holds at most one: something to look at while sleeping
	done   chan struct{} // closed when Run returns
	err    error         // what Run returned; written before done is closed

	line, fork atomic.Pointer[Line] // the run, and its fork or nil
	replays    atomic.Int32         // open ones
	undone     []deed               // to be redone, the next one last; Run's own

	mu   sync.Mutex // guards knob
	knob knob
}

// An order is done by Run between two ticks. Its error ends the run.
type order struct {
	do   func(ctx context.Context) error
	over chan<- struct{}
}

// New returns a Runner for w, which from now on belongs to it. The first view is
// there at once.
func New(w *sim.World, o Options) *Runner {
	if !(o.FramesPerSecond > 0) {
		o.FramesPerSecond = 30
	}
	if o.Keyframes == 0 {
		o.Keyframes = keyframeBudget
	}
	r := &Runner{
		opts: o, every: time.Duration(float64(time.Second) / o.FramesPerSecond),
		orders: make(chan order), wake: make(chan struct{}, 1), done: make(chan struct{}),
		knob: knob{speed: wanted(o.Speed), paused: o.Paused},
	}
	if o.Paused {
		r.knob.why = "user"
	}
	l := newLine(w, r.knob, r.every, r.nudge, r.between)
	l.todo, l.budget = sorted(o.Events, w.Ticks()), o.Keyframes
	for _, a := range o.Past {
		l.deeds = append(l.deeds, deed{Applied: a})
	}
	for _, row := range o.Rows {
		if row.Tick < w.Ticks() {
			l.keepRow(row)
		}
	}
	l.note(w)
	l.noteClones(w)
	l.keep(w, false)
	r.line.Store(l)
	return r
}

// Line returns the line of history of the run.
func (r *Runner) Line() *Line { return r.line.Load() }

// Fork returns that of the fork, nil if there is none.
func (r *Runner) Fork() *Line { return r.fork.Load() }

// lines returns those that the clock drives.
func (r *Runner) lines() []*Line {
	if f := r.Fork(); f != nil {
		return []*Line{r.Line(), f}
	}
	return []*Line{r.Line()}
}

// Latest is [Line.Latest] of the run.
func (r *Runner) Latest() *View { return r.Line().Latest() }

// Peek is [Line.Peek] of the run.
func (r *Runner) Peek() *View { return r.Line().Peek() }

// World returns the world of the run. It must be left alone until Run has returned.
func (r *Runner) World() *sim.World { return r.Line().world }

// order has Run do something between two ticks, also while paused, and waits for it. The
// error is [ErrStopped] or nil.
func (r *Runner) order(do func(ctx context.Context) error) error {
	over := make(chan struct{})
	select {
	case r.orders <- order{do, over}:
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

// Post has e applied to the run at the next tick boundary, also while paused, and returns
// the error of Apply, or [ErrStopped]. It waits for that boundary.
func (r *Runner) Post(e sim.Event) error {
	_, err := r.Submit(e)
	return err
}

// Submit is Post that also returns the number of ticks done when e took effect.
func (r *Runner) Submit(e sim.Event) (tick uint64, err error) { return r.SubmitBy(e, "") }

// SubmitBy is Submit that keeps the name of who posted e.
func (r *Runner) SubmitBy(e sim.Event, by string) (tick uint64, err error) {
	stopped := r.order(func(context.Context) (fatal error) {
		l := r.Line()
		tick, err, fatal = r.post(l, e, by)
		if err == nil {
			r.undone = nil
		}
		return fatal
	})
	return tick, cmp.Or(stopped, err)
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
	defer r.drop()
	if err := r.resume(ctx); err != nil {
		return err
	}
	c := newClock(time.Now())
	for {
		if err := r.listen(ctx); err != nil {
			return err
		}
		if err := r.scenario(); err != nil {
			return err
		}
		now := time.Now()
		k := r.turned(c, now)
		c.measure(now, r.Line().world.Ticks(), k)
		if r.catchUp() {
			r.show(c, k, now)
			continue
		}
		if k.paused || !c.due(now, k.pace()) {
			r.show(c, k, now)
			if err := r.sleep(ctx, c, k); err != nil {
				return err
			}
			continue
		}
		if err := r.tick(); err != nil {
			return err
		}
		r.show(c, k, now)
	}
}

// resume lives again what had happened after the state that was kept.
func (r *Runner) resume(ctx context.Context) error {
	l := r.Line()
	if err := r.ticked(); err != nil {
		return err
	}
	for l.world.Ticks() < r.opts.Resume {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.scenario(); err != nil {
			return err
		}
		if err := r.tick(); err != nil {
			return err
		}
		l.force()
	}
	return nil
}

// tick lets all lines live for a tick.
func (r *Runner) tick() error {
	for _, l := range r.lines() {
		l.tick()
	}
	r.count(r.Line().world.Ticks())
	return r.ticked()
}

// ticked tells the record of the tick that was made.
func (r *Runner) ticked() error {
	if r.opts.Ticked == nil {
		return nil
	}
	return r.opts.Ticked()
}

// catchUp ticks a fork that is behind the run, and tells whether it was.
func (r *Runner) catchUp() bool {
	f := r.Fork()
	if f == nil || f.world.Ticks() >= r.Line().world.Ticks() {
		return false
	}
	f.tick()
	return true
}

func (r *Runner) show(c *clock, k knob, now time.Time) {
	for _, l := range r.lines() {
		l.show(k, c.rate, now)
	}
}

// listen does what was ordered, without waiting.
func (r *Runner) listen(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case o := <-r.orders:
			if err := r.obey(ctx, o); err != nil {
				return err
			}
		default:
			return nil
		}
	}
}

func (r *Runner) obey(ctx context.Context, o order) error {
	err := o.do(ctx)
	if err == nil {
		close(o.over)
	}
	return err
}

// post applies an event to l now, after those that are due. There is a keyframe of the
// moment before. A fatal error is the journal's, or that of an event of the scenario.
func (r *Runner) post(l *Line, e sim.Event, by string) (tick uint64, err, fatal error) {
	if fatal := r.due(l); fatal != nil {
		return 0, fatal, fatal
	}
	l.keep(l.world, true)
	tick = l.world.Ticks()
	if err := l.world.Apply(e); err != nil {
		return tick, err, nil
	}
	l.force()
	fatal = r.record(l, sim.Timed{Tick: tick, Event: e, Posted: true, By: by})
	return tick, fatal, fatal
}

// scenario applies the events that are due.
func (r *Runner) scenario() error {
	for _, l := range r.lines() {
		if err := r.due(l); err != nil {
			return err
		}
	}
	return nil
}

// due applies the events of l that are due. In a fork one that cannot be applied, because
// of what is different there, is left out.
func (r *Runner) due(l *Line) error {
	for len(l.todo) > 0 && l.todo[0].Tick <= l.world.Ticks() {
		t := l.todo[0]
		l.todo = l.todo[1:]
		if t.Posted {
			l.keep(l.world, true)
		}
		err := l.world.Apply(t.Event)
		if err != nil && l == r.Fork() {
			continue
		}
		if err != nil {
			return fmt.Errorf("live: tick %d: %w", l.world.Ticks(), err)
		}
		l.stale = true
		if err := r.record(l, t); err != nil {
			return err
		}
	}
	return nil
}

// record keeps what took effect in l, and hands it to the journal if l is the run.
func (r *Runner) record(l *Line, t sim.Timed) error {
	a := l.record(t)
	if l != r.Line() || r.opts.Journal == nil {
		return nil
	}
	return r.opts.Journal(a)
}

// sleep waits until there is something to do. Its error is that of an order.
func (r *Runner) sleep(ctx context.Context, c *clock, k knob) error {
	var alarm <-chan time.Time // nil never rings
	frame, asked := r.nextFrame()
	if d, ok := c.wait(time.Now(), k, frame, asked); ok {
		t := time.NewTimer(d)
		defer t.Stop()
		alarm = t.C
	}
	select {
	case <-ctx.Done(): // listen says so
	case o := <-r.orders:
		return r.obey(ctx, o)
	case <-r.wake:
	case <-alarm:
	}
	return nil
}

// nextFrame is the time of the next frame that somebody waits for, if there is one.
func (r *Runner) nextFrame() (first time.Time, asked bool) {
	for _, l := range r.lines() {
		at, ok := l.frame()
		if ok && l.asked.Load() && (!asked || at.Before(first)) {
			first, asked = at, true
		}
	}
	return first, asked
}

// nudge wakes a sleeping Run.
func (r *Runner) nudge() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}
