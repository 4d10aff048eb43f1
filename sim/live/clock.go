package live

import "time"

// A clock paces ticks. It belongs to Run.
type clock struct {
	anchor time.Time // pacing counts from here
	paced  float64   // ticks since anchor
	seen   knob      // as turned last saw it

	rate      float64 // measured [ticks/s]
	rateSince time.Time
	rateTicks uint64 // ticks of the world at rateSince
}

// behind is how far the world may fall behind the wanted speed before the rest is
// forgiven: after a slow stretch it must not run at full speed to catch up.
const behind = 250 * time.Millisecond

func newClock(now time.Time) *clock {
	return &clock{anchor: now, seen: knob{paused: true}, rateSince: now}
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

// wait returns how long nothing will happen by itself, with the time of the next frame
// of a line that somebody looks at, if there is one; false means for ever.
func (c *clock) wait(now time.Time, k knob, frame time.Time, asked bool) (time.Duration, bool) {
	switch {
	case k.paused && asked:
		return frame.Sub(now), true
	case k.paused:
		return 0, false
	case asked && frame.Before(c.next(k.pace())):
		return frame.Sub(now), true
	}
	return c.next(k.pace()).Sub(now), true
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
