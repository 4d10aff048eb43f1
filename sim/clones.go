package sim

import (
	"cmp"
	"slices"

	"marrow/sim/lineage"
)

// A CloneCount is a clone and how many marrow cells of the patches belong to it.
type CloneCount struct {
	Clone uint32
	Cells int
	Donor bool // of a donor's graft
}

// A CloneCensus tells how the marrow cells of the patches are shared among clones. A
// clone is the offspring of one stem cell of the whole body, or of one cell that came
// with a graft; the cells of the start were dealt to the body's stem cells at random.
// Residents don't count: nothing is made of them.
type CloneCensus struct {
	Cells   int          // of all clones
	Donor   int          // of clones of a donor's graft
	Clones  int          // clones that have cells
	Largest []CloneCount // the largest first, equal ones by number
}

// A cloneCount is the scratch of a census: cells by clone number, and the numbers that
// have any. There are 100,000 stem cells, and soon few of them have offspring in a patch.
type cloneCount struct {
	cells []uint32 // with donorClone
	seen  []uint32
}

// donorClone is the bit of a count that says that the clone is a donor's.
const donorClone = 1 << 31

// Clones counts the clones of marrow cells afresh, in parallel, and names the n largest.
func (w *World) Clones(n int) CloneCensus {
	sum := w.countClones()
	defer sum.clear()
	c := CloneCensus{Largest: make([]CloneCount, 0, n+1)}
	for _, clone := range sum.seen {
		count := sum.cells[clone]
		cells, donor := int(count&^donorClone), count&donorClone != 0
		if clone == 0 { // without a clone
			continue
		}
		c.Clones++
		c.Cells += cells
		if donor {
			c.Donor += cells
		}
		c.rank(CloneCount{clone, cells, donor}, n)
	}
	return c
}

// rank puts a clone among the n largest if it is one of them.
func (c *CloneCensus) rank(x CloneCount, n int) {
	if len(c.Largest) == n && (n == 0 || x.Cells <= c.Largest[n-1].Cells) {
		return
	}
	i, _ := slices.BinarySearchFunc(c.Largest, x, func(a, b CloneCount) int {
		return cmp.Or(cmp.Compare(b.Cells, a.Cells), cmp.Compare(a.Clone, b.Clone))
	})
	c.Largest = slices.Insert(c.Largest, i, x)
	c.Largest = c.Largest[:min(n, len(c.Largest))]
}

// countClones returns the cells of each clone, in the scratch of a worker.
func (w *World) countClones() *cloneCount {
	sum := &w.patches[0].workers[0].clones
	for _, p := range w.patches {
		p.eachPart((*worker).countClones)
		for _, k := range p.workers {
			if &k.clones != sum {
				sum.addAll(&k.clones)
				k.clones.clear()
			}
		}
	}
	return sum
}

// countClones is long because it is hot: it looks at every cell.
func (k *worker) countClones(from, to int) {
	l, c, made := k.patch.lattice, &k.clones, k.patch.offspring()
	state, cells := l.state, c.cells
	for w := from; w < to; w++ {
		for x := l.cells(w); x != 0; x &= x - 1 {
			s := cell(state[w<<6+lowest(x)])
			if !made[s.kind()] {
				continue
			}
			if n := int(s.clone()); n < len(cells) && cells[n] != 0 {
				cells[n]++
				continue
			}
			c.add(s.clone(), 1|uint32(s&donorMark/donorMark)*donorClone)
			cells = c.cells
		}
	}
}

// add counts n more cells of a clone, with donorClone if they are a donor's.
func (c *cloneCount) add(clone, n uint32) {
	if int(clone) >= len(c.cells) {
		c.cells = append(c.cells, make([]uint32, int(clone)+1-len(c.cells))...)
	}
	if c.cells[clone] == 0 {
		c.seen = append(c.seen, clone)
		c.cells[clone] = n & donorClone
	}
	c.cells[clone] += n &^ donorClone
}

// addAll counts what another worker counted.
func (c *cloneCount) addAll(d *cloneCount) {
	for _, clone := range d.seen {
		c.add(clone, d.cells[clone])
	}
}

// clear forgets the cells that were counted.
func (c *cloneCount) clear() {
	for _, clone := range c.seen {
		c.cells[clone] = 0
	}
	c.seen = c.seen[:0]
}

// offspring tells of each row whether its cells count for a clone: not those of
// residents, of which nothing is made.
func (p *Patch) offspring() (made [kindMask + 1]bool) {
	for k := 1; k < len(p.table.Rows); k++ {
		made[k] = p.table.Rows[k].End != lineage.Reside
	}
	return made
}
