package web

import (
	"slices"

	"marrow/sim/live"
)

// Numbers of worlds.
const (
	runWorld    = 0
	forkWorld   = 1
	firstReplay = 2
	lastReplay  = 5
)

// world returns the world of a number that v may look at, nil if there is none.
func (h *hub) world(number int, v *viewer) *world {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, w := range h.worlds {
		if w.number == number && (w.owner == nil || w.owner == v) {
			return w
		}
	}
	return nil
}

// run returns the world of the run, and the run.
func (h *hub) run() (*world, Run) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.worlds[0], h.config.Run
}

// all returns the worlds that there are now.
func (h *hub) all() []*world {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.worlds)
}

// shown are the worlds that everybody may look at. The lock is held.
func (h *hub) shown() []worldInfo {
	var out []worldInfo
	for _, w := range h.worlds {
		if w.owner == nil {
			out = append(out, w.info())
		}
	}
	return out
}

// place puts w where the world of its number is, or adds it. The epoch of the number rises.
func (h *hub) place(w *world, turn epochInfo) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.put(w, turn)
}

// put is place for who holds the lock.
func (h *hub) put(w *world, turn epochInfo) {
	h.epochs[w.number]++
	w.epoch = h.epochs[w.number]
	w.board.epoch = w.epoch
	turn.T, turn.World, turn.Epoch = "epoch", w.number, w.epoch
	w.turn = turn
	h.remove(w.number)
	h.worlds = append(h.worlds, w)
	slices.SortFunc(h.worlds, func(a, b *world) int { return a.number - b.number })
	h.told()
}

// remove takes the world of a number away. The lock is held.
func (h *hub) remove(number int) {
	h.worlds = slices.DeleteFunc(h.worlds, func(w *world) bool { return w.number == number })
}

// leave takes a world away, if there is one of that number.
func (h *hub) leave(number int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.remove(number)
	h.told()
}

// told has all viewers hear of the worlds that there are. The lock is held.
func (h *hub) told() {
	h.worldSeq++
	for v := range h.viewers {
		v.nudge()
	}
}

// goBack shows the line of history that has taken the place of the run's from the turn's
// tick on; a fork has ended.
func (h *hub) goBack(line *live.Line, turn epochInfo) {
	old, _ := h.run()
	if line == old.line {
		return
	}
	for _, e := range line.Events(0) {
		if e.Tick < turn.Tick {
			turn.Event = e.N
		}
	}
	w := old.other(runWorld, line)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.remove(forkWorld)
	h.put(w, turn)
}

// change shows another run. Forks of the old one are gone with it.
func (h *hub) change(r Run, turn epochInfo) error {
	w, err := newWorld(&r)
	if err != nil {
		return err
	}
	w.another = true
	turn.Tick = w.line.Peek().Frame.Tick
	h.mu.Lock()
	defer h.mu.Unlock()
	h.config.Run, h.fault = r, nil
	h.remove(forkWorld)
	h.put(w, turn)
	return nil
}
