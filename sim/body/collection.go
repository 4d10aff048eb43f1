package body

import (
	"errors"
	"fmt"
	"math"
)

// mostRuns is the number of aphereses that may run at once.
const mostRuns = 4

// A run is one apheresis under way.
type run struct {
	left   uint64  // ticks still to come
	volume float64 // blood cleared of CD34+ cells in each of them [L]
}

// A collection is the part that takes CD34+ cells out of the blood into a bag.
type collection struct {
	body *Body
	runs [mostRuns]run
	bag  float64 // CD34+ cells
}

// Apheresis begins to clear liters of blood of CD34+ cells, evenly in so many ticks: the
// volume that passes the machine times its efficiency. Two at once are one.
func (b *Body) Apheresis(liters float64, ticks uint64) error {
	switch {
	case !(liters >= 0) || math.IsInf(liters, 0):
		return fmt.Errorf("apheresis: %v L, want 0 or more", liters)
	case ticks == 0:
		return errors.New("apheresis: it takes no time, want at least a tick")
	case liters == 0:
		return nil
	}
	r := b.collection.runOf(ticks)
	if r == nil {
		return fmt.Errorf("apheresis: %d are running, want at most that many at once", mostRuns)
	}
	r.left = ticks
	r.volume += liters / float64(ticks)
	return nil
}

// runOf is the run that ends in so many ticks, or one that is not used, or nil.
func (c *collection) runOf(ticks uint64) *run {
	for _, left := range []uint64{ticks, 0} {
		for i := range c.runs {
			if c.runs[i].left == left {
				return &c.runs[i]
			}
		}
	}
	return nil
}

// Bag is the number of collected CD34+ cells that have not been used.
func (b *Body) Bag() float64 { return b.collection.bag }

// Keep puts CD34+ cells into the bag.
func (b *Body) Keep(cells float64) { b.collection.bag += cells }

// Unbag takes all out of the bag.
func (b *Body) Unbag() (cells float64) {
	cells, b.collection.bag = b.collection.bag, 0
	return cells
}

func (c *collection) idle() bool { return *c == collection{body: c.body} }

// step clears this tick's volume. What passes the machine is mixed with the rest, so the
// share taken is that volume over the body's blood.
func (c *collection) step(uint64) {
	volume := 0.0
	for i := range c.runs {
		r := &c.runs[i]
		if r.left == 0 {
			continue
		}
		volume += r.volume
		if r.left--; r.left == 0 {
			r.volume = 0
		}
	}
	if volume == 0 {
		return
	}
	share := min(volume/c.body.table.Body.Blood, 1)
	c.bag += c.take("cd34", share)
	c.take("plt", float64(share*c.body.table.Treatment.PlateletLoss))
}

// take removes a share of the circulating cells of a blood count.
func (c *collection) take(column string, share float64) (cells float64) {
	for _, i := range c.body.blood.PoolsOf(column) {
		cells += c.body.blood.Take(i, float64(share*c.body.table.Pools[i].Circulating))
	}
	return cells
}

func (c *collection) signal([]float64) {}

func (c *collection) words(to []uint64) []uint64 {
	to = append(to, math.Float64bits(c.bag))
	for _, r := range c.runs {
		to = append(to, r.left, math.Float64bits(r.volume))
	}
	return to
}

func (c *collection) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < 1+2*mostRuns {
		return nil, false
	}
	c.bag = math.Float64frombits(from[0])
	ok = amount(c.bag)
	from = from[1:]
	for i := range c.runs {
		c.runs[i] = run{from[2*i], math.Float64frombits(from[2*i+1])}
		ok = ok && amount(c.runs[i].volume)
	}
	return from[2*mostRuns:], ok
}

// amount says whether x can be a number of cells or liters.
func amount(x float64) bool { return x >= 0 && x < 1e18 }
