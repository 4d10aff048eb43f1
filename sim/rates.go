package sim

import (
	"math"
	"math/bits"

	"marrow/sim/lineage"
)

// maxBranches is the largest number of ways on from a row.
const maxBranches = 8

// A rate is all that the cells of one row need to know during a tick, in integers.
type rate struct {
	end     lineage.End
	phases  int
	legs    legTable
	survive chance
	repeat  chance // Divide: a daughter repeats the row
	half    chance // Divide, when demand is low: a daughter survives
	give    chance // Asymmetric: the cycle gives a daughter to this patch
	leave   chance // at a wall, by look
	pool    int    // blood pool that takes the cell; -1 none
	exit    int    // lineage it is counted as; -1 none

	lays   lineage.Kind // fibers that it lays at each clock event; 0 none
	layAll int          // so many of them,
	lay    chance       // and by chance one more

	branches int
	to       [maxBranches]lineage.Kind
	upTo     [maxBranches]chance // cumulative

	gait     gait
	anchored bool
	crowds   bool   // belongs to a clone that takes the place of healthy cells
	reach    int    // 1 + cells that a division may push aside; 0 as many as it takes
	paired   bool   // daughters go complementary ways
	astray   chance // off the niches a cycle ends without a division
	renewing int    // index into demand.pool; -1 none
	choosing int    // index into demand.rations; -1 none
}

// setRates fills the thresholds from the demand.
func (p *Patch) setRates() {
	p.calmLeaves = 0
	p.setStrikes()
	for k := 1; k < len(p.table.Rows); k++ {
		p.setRate(lineage.Kind(k))
		if r := &p.rates[k]; r.gait == calm && r.leave > 0 {
			p.calmLeaves = ^uint64(0)
		}
	}
}

func (p *Patch) setRate(k lineage.Kind) {
	r, row := &p.rates[k], &p.table.Rows[k]
	d := &p.demand
	r.legs = p.quantiles.legs(p.meanPhase(k), mostLegs(row))
	r.survive = chanceOf(odds(row.Survival, d.factor(lineage.Survive, k)))
	r.repeat, r.half = amplification(d.factor(lineage.Amplify, k))
	r.give = chanceOf(p.stemWeight)
	p.setLeave(k)
	p.setBranches(k)
	if row.End == lineage.Shed {
		p.packetSize[k] = float64(row.Packets/p.events(k)) * d.factor(lineage.Yield, k)
	}
	if row.Lays != 0 && p.organ == nil { // what lays them is the stroma of marrow
		each := row.Fibers / p.events(k)
		r.lays, r.layAll = row.Lays, int(each)
		r.lay = chanceOf(each - float64(r.layAll))
	}
}

// events is the mean number of clock events in a stay of row k whose phases are timed one by
// one.
func (p *Patch) events(k lineage.Kind) float64 {
	return float64(p.table.Rows[k].Phases) / (1 - p.quantiles.laps(p.rates[k].legs.mean[1]))
}

// meanPhase is the mean length of a phase of row k [ticks].
func (p *Patch) meanPhase(k lineage.Kind) float64 {
	row := &p.table.Rows[k]
	speed := p.demand.factor(lineage.Speed, k)
	stay := row.Stay
	if row.SearchOf != 0 {
		stay = max(stay-p.accessOf(row.SearchOf).search(), float64(0.2*row.Stay))
	}
	if row.End == lineage.Renew {
		speed += float64((row.RateMax - 1) * max(0, 1-p.fullness(k)))
	}
	return float64(stay*TicksPerDay) / float64(float64(row.Phases)*speed)
}

// mostLegs is how many phases of a row may be run through in one leg: a row that sheds, or
// lays fibers, does so at the end of each.
func mostLegs(row *lineage.Row) int {
	if row.End == lineage.Shed || row.Lays != 0 {
		return 1
	}
	return row.Phases
}

// odds multiplies the odds of a probability p by x.
func odds(p, x float64) float64 {
	if p >= 1 {
		return 1
	}
	a := float64(p / (1 - p) * x)
	return a / (1 + a)
}

