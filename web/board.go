package web

import (
	"cmp"
	"iter"
	"slices"
	"sync"
	"time"

	"marrow/sim"
	"marrow/sim/live"
)

const (
	tileEdge  = 64 // sites, or texels of a coarser level
	tileSites = tileEdge * tileEdge

	codeOutside = 255 // sites outside the world

	// keptSheets is how long a slice stays up to date after it was last looked at.
	keptSheets = 5 * time.Second
)

// A board holds what viewers of one world see: the slices that somebody looks at, at the
// levels of detail that somebody wants, in tiles with versions. It is written by the hub
// and read by the writers of all viewers.
type board struct {
	types  *typeTable
	world  uint8    // its number
	epoch  uint32   // of that number
	levels []*level // levels[0] is the lattice
	lods   int      // levels that a viewer may ask for; the last one is that of the thumb
	depth  int      // slices of the lattice

	mu     sync.RWMutex
	seq    uint32
	tick   uint64
	turn   int            // tile that is refreshed next, grows by two a second
	thumbs map[int]*thumb // by slice of the thumb's level

	shelf shelf

	// What follows is the hub's own.
	unmet  bool         // somebody looks at a sheet that is not shown
	due    map[int]bool // thumbs to be made
	turned time.Time
	round  uint64
}

// A level is the world at one level of detail: a texel covers 2^lod sites an edge, and in
// a world with depth as many slices.
type level struct {
	lod        int
	w, h, d    int // texels and slices
	cols, rows int // tiles
	sheets     []*sheet
}

// newBoard returns a board for a world of f's size.
func newBoard(types *typeTable, f *sim.Frame) *board {
	b := &board{types: types, epoch: 1, depth: f.Depth, thumbs: map[int]*thumb{}, due: map[int]bool{}}
	w, h, d := f.Width, f.Height, f.Depth
	for k := 0; ; k++ {
		l := &level{lod: k, w: w, h: h, d: d, cols: tiles(w), rows: tiles(h), sheets: make([]*sheet, d)}
		b.levels = append(b.levels, l)
		if b.lods == 0 && l.cols <= 4 && l.rows <= 4 {
			b.lods = k + 1
		}
		if b.lods > 0 && w <= thumbWidth && h <= thumbHeight {
			return b
		}
		w, h, d = (w+1)/2, (h+1)/2, (d+1)/2
	}
}

func tiles(texels int) int { return (texels + tileEdge - 1) / tileEdge }

// block returns the slices of the lattice that slice z of level k shows.
func (b *board) block(k, z int) live.Block {
	if b.depth == 1 {
		return live.Block{N: 1}
	}
	return live.Block{Z: z << k, N: 1 << k}
}

// wish notes what the windows look at, and returns the slices to be drawn for them and
// for the thumbs that are due.
func (b *board) wish(windows []view, now time.Time) live.Wish {
	b.mu.Lock()
	defer b.mu.Unlock()
	var w live.Wish
	seen := map[live.Block]bool{}
	add := func(list *[]live.Block, k, z int) {
		if block := b.block(k, z); !seen[block] {
			seen[block] = true
			*list = append(*list, block)
		}
	}
	for _, v := range windows {
		list := &w.Soon
		if v.flat() && (v.lod == 0 || b.depth == 1) {
			list = &w.Now
		}
		for z := v.z0; z < v.z1; z++ {
			s := b.sheet(v.lod, z)
			s.used = now
			b.unmet = b.unmet || !s.shown
			add(list, v.lod, z)
		}
	}
	for _, v := range windows {
		if z := b.thumbSlice(v); b.thumbDue(z, now) {
			b.due[z] = true
			add(&w.Soon, b.last(), z)
		}
	}
	for _, list := range [][]live.Block{w.Now, w.Soon} { // viewers come in any order
		slices.SortFunc(list, func(a, b live.Block) int { return cmp.Or(a.Z-b.Z, a.N-b.N) })
	}
	return w
}

// last is the level of the thumb.
func (b *board) last() int { return len(b.levels) - 1 }

// sheet returns slice z of level k, an empty one if nobody looked at it so far.
func (b *board) sheet(k, z int) *sheet {
	l := b.levels[k]
	if l.sheets[z] == nil {
		l.sheets[z] = &sheet{level: l, z: z, tiles: make([]tile, l.cols*l.rows)}
	}
	return l.sheets[z]
}

// take takes over v and brings what is looked at up to date. What is slow is done before
// the writers are kept out.
func (b *board) take(v *live.View, now time.Time) {
	b.round++
	for s := range b.all() {
		if s.wanted = now.Sub(s.used) < keptSheets; s.wanted {
			b.bring(s, v)
		}
	}
	thumbs := b.drawThumbs(v, now)
	for s := range b.all() {
		s.compare()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seq, b.tick, b.unmet = uint32(v.Seq), v.Frame.Tick, false
	b.shelf.clear()
	if now.Sub(b.turned) >= time.Second {
		b.turn, b.turned = b.turn+2, now
	}
	for s := range b.all() {
		if s.round == b.round {
			s.install()
		} else {
			s.leave()
		}
	}
	for _, t := range thumbs {
		b.thumbs[t.z] = t
	}
}

// all ranges over the sheets that somebody looked at.
func (b *board) all() iter.Seq[*sheet] {
	return func(yield func(*sheet) bool) {
		for _, l := range b.levels {
			for _, s := range l.sheets {
				if s != nil && !yield(s) {
					return
				}
			}
		}
	}
}

// bring makes the next planes of s if those that it has are older than what v shows.
func (b *board) bring(s *sheet, v *live.View) {
	if s.round == b.round {
		return
	}
	s.round = b.round
	if s.level.lod == 0 {
		if d, ok := v.Slices[s.z]; ok && d.Seq != s.seq {
			s.next, s.nextSeq = [][]byte{d.Codes}, d.Seq
		}
		return
	}
	kids := b.kids(s)
	for _, k := range kids {
		b.bring(k, v)
	}
	b.types.coarsen(s, kids)
}

// kids are the one or two sheets that s is made of. Only the hub calls it, and only the
// hub adds sheets.
func (b *board) kids(s *sheet) []*sheet {
	fine := s.level.lod - 1
	if b.levels[fine].d == 1 {
		return []*sheet{b.add(fine, 0)}
	}
	out := []*sheet{b.add(fine, 2*s.z)}
	if 2*s.z+1 < b.levels[fine].d {
		out = append(out, b.add(fine, 2*s.z+1))
	}
	return out
}

// add is sheet for who does not hold the lock.
func (b *board) add(k, z int) *sheet {
	if s := b.levels[k].sheets[z]; s != nil {
		return s
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.sheet(k, z)
}
