package web

import (
	"encoding/binary"
	"math"
	"time"

	"marrow/sim"
)

const (
	// listEvery is the least time between two lists, listSites how many sites one may cover.
	listEvery = time.Second / 5
	listSites = 8000
	// cloneEvery and cloneSites are the same where only a clone is told: that is a bit a site.
	cloneEvery = time.Second / 2
	cloneSites = 1 << 19
	// mostSteps is how many steps are told of a tick; where there are more, none are.
	mostSteps = 2000
)

// A list is a part of a slice whose cells are told, and what they do from tick to tick; or
// those of them that are of a clone.
type list struct {
	x, y, w, h, z int
	clone         uint32 // 0 = all
	told          uint64 // number of the picture, plus one, with which the cells were told last
	next          time.Time
	stepped       uint64       // as told, of what they do
	cells         []sim.Listed // at tick, nil = not known
	tick          uint64
}

// due tells whether the cells of l are to be told with the picture of number seen.
func (l *list) due(seen uint64, now time.Time) bool { return l.told != seen && !now.Before(l.next) }

// stepwise tells whether pictures of w come tick by tick, so that what cells do can be seen.
func (e *escort) stepwise(w *world) bool {
	return e.viewer.events && w.line.Peek().TicksPerSecond <= float64(time.Second/escortEvery)
}

// roster sends the cells of a list, and what they have done if that was a tick ago.
func (e *escort) roster(w *world, l *list, seen uint64, now time.Time) {
	var cells []sim.Listed
	var steps []sim.Step
	var tick uint64
	err := w.ask(func(s *sim.World) {
		cells, tick = s.Roster(l.x, l.y, l.w, l.h, l.z), s.Ticks()
		if e.viewer.events && l.cells != nil && tick == l.tick+1 {
			steps = s.Steps(l.cells, cells, l.z)
		}
	})
	due := l.due(seen, now)
	if due {
		l.told, l.next = seen, now.Add(listEvery)
	}
	l.stepped, l.cells, l.tick = seen, cells, tick
	if err != nil {
		return
	}
	h := header{world: uint8(w.number), seq: uint32(seen - 1), tick: tick}
	if len(steps) > 0 && len(steps) <= mostSteps {
		e.viewer.send(appendEvents(nil, h, w.epoch, l.corner(), steps))
	}
	if due {
		e.viewer.send(appendCells(nil, h, w.epoch, uint16(l.z), cells))
	}
}

// corner is the tile from which sites of steps are counted: they may lead a little way out of
// the list.
func (l *list) corner() tileID {
	return tileID{uint16(max(0, l.x/tileEdge-1)), uint16(max(0, l.y/tileEdge-1)), uint16(l.z)}
}

// appendCells appends a CELLS message: the cells of a slice by tile.
func appendCells(b []byte, h header, epoch uint32, z uint16, cells []sim.Listed) []byte {
	byTile := map[tileID][]sim.Listed{}
	var order []tileID
	for _, c := range cells {
		id := tileID{uint16(c.X / tileEdge), uint16(c.Y / tileEdge), z}
		if byTile[id] == nil {
			order = append(order, id)
		}
		byTile[id] = append(byTile[id], c)
	}
	h.kind = typeCells
	b = binary.LittleEndian.AppendUint16(h.append(b), uint16(len(order)))
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint32(b, epoch)
	for _, id := range order {
		b = binary.LittleEndian.AppendUint16(id.append(b), uint16(len(byTile[id])))
		for _, c := range byTile[id] {
			b = appendCell(b, &c)
		}
	}
	return b
}

func appendCell(b []byte, c *sim.Listed) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(c.ID))
	b = binary.LittleEndian.AppendUint16(b, uint16(c.ID>>32))
	b = binary.LittleEndian.AppendUint16(b, uint16(c.Y%tileEdge*tileEdge+c.X%tileEdge))
	b = binary.LittleEndian.AppendUint32(b, c.Clone)
	b = binary.LittleEndian.AppendUint16(b, uint16(min(c.Age, math.MaxUint16)))
	return append(b, uint8(min(c.Divisions, math.MaxUint8)), c.Flags)
}

// appendEvents appends an EVENTS message: what cells of a slice did in the tick that led to
// h.tick. Sites are counted from tile at.
func appendEvents(b []byte, h header, epoch uint32, at tileID, steps []sim.Step) []byte {
	h.kind = typeEvents
	b = binary.LittleEndian.AppendUint32(h.append(b), epoch)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(steps)))
	b = binary.LittleEndian.AppendUint32(at.append(b), 0)
	for i := range steps {
		b = appendStep(b, at, &steps[i])
	}
	return b
}

func appendStep(b []byte, at tileID, s *sim.Step) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(s.ID))
	b = binary.LittleEndian.AppendUint16(b, uint16(s.ID>>32))
	b = append(b, uint8(s.Act), stageCode(s.Stage))
	for _, site := range [...][2]int{s.From, s.To} {
		b = binary.LittleEndian.AppendUint16(b, uint16(site[0]-int(at.x)*tileEdge))
		b = binary.LittleEndian.AppendUint16(b, uint16(site[1]-int(at.y)*tileEdge))
	}
	return b
}