// amplification turns a factor on the daughters per division into chances: above 1
// each daughter repeats the stage with q = (a-1)/(2a-1), which gives 2a daughters
// in the mean; below 1 each daughter survives with a.
func amplification(a float64) (repeat, half chance) {
	if a >= 1 {
		return chanceOf((a - 1) / (float64(2*a) - 1)), certain
	}
	return 0, chanceOf(a)
}

// setLeave sets the hazard at an exit site. Healthy rates hold for the mean over all
// cells of the row; the measured share at exit sites turns them into a hazard there,
// and what divisions press out anyway is taken off.
func (p *Patch) setLeave(k lineage.Kind) {
	r, row := &p.rates[k], &p.table.Rows[k]
	perDay, pool := 0.0, row.Pool
	release := float64(p.demand.factor(lineage.Release, k) * p.vessels.outflow)
	switch {
	case row.End == lineage.Leave && row.Stay > 0:
		wanted := release / row.Stay
		perDay = max(wanted-p.accessOf(k).pressure(), float64(0.1*wanted)) / p.shareAtWall(k)
	case row.End == lineage.Leave:
		perDay = float64(row.AtWall * p.vessels.outflow)
	case p.leak(k) > 0:
		// Too few leave a patch to make a blood count of: the blood gets their mean (see arrive).
		hold := max(row.HeldMin, p.demand.factor(lineage.Retain, k))
		full := 1.0 // a clone is held as its table says, whatever is vacant
		if row.Disease == 0 {
			full = p.fullness(k)
		}
		p.leaking[k] = float64(float64(p.leak(k)*release)*full) / hold
		perDay, pool = p.leaking[k]/p.shareAtWall(k), -1
	}
	if r.gait != ready {
		perDay *= lookTicks
	}
	r.leave, r.pool = chanceOf(perDay/TicksPerDay), pool
}

// fullness is the number of cells of row k per cell wanted if it renews itself, else 1.
// Fewer leak where places are vacant: there a cell is held, or taken up again by the blood's
// next pass (Bhattacharya et al. 2009, Ashcroft et al. 2017).
func (p *Patch) fullness(k lineage.Kind) float64 {
	if i := p.rates[k].renewing; i >= 0 {
		return p.demand.pool[i].fullness
	}
	return 1
}

func (p *Patch) shareAtWall(k lineage.Kind) float64 { return p.accessOf(k).share() }

// accessOf is the access of row k; that of a row which cannot leave is empty.
func (p *Patch) accessOf(k lineage.Kind) *access {
	for i := range p.demand.access {
		if p.demand.access[i].row == k {
			return &p.demand.access[i]
		}
	}
	return &access{}
}

// setBranches weighs the ways on from row k by what the body asks of the lineages
// behind them.
func (p *Patch) setBranches(k lineage.Kind) {
	r, row := &p.rates[k], &p.table.Rows[k]
	r.branches = len(row.Next)
	var sum float64
	var weight [maxBranches]float64
	for i, b := range row.Next {
		weight[i] = float64(b.Weight * p.gain(b.To))
		sum += weight[i]
	}
	var upTo float64
	for i, b := range row.Next {
		upTo += weight[i] / sum
		r.to[i], r.upTo[i] = b.To, chanceOf(upTo)
	}
	if r.branches > 0 {
		r.upTo[r.branches-1] = certain
	}
}

// gain is the demand for the cells of row k: its own, times the mean demand for the
// lineages that it still has to choose from.
func (p *Patch) gain(k lineage.Kind) float64 {
	g := p.demand.factor(lineage.Commit, k)
	row := &p.table.Rows[k]
	if row.Disease > 0 {
		return g // a clone's cells choose by themselves
	}
	for len(row.Next) == 1 && row.Next[0].To != k {
		k = row.Next[0].To
		row = &p.table.Rows[k]
	}
	if len(row.Next) < 2 {
		return g
	}
	var mean float64
	for _, b := range row.Next {
		if b.To != k {
			mean += float64(b.Weight * p.gain(b.To))
		}
	}
	return float64(g * mean)
}

