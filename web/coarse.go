package web

import "bytes"

// A scale is what a level needs to know of the types to show several texels as one.
type scale struct {
	rank [256]uint16
	wins [256]uint16 // 0, or the score of a type that shows wherever it is
}

// Scores of a type among the children of a texel: by number, then by rank; a type that
// may win by presence beats all numbers. Ranks are below 128 and there are at most 8
// children, so that the parts do not mix.
const (
	scoreOne      = 1 << 7
	scorePresence = 1 << 11
)

// scale returns the table of level k.
func (t *typeTable) scale(k int) *scale {
	s := &scale{}
	for c := range s.rank {
		s.rank[c] = uint16(max(t.rank[c], 0))
		if t.kmax[c] >= k && t.rank[c] > rankEmpty {
			s.wins[c] = scorePresence + s.rank[c]
		}
	}
	return s
}

// A picker finds the type that a texel shows for its children.
type picker struct {
	*scale
	count [256]uint16
}

// pick returns the highest-ranked of the children that may win by presence, else the most
// frequent one, ties to the higher rank. There are 1 to 8 children.
func (p *picker) pick(kids []byte) byte {
	var best byte
	var bestScore uint16
	for i, c := range kids {
		p.count[c] += scoreOne
		if s := max(p.count[c]+p.rank[c], p.wins[c]); s > bestScore || i == 0 {
			best, bestScore = c, s
		}
	}
	for _, c := range kids {
		p.count[c] = 0
	}
	return best
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
	c := coarser{types: t, picker: picker{scale: t.scale(l.lod)}, s: s}
	s.from, s.nextSeq, s.next = from, max(from[0], from[1]), [][]byte{make([]byte, l.w*l.h), make([]byte, l.w*l.h)}
	for y := range l.h {
		c.rows(kids, y)
		c.row(y, full)
	}
}

// A coarser works on one row of texels.
type coarser struct {
	types *typeTable
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

// row works out row y, in full or where children changed: stretches of 16 texels.
func (c *coarser) row(y int, full bool) {
	const stretch = 16
	w := c.s.level.w
	code, share := c.s.next[0][y*w:(y+1)*w], c.s.next[1][y*w:(y+1)*w]
	for x := 0; x < w; x += stretch {
		end := min(x+stretch, w)
		if full || c.changed(2*x, 2*end) {
			c.texels(code, share, x, end)
			continue
		}
		copy(code[x:end], c.s.planes[0][y*w+x:])
		copy(share[x:end], c.s.planes[1][y*w+x:])
	}
}

// changed tells whether children from..to-1 of some row are not what they were.
func (c *coarser) changed(from, to int) bool {
	for i, row := range c.fresh {
		to := min(to, len(row))
		if !bytes.Equal(row[from:to], c.old[i][from:to]) {
			return true
		}
	}
	return false
}

// texels works out texels from..to-1 of a row.
func (c *coarser) texels(code, share []byte, from, to int) {
	var kids [8]byte
	for x := from; x < to; x++ {
		n, sum := 0, 0
		for i, row := range c.codes {
			for cx := 2 * x; cx < min(2*x+2, len(row)); cx++ {
				kids[n] = row[cx]
				n++
				if len(c.share) > 0 {
					sum += int(c.share[i][cx])
				} else {
					sum += c.types.occupied(row[cx])
				}
			}
		}
		code[x] = c.pick(kids[:n])
		share[x] = byte((2*sum + n) / (2 * n))
	}
}

// occupied returns the share of a site that its cell takes, 0 to 255.
func (t *typeTable) occupied(code byte) int {
	if t.isCell[code] {
		return 255
	}
	return 0
}

// shares is the second plane of level 0.
func (t *typeTable) shares(codes []byte) []byte {
	out := make([]byte, len(codes))
	for i, c := range codes {
		out[i] = byte(t.occupied(c))
	}
	return out
}
