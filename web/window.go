package web

import "slices"

const (
	// maxTiles is the most tiles that a subscription may hold; that of a single slice
	// may have a margin of one tile around them.
	maxTiles = 1024
	// volumeTiles is about the most tiles of a volume that travel in one frame.
	volumeTiles = 128
)

// A view is a box of tiles of a level. The upper ends are excluded.
type view struct{ lod, x0, y0, z0, x1, y1, z1 int }

// flat tells whether v is of one slice.
func (v view) flat() bool { return v.z1 == v.z0+1 }

func (v view) tiles() int { return (v.x1 - v.x0) * (v.y1 - v.y0) * (v.z1 - v.z0) }

// index is the place of a tile in a list of those of v.
func (v view) index(x, y, z int) int {
	return ((z-v.z0)*(v.y1-v.y0)+y-v.y0)*(v.x1-v.x0) + x - v.x0
}

func (v view) holds(x, y, z int) bool {
	return x >= v.x0 && x < v.x1 && y >= v.y0 && y < v.y1 && z >= v.z0 && z < v.z1
}

// allowed tells whether v holds no more tiles than a subscription may.
func (v view) allowed() bool {
	if v.tiles() <= maxTiles {
		return true
	}
	return v.flat() && (v.x1-v.x0-2)*(v.y1-v.y0-2) <= maxTiles && v.tiles() <= 2*maxTiles
}

// A window is what one viewer sees of the board, and what he was sent of it.
type window struct {
	view
	have []uint32 // version sent, by tile; 0 = none
	z    int      // slice of a volume to be looked at next
	turn int      // refreshed last

	// If known, have is what the board had when its number was at; 0 = nothing.
	known bool
	at    uint32
}

// look returns a window of b over a box in sites, or false if it holds too many tiles.
// What was sent of the same level stays sent.
func (b *board) look(x, y, z, w, h, d, lod int, old *window) (*window, bool) {
	lod = max(0, min(lod, b.lods-1))
	l := b.levels[lod]
	edge := tileEdge << lod
	thick := 1
	if b.depth > 1 {
		thick = 1 << lod
	}
	v := view{
		lod: lod,
		x0:  clamp(floorDiv(x, edge), l.cols), x1: clamp(floorDiv(x+w-1, edge)+1, l.cols),
		y0: clamp(floorDiv(y, edge), l.rows), y1: clamp(floorDiv(y+h-1, edge)+1, l.rows),
		z0: clamp(floorDiv(z, thick), l.d-1),
	}
	v.z1 = max(clamp(floorDiv(z+max(d, 1)-1, thick)+1, l.d), v.z0+1)
	if !v.allowed() {
		return nil, false
	}
	if old != nil && old.view == v {
		return old, true
	}
	n := &window{view: v, have: make([]uint32, v.tiles()), z: v.z0, known: true}
	if old != nil && old.lod == lod && old.flat() == v.flat() { // clients keep volumes apart
		n.inherit(old)
	}
	return n, true
}

// inherit takes over what old was sent of the same level.
func (w *window) inherit(old *window) {
	for z := max(w.z0, old.z0); z < min(w.z1, old.z1); z++ {
		for y := max(w.y0, old.y0); y < min(w.y1, old.y1); y++ {
			for x := max(w.x0, old.x0); x < min(w.x1, old.x1); x++ {
				w.have[w.index(x, y, z)] = old.have[old.index(x, y, z)]
				w.known = false
			}
		}
	}
}