// next chooses the way on with random bits u.
func (r *rate) next(u uint64) lineage.Kind {
	for i := range r.branches {
		if r.upTo[i].hit(u) {
			return r.to[i]
		}
	}
	return r.to[0]
}

// setMotion fixes what does not change with demand: how cells of each row move.
// Rates of the two turn planes are in 1/64.
func (p *Patch) setMotion() {
	attempts := make([]float64, len(p.table.Rows))
	var slowest, fastest float64
	for k := 1; k < len(attempts); k++ {
		row := &p.table.Rows[k]
		attempts[k] = p.attempts(row.Motility)
		p.rates[k].gait = gaitOf(row, attempts[k])
		if p.rates[k].gait == calm {
			slowest = max(slowest, attempts[k])
		}
		fastest = max(fastest, attempts[k])
	}
	p.slowRate, p.fastRate = p.sixtyFourths(slowest), p.sixtyFourths(fastest)
	p.firstDigit = bits.TrailingZeros(p.slowRate | p.fastRate | 1<<5)
	p.paces[0].rank, p.paces[onNiche].rank = immovable, immovable
	copy(p.steps[:], p.lattice.offsets)
	for k := 1; k < len(attempts); k++ {
		p.setMotionOf(lineage.Kind(k), attempts[k])
	}
}

func (p *Patch) setMotionOf(k lineage.Kind, attempts float64) {
	r, row := &p.rates[k], &p.table.Rows[k]
	r.end, r.phases, r.exit = row.End, row.Phases, row.Exit
	r.anchored = row.Anchored
	r.crowds, r.reach, r.paired, r.astray = row.Crowds, row.Reach, row.Paired, chanceOf(row.NicheNeed)
	offered := p.slowRate
	if r.gait != calm {
		offered = p.fastRate
	}
	p.paces[k] = pace{keep: p.keep(attempts, offered), gait: uint8(r.gait), rank: uint8(row.Rank)}
	if row.Anchored {
		p.paces[k].rank = immovable
	}
	p.paces[k|onNiche] = p.paces[k]
	if row.Niche {
		p.paces[k|onNiche].keep, p.paces[k|onNiche].rank = p.keep(float64(attempts*nicheMotility), offered), immovable
	}
	r.renewing, r.choosing = -1, -1
	for i := range p.demand.rations {
		if p.demand.rations[i].row == k {
			r.choosing = i
		}
	}
	for i := range p.demand.pool {
		if p.demand.pool[i].row == k {
			r.renewing = i
			p.calmRenews = p.calmRenews || r.gait == calm
		}
	}
}

const (
	// slowAttempts divides calm kinds from fast ones [attempts a tick].
	slowAttempts = 0.2
	// nicheMotility is the motility of a cell on a niche site, times that elsewhere.
	nicheMotility = 0.3
)

// attempts is the chance that a cell of the given motility in free space
// [um2/min] tries a step in a tick: M = MSD/(2 dim t). At most one step fits into a
// tick.
func (p *Patch) attempts(motility float64) float64 {
	dimensions := float64(len(p.lattice.offsets) / 2)
	perTick := float64(motility*2*dimensions) * (TickSeconds / 60) / float64(siteArea)
	return min(perTick, p.offer())
}

const siteArea = 100 // [um2]

// offer is the share of the directions drawn that are one: in a volume one axis of
// four is none, for which the axis is drawn again, once.
func (p *Patch) offer() float64 {
	if p.lattice.nz > 1 {
		return 15.0 / 16
	}
	return 1
}

// sixtyFourths is the rate of a plane that offers at least the given attempts, with at
// most two binary digits: each digit costs a random word for every word of cells.
func (p *Patch) sixtyFourths(attempts float64) uint {
	rate := uint(min(64, math.Ceil(float64(attempts*64)/p.offer())))
	step := uint(1) << max(0, bits.Len(rate)-2)
	return (rate + step - 1) / step * step
}

// keep is how many of 256 offered attempts a kind makes.
func (p *Patch) keep(attempts float64, offered uint) uint16 {
	if offered == 0 {
		return 0
	}
	return uint16(min(256, float64(attempts*64*256)/float64(p.offer()*float64(offered))+0.5))
}
