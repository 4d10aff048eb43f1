package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"marrow/sim"
)

// This file answers questions about single cells. All who may look may ask. Questions are
// answered between two ticks, by the goroutine that ticks the world, and change nothing.

const (
	codeNoCell = "no_such_cell"
	// mostFound is how many cells a search gives.
	mostFound = 20
	// mostKin is how many generations of ancestors can be asked for.
	mostKin = 100
)

// An inspect asks what is at a site, or what became of a cell.
type inspect struct {
	World int     `json:"world"`
	X     int     `json:"x"`
	Y     int     `json:"y"`
	Z     int     `json:"z"`
	Cell  *uint64 `json:"cell"`
	Why   bool    `json:"why"`
}

// A kin asks for a family.
type kin struct {
	World int    `json:"world"`
	Cell  uint64 `json:"cell"`
	Depth int    `json:"depth"` // generations of ancestors; 0 = as many as there are
}

// A find looks for cells by words.
type find struct {
	World int    `json:"world"`
	Q     string `json:"q"`
	Near  struct {
		X float64 `json:"x"`
		Y float64 `json:"y"`
		Z float64 `json:"z"`
	} `json:"near"`
}

// A kinInfo is a family.
type kinInfo struct {
	T     string    `json:"t"`
	ID    string    `json:"id"`
	World int       `json:"world"`
	Tick  uint64    `json:"tick"`
	Cells []kinCell `json:"cells"`
	Cut   bool      `json:"cut"` // there were more
}

type kinCell struct {
	Cell   uint64   `json:"cell"`
	Parent uint64   `json:"parent"`
	Code   uint8    `json:"code"`
	Birth  uint32   `json:"birth"`
	End    *endInfo `json:"end,omitempty"`
	X      int      `json:"x"`
	Y      int      `json:"y"`
	Z      int      `json:"z"`
}

// A foundInfo is the cells that were found, best first.
type foundInfo struct {
	T     string      `json:"t"`
	ID    string      `json:"id"`
	World int         `json:"world"`
	Cells []foundCell `json:"cells"`
}

type foundCell struct {
	Cell uint64 `json:"cell"`
	Code uint8  `json:"code"`
	X    int    `json:"x"`
	Y    int    `json:"y"`
	Z    int    `json:"z"`
}

// asked reads a question and has f answer it in its world, if the viewer does not ask too
// often. What f returns is sent; nil is that there is no such cell.
func (r *reader) asked(e envelope, number int, f func(*sim.World) any) {
	world := r.hub.world(number, r.viewer)
	switch {
	case e.ID == "":
		r.fail("", codeBadArg, "a question needs an id")
		return
	case !r.questions.Allow():
		r.fail(e.ID, codeRateLimited, "more than 10 questions a second")
		return
	case world == nil:
		r.fail(e.ID, codeNoWorld, fmt.Sprintf("there is no world %d", number))
		return
	}
	var answer any
	if err := world.ask(func(w *sim.World) { answer = f(w) }); err != nil {
		r.fail(e.ID, codeFaulted, err.Error())
		return
	}
	if answer == nil {
		r.fail(e.ID, codeNoCell, "no cell of that number is known")
		return
	}
	r.reply(encode(answer))
}

// ask has f look at the world between two ticks.
func (w *world) ask(f func(*sim.World)) error { return w.line.Ask(f) }

func (r *reader) inspect(e envelope) error {
	var q inspect
	if err := json.Unmarshal(e.rest, &q); err != nil {
		return err
	}
	r.asked(e, q.World, func(w *sim.World) any {
		s, ok := w.Site(q.X, q.Y, q.Z)
		if q.Cell != nil {
			s, ok = w.Cell(*q.Cell, nil)
		}
		if !ok {
			return nil
		}
		c := newCellInfo(&s, w.Table(), q.Why)
		c.ID, c.World = e.ID, q.World
		return c
	})
	return nil
}

