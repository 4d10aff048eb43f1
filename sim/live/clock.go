package live

import "time"

// A clock paces ticks and frames. It belongs to Run.
type clock struct {
	anchor time.Time // pacing counts from here
	paced  float64   // ticks since anchor
	seen   knob      // as turned last saw it

	every     time.Duration // least time between frames
	nextFrame time.Time
	stale     bool      // the picture is older than the world
	forced    bool      // show it without waiting for nextFrame
	behind    bool      // some slices are older than the picture
	ready     time.Time // to draw them

	rate      float64 // measured [ticks/s]
	rateSince time.Time
	rateTicks uint64 // ticks of the world at rateSince
}

// behind is how far the world may fall behind the wanted speed before the rest is
// forgiven: after a slow stretch it must not run at full speed to catch up.
const behind = 250 * time.Millisecond

func newClock(now time.Time, framesPerSecond float64) *clock {
	return &clock{
		anchor:    now,
		seen:      knob{paused: true},
		every:     time.Duration(float64(time.Second) / framesPerSecond),
		nextFrame: now,
		rateSince: now,
	}
}

// next is the time of the next tick.
func (c *clock) next(speed float64) time.Time {
	return c.anchor.Add(time.Duration((c.paced + 1) / speed * float64(time.Second)))
}

// due tells whether it is time for a tick, and if so counts it.
func (c *clock) due(now time.Time, speed float64) bool {
	if speed == 0 {
		return true
	}
	next := c.next(speed)
	if now.Before(next) {
		return false
	}
	c.paced++
	if now.Sub(next) > behind {
		c.anchor, c.paced = now, 0
	}
	return true
}

// news tells whether there is something to show that was not shown.
func (c *clock) news(now time.Time) bool { return c.stale || c.behind && !now.Before(c.ready) }

// frame is the time of the next frame, if there is something to show.
func (c *clock) frame() time.Time {
	if !c.stale && c.ready.After(c.nextFrame) {
		return c.ready
	}
	return c.nextFrame
}

// wait returns how long nothing will happen by itself; false means for ever.
func (c *clock) wait(now time.Time, k knob, asked bool) (time.Duration, bool) {
	frame := (c.stale || c.behind) && asked
	switch {
	case k.paused && frame:
		return c.frame().Sub(now), true
	case k.paused:
		return 0, false
	case frame && c.frame().Before(c.next(k.pace())):
		return c.frame().Sub(now), true
	}
	return c.next(k.pace()).Sub(now), true
}

// framed notes that a frame was made. Frames keep to a grid of times, so that
// ticks that come at another rhythm do not halve their rate.
func (c *clock) framed(now time.Time) {
	c.stale, c.forced = false, false
	c.nextFrame = c.nextFrame.Add(c.every)
	if c.nextFrame.Before(now) {
		c.nextFrame = now.Add(c.every / 2)
	}
}

// measure updates the rate about twice a second, or every other tick of a slow
// world.
func (c *clock) measure(now time.Time, ticks uint64, k knob) {
	if k.paused {
		c.rate, c.rateSince, c.rateTicks = 0, now, ticks
		return
	}
	past := now.Sub(c.rateSince).Seconds()
	if past < 0.5 || float64(ticks-c.rateTicks) < 2 && past < 5 {
		return
	}
	c.rate = float64(ticks-c.rateTicks) / past
	c.rateSince, c.rateTicks = now, ticks
}

// restart begins pacing and measuring anew, after a knob was turned.
func (c *clock) restart(now time.Time, ticks uint64) {
	c.anchor, c.paced = now, 0
	c.rateSince, c.rateTicks = now, ticks
}
