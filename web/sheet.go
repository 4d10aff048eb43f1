package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/bits"
	"sync/atomic"
	"time"
)

const (
	keptDeltas   = 8    // per tile
	chainChanges = 1024 // more changes than this travel as a whole tile
)

// A sheet is one slice of a level.
type sheet struct {
	level  *level
	z      int
	planes [][]byte // codes, above level 0 also shares; nil = not drawn
	tiles  []tile
	shown  bool // versions follow the planes

	// What follows is the hub's own.
	seq     uint64    // of the view that planes show; 0 = none
	from    [2]uint64 // seq of the sheets that planes were made of
	next    [][]byte  // planes to be installed
	nextSeq uint64
	changes []delta   // what next changes, by tile; nil = not compared
	used    time.Time // somebody looked at it
	wanted  bool      // not long ago
	round   uint64    // of the board when it was brought up to date
}

// A tile is 64x64 texels of a sheet. Versions go on when a sheet was not looked at for a
// while, so that nobody takes an old tile for a new one.
type tile struct {
	ver    uint32
	deltas []delta // the last ones; deltas[len-1] led to ver
	packed atomic.Pointer[packed]
}

// A delta is what changed in a tile between two versions.
type delta struct {
	n      int      // changes
	pos    []uint16 // nil if there are too many
	planes [][]byte // new values, one slice a plane
}

// newest returns the planes that s has or is about to have.
func (s *sheet) newest() (planes [][]byte, seq uint64) {
	if s.next != nil {
		return s.next, s.nextSeq
	}
	return s.planes, s.seq
}

// compare finds what next changes in the tiles that are shown.
func (s *sheet) compare() {
	s.changes = nil
	if s.next == nil || !s.shown || !s.wanted {
		return
	}
	s.changes = make([]delta, len(s.tiles))
	var scratch [tileSites]uint16
	for i := range s.tiles {
		s.changes[i] = s.diff(i, &scratch)
	}
}

// install makes next the planes and raises the versions of the tiles that changed.
func (s *sheet) install() {
	if s.next != nil {
		s.planes, s.seq, s.next = s.next, s.nextSeq, nil
	}
	was := s.shown
	s.shown = s.wanted && s.planes != nil
	switch {
	case s.shown && !was:
		for i := range s.tiles {
			s.tiles[i].renew()
		}
	case s.shown && s.changes != nil:
		for i, d := range s.changes {
			s.tiles[i].change(d)
		}
	}
	s.changes = nil
}

// leave frees what nobody looks at.
func (s *sheet) leave() {
	s.planes, s.next, s.seq, s.shown = nil, nil, 0, false
	for i := range s.tiles {
		s.tiles[i].deltas = nil
		s.tiles[i].packed.Store(nil)
	}
}

// renew makes all that was sent of the tile void.
func (t *tile) renew() { t.ver, t.deltas = t.ver+1, nil }

// change appends d to the tile's deltas, forgetting the oldest.
func (t *tile) change(d delta) {
	if d.n == 0 {
		return
	}
	t.ver++
	if d.pos == nil {
		t.deltas = nil
		return
	}
	t.deltas = append(t.deltas, d)
	sum := 0
	for i := len(t.deltas) - 1; i >= 0; i-- {
		sum += t.deltas[i].n
		if sum > chainChanges || len(t.deltas)-i > keptDeltas {
			t.deltas = append([]delta(nil), t.deltas[i+1:]...)
			return
		}
	}
}

// since returns the deltas that lead from version have to the newest.
func (t *tile) since(have uint32) ([]delta, bool) {
	n := int(t.ver - have)
	if have == 0 || n > len(t.deltas) {
		return nil, false
	}
	return t.deltas[len(t.deltas)-n:], true
}

// diff lists the texels of tile i in which next differs from planes.
func (s *sheet) diff(i int, scratch *[tileSites]uint16) delta {
	x0, y0, x1, y1 := s.bounds(i)
	pos := scratch[:0]
	for y := y0; y < y1; y++ {
		from, to, start := y*s.level.w+x0, y*s.level.w+x1, (y-y0)*tileEdge
		if len(s.next) == 1 {
			pos = appendChanged(pos, start, s.next[0][from:to], s.planes[0][from:to])
		} else {
			pos = appendChanged2(pos, start, s.next[0][from:to], s.planes[0][from:to], s.next[1][from:to], s.planes[1][from:to])
		}
	}
	d := delta{n: len(pos)}
	if d.n == 0 || d.n > chainChanges {
		return d
	}
	d.pos = append([]uint16(nil), pos...)
	for _, p := range s.next {
		values := make([]byte, len(pos))
		for n, at := range pos {
			values[n] = p[(y0+int(at)/tileEdge)*s.level.w+x0+int(at)%tileEdge]
		}
		d.planes = append(d.planes, values)
	}
	return d
}

// appendChanged appends the places, counted from start, where two rows differ. It
// looks at 8 texels at once.
func appendChanged(pos []uint16, start int, a, b []byte) []uint16 {
	b = b[:len(a)]
	x := 0
	for ; x+8 <= len(a); x += 8 {
		word := binary.LittleEndian.Uint64(a[x:]) ^ binary.LittleEndian.Uint64(b[x:])
		pos = appendBytes(pos, start+x, word)
	}
	for ; x < len(a); x++ {
		if a[x] != b[x] {
			pos = append(pos, uint16(start+x))
		}
	}
	return pos
}

// appendChanged2 is appendChanged for two planes.
func appendChanged2(pos []uint16, start int, a, b, a2, b2 []byte) []uint16 {
	b, a2, b2 = b[:len(a)], a2[:len(a)], b2[:len(a)]
	x := 0
	for ; x+8 <= len(a); x += 8 {
		word := binary.LittleEndian.Uint64(a[x:]) ^ binary.LittleEndian.Uint64(b[x:])
		word |= binary.LittleEndian.Uint64(a2[x:]) ^ binary.LittleEndian.Uint64(b2[x:])
		pos = appendBytes(pos, start+x, word)
	}
	for ; x < len(a); x++ {
		if a[x] != b[x] || a2[x] != b2[x] {
			pos = append(pos, uint16(start+x))
		}
	}
	return pos
}

// appendBytes appends the places of the bytes of word that are not 0.
func appendBytes(pos []uint16, start int, word uint64) []uint16 {
	for word != 0 {
		n := bits.TrailingZeros64(word) / 8
		pos = append(pos, uint16(start+n))
		word &^= 0xff << (8 * n)
	}
	return pos
}

// bounds returns the texels of tile i that exist.
func (s *sheet) bounds(i int) (x0, y0, x1, y1 int) {
	l := s.level
	x0, y0 = i%l.cols*tileEdge, i/l.cols*tileEdge
	return x0, y0, min(x0+tileEdge, l.w), min(y0+tileEdge, l.h)
}

// body returns the planes of tile i one after the other, 4,096 bytes each, outside
// texels filled.
func (s *sheet) body(i int) []byte {
	out := make([]byte, len(s.planes)*tileSites)
	x0, y0, x1, y1 := s.bounds(i)
	for k, p := range s.planes {
		plane := out[k*tileSites : (k+1)*tileSites]
		if k == 0 && (x1-x0 < tileEdge || y1-y0 < tileEdge) {
			copy(plane, bytes.Repeat([]byte{codeOutside}, tileSites))
		}
		for y := y0; y < y1; y++ {
			copy(plane[(y-y0)*tileEdge:], p[y*s.level.w+x0:y*s.level.w+x1])
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
