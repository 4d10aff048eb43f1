package web

import "time"

// thumb sends the backdrop, if there is a newer one.
func (w *writer) thumb(x *watch, _ time.Time) error {
	w.mu.Lock()
	var t *thumb
	if x.wantsPicture() {
		t = x.world.board.backdrop(x.window)
	}
	w.mu.Unlock()
	if t == nil || t == x.thumb {
		return nil
	}
	x.thumb = t
	if w.deflate {
		return w.parcel(t.small())
	}
	return w.parcel(t.plain())
}

// picture sends the newest frame if there is a credit and it is time.
func (w *writer) picture(x *watch, now time.Time) error {
	p, pause := w.build(x, now)
	if len(p.messages) == 0 {
		return nil
	}
	for _, m := range p.messages {
		if err := w.parcel(m); err != nil {
			return err
		}
	}
	w.note(x, p.seq)
	x.next = now.Add(pause)
	return nil
}

// build makes the newest frame, without messages if there is nothing to send yet, and
// tells how long the next one has to wait.
func (w *writer) build(x *watch, now time.Time) (picture, time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !x.wantsPicture() || now.Before(x.next) && !x.moved {
		return picture{}, 0
	}
	x.moved = false
	p := x.world.board.build(x.window, w.deflate)
	if len(p.messages) > 0 {
		x.credits--
		x.flight = append(x.flight, flying{p.seq, p.tick})
	}
	return p, max(interval(1, x.view.MaxFps), interval(float64(p.bytes), 1000*x.view.MaxKbps))
}

// interval is the time that amount takes at a rate a second; 0 is no limit.
func interval(amount, rate float64) time.Duration {
	if !(rate > 0) {
		return 0
	}
	return min(time.Duration(amount/rate*float64(time.Second)), 10*time.Second)
}

// note counts a frame, and those that were skipped before it.
func (w *writer) note(x *watch, seq uint32) {
	w.frames++
	if x.seq != 0 && seq > x.seq {
		w.dropped += int(seq - x.seq - 1)
	}
	x.seq = seq
}

// hash sends checksums of what the client should hold.
func (w *writer) hash(x *watch, now time.Time) error {
	if now.Sub(x.hashed) < hashEvery {
		return nil
	}
	w.mu.Lock()
	var m []byte
	if x.window != nil && x.credits > 0 {
		m = x.world.board.hashes(x.window)
	}
	w.mu.Unlock()
	if m == nil {
		return nil
	}
	x.hashed = now
	return w.binary(m)
}
