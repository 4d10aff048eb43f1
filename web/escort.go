package web

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"sync"
	"time"

	"marrow/sim"
)

// An escort stays with the cells that one viewer follows, and lists those that he sees from
// near. It looks again whenever the picture of the world has changed. Without anything to
// look at it sleeps.
type escort struct {
	viewer *viewer
	wake   chan struct{} // holds at most one: there is something else to look at

	mu    sync.Mutex
	tails map[int]*tail // by world
	lists map[listed]*list
}

// A listed says what a list is of: all cells of a part of a world, or those of a clone.
type listed struct {
	world   int
	ofClone bool
}

// A tail is a cell that is followed.
type tail struct {
	id   uint64
	at   [3]int // where it was last
	told uint64 // number of the picture, plus one, by which it was told last
}

// escortEvery is how often an escort looks.
const escortEvery = time.Second / 30

func newEscort(v *viewer) *escort {
	return &escort{viewer: v, wake: make(chan struct{}, 1), tails: map[int]*tail{}, lists: map[listed]*list{}}
}

// run looks after the viewer's cells until ctx ends.
func (e *escort) run(ctx context.Context) {
	beat := time.NewTicker(escortEvery)
	defer beat.Stop()
	for {
		look := beat.C
		if e.idle() {
			look = nil
		}
		select {
		case <-ctx.Done():
			return
		case <-e.wake:
		case <-look:
		}
		e.look(time.Now())
	}
}

func (e *escort) idle() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.tails)+len(e.lists) == 0
}

// look tells what has changed.
func (e *escort) look(now time.Time) {
	for _, w := range e.viewer.hub.all() {
		if w.owner != nil && w.owner != e.viewer || !e.viewer.paints(w.number) {
			continue
		}
		seen := w.line.Peek().Seq + 1
		e.mu.Lock()
		t, all, clone := e.tails[w.number], e.lists[listed{w.number, false}], e.lists[listed{w.number, true}]
		if t != nil && t.told == seen {
			t = nil
		}
		if all != nil && !all.due(seen, now) && (all.stepped == seen || !e.stepwise(w)) {
			all = nil
		}
		if clone != nil && !clone.due(seen, now) {
			clone = nil
		}
		e.mu.Unlock()
		if t != nil {
			e.track(w, t, seen)
		}
		if all != nil {
			e.roster(w, all, seen, now)
		}
		if clone != nil {
			e.light(w, clone, seen, now)
		}
	}
}

// A trackInfo says where a followed cell is, or how it ended: then it is the last one.
type trackInfo struct {
	T         string        `json:"t"`
	World     int           `json:"world"`
	Tick      uint64        `json:"tick"`
	Cell      uint64        `json:"cell"`
	Code      uint8         `json:"code"`
	X         int           `json:"x"`
	Y         int           `json:"y"`
	Z         int           `json:"z"`
	Alive     bool          `json:"alive"`
	Divisions uint16        `json:"divisions"`
	Did       string        `json:"did"`
	Since     uint32        `json:"since"`
	End       *endInfo      `json:"end,omitempty"`
	Blood     []sojournInfo `json:"blood,omitempty"`
}

func (e *escort) track(w *world, t *tail, seen uint64) {
	var m *trackInfo
	if w.ask(func(s *sim.World) { m = newTrackInfo(s, t) }) != nil {
		m = nil
	}
	e.mu.Lock()
	if t.told = seen; m == nil || !m.Alive {
		if e.tails[w.number] == t {
			delete(e.tails, w.number)
		}
	}
	e.mu.Unlock()
	if m != nil {
		m.World = w.number
		e.viewer.reply(encode(m))
	}
}

// newTrackInfo looks for the cell of t; nil if it is not known.
func newTrackInfo(w *sim.World, t *tail) *trackInfo {
	s, ok := w.Cell(t.id, &t.at)
	if !ok {
		return nil
	}
	c := newCellInfo(&s, w.Table(), false)
	t.at = [3]int{s.X, s.Y, s.Z}
	return &trackInfo{
		T: "track", Tick: c.Tick, Cell: c.Cell, Code: c.Code, X: c.X, Y: c.Y, Z: c.Z, Alive: c.Alive,
		Divisions: c.Divisions, Did: c.Did, Since: c.Since, End: c.End, Blood: c.Blood,
	}
}

// follow begins or ends to follow a cell.
func (r *reader) follow(e envelope) error {
	var q struct {
		World int     `json:"world"`
		Cell  *uint64 `json:"cell"`
	}
	if err := json.Unmarshal(e.rest, &q); err != nil {
		return err
	}
	if q.Cell == nil {
		r.escort.set(func(x *escort) { delete(x.tails, q.World) })
		r.reply(encode(okReply{T: "ok", ID: e.ID, World: q.World}))
		return nil
	}
	r.asked(e, q.World, func(w *sim.World) any {
		s, ok := w.Cell(*q.Cell, nil)
		if !ok {
			return nil
		}
		r.escort.set(func(x *escort) { x.tails[q.World] = &tail{id: *q.Cell, at: [3]int{s.X, s.Y, s.Z}} })
		return okReply{T: "ok", ID: e.ID, World: q.World, Tick: w.Ticks()}
	})
	return nil
}

// cells begins or ends to list the cells of a part of the picture, or those of a clone.
func (r *reader) cells(e envelope) error {
	var q struct {
		World int     `json:"world"`
		Clone *uint32 `json:"clone"`
		View  *struct {
			X int `json:"x"`
			Y int `json:"y"`
			W int `json:"w"`
			H int `json:"h"`
			Z int `json:"z"`
		} `json:"view"`
	}
	if err := json.Unmarshal(e.rest, &q); err != nil {
		return err
	}
	v, key, most, clone := q.View, listed{q.World, q.Clone != nil}, listSites, uint32(0)
	if key.ofClone {
		most, clone = cloneSites, *q.Clone
	}
	switch {
	case r.hub.world(q.World, r.viewer) == nil:
		r.fail(e.ID, codeNoWorld, fmt.Sprintf("there is no world %d", q.World))
	case v == nil:
		r.escort.set(func(x *escort) { delete(x.lists, key) })
	case v.W < 1 || v.H < 1 || v.W > most || v.H > most || v.W*v.H > most || v.Z < 0 || v.Z > math.MaxUint16 || max(v.X, v.Y, -v.X, -v.Y) > 1<<24:
		r.fail(e.ID, codeBadArg, fmt.Sprintf("view: want at most %d sites", most))
	default:
		r.escort.set(func(x *escort) { x.lists[key] = &list{x: v.X, y: v.Y, w: v.W, h: v.H, z: v.Z, clone: clone} })
	}
	return nil
}

// set changes what is looked after.
func (e *escort) set(change func(*escort)) {
	e.mu.Lock()
	change(e)
	e.mu.Unlock()
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// send hands a binary message to the writer.
func (v *viewer) send(b []byte) {
	select {
	case v.bulk <- b:
	case <-v.gone:
	}
}
