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

// An escort stays with the cells that one viewer follows, lists those that he sees from near,
// and tells where those of the clone are that he has chosen. It looks again whenever the picture of the world has changed. Without anything to
// look at it sleeps.
type escort struct {
	viewer *viewer
	wake   chan struct{} // holds at most one: there is something else to look at

	mu     sync.Mutex
	tails  map[int]*tail // by world
	lists  map[int]*list
	lights map[int]*light
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
	return &escort{viewer: v, wake: make(chan struct{}, 1), tails: map[int]*tail{}, lists: map[int]*list{}, lights: map[int]*light{}}
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
	return len(e.tails)+len(e.lists)+len(e.lights) == 0
}

// look tells what has changed.
func (e *escort) look(now time.Time) {
	for _, w := range e.viewer.hub.all() {
		if w.owner != nil && w.owner != e.viewer || !e.viewer.paints(w.number) {
			continue
		}
		seen := w.line.Peek().Seq + 1
		e.mu.Lock()
		t, l, c := e.tails[w.number], e.lists[w.number], e.lights[w.number]
		if t != nil && t.told == seen {
			t = nil
		}
		if l != nil && !l.due(seen, now) && (l.stepped == seen || !e.stepwise(w)) {
			l = nil
		}
		if c != nil && (c.told == seen || now.Before(c.next)) {
			c = nil
		}
		e.mu.Unlock()
		if t != nil {
			e.track(w, t, seen)
		}
		if l != nil {
			e.roster(w, l, seen, now)
		}
		if c != nil {
			e.shine(w, c, seen, now)
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
		Clone *uint32 `json:"clone"` // none: all cells
		View  *part   `json:"view"`
	}
	if err := json.Unmarshal(e.rest, &q); err != nil {
		return err
	}
	v, most := q.View, listSites
	if q.Clone != nil {
		most = lightSites
	}
	switch {
	case r.hub.world(q.World, r.viewer) == nil:
		r.fail(e.ID, codeNoWorld, fmt.Sprintf("there is no world %d", q.World))
	case v != nil && !v.fits(most):
		r.fail(e.ID, codeBadArg, fmt.Sprintf("view: want at most %d sites", most))
	case v == nil && q.Clone != nil:
		r.escort.set(func(x *escort) { delete(x.lights, q.World) })
	case v == nil:
		r.escort.set(func(x *escort) { delete(x.lists, q.World) })
	case q.Clone != nil:
		r.escort.set(func(x *escort) { x.lights[q.World] = &light{part: *v, clone: *q.Clone} })
	default:
		r.escort.set(func(x *escort) { x.lists[q.World] = &list{x: v.X, y: v.Y, w: v.W, h: v.H, z: v.Z} })
	}
	return nil
}

// A part is a rectangle of a slice.
type part struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
	Z int `json:"z"`
}

// fits tells whether p has some sites, at most so many, within what a world can have.
func (p *part) fits(most int) bool {
	return min(p.W, p.H) > 0 && max(p.W, p.H) <= most && p.W*p.H <= most && p.Z >= 0 && p.Z <= math.MaxUint16 && max(p.X, p.Y, -p.X, -p.Y) <= 1<<24
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
