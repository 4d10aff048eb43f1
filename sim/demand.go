package sim

import (
	"math"

	"marrow/sim/body"
	"marrow/sim/lineage"
)

// ticksPerDemand is the time between two looks at blood and neighborhoods: one hour.
const ticksPerDemand = TicksPerDay / 24

// A demand is what one look at blood and tissue asks of the cells until the next
// one. It is part of the state: a run that is resumed between two looks goes on with
// the same demand.
type demand struct {
	actings *actings       // of the table; not state
	effects []hashing      // of the table; not state
	factors []float64      // one per effect of the table
	pool    []poolDemand   // one per renewing row
	access  []access       // one per row that can leave
	rations []ration       // one per row that matures into several
	watched []surveillance // one per disease whose cells T and NK cells kill
}

// A poolDemand is the state of a renewing row in one patch.
type poolDemand struct {
	row      lineage.Kind
	niches   lineage.Kind // healthy row whose niches these are: of a clone's, another
	fullness float64      // cells present per cell wanted, whole patch
	stay     []uint64     // chance that a daughter stays, by block
}

// An access is how easily the cells of a leaving row get out of this tissue,
// measured while it runs: the forms of the hazards are known for the mean over the
// marrow, but only cells at a sinusoid wall can leave.
type access struct {
	row     lineage.Kind
	waiting float64 // cells present, sum over hours
	atWall  float64 // of them at exit sites
	left    float64 // cells that left in these hours
	pressed float64 // of them, driven out by the pressure of a division
}

// leavers are the cells of a row that left: all at the last look, and those pressed
// out since then.
type leavers struct{ left, pressed int64 }

// accessMemory is the share of access that is kept from hour to hour: 5 days.
const accessMemory = 1 - 1.0/120

// A prior of cells stands for what is known before the first cell has left: shares
// and searches measured on a prototype lattice (slice 0.64 and 0.13 d, volume 0.53
// and 0.38 d).
const priorCells = 200

func (p *Patch) newAccess(k lineage.Kind) access {
	atWall, search := 0.64, 0.13
	if p.lattice.nz > 1 {
		atWall, search = 0.53, 0.38
	}
	if p.table.Rows[k].End != lineage.Leave {
		atWall = p.wallShare // does not seek a wall
	}
	hours := float64(search * 24)
	return access{row: k, waiting: priorCells, atWall: float64(priorCells * atWall), left: priorCells / hours}
}

// share is the part of the waiting cells that stands at a wall.
func (a *access) share() float64 {
	if a.waiting == 0 {
		return 1
	}
	return max(a.atWall/a.waiting, 0.02)
}

// search is the mean time a cell takes from ready to gone [d], by Little's law.
func (a *access) search() float64 {
	if a.left == 0 {
		return 0
	}
	return a.waiting / a.left / 24
}

// pressure is the rate at which divisions drive waiting cells out [1/d].
func (a *access) pressure() float64 {
	if a.waiting == 0 {
		return 0
	}
	return float64(24*a.pressed) / a.waiting
}

func (a *access) observe(waiting, atWall, left, pressed int64) {
	a.pressed = float64(a.pressed*accessMemory) + float64(pressed)
	a.waiting = float64(a.waiting*accessMemory) + float64(waiting)
	a.atWall = float64(a.atWall*accessMemory) + float64(atWall)
	a.left = float64(a.left*accessMemory) + float64(left)
}

func (p *Patch) newDemand() demand {
	d := demand{actings: newActings(p.table), effects: hashings(p.table), watched: newSurveillance(p.table)}
	for k := range p.table.Rows {
		kind, row := lineage.Kind(k), &p.table.Rows[k]
		if row.End == lineage.Renew {
			niches := kind
			if row.Niches != 0 {
				niches = row.Niches
			}
			d.pool = append(d.pool, poolDemand{row: kind, niches: niches, stay: make([]uint64, p.blocks.count())})
		}
		if row.End == lineage.Mature && len(row.Next) > 1 {
			d.rations = append(d.rations, ration{row: kind, behind: make([]float64, len(row.Next))})
		}
		if row.End == lineage.Leave || p.leak(kind) > 0 {
			d.access = append(d.access, p.newAccess(kind))
		}
	}
	return d
}