func floorDiv(a, b int) int {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

func clamp(v, top int) int { return max(0, min(v, top)) }

// forget marks a tile as not sent. It returns whether it was.
func (w *window) forget(x, y, z int) bool {
	if !w.holds(x, y, z) {
		return false
	}
	i := w.index(x, y, z)
	sent := w.have[i] != 0
	w.have[i], w.known = 0, false
	return sent
}

// build makes the messages that bring w up to date, none if it is, and notes them as
// sent. Two more tiles are sent as keys each second, in turn, so that a fault that
// nobody noticed heals. Equal windows get the same messages.
func (b *board) build(w *window, deflate bool) picture {
	b.mu.RLock()
	defer b.mu.RUnlock()
	key := shelfKey{w.view, w.at, w.z, w.turn, deflate}
	known := w.known
	p, ok := b.shelf.take(key)
	if !known || !ok {
		p = b.draw(w, deflate)
	}
	if known && !ok {
		b.shelf.put(key, p)
	}
	b.sent(w, p)
	return p
}

// draw makes the picture that w lacks.
func (b *board) draw(w *window, deflate bool) picture {
	c := b.lack(w)
	p := picture{seq: b.seq, tick: b.tick, whole: c.whole, slices: c.slices}
	if len(c.keys)+len(c.deltas) == 0 {
		return p
	}
	p.turn = b.turn
	if w.turn != b.turn && !c.all {
		c.keys = append(c.keys, b.refresh(w)...)
	}
	head := tileHead{lod: uint8(w.lod), planes: planesAt(w.lod), epoch: b.epoch}
	h := header{world: b.world, seq: b.seq, tick: b.tick}
	if len(c.deltas) > 0 {
		p.add(appendDelta(nil, h, head, c.deltas))
	}
	if c.all {
		h.flags |= flagKey
	}
	for keys := range slices.Chunk(c.keys, 100) { // under 1 MiB with two planes
		if deflate {
			p.add(appendPacked(nil, h, head, keys))
		} else {
			p.add(appendKey(nil, h, head, keys))
		}
	}
	p.close()
	return p
}

func planesAt(lod int) uint8 { return uint8(min(lod, 1) + 1) }

// A lack is what a window has not been sent.
type lack struct {
	keys   []keyRecord
	deltas []deltaRecord
	all    bool // that is each tile of the window, as a key
	whole  bool // nothing is lacking after that
	slices int  // looked at
}

// lack lists what w lacks. Of a volume it is a few slices at once, those after the ones
// that were looked at last.
func (b *board) lack(w *window) lack {
	c := lack{all: true, whole: true}
	depth := w.z1 - w.z0
	for c.slices < depth && (w.flat() || len(c.keys)+len(c.deltas) < volumeTiles) {
		z := w.z0 + (w.z-w.z0+c.slices)%depth
		c.slices++
		s := b.levels[w.lod].sheets[z]
		if s == nil || !s.shown {
			c.all, c.whole = false, false
			continue
		}
		for y := w.y0; y < w.y1; y++ {
			for x := w.x0; x < w.x1; x++ {
				c.tile(s, x, y, w.have[w.index(x, y, z)])
			}
		}
	}
	if c.slices < depth {
		c.all, c.whole = false, false
	}
	return c
}

// tile adds what leads from version have of a tile to the newest.
func (c *lack) tile(s *sheet, x, y int, have uint32) {
	t := &s.tiles[y*s.level.cols+x]
	if have == t.ver {
		c.all = false
		return
	}
	at := tileID{uint16(x), uint16(y), uint16(s.z)}
	chain, ok := t.since(have)
	if !ok {
		c.keys = append(c.keys, s.key(at))
		return
	}
	c.all = false
	for _, d := range chain {
		c.deltas = append(c.deltas, deltaRecord{at, have, have + 1, d.pos, d.planes})
		have++
	}
}

// key returns a tile as a whole.
func (s *sheet) key(at tileID) keyRecord {
	i := int(at.y)*s.level.cols + int(at.x)
	t := &s.tiles[i]
	return keyRecord{at, t.ver, uniform(s.body(i)), t}
}

// refresh returns the tiles of w whose turn it is. In a volume an old tile must not be
// made new behind the window's back: it has its own turn.
func (b *board) refresh(w *window) []keyRecord {
	var keys []keyRecord
	n := w.tiles()
	for i := b.turn; i < b.turn+min(2, n); i++ {
		x, y, z := w.place(i % n)
		s := b.levels[w.lod].sheets[z]
		if s == nil || !s.shown {
			continue
		}
		if key := s.key(tileID{uint16(x), uint16(y), uint16(z)}); w.flat() || w.have[i%n] == key.ver {
			keys = append(keys, key)
		}
	}
	return keys
}

// place is the tile with a given index.
func (v view) place(i int) (x, y, z int) {
	nx, ny := v.x1-v.x0, v.y1-v.y0
	return v.x0 + i%nx, v.y0 + i/nx%ny, v.z0 + i/(nx*ny)
}

// sent notes that w was sent p.
func (b *board) sent(w *window, p picture) {
	if p.turn != 0 {
		w.turn = p.turn
	}
	depth := w.z1 - w.z0
	for i := range p.slices {
		z := w.z0 + (w.z-w.z0+i)%depth
		if s := b.levels[w.lod].sheets[z]; s != nil && s.shown {
			w.note(s)
		}
	}
	w.z = w.z0 + (w.z-w.z0+p.slices)%depth
	w.known, w.at = p.whole, b.seq
}

// note notes that w has the newest tiles of s.
func (w *window) note(s *sheet) {
	for y := w.y0; y < w.y1; y++ {
		for x := w.x0; x < w.x1; x++ {
			w.have[w.index(x, y, s.z)] = s.tiles[y*s.level.cols+x].ver
		}
	}
}

// hashes makes a HASH message for the tiles of w that are up to date, nil if none is.
func (b *board) hashes(w *window) []byte {
	b.mu.RLock()
	defer b.mu.RUnlock()
	var records []hashRecord
	for i, have := range w.have {
		x, y, z := w.place(i)
		s := b.levels[w.lod].sheets[z]
		if have == 0 || s == nil || !s.shown {
			continue
		}
		if n := y*s.level.cols + x; s.tiles[n].ver == have {
			at := tileID{uint16(x), uint16(y), uint16(z)}
			records = append(records, hashRecord{at, have, checksum(s.body(n))})
		}
	}
	if len(records) == 0 {
		return nil
	}
	head := tileHead{lod: uint8(w.lod), planes: planesAt(w.lod), epoch: b.epoch}
	return appendHash(nil, header{world: b.world, seq: b.seq, tick: b.tick}, head, records)
}
