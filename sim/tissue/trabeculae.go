package tissue

import (
	"cmp"
	"slices"
)

// A strut is a bone rod between two junctions.
type strut struct {
	a, control, b vec
	ra, rb        float64
}

// trabeculaeSlice draws the trabeculae of a slice: struts along the edges of an
// uneven honeycomb, of which only those are kept that close no ring (the edge of
// the patch and the cortex count as one junction), so that bone never fences off
// a piece of marrow.
func (c *canvas) trabeculaeSlice(n *trabeculae) {
	p := pen{class: Bone, over: Free, bumps: float64(n.Thickness) * 0.16, rough: newNoise(c.seed, forTrabeculae, 7, 13)}
	for _, s := range c.struts(n) {
		c.curve(s.a, s.control, s.b, s.ra, s.rb, p, 0, 1)
	}
}

// A comb is an uneven honeycomb in brick-wall order: junction (i, j) is joined to
// (i+1, j) and, if i+j is even, to (i, j+1).
type comb struct {
	c      *canvas
	length float64 // of an edge
	cols   int
	rows   int
	shift  vec
}

func (m comb) junction(i, j int) vec {
	h := newStream(m.c.seed, forTrabeculae, i*4096+j)
	p := vec{float64(0.866 * m.length * float64(i)), float64(1.5 * m.length * float64(j)), 0}
	if (i+j)%2 == 0 {
		p.y += float64(0.25 * m.length)
	} else {
		p.y -= float64(0.25 * m.length)
	}
	j1, j2 := h.between(-1, 1), h.between(-1, 1)
	return p.plus(m.shift).plus(vec{j1, j2, 0}.times(0.5 * m.length))
}

// struts chooses the bone rods of a slice.
func (c *canvas) struts(n *trabeculae) []strut {
	h := newStream(c.seed, forTrabeculae, 0)
	m := comb{c: c, length: float64(n.Strut)}
	m.cols = int(float64(c.w)/(0.866*m.length)) + 5
	m.rows = int(float64(c.h)/(1.5*m.length)) + 5
	m.shift = vec{-m.length * (1 + h.float()), -m.length * (1.5 + h.float()), 0}
	var kept []strut
	groups := newGroups(m.cols*m.rows + 1)
	for _, e := range m.edges() {
		a, b := m.junction(e.i, e.j), m.junction(e.ii, e.jj)
		ga, gb := m.group(a, e.i, e.j), m.group(b, e.ii, e.jj)
		h := stream{hash(c.seed, forTrabeculae, e.i, e.j, 2*e.ii+e.jj)}
		if !groups.join(ga, gb) || h.float() > float64(n.Struts) {
			continue
		}
		kept = append(kept, m.strut(n, a, b, &h))
	}
	return kept
}

// group is the number of a junction; all those in bone or beyond the patch have
// number 0.
func (m comb) group(p vec, i, j int) int {
	const margin = 16
	x, y := round(p.x), round(p.y)
	if x < margin || y < margin+m.c.cortex || x >= m.c.w-margin || y >= m.c.h-margin {
		return 0
	}
	return 1 + j*m.cols + i
}

func (m comb) strut(n *trabeculae, a, b vec, h *stream) strut {
	r := float64(n.Thickness) / 2
	side := b.minus(a)
	side.x, side.y = -side.y, side.x
	return strut{
		a: a, b: b, control: a.toward(b, 0.5).plus(side.times(h.between(-0.35, 0.35))),
		ra: r * h.between(0.7, 1.3), rb: r * h.between(0.7, 1.3),
	}
}

// An edge joins junction (i, j) to (ii, jj).
type edge struct {
	i, j, ii, jj int
	long         float64
}

// edges returns the edges of the comb, the short ones first: then what closes no
// ring leaves a wide gap where a strut is missing.
func (m comb) edges() []edge {
	var all []edge
	add := func(i, j, ii, jj int) {
		all = append(all, edge{i, j, ii, jj, m.junction(ii, jj).minus(m.junction(i, j)).length()})
	}
	for j := range m.rows - 1 {
		for i := range m.cols - 1 {
			add(i, j, i+1, j)
			if (i+j)%2 == 0 {
				add(i, j, i, j+1)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b edge) int { return cmp.Compare(a.long, b.long) })
	return all
}

// groups are disjoint sets of numbers, each with a tree of parents.
type groups []int32

func newGroups(n int) groups {
	g := make(groups, n)
	for i := range g {
		g[i] = int32(i)
	}
	return g
}

func (g groups) root(i int) int32 {
	for g[i] != int32(i) {
		g[i] = g[g[i]]
		i = int(g[i])
	}
	return int32(i)
}

// join merges the sets of a and b and reports whether they were two.
func (g groups) join(a, b int) bool {
	ra, rb := g.root(a), g.root(b)
	g[ra] = rb
	return ra != rb
}
