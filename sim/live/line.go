package live

import (
	"slices"
	"sync/atomic"
	"time"

	"marrow/sim"
)

// A Line is one line of history: what happened in a world so far, and its newest picture.
// When time is turned back, another line takes its place. All exported methods may be
// called from any goroutine.
type Line struct {
	world *sim.World  // belongs to the goroutine that ticks it
	todo  []sim.Timed // events still to come, by tick
	shutter
	easel easel

	asked atomic.Bool // somebody called Latest or Want since the last frame
	seen  atomic.Bool // somebody called Latest since the frame's own slice was drawn
	old   bool        // the frame's own slice is older than its numbers
	wish  atomic.Pointer[Wish]
	view  atomic.Pointer[View]
	nudge func() // wakes the goroutine that draws
	// between has something done while the world stands still.
	between func(func()) error

	history
	clones
}

// newLine returns a line that has come as far as w. The first view is there at once.
func newLine(w *sim.World, k knob, every time.Duration, nudge func(), between func(func()) error) *Line {
	l := &Line{world: w, easel: newEasel(w), shutter: shutter{every: every, nextFrame: time.Now()}, nudge: nudge, between: between}
	l.wish.Store(l.easel.wish)
	v := &View{Seq: 1, Speed: k.speed, Paused: k.paused, Why: k.why}
	w.Frame(k.slice, &v.Frame)
	l.view.Store(v)
	return l
}

// Latest returns the newest view, never nil. The caller must not change it. Frames
// are made only while somebody asks: the first answer after a pause in asking may
// be old, and a new one follows as soon as the clock allows.
func (l *Line) Latest() *View {
	if !l.seen.Swap(true) {
		l.nudge() // what was asked for so far may not have been the frame's own slice
	}
	l.ask()
	return l.view.Load()
}

// Want is Latest for who looks at the slices of w instead of the frame's own. Each call
// replaces the wish of the former one.
func (l *Line) Want(w Wish) *View {
	if old := l.wish.Load(); !slices.Equal(old.Now, w.Now) || !slices.Equal(old.Soon, w.Soon) {
		l.wish.Store(&w)
		l.nudge()
	}
	l.ask()
	return l.view.Load()
}

func (l *Line) ask() {
	if !l.asked.Swap(true) {
		l.nudge()
	}
}

// Peek returns the newest view without asking for a newer one.
func (l *Line) Peek() *View { return l.view.Load() }

// show publishes a new view if the clock's state changed, or the picture did and
// somebody looks. What stays for long, as after a pause, is shown at once.
func (l *Line) show(k knob, rate float64, now time.Time) {
	old := l.view.Load()
	if w := l.wish.Load(); w != l.easel.wish {
		l.easel.wish, l.behind, l.ready = w, true, now
	}
	fresh := (l.news(now) || l.owed()) && (l.forced || l.asked.Load() && !now.Before(l.nextFrame))
	if !fresh && old.Paused == k.paused && old.Speed == k.speed && old.TicksPerSecond == rate {
		return
	}
	v := &View{Frame: old.Frame, Slices: old.Slices, Seq: old.Seq, TicksPerSecond: rate, Speed: k.speed, Paused: k.paused, Why: k.why}
	if fresh {
		v.Seq++
		l.asked.Store(false)
		l.picture(v, old, k, now)
	}
	l.view.Store(v)
}

// owed tells whether somebody looks at the frame's own slice, and was given the numbers of a
// newer one: it was drawn while only others looked.
func (l *Line) owed() bool { return l.old && l.seen.Load() }

// frame is the time of the next frame, if there is something to show.
func (l *Line) frame() (at time.Time, ok bool) {
	if l.owed() {
		return l.nextFrame, true
	}
	return l.shutter.frame()
}

// picture gives v the numbers of this moment and what somebody looks at.
func (l *Line) picture(v, old *View, k knob, now time.Time) {
	v.Frame = sim.Frame{Z: old.Frame.Z, Codes: old.Frame.Codes}
	l.world.Numbers(&v.Frame)
	l.old = l.old || l.stale
	if l.seen.Swap(false) || k.slice != old.Frame.Z {
		v.Frame.Z, v.Frame.Codes, l.old = k.slice, l.world.Slice(k.slice, nil), false
	}
	if l.stale {
		l.easel.change++
	}
	l.framed(now)
	l.behind, l.ready = l.easel.draw(v, old, now, l.every)
}

// tick makes one tick, and keeps what history keeps of it.
func (l *Line) tick() {
	l.world.Tick()
	l.stale = true
	l.note(l.world)
	l.noteClones(l.world)
	l.keep(l.world, false)
}
