package web

// A window is what one viewer sees of the board: a rectangle of tiles of a level,
// and the versions it was sent.
type window struct {
	lod            int
	x0, y0, x1, y1 int // tiles, x1 and y1 excluded
	slice          uint16
	have           []uint32 // version sent, by tile of the level; 0 = none
	turn           int      // tile to be refreshed next
}

// maxTiles is the most tiles that a subscription may hold.
const maxTiles = 1024

// A picture is a frame on its way to a viewer.
type picture struct {
	seq      uint32
	messages [][]byte
}

// look returns a window of b over the sites x, y, w, h at a level, or false if it
// holds too many tiles. What was sent of the same level stays sent.
func (b *board) look(x, y, w, h, lod int, old *window) (*window, bool) {
	lod = max(0, min(lod, len(b.levels)-1))
	l := b.levels[lod]
	edge := tileEdge << lod
	n := &window{
		lod: lod,
		x0:  clamp(floorDiv(x, edge), l.cols), x1: clamp(floorDiv(x+w-1, edge)+1, l.cols),
		y0: clamp(floorDiv(y, edge), l.rows), y1: clamp(floorDiv(y+h-1, edge)+1, l.rows),
	}
	if (n.x1-n.x0)*(n.y1-n.y0) > maxTiles {
		return nil, false
	}
	n.have = make([]uint32, len(l.tiles))
	if old != nil && old.lod == lod {
		n.slice = old.slice
		for i := range n.have {
			if n.holds(i, l.cols) {
				n.have[i] = old.have[i]
			}
		}
	}
	return n, true
}

func floorDiv(a, b int) int {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

func clamp(v, top int) int { return max(0, min(v, top)) }

func (w *window) holds(i, cols int) bool {
	x, y := i%cols, i/cols
	return x >= w.x0 && x < w.x1 && y >= w.y0 && y < w.y1
}

// build makes the messages that bring w up to date, none if it is, and notes them
// as sent. With refresh, two more tiles are sent as keys, in turn, so that a fault
// that nobody noticed heals.
func (b *board) build(w *window, epoch uint32, refresh, deflate bool) picture {
	b.ensure(w.lod)
	b.mu.RLock()
	defer b.mu.RUnlock()
	l := b.levels[w.lod]
	if w.slice != l.slice {
		clear(w.have)
		w.slice = l.slice
	}
	keys, deltas, all := b.stale(w, l, refresh)
	head := tileHead{lod: uint8(w.lod), planes: uint8(len(l.planes)), epoch: epoch}
	h := header{world: b.world, seq: l.seq, tick: b.tick}
	p := picture{seq: l.seq}
	if len(deltas) > 0 {
		p.messages = append(p.messages, appendDelta(nil, h, head, deltas))
	}
	if all {
		h.flags |= flagKey
	}
	for len(keys) > 0 {
		n := min(len(keys), 100) // under 1 MiB with two planes
		m := appendKey(nil, h, head, keys[:n])
		if deflate {
			m = deflated(m)
		}
		p.messages, keys = append(p.messages, m), keys[n:]
	}
	if n := len(p.messages); n > 0 {
		p.messages[n-1][1] |= flagLast
	}
	return p
}

// stale lists what w lacks, and whether that is all of it, and notes it as sent.
func (b *board) stale(w *window, l *level, refresh bool) (keys []keyRecord, deltas []deltaRecord, all bool) {
	all = true
	for y := w.y0; y < w.y1; y++ {
		for x := w.x0; x < w.x1; x++ {
			i := y*l.cols + x
			t, have := &l.tiles[i], w.have[i]
			if have == t.ver {
				all = false
				continue
			}
			w.have[i] = t.ver
			at := tileID{uint16(x), uint16(y), l.slice}
			if chain, ok := t.since(have); ok {
				deltas = append(deltas, chainRecords(at, have, chain)...)
				all = false
				continue
			}
			keys = append(keys, keyRecord{at, t.ver, uniform(l.body(i))})
		}
	}
	if refresh && len(keys)+len(deltas) > 0 {
		keys = append(keys, b.refresh(w, l)...)
	}
	return keys, deltas, all
}

// since returns the deltas that lead from version have to the newest.
func (t *tile) since(have uint32) ([]delta, bool) {
	n := int(t.ver - have)
	if have == 0 || n > len(t.deltas) {
		return nil, false
	}
	return t.deltas[len(t.deltas)-n:], true
}

func chainRecords(at tileID, base uint32, chain []delta) []deltaRecord {
	var out []deltaRecord
	for _, d := range chain {
		out = append(out, deltaRecord{at, base, base + 1, d.pos, d.planes})
		base++
	}
	return out
}

// refresh returns the next two tiles of w.
func (b *board) refresh(w *window, l *level) []keyRecord {
	var keys []keyRecord
	n := (w.x1 - w.x0) * (w.y1 - w.y0)
	for range min(2, n) {
		w.turn = (w.turn + 1) % n
		x, y := w.x0+w.turn%(w.x1-w.x0), w.y0+w.turn/(w.x1-w.x0)
		i := y*l.cols + x
		keys = append(keys, keyRecord{tileID{uint16(x), uint16(y), l.slice}, l.tiles[i].ver, uniform(l.body(i))})
	}
	return keys
}

// hashes makes a HASH message for the tiles of w that are up to date, nil if none
// is.
func (b *board) hashes(w *window, epoch uint32) []byte {
	b.mu.RLock()
	defer b.mu.RUnlock()
	l := b.levels[w.lod]
	if w.slice != l.slice {
		return nil
	}
	var records []hashRecord
	for i := range l.tiles {
		if ver := w.have[i]; ver != 0 && ver == l.tiles[i].ver && w.holds(i, l.cols) {
			at := tileID{uint16(i % l.cols), uint16(i / l.cols), l.slice}
			records = append(records, hashRecord{at, ver, checksum(l.body(i))})
		}
	}
	if len(records) == 0 {
		return nil
	}
	head := tileHead{lod: uint8(w.lod), planes: uint8(len(l.planes)), epoch: epoch}
	return appendHash(nil, header{world: b.world, seq: b.seq, tick: b.tick}, head, records)
}

// forget marks a tile as not sent.
func (w *window) forget(x, y, cols int) {
	if i := y*cols + x; x >= 0 && x < cols && i >= 0 && i < len(w.have) {
		w.have[i] = 0
	}
}
