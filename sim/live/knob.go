package live

import (
	"math"
	"time"
)

// A knob is what viewers may turn. The zero knob runs as fast as possible.
type knob struct {
	paused bool
	why    string  // of paused
	speed  float64 // ticks per second wanted; 0 = as fast as possible
	steps  int     // ticks left before a pause; 0 = no step under way
	slice  int
}

// pace is the speed that is kept: steps go as fast as possible.
func (k knob) pace() float64 {
	if k.steps > 0 {
		return 0
	}
	return k.speed
}

// wanted makes a speed of any float: nonsense is as fast as possible.
func wanted(speed float64) float64 {
	if !(speed > 0) || math.IsInf(speed, 1) {
		return 0
	}
	return speed
}

// Pause stops the clock, or lets it go on.
func (r *Runner) Pause(paused bool) {
	r.turn(func(k *knob) {
		k.paused, k.steps, k.why = paused, 0, ""
		if paused {
			k.why = "user"
		}
	})
}

// SetSpeed sets the wanted speed [ticks per second]; 0 is as fast as possible.
func (r *Runner) SetSpeed(ticksPerSecond float64) {
	r.turn(func(k *knob) { k.speed = wanted(ticksPerSecond) })
}

// Step makes n ticks, at least one, as fast as possible and then pauses.
func (r *Runner) Step(n int) {
	r.turn(func(k *knob) { k.paused, k.why, k.steps = false, "", max(n, 1) })
}

// ShowSlice makes the following frames show slice z, or the nearest there is.
func (r *Runner) ShowSlice(z int) {
	z = max(0, min(z, r.Peek().Frame.Depth-1))
	r.turn(func(k *knob) { k.slice = z })
}

func (r *Runner) turn(change func(*knob)) {
	r.mu.Lock()
	change(&r.knob)
	r.mu.Unlock()
	r.nudge()
}

// turned returns the knob and lets c and the pictures follow it.
func (r *Runner) turned(c *clock, now time.Time) knob {
	r.mu.Lock()
	k := r.knob
	r.mu.Unlock()
	old := c.seen
	c.seen = k
	if k.paused != old.paused || k.pace() != old.pace() {
		c.restart(now, r.Line().world.Ticks())
	}
	for _, l := range r.lines() {
		if k.paused && !old.paused {
			l.forced = true // a picture that stays should be the last one
		}
		if k.slice != old.slice {
			l.force()
		}
	}
	return k
}

// count notes that the tick before ticks was made: a step may be over, or the time
// at which the scenario ends may have come.
func (r *Runner) count(ticks uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.knob.steps > 0 {
		if r.knob.steps--; r.knob.steps == 0 {
			r.knob.paused, r.knob.why = true, "step"
		}
	}
	if r.opts.Until > 0 && ticks == r.opts.Until {
		r.knob.paused, r.knob.why, r.knob.steps = true, "until", 0
	}
}
