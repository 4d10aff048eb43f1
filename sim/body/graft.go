package body

import (
	"fmt"
	"math"
)

// graftSteps is the Erlang shape of the time that infused cells take to their seats.
const graftSteps = 6

// An Infusion is a graft on its way into a vein.
type Infusion struct {
	Cells  float64 // CD34+
	Homing float64 // share of them that finds a seat in marrow, in [0, 1]
	Donor  bool    // of another person, not the patient's own
	Cord   bool    // cord blood, which is slower
}

// A graft is the part that brings infused cells home.
type graft struct {
	body  *Body
	given [grafts]struct{ cells, homing float64 } // in this tick: all, and those that would home
	chain [grafts][graftSteps]float64             // homing cells on their way
	home  [2]float64                              // arrived in this tick: own, donor's
}

// The graft of an infusion: own, donor's, own cord, donor's cord.
const grafts = 4

func (i *Infusion) kind() (n int) {
	if i.Donor {
		n++
	}
	if i.Cord {
		n += 2
	}
	return n
}

// Infuse gives a graft. Infusions at one time add up.
func (b *Body) Infuse(i Infusion) error {
	switch {
	case b.table.Treatment.Lag == 0 || b.table.Body.Mass == 0:
		return fmt.Errorf("transplant: the species %s has no treatment section or no mass", b.table.Species)
	case !amount(i.Cells):
		return fmt.Errorf("transplant: %v cells, want 0 or more", i.Cells)
	case !(i.Homing >= 0 && i.Homing <= 1):
		return fmt.Errorf("transplant: homing is %v, want 0 to 1", i.Homing)
	}
	g := &b.graft.given[i.kind()]
	g.cells += i.Cells
	g.homing += float64(i.Cells * i.Homing)
	return nil
}

// Homed are the CD34+ cells that came home in the last step: the patient's own, and a
// donor's.
func (b *Body) Homed() (own, donor float64) { return b.graft.home[0], b.graft.home[1] }

// Underway is the number of infused cells that will home and have not yet.
func (b *Body) Underway() (sum float64) {
	for n := range grafts {
		sum += b.graft.given[n].homing
		for _, x := range b.graft.chain[n] {
			sum += x
		}
	}
	return sum
}

// Shine lets only a share of the cells that are underway survive radiation.
func (b *Body) Shine(survive float64) {
	for n := range b.graft.chain {
		for i := range b.graft.chain[n] {
			b.graft.chain[n][i] = float64(b.graft.chain[n][i] * survive)
		}
	}
}

func (g *graft) idle() bool { return *g == graft{body: g.body} }

func (g *graft) step(uint64) {
	g.home = [2]float64{}
	for n := range g.given {
		in := float64(g.given[n].homing * g.kept(n))
		g.given[n] = struct{ cells, homing float64 }{}
		g.home[n&1] += g.advance(n, in)
	}
}

// kept is the share of the cells given now that is not cleared. A fixed number is lost,
// so that small grafts fail: of the patient's own cells few, of a donor's as many as the
// patient's lymphocytes reject.
func (g *graft) kept(n int) float64 {
	given := g.given[n].cells
	if given == 0 {
		return 0
	}
	t := &g.body.table.Treatment
	lost := t.Clearance
	if n&1 == 1 {
		lost = max(lost, float64(t.Rejection*g.body.Lymphocytes()))
	}
	return max(0, 1-float64(lost*g.body.table.Body.Mass)/given)
}

// Lymphocytes are those of the blood, as a share of the healthy number.
func (b *Body) Lymphocytes() float64 {
	healthy := 0.0
	for _, i := range b.blood.PoolsOf("lymph") {
		healthy += float64(b.table.Pools[i].Level * b.table.Pools[i].Circulating)
	}
	if healthy == 0 {
		return 0
	}
	return float64(b.blood.Level("lymph")*b.table.Body.Blood) / healthy
}

// flushed is the number of cells below which the tail of a graft is cut off.
const flushed = 1.0

// advance moves graft n on by one tick and returns the cells that came home.
func (g *graft) advance(n int, in float64) float64 {
	c := &g.chain[n]
	lag := g.body.table.Treatment.Lag
	if n >= 2 {
		lag = g.body.table.Treatment.CordLag
	}
	rate := min(1, graftSteps/float64(lag*g.body.ticksPerDay))
	left := 0.0
	for i, x := range c {
		on := float64(rate * x)
		c[i] = x - on + in
		in = on
		left += c[i]
	}
	if left < flushed {
		*c = [graftSteps]float64{}
		in += left
	}
	return in
}

func (g *graft) signal([]float64) {}

func (g *graft) words(to []uint64) []uint64 {
	g.visit(func(x *float64) { to = append(to, math.Float64bits(*x)) })
	return to
}

func (g *graft) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < len(g.words(nil)) {
		return nil, false
	}
	ok = true
	g.visit(func(x *float64) {
		*x = math.Float64frombits(from[0])
		from, ok = from[1:], ok && amount(*x)
	})
	return from, ok
}

func (g *graft) visit(float func(*float64)) {
	for n := range grafts {
		float(&g.given[n].cells)
		float(&g.given[n].homing)
		for i := range g.chain[n] {
			float(&g.chain[n][i])
		}
	}
	float(&g.home[0])
	float(&g.home[1])
}
