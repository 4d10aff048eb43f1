package live

import "time"

// A shutter says when a line of history is shown anew. It belongs to the goroutine that
// draws.
type shutter struct {
	every     time.Duration // least time between frames
	nextFrame time.Time
	stale     bool      // the picture is older than the world
	forced    bool      // show it without waiting for nextFrame
	behind    bool      // some slices are older than the picture
	ready     time.Time // to draw them
}

// news tells whether there is something to show that was not shown.
func (s *shutter) news(now time.Time) bool { return s.stale || s.behind && !now.Before(s.ready) }

// frame is the time of the next frame, if there is something to show.
func (s *shutter) frame() (at time.Time, ok bool) {
	if !s.stale && s.ready.After(s.nextFrame) {
		return s.ready, s.behind
	}
	return s.nextFrame, s.stale || s.behind
}

// force has what there is shown at once.
func (s *shutter) force() { s.stale, s.forced = true, true }

// framed notes that a frame was made. Frames keep to a grid of times, so that
// ticks that come at another rhythm do not halve their rate.
func (s *shutter) framed(now time.Time) {
	s.stale, s.forced = false, false
	s.nextFrame = s.nextFrame.Add(s.every)
	if s.nextFrame.Before(now) {
		s.nextFrame = now.Add(s.every / 2)
	}
}
