package web

import (
	"bytes"
	"hash/crc32"
	"sync"

	"marrow/sim"
)

const (
	tileEdge  = 64 // sites, or texels of a coarser level
	tileSites = tileEdge * tileEdge

	codeOutside = 255 // sites outside the world

	keptDeltas   = 8    // per tile
	chainChanges = 1024 // more changes than this travel as a whole tile
)

// A board holds what viewers see: the codes of the shown slice at each level of
// detail in tiles, each with a version. It is written by the hub and read by the
// writers of all viewers.
type board struct {
	types *typeTable
	world uint8 // its number

	mu     sync.RWMutex
	seq    uint32
	tick   uint64
	slice  uint16
	levels []*level // levels[0] is the lattice; others are made when somebody wants them
}

// A level is the slice at one level of detail: a texel covers 2^lod sites an edge.
type level struct {
	lod        int
	w, h       int // texels
	cols, rows int // tiles
	planes     [][]byte
	tiles      []tile
	seq        uint32 // of the frame that planes is made of
	slice      uint16 // the same
}

// A tile is 64x64 texels of a level.
type tile struct {
	ver    uint32
	deltas []delta // the last ones; deltas[len-1] led to ver
}

// A delta is what changed in a tile between two versions.
type delta struct {
	pos    []uint16
	planes [][]byte
}

// newBoard returns a board for frames of f's size.
func newBoard(types *typeTable, f *sim.Frame) *board {
	b := &board{types: types}
	for w, h, k := f.Width, f.Height, 0; ; w, h, k = (w+1)/2, (h+1)/2, k+1 {
		l := &level{lod: k, w: w, h: h, cols: tiles(w), rows: tiles(h)}
		l.tiles = make([]tile, l.cols*l.rows)
		b.levels = append(b.levels, l)
		if l.cols <= 4 && l.rows <= 4 {
			return b
		}
	}
}

func tiles(texels int) int { return (texels + tileEdge - 1) / tileEdge }

// update takes over f. Coarser levels follow when somebody looks at them.
func (b *board) update(f *sim.Frame, seq uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seq, b.tick, b.slice = uint32(seq), f.Tick, uint16(f.Z)
	b.levels[0].update([][]byte{f.Codes}, b.seq, b.slice)
}

// ensure brings the levels up to lod up to date.
func (b *board) ensure(lod int) {
	b.mu.RLock()
	done := b.levels[lod].seq == b.seq
	b.mu.RUnlock()
	if done {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for k, l := range b.levels[:lod+1] {
		if k > 0 && l.seq != b.seq {
			l.update(b.types.coarser(b.levels[k-1]), b.seq, b.slice)
		}
	}
}

// update compares planes with the former ones and raises the versions of the tiles
// that changed. After a move to another slice nothing of the old tiles is worth a
// delta.
func (l *level) update(planes [][]byte, seq uint32, slice uint16) {
	old, anew := l.planes, l.planes == nil || l.slice != slice
	l.planes, l.seq, l.slice = planes, seq, slice
	for i := range l.tiles {
		t := &l.tiles[i]
		if anew {
			t.ver, t.deltas = t.ver+1, nil
			continue
		}
		if d := l.diff(i, old); len(d.pos) > 0 {
			t.ver++
			t.keep(d)
		}
	}
}

// keep appends d to the tile's deltas, forgetting the oldest.
func (t *tile) keep(d delta) {
	if len(d.pos) > chainChanges {
		t.deltas = nil
		return
	}
	t.deltas = append(t.deltas, d)
	sum := 0
	for i := len(t.deltas) - 1; i >= 0; i-- {
		sum += len(t.deltas[i].pos)
		if sum > chainChanges || len(t.deltas)-i > keptDeltas {
			t.deltas = append([]delta(nil), t.deltas[i+1:]...)
			return
		}
	}
}

// diff lists the texels of tile i that differ from old.
func (l *level) diff(i int, old [][]byte) delta {
	var d delta
	x0, y0, x1, y1 := l.bounds(i)
	for y := y0; y < y1; y++ {
		from, to := y*l.w+x0, y*l.w+x1
		start := uint16((y - y0) * tileEdge)
		if len(l.planes) == 1 {
			d.pos = appendChanged(d.pos, l.planes[0][from:to], old[0][from:to], start)
			continue
		}
		for x := range to - from {
			if j := from + x; l.planes[0][j] != old[0][j] || l.planes[1][j] != old[1][j] {
				d.pos = append(d.pos, start+uint16(x))
			}
		}
	}
	for _, p := range l.planes {
		values := make([]byte, len(d.pos))
		for n, pos := range d.pos {
			values[n] = p[(y0+int(pos)/tileEdge)*l.w+x0+int(pos)%tileEdge]
		}
		d.planes = append(d.planes, values)
	}
	return d
}

// appendChanged appends the places, counted from start, where a row differs from
// the old one.
func appendChanged(pos []uint16, row, old []byte, start uint16) []uint16 {
	if bytes.Equal(row, old) {
		return pos
	}
	for x, v := range row {
		if v != old[x] {
			pos = append(pos, start+uint16(x))
		}
	}
	return pos
}

// bounds returns the texels of tile i that exist.
func (l *level) bounds(i int) (x0, y0, x1, y1 int) {
	x0, y0 = i%l.cols*tileEdge, i/l.cols*tileEdge
	return x0, y0, min(x0+tileEdge, l.w), min(y0+tileEdge, l.h)
}

// body returns the planes of tile i one after the other, 4,096 bytes each, outside
// texels filled.
func (l *level) body(i int) []byte {
	out := make([]byte, len(l.planes)*tileSites)
	x0, y0, x1, y1 := l.bounds(i)
	for k, p := range l.planes {
		plane := out[k*tileSites : (k+1)*tileSites]
		if k == 0 && (x1-x0 < tileEdge || y1-y0 < tileEdge) {
			copy(plane, bytes.Repeat([]byte{codeOutside}, tileSites))
		}
		for y := y0; y < y1; y++ {
			copy(plane[(y-y0)*tileEdge:], p[y*l.w+x0:y*l.w+x1])
		}
	}
	return out
}

// uniform shortens a body whose planes each hold one value to that value a plane.
func uniform(body []byte) []byte {
	var short []byte
	for p := 0; p < len(body); p += tileSites {
		plane := body[p : p+tileSites]
		if bytes.Count(plane, plane[:1]) != tileSites {
			return body
		}
		short = append(short, plane[0])
	}
	return short
}

// checksum is CRC-32C.
func checksum(b []byte) uint32 {
	return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
}