// look renews the demand from the body's factors and from the patch's census of this hour.
func (p *Patch) look(b *body.Body) {
	p.demand.factors = b.AppendFactors(p.demand.factors[:0])
	for i := range p.demand.access {
		a := &p.demand.access[i]
		books, seen := &p.ledger[a.row], &p.seen[a.row]
		a.observe(books.present, p.found.atWall[a.row], books.left-seen.left, seen.pressed)
		*seen = leavers{left: books.left}
	}
	for i := range p.demand.pool {
		p.lookAtPool(i)
	}
	p.lookAtSurveillance()
	p.setRates()
}

// lookAtPool sets the chance that a daughter stays in a renewing pool, by block.
//
// p = max/(1 + c x) with x the fullness of the neighborhood and c such that births
// equal the outflow at x = 1. A dividing cell sees itself among its n neighbors, and
// p is convex in x: for counts that scatter like Poisson's, (n-a)/n0 with
// a = 1/(1+c) makes the mean of p over the pool exact to second order, so that the
// pool settles at its wanted size whatever the size of the blocks. A block with
// little room borrows the fullness of the whole patch for what it lacks to
// wantedPerBlock. Clones that crowd a block leave fewer niches for its cells, and the
// renewing cells of a clone are neighbors like healthy ones: they hold the same niches.
func (p *Patch) lookAtPool(i int) {
	pool := &p.demand.pool[i]
	row := &p.table.Rows[pool.row]
	wanted := p.healthy(p.table.Rows[pool.niches].Count)
	pool.fullness = p.fill(float64(p.holders(pool.niches)), wanted)
	c := sensitivity(row, p.balance(pool.row))
	self := 1 / (1 + c)
	for b := range pool.stay {
		n0 := float64(wanted*float64(p.blocks.free[b])) / float64(p.blocks.allFree)
		borrowed := max(0, wantedPerBlock-n0)
		n := float64(p.neighbors(pool.niches, b)) - self + float64(borrowed*pool.fullness)
		x := max(0, n/float64((n0+borrowed)*p.niches(b)))
		pool.stay[b] = uint64(chanceOf(row.PoolMax / (1 + float64(c*x))))
	}
}

// sensitivity is how strongly a full neighborhood lowers the chance to stay: a healthy row
// balances where it is as full as in health, one of a clone where its table says.
func sensitivity(row *lineage.Row, balance float64) float64 {
	c := row.PoolMax/balance - 1
	if row.Full > 0 {
		c /= row.Full
	}
	return c
}

// holders is the number of cells of the patch that hold niches of a row.
func (p *Patch) holders(niches lineage.Kind) (n int64) {
	for i := range p.demand.pool {
		if p.demand.pool[i].niches == niches {
			n += p.ledger[p.demand.pool[i].row].present
		}
	}
	return n
}

// neighbors is the number of cells in a block that hold niches of a row.
func (p *Patch) neighbors(niches lineage.Kind, block int) (n int32) {
	for i := range p.demand.pool {
		if p.demand.pool[i].niches == niches {
			n += p.found.inBlock[i][block]
		}
	}
	return n
}

// balance is the chance to stay at which a renewing row keeps its number: one half,
// and more where cells also die or leak into the blood.
func (p *Patch) balance(k lineage.Kind) float64 {
	row := &p.table.Rows[k]
	leak := p.leak(k)
	return 0.5/row.Survival + float64(0.5*leak*row.Stay)/row.Survival
}

