package immune

import (
	"math"

	"marrow/sim/lineage"
)

// A clone is the B cells of one receptor and the antibodies that they made. A founder
// stands for all clones of its kind; its naive cells come from the marrow. A mutant arose
// in a germinal center.
type clone struct {
	receptor uint32
	used     bool
	founder  bool

	naive         float64 // cells, as are all up to long
	blasts        float64 // outside of germinal centers
	plasmablastsM float64 // that make IgM
	center        float64 // in germinal centers
	memory        float64
	recalled      float64 // blasts from memory
	plasmablastsG float64 // that make IgG
	monthsM       float64 // plasma cells that live for months, with IgM
	months        float64 // plasma cells that live for months
	years         float64 // plasma cells in niches of the marrow
	igm, igg      float64 // antibodies [mg/L]
}

// cells is the number of cells of the clone that an antigen has called.
func (c *clone) cells() float64 {
	return c.blasts + c.plasmablastsM + c.center + c.memory + c.recalled + c.plasmablastsG + c.monthsM + c.months + c.years
}

// visit calls f for each number of the state.
func (c *clone) visit(f func(*float64)) {
	for _, x := range []*float64{
		&c.naive, &c.blasts, &c.plasmablastsM, &c.center, &c.memory, &c.recalled, &c.plasmablastsG, &c.monthsM, &c.months, &c.years, &c.igm, &c.igg,
	} {
		f(x)
	}
}

// A call is what an antigen asks of a clone in this hour.
type call struct {
	seen  float64 // stimulation, 0 to 1
	help  float64 // of T cells, 0 to 1
	depot float64 // stimulation in germinal centers, 0 to 1
	room  float64 // for blasts, 0 to 1
	space float64 // in germinal centers, 0 to 1
	gain  float64 // bits by which the clone is nearer than the mean of the centers
}

// live lets an hour pass for the cells of the clone; days is its length. It returns the
// plasma cells that came to niches of the marrow, of which a share free is found.
func (c *clone) live(s *System, o call, in Inputs, days float64) (homed float64) {
	r, p := &s.spec.Response, &s.spec.Plasma
	before := *c
	divide := math.Ln2 / r.Divide
	per := func(x, rate float64) float64 { return float64(float64(x*rate) * days) }

	recruited := per(before.naive, float64(float64(r.Recruit*o.seen)*(r.Unaided+float64((1-r.Unaided)*o.help))))
	c.naive -= recruited
	if c.founder {
		c.naive += per(s.naive()-before.naive, 1/r.Refill)
	}
	entered := per(before.blasts, float64(r.Enter*o.help))
	matured := per(before.blasts, r.Mature)
	c.blasts += recruited + per(before.blasts, float64(float64(divide*o.seen)*o.room)) - matured - entered
	spent := per(before.plasmablastsM, 1/r.Short)
	c.plasmablastsM += matured - spent
	c.monthsM += float64(p.Months*spent) - per(before.monthsM, math.Ln2/p.MonthsHalf)

	stimulated := per(before.memory, float64(r.Recall*o.seen))
	ripe := per(before.recalled, r.Mature)
	c.memory += per(before.center, r.Keep) + float64(r.Back*ripe) - stimulated - per(before.memory, math.Ln2/r.Memory)
	c.recalled += stimulated + per(before.recalled, float64(float64(divide*o.seen)*o.room)) - ripe

	left := per(before.center, r.Output)
	held := float64(r.Grow*o.space) + float64(r.Select*o.gain)
	c.center += entered + per(before.center, float64(held*o.depot)-float64(r.Starve*(1-o.depot))) - left
	done := per(before.plasmablastsG, 1/r.Short)
	c.plasmablastsG += left + float64((1-r.Back)*ripe) - done
	c.months += float64(p.Months*done) - per(before.months, math.Ln2/p.MonthsHalf)
	homed = float64(float64(p.Years*done) * s.open())
	c.years += homed - per(before.years, math.Ln2/p.YearsHalf)

	c.igm += per(before.plasmablastsM+before.monthsM, s.made(p.MassM)) - per(before.igm, math.Ln2/p.HalfM)
	c.igg += per(before.plasmablastsG+before.months+before.years, s.made(p.MassG)) - per(before.igg, math.Ln2/p.HalfG)
	c.lose(in.LoseB * days)
	c.floor()
	return homed
}

// lose kills a share of the B cells, which carry CD20; plasma cells do not.
func (c *clone) lose(share float64) {
	left := max(0, 1-share)
	for _, x := range []*float64{&c.naive, &c.blasts, &c.center, &c.memory, &c.recalled} {
		*x = float64(*x * left)
	}
}

// floor takes what is less than nothing for nothing.
func (c *clone) floor() { c.visit(func(x *float64) { *x = max(0, *x) }) }

// improving is the number of cells of the germinal centers whose receptor comes a bit
// nearer to the antigen in so many days. Those that come away from it starve, and are left
// out.
func (c *clone) improving(r *lineage.Response, antigen uint32, depot, days float64) float64 {
	d := distance(c.receptor, antigen)
	return float64(float64(float64(r.Mutate*r.Cycles)*depot)*days) * float64(c.center*float64(d)/32)
}
