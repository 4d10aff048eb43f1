package live

import (
	"slices"

	"marrow/sim"
)

const (
	// keyframeBudget is the memory for keyframes, unless the options say another [bytes].
	keyframeBudget = 256 << 20
	// keptCommands is how many keyframes of commands are kept whatever their age.
	keptCommands = 8
	// everyDay is the age up to which there is a keyframe a day [d]. Beyond, the days
	// between two keyframes double as the age does.
	everyDay = 32
)

// A Keyframe is a moment that can be gone back to at once.
type Keyframe struct {
	Tick uint64
	Hash uint64 // of the state
}

// A keyframe is the state of a world, and how many events had taken effect by then.
type keyframe struct {
	sim.Snapshot
	done   int
	pinned bool // somebody wanted it, or it is that before a command
}

// Kept is a number that changes when the list of keyframes does.
func (h *history) Kept() int {
	h.lock.Lock()
	defer h.lock.Unlock()
	return h.kept
}

// Keyframes lists the keyframes that are kept, by tick.
func (h *history) Keyframes() []Keyframe {
	h.lock.Lock()
	defer h.lock.Unlock()
	out := make([]Keyframe, 0, len(h.keys))
	for _, k := range h.keys {
		out = append(out, Keyframe{k.Tick, k.Hash})
	}
	return out
}

// keep makes a keyframe of w if it is the first, if a day is full, or if it is wanted.
func (h *history) keep(w *sim.World, wanted bool) {
	if h.budget == 0 || !wanted && len(h.keys) > 0 && w.Ticks()%sim.TicksPerDay != 0 {
		return
	}
	if n := len(h.keys); n > 0 && h.keys[n-1].Tick == w.Ticks() && h.keys[n-1].done == h.done() {
		h.pin(n - 1)
		return
	}
	k := keyframe{w.Snapshot(), h.done(), wanted}
	h.lock.Lock()
	defer h.lock.Unlock()
	h.keys = append(h.keys, k)
	h.thin()
}

// pin keeps keyframe i whatever its age.
func (h *history) pin(i int) {
	h.lock.Lock()
	defer h.lock.Unlock()
	h.keys[i].pinned = true
	h.thin()
}

// thin forgets keyframes by their age until they fit the budget. The first and the last one
// stay, as nothing could be gone back to without them. The lock is held.
func (h *history) thin() {
	h.kept++
	pinned := 0
	for i := len(h.keys) - 1; i >= 0; i-- {
		if h.keys[i].pinned {
			pinned++
			h.keys[i].pinned = pinned <= keptCommands
		}
	}
	for dense := uint64(everyDay); ; dense /= 2 {
		h.forget(func(k *keyframe, age uint64) bool {
			return !k.pinned && (k.Tick%sim.TicksPerDay != 0 || k.Tick/sim.TicksPerDay%stride(age, dense) != 0)
		})
		if dense == 1 || h.keyBytes() <= h.budget {
			break
		}
	}
	for h.keyBytes() > h.budget && len(h.keys) > 2 {
		h.keys = slices.Delete(h.keys, 1, 2)
	}
}

// forget drops the keyframes between the first and the last that are old; their age is in
// days.
func (h *history) forget(old func(k *keyframe, age uint64) bool) {
	last, i := len(h.keys)-1, -1
	now := h.keys[last].Tick
	h.keys = slices.DeleteFunc(h.keys, func(k keyframe) bool {
		i++
		return i > 0 && i < last && old(&k, (now-k.Tick)/sim.TicksPerDay)
	})
}

// stride is the number of days between two keyframes of an age, with one a day up to the
// age dense.
func stride(age, dense uint64) uint64 {
	days := uint64(1)
	for ; age >= dense; age /= 2 {
		days *= 2
	}
	return days
}

// keyBytes is the memory that the keyframes take.
func (h *history) keyBytes() (n int64) {
	for _, k := range h.keys {
		n += int64(len(k.State))
	}
	return n
}

// nearest returns the last keyframe at which no more than tick ticks were done and n events
// had taken effect.
func (h *history) nearest(tick uint64, n int) (keyframe, bool) {
	h.lock.Lock()
	defer h.lock.Unlock()
	for _, k := range slices.Backward(h.keys) {
		if k.Tick <= tick && k.done <= n {
			return k, true
		}
	}
	return keyframe{}, false
}