func (r *reader) kin(e envelope) error {
	var q kin
	if err := json.Unmarshal(e.rest, &q); err != nil {
		return err
	}
	if q.Depth <= 0 || q.Depth > mostKin {
		q.Depth = mostKin
	}
	r.asked(e, q.World, func(w *sim.World) any {
		family, cut, ok := w.Kin(q.Cell, q.Depth)
		if !ok {
			return nil
		}
		k := kinInfo{T: "kin", ID: e.ID, World: q.World, Tick: w.Ticks(), Cut: cut}
		for _, m := range family {
			c := kinCell{Cell: m.ID, Parent: m.Parent, Code: stageCode(m.Stage), Birth: m.Born, X: m.X, Y: m.Y, Z: m.Z}
			if m.Fate != sim.Living {
				c.End = &endInfo{Kind: m.Fate.String(), Tick: m.Ended}
			}
			k.Cells = append(k.Cells, c)
		}
		return k
	})
	return nil
}

func (r *reader) find(e envelope) error {
	var q find
	if err := json.Unmarshal(e.rest, &q); err != nil {
		return err
	}
	r.asked(e, q.World, func(w *sim.World) any {
		hits, err := search(w, q)
		if err != nil {
			return errReply{T: "err", ID: e.ID, Code: codeBadArg, Msg: err.Error(), Field: "q"}
		}
		if len(hits) == 0 {
			return nil
		}
		f := foundInfo{T: "found", ID: e.ID, World: q.World}
		for _, h := range hits {
			f.Cells = append(f.Cells, foundCell{h.ID, stageCode(h.Stage), h.X, h.Y, h.Z})
		}
		return f
	})
	return nil
}

// errWords is what a search gets that makes no sense.
var errWords = errors.New(`want a number, a stage, "oldest STAGE", "nearest STAGE" or "clone N"`)

// search finds cells by words: a number (with or without #), the name of a stage, "oldest" or
// "nearest" before one, or "clone" and its number.
func search(w *sim.World, q find) ([]sim.Hit, error) {
	words := strings.Fields(strings.ToLower(q.Q))
	if len(words) == 0 {
		return nil, errWords
	}
	at := [3]int{int(q.Near.X), int(q.Near.Y), int(q.Near.Z)}
	if id, err := strconv.ParseUint(strings.TrimPrefix(strings.Join(words, ""), "#"), 10, 48); err == nil {
		s, ok := w.Cell(id, nil)
		if !ok {
			return nil, nil
		}
		return []sim.Hit{{ID: id, Stage: w.Table().Rows[s.Cell.Kind].Stage, X: s.X, Y: s.Y, Z: s.Z}}, nil
	}
	if words[0] == "clone" && len(words) == 2 {
		n, err := strconv.ParseUint(words[1], 10, 32)
		if err != nil {
			return nil, errWords
		}
		return w.Nearest(at, mostFound, func(_ int, clone uint32) bool { return uint64(clone) == n }), nil
	}
	oldest := words[0] == "oldest"
	if oldest || words[0] == "nearest" {
		words = words[1:]
	}
	stages := stagesNamed(w, strings.Join(words, " "))
	if len(stages) == 0 {
		return nil, errWords
	}
	wanted := func(stage int, _ uint32) bool { return stages[stage] }
	if oldest {
		return w.Oldest(mostFound, wanted), nil
	}
	return w.Nearest(at, mostFound, wanted), nil
}

// stagesNamed are the stages whose name or label is the words, or begins with them.
func stagesNamed(w *sim.World, words string) map[int]bool {
	out := map[int]bool{}
	if words == "" {
		return out
	}
	begin := map[int]bool{}
	for i, s := range w.Table().Stages {
		for _, name := range []string{strings.ToLower(s.Label), strings.ReplaceAll(s.Name, "_", " "), s.Name} {
			switch {
			case name == words || name+"s" == words:
				out[i] = true
			case strings.HasPrefix(name, words):
				begin[i] = true
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	return begin
}