// leak is the healthy rate at which cells of a row that does not wait for an exit
// enter the blood [1/d], or that of the cells of a clone.
func (p *Patch) leak(k lineage.Kind) float64 {
	row := &p.table.Rows[k]
	if row.Leak > 0 {
		return row.Leak
	}
	if row.End == lineage.Leave || row.Pool < 0 || row.End == lineage.Shed || row.Count == 0 {
		return 0
	}
	return p.table.Pools[row.Pool].Inflow / row.Count
}

// An acting is an effect on a row, with its weight there.
type acting struct {
	effect int
	weight float64
}

// actings lists what acts on each row, by act and kind.
type actings [lineage.Acts][lineage.MaxRows + 1][]acting

func newActings(t *lineage.Table) *actings {
	var all actings
	for i := range t.Effects {
		e := &t.Effects[i]
		for n, k := range e.Rows {
			weight := 1.0
			if e.Weights != nil {
				weight = e.Weights[n]
			}
			all[e.Act][k] = append(all[e.Act][k], acting{i, weight})
		}
	}
	return &all
}

// factor multiplies all effects of one kind on row k.
func (d *demand) factor(act lineage.Act, k lineage.Kind) float64 {
	f := 1.0
	for _, a := range d.actings[act][k] {
		f = float64(f * d.factors[a.effect])
	}
	return f
}

// hazard adds up all effects of one kind on row k [1/d].
func (d *demand) hazard(act lineage.Act, k lineage.Kind) (sum float64) {
	for _, a := range d.actings[act][k] {
		sum += float64(a.weight * d.factors[a.effect])
	}
	return sum
}

// words appends the demand's state; setWords takes it back.
func (d *demand) words(to []uint64) []uint64 {
	d.visit(func(x *float64) { to = append(to, math.Float64bits(*x)) }, func(x *uint64) { to = append(to, *x) })
	return to
}

// hashed is words without the factors of latent effects that are as in health.
func (d *demand) hashed(to []uint64) []uint64 {
	for i, x := range d.factors {
		if e := d.effects[i]; !e.latent || x != e.health {
			to = append(to, math.Float64bits(x))
		}
	}
	d.visitPatch(func(x *float64) { to = append(to, math.Float64bits(*x)) }, func(x *uint64) { to = append(to, *x) })
	return to
}

// A hashing says when an effect is part of the hash of a state: always or, if it is latent,
// while its factor is not that of health.
type hashing struct {
	latent bool
	health float64
}

func hashings(t *lineage.Table) (all []hashing) {
	for _, e := range t.Effects {
		h := hashing{t.Signals[e.Signal].Latent, 1}
		if e.Act.Hazard() {
			h.health = 0
		}
		all = append(all, h)
	}
	return all
}

func (d *demand) setWords(from []uint64) (rest []uint64, ok bool) {
	next := func() uint64 {
		if len(from) == 0 {
			return 0
		}
		w := from[0]
		from = from[1:]
		return w
	}
	if len(from) < len(d.words(nil)) {
		return nil, false
	}
	ok = true
	d.visit(func(x *float64) {
		*x = math.Float64frombits(next())
		ok = ok && *x > -maxBranches && *x < 1e18
	}, func(x *uint64) {
		*x = next()
		ok = ok && *x <= uint64(certain)
	})
	return from, ok
}

func (d *demand) visit(float func(*float64), word func(*uint64)) {
	for i := range d.factors {
		float(&d.factors[i])
	}
	d.visitPatch(float, word)
}

// visitPatch visits what the patch adds to the factors of the body.
func (d *demand) visitPatch(float func(*float64), word func(*uint64)) {
	for i := range d.pool {
		float(&d.pool[i].fullness)
		for b := range d.pool[i].stay {
			word(&d.pool[i].stay[b])
		}
	}
	for i := range d.access {
		a := &d.access[i]
		float(&a.waiting)
		float(&a.atWall)
		float(&a.left)
		float(&a.pressed)
	}
	for i := range d.watched {
		float(&d.watched[i].strength)
	}
	for i := range d.rations {
		for b := range d.rations[i].behind {
			float(&d.rations[i].behind[b])
		}
	}
}
