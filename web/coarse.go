package web

import "encoding/binary"

// A scale is what a level needs to know of the types to show several texels as one. A
// type's score among the children of a texel is made of these, from the highest bits: that
// it may win by presence, how many there are, its rank, its code. There are at most 8
// children and ranks are below 128, so that the parts do not mix.
type scale struct {
	base [256]uint32 // rank and code
	wins [256]uint32 // 0, or the score of a type that shows wherever it is
	cell [256]uint8  // share of a site that is occupied by a cell
}

const (
	scoreRank     = 1 << 8
	scoreOne      = 1 << 15
	scorePresence = 1 << 20
)

// scale returns the table of level k.
func (t *typeTable) scale(k int) *scale {
	s := &scale{}
	for c := range s.base {
		s.base[c] = uint32(max(t.rank[c], 0))*scoreRank + uint32(c)
		s.cell[c] = t.occupied(byte(c))
		if t.kmax[c] >= k && t.rank[c] > rankEmpty {
			s.wins[c] = scorePresence + s.base[c]
		}
	}
	return s
}

// A picker finds the type that a texel shows for its children.
type picker struct {
	*scale
	count [256]uint32 // in units of scoreOne; all 0 between two texels
}

// pick returns the highest-ranked of the children that may win by presence, else the most
// frequent one, ties to the higher rank. There are 1 to 8 children.
func (p *picker) pick(kids []byte) byte {
	best := uint32(0)
	for _, c := range kids {
		n := p.count[c] + scoreOne
		p.count[c] = n
		best = max(best, n+p.base[c], p.wins[c])
	}
	for _, c := range kids {
		p.count[c] = 0
	}
	return byte(best)
}

// coarsen makes the next planes of s from its one or two kids, if those are newer: the
// type shown and the share of sites with a cell. Only texels whose children changed are
// worked out anew.
func (t *typeTable) coarsen(s *sheet, kids []*sheet) {
	var from [2]uint64
	full := s.planes == nil
	for i, k := range kids {
		planes, seq := k.newest()
		if planes == nil {
			return
		}
		from[i] = seq
		full = full || s.from[i] != k.seq
	}
	if from == s.from && s.planes != nil {
		return
	}
	l := s.level
	c := coarser{picker: picker{scale: t.scale(l.lod)}, s: s}
	s.from, s.nextSeq, s.next = from, max(from[0], from[1]), [][]byte{make([]byte, l.w*l.h), make([]byte, l.w*l.h)}
	for y := range l.h {
		c.rows(kids, y)
		c.row(y, full)
	}
}

// A coarser works on one row of texels.
type coarser struct {
	picker
	s     *sheet
	codes [][]byte // rows of children
	share [][]byte // the same, empty at level 0
	old   [][]byte // what was in rows of changed kids
	fresh [][]byte // the same, now
}

// rows collects the rows of the kids that row y covers.
func (c *coarser) rows(kids []*sheet, y int) {
	c.codes, c.share, c.old, c.fresh = c.codes[:0], c.share[:0], c.old[:0], c.fresh[:0]
	for _, k := range kids {
		planes, _ := k.newest()
		for fy := 2 * y; fy < min(2*y+2, k.level.h); fy++ {
			from, to := fy*k.level.w, (fy+1)*k.level.w
			c.codes = append(c.codes, planes[0][from:to])
			if len(planes) > 1 {
				c.share = append(c.share, planes[1][from:to])
			}
			if k.next == nil {
				continue
			}
			for p := range k.planes {
				c.old, c.fresh = append(c.old, k.planes[p][from:to]), append(c.fresh, planes[p][from:to])
			}
		}
	}
}

// row works out row y, in full or where children changed. It looks at 8 children in a
// row at once.
func (c *coarser) row(y int, full bool) {
	w := c.s.level.w
	code, share := c.s.next[0][y*w:(y+1)*w], c.s.next[1][y*w:(y+1)*w]
	x := 0
	if !full {
		copy(code, c.s.planes[0][y*w:])
		copy(share, c.s.planes[1][y*w:])
		for ; 2*x+8 <= len(c.codes[0]); x += 4 {
			for i, d := 0, c.changed(2*x); d != 0; i, d = i+1, d>>16 {
				if uint16(d) != 0 {
					code[x+i], share[x+i] = c.texel(x + i)
				}
			}
		}
	}
	for ; x < w; x++ {
		code[x], share[x] = c.texel(x)
	}
}

// changed has a byte that is not 0 for each of 8 columns of children in which something
// is not what it was.
func (c *coarser) changed(from int) (word uint64) {
	for i, row := range c.fresh {
		word |= binary.LittleEndian.Uint64(row[from:]) ^ binary.LittleEndian.Uint64(c.old[i][from:])
	}
	return word
}

// texel works out one texel.
func (c *coarser) texel(x int) (code, share byte) {
	var kids [8]byte
	n, sum := 0, 0
	for i, row := range c.codes {
		if 2*x+2 > len(row) { // the last column of an odd number
			kids[n] = row[2*x]
			sum += c.part(i, 2*x)
			n++
			continue
		}
		kids[n], kids[n+1] = row[2*x], row[2*x+1]
		sum += c.part(i, 2*x) + c.part(i, 2*x+1)
		n += 2
	}
	return c.pick(kids[:n]), byte((2*sum + n) / (2 * n))
}

// part is the occupied share of a child.
func (c *coarser) part(row, x int) int {
	if len(c.share) > 0 {
		return int(c.share[row][x])
	}
	return int(c.cell[c.codes[row][x]])
}

// occupied is the share of a site that a type takes as a cell, 0 to 255.
func (t *typeTable) occupied(code byte) byte {
	if t.isCell[code] {
		return 255
	}
	return 0
}

// shares is the second plane of level 0.
func (t *typeTable) shares(codes []byte) []byte {
	out := make([]byte, len(codes))
	for i, c := range codes {
		out[i] = t.occupied(c)
	}
	return out
}
