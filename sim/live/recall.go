package live

import (
	"context"
	"errors"
	"fmt"

	"marrow/sim"
)

// GoneError is what gets who asks for a moment that no keyframe leads to.
type GoneError struct{ Nearest uint64 } // tick of the first moment that is kept

// Error returns a sentence.
func (e *GoneError) Error() string {
	return fmt.Sprintf("live: that moment is not kept; the first one that is: tick %d", e.Nearest)
}

// A player lives a piece of history again, in a world of its own.
type player struct {
	world  *sim.World
	script []deed // of all of the line
	done   int    // events that have taken effect
}

// open returns a player at the last keyframe at which no more than tick ticks were done and
// n events had taken effect.
func (l *Line) open(tick uint64, n int) (*player, error) {
	k, ok := l.nearest(tick, n)
	if !ok {
		return nil, &GoneError{l.first()}
	}
	w, err := l.world.Restore(k.Snapshot)
	if err != nil {
		return nil, err
	}
	if w.Hash() != k.Hash {
		w.Close()
		return nil, errors.New("live: a keyframe has another hash than it had")
	}
	return &player{w, l.script(), k.done}, nil
}

// first is the tick of the first keyframe.
func (l *Line) first() uint64 {
	if keys := l.Keyframes(); len(keys) > 0 {
		return keys[0].Tick
	}
	return l.Peek().Frame.Tick
}

// before is the number of events that took effect before tick ticks were done.
func (h *history) before(tick uint64) (n int) {
	for _, d := range h.script() {
		if d.Tick < tick {
			n++
		}
	}
	return n
}

// act does the next events of the script up to number n that are due.
func (p *player) act(n int) error {
	for p.done < n && p.script[p.done].Tick <= p.world.Ticks() {
		d := p.script[p.done]
		if err := p.world.Apply(d.event); err != nil {
			return fmt.Errorf("live: tick %d: %w", d.Tick, err)
		}
		p.done++
	}
	return nil
}

// recall returns a world as it was when tick ticks were done and n events had taken effect.
func (l *Line) recall(ctx context.Context, tick uint64, n int) (*sim.World, error) {
	p, err := l.open(tick, n)
	if err != nil {
		return nil, err
	}
	for err = p.act(n); err == nil && p.world.Ticks() < tick; err = p.act(n) {
		if err = ctx.Err(); err != nil {
			break
		}
		p.world.Tick()
	}
	if err != nil {
		p.world.Close()
		return nil, err
	}
	return p.world, nil
}
