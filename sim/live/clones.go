package live

import (
	"slices"
	"sort"
	"sync"

	"marrow/sim"
)

const (
	// CloneTicks is the number of ticks between two rows of the clones while somebody
	// reads them: six hours. Unread they are counted once a day.
	CloneTicks = sim.TicksPerDay / 4
	// keptClones is how many rows of clones are kept: at least two years of them.
	keptClones = 3000
	// namedClones is how many clones a row names.
	namedClones = 24
)

// A CloneRow tells how the marrow cells are shared among clones at one tick.
type CloneRow struct {
	Tick uint64
	sim.CloneCensus
}

// clones are the rows of the clones so far, for viewers that come late.
type clones struct {
	lock sync.Mutex
	rows []CloneRow // by tick
	read bool       // since the last row at the end of a day
}

// Clones returns the rows of the clones from a tick on.
func (c *clones) Clones(from uint64) []CloneRow {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.read = true
	i := sort.Search(len(c.rows), func(i int) bool { return c.rows[i].Tick >= from })
	return slices.Clone(c.rows[i:])
}

// noteClones keeps a row if w is at the tick of one. To count clones takes as long as a tick
// or two.
func (c *clones) noteClones(w *sim.World) {
	tick := w.Ticks()
	if tick%CloneTicks == 0 && c.wanted(tick) {
		c.keepClones(CloneRow{tick, w.Clones(namedClones)})
	}
}

func (c *clones) wanted(tick uint64) bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	whole := tick%sim.TicksPerDay == 0
	want := whole || c.read
	c.read = c.read && !whole
	return want
}

// keepClones adds a row. When there are too many, an eighth of them is forgotten.
func (c *clones) keepClones(row CloneRow) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if len(c.rows) == keptClones {
		c.rows = slices.Delete(c.rows, 0, keptClones/8)
	}
	c.rows = append(c.rows, row)
}

// inheritClones takes over the rows of old up to a tick.
func (c *clones) inheritClones(old *clones, tick uint64) {
	for _, row := range old.Clones(0) {
		if row.Tick <= tick {
			c.keepClones(row)
		}
	}
}
