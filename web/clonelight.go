package web

import (
	"encoding/binary"
	"time"

	"marrow/sim"
)

// light sends where the cells of a clone are.
func (e *escort) light(w *world, l *list, seen uint64, now time.Time) {
	tiles := map[tileID]*[tileSites / 8]byte{}
	var tick uint64
	err := w.ask(func(s *sim.World) {
		tick = s.Ticks()
		s.CloneSites(l.clone, l.x, l.y, l.w, l.h, l.z, func(x, y int) {
			id := tileID{uint16(x / tileEdge), uint16(y / tileEdge), uint16(l.z)}
			if tiles[id] == nil {
				tiles[id] = new([tileSites / 8]byte)
			}
			i := y%tileEdge*tileEdge + x%tileEdge
			tiles[id][i/8] |= 1 << (i % 8)
		})
	})
	e.mu.Lock()
	l.told, l.next = seen, now.Add(cloneEvery)
	e.mu.Unlock()
	if err != nil {
		return
	}
	h := header{kind: typeClone, world: uint8(w.number), seq: uint32(seen - 1), tick: tick}
	e.viewer.send(appendClone(nil, h, w.epoch, l.clone, tiles))
}

// appendClone appends a CLONE message: for each tile with cells of a clone a bit for each of
// its sites, the lowest first.
func appendClone(b []byte, h header, epoch, clone uint32, tiles map[tileID]*[tileSites / 8]byte) []byte {
	b = binary.LittleEndian.AppendUint16(h.append(b), uint16(len(tiles)))
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint32(b, epoch)
	b = binary.LittleEndian.AppendUint32(b, clone)
	for id, bits := range tiles {
		b = binary.LittleEndian.AppendUint16(id.append(b), 0)
		b = append(b, bits[:]...)
	}
	return b
}
