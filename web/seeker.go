package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"marrow/sim/live"
)

// A seeker shows a viewer the past of the run or of its fork, in a replay of his own. Its
// methods but for close are called by the viewer's reader.
type seeker struct {
	stop   context.CancelFunc // ends the seek that is under way
	under  sync.WaitGroup
	mu     sync.Mutex // guards the two below
	world  *world     // nil before the first seek
	replay *live.Replay
	of     *live.Runner // that the replay is of
}

// halt ends the seek that is under way.
func (s *seeker) halt() {
	if s.stop != nil {
		s.stop()
	}
	s.under.Wait()
}

// close ends the replay, once the reader has ended.
func (s *seeker) close(h *hub) {
	s.halt()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end(h)
}

// end is close for who holds the lock.
func (s *seeker) end(h *hub) {
	if s.replay == nil {
		return
	}
	h.leave(s.world.number)
	s.replay.Close()
	s.world, s.replay = nil, nil
}

// seek goes to a moment of the past. A new seek ends the one before.
func (r *reader) seek(e envelope) error {
	var ask struct {
		World  int
		Tick   uint64
		Coarse bool
	}
	if err := json.Unmarshal(e.rest, &ask); err != nil {
		return err
	}
	if ask.World != runWorld && ask.World != forkWorld {
		r.fail(e.ID, codeNoWorld, fmt.Sprintf("world %d has no past: want 0 or 1", ask.World))
		return nil
	}
	past := &r.past[ask.World]
	if now := r.now(); ask.Tick > now {
		most := float64(now)
		r.reply(encode(errReply{T: "err", ID: e.ID, Code: codeBadArg, Msg: "tick: that is still to come", Field: "tick", Max: &most}))
		return nil
	}
	past.halt()
	ctx, stop := context.WithCancel(context.Background())
	past.stop = stop
	past.under.Go(func() {
		defer stop()
		ok, bad := r.goTo(ctx, e.ID, ask.World, ask.Tick, ask.Coarse)
		if bad != nil {
			bad.T, bad.ID = "err", e.ID
			r.reply(encode(bad))
			return
		}
		ok.T, ok.ID = "ok", e.ID
		r.reply(encode(ok))
	})
	return nil
}

// goTo brings the replay of a world to a moment, and opens it if there is none yet.
func (r *reader) goTo(ctx context.Context, id string, number int, tick uint64, coarse bool) (okReply, *errReply) {
	s := &r.past[number]
	s.mu.Lock()
	defer s.mu.Unlock()
	world, run := r.hub.run()
	open := run.Runner.Replay
	if number == forkWorld {
		open = run.Runner.ReplayFork
	}
	if s.of != run.Runner {
		s.end(r.hub) // it is of a run that is over
	}
	if s.replay == nil {
		replay, err := open(tick)
		if err != nil {
			return okReply{}, refused(run.Runner, err)
		}
		s.of, s.replay, s.world = run.Runner, replay, world.other(r.hub.freeReplay(), replay.Line)
		s.world.owner = r.viewer
		r.hub.place(s.world, epochInfo{Why: "seek", Tick: tick})
	}
	at, hash, err := s.replay.Seek(ctx, tick, coarse, r.telling(id))
	if errors.Is(err, context.Canceled) {
		return okReply{}, &errReply{Code: codeBusy, Msg: "another seek came"}
	}
	if err != nil {
		return okReply{}, refused(run.Runner, err)
	}
	ok := okReply{Tick: at, World: s.world.number}
	if !coarse {
		ok.Data = momentInfo{fmt.Sprintf("%016x", hash)}
	}
	return ok, nil
}

// telling tells the client five times a second how far a seek is.
func (r *reader) telling(id string) func(done, of uint64) {
	next := time.Now().Add(time.Second / 5)
	return func(done, of uint64) {
		if now := time.Now(); now.After(next) {
			next = now.Add(time.Second / 5)
			r.reply(encode(progressInfo{"progress", id, done, of}))
		}
	}
}

// live ends the replays.
func (r *reader) live(e envelope) error {
	r.endPast()
	r.reply(encode(okReply{T: "ok", ID: e.ID, Tick: r.now()}))
	return nil
}

// endPast ends the replays of a viewer.
func (v *viewer) endPast() {
	for i := range v.past {
		v.past[i].close(v.hub)
	}
}

// freeReplay is a number for a new replay. There are as many as a runner may have replays.
func (h *hub) freeReplay() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	taken := map[int]bool{}
	for _, w := range h.worlds {
		taken[w.number] = true
	}
	for n := firstReplay; n < lastReplay; n++ {
		if !taken[n] {
			return n
		}
	}
	return lastReplay
}
