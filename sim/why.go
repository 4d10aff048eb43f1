package sim

import "marrow/sim/lineage"

// A Why is the rule that a cell lives by, what goes into it, and what may happen to it in
// the next tick. It is computed from the state alone; what pushes of its neighbors will do
// to it cannot be known before they happen. The chances hold for the rates of this hour.
type Why struct {
	Rule      lineage.End
	Ticks     int     // until its clock strikes; 0 = in the next tick
	Phases    int     // of the stay still to come, the running ones included
	Of        int     // phases of a whole stay
	Remaining float64 // mean time to the end of the stay [ticks]; 0 for cells without a clock
	Waits     bool    // its stay is over: it looks for room, or for its turn

	Survive float64 // chance to survive the end of the stay
	Repeat  float64 // chance that a daughter stays in the stage
	Half    float64 // chance that a daughter survives while demand is low
	Stay    float64 // renewing cells: chance that a daughter stays one, in this neighborhood
	Fill    float64 // renewing cells: cells of the stage per cell wanted, in the patch
	Give    float64 // stem cells: share of the cycles that end in a division here

	AtWall bool
	LookIn int     // ticks until it is looked at for leaving; 0 = in the next tick
	Leave  float64 // chance to leave at that look

	Next []Branch // where it or its daughters may go

	Chances // in the next tick
}

// Chances are what may happen to a cell in one tick.
type Chances struct {
	Die, Divide, Mature, Leave, Move, Replace float64
}

// A Branch is a stage that follows.
type Branch struct {
	Stage  int
	Chance float64
}

// ratio is the chance as a number from 0 to 1.
func (c chance) ratio() float64 { return float64(c) / float64(certain) }

// why explains the cell of site i, for the tick that comes next.
func (p *Patch) why(i int, tick uint64) *Why {
	c := cell(p.lattice.state[i])
	r := &p.rates[c.kind()]
	y := &Why{
		Rule: r.end, Phases: c.phases(), Of: r.phases, Survive: r.survive.ratio(),
		Repeat: r.repeat.ratio(), Half: r.half.ratio(), Give: r.give.ratio(), Next: p.branches(r),
	}
	if r.end != lineage.Reside && r.end != lineage.Leave {
		y.Ticks = int(p.lattice.due[i] - uint8(tick))
		y.Waits = y.Phases == 0
		y.Remaining = float64(y.Ticks) + float64(float64(max(y.Phases-1, 0))*p.meanPhase(c.kind()))
	}
	if r.renewing >= 0 {
		pool := &p.demand.pool[r.renewing]
		y.Stay, y.Fill = chance(pool.stay[p.blocks.of(p.lattice, i)]).ratio(), pool.fullness
	}
	p.whyLeave(y, i, r, tick)
	y.Chances = p.chances(y, i, c, r)
	return y
}

// branches is where the rate leads.
func (p *Patch) branches(r *rate) (next []Branch) {
	before := chance(0)
	for n := range r.branches {
		b := Branch{p.table.Rows[r.to[n]].Stage, (r.upTo[n] - before).ratio()}
		before = r.upTo[n]
		next = append(next, b)
	}
	return next
}

// whyLeave adds whether the cell may leave.
func (p *Patch) whyLeave(y *Why, i int, r *rate, tick uint64) {
	y.AtWall = p.lattice.isWall(i)
	if !y.AtWall || r.leave == 0 {
		return
	}
	y.Leave = r.leave.ratio()
	if r.gait != ready {
		y.LookIn = int((uint64(i>>6)%lookTicks + lookTicks - tick%lookTicks) % lookTicks)
	}
}

// chances adds up what may happen to the cell in the next tick, in the order of the passes:
// strikes, the clock, leaving, steps.
func (p *Patch) chances(y *Why, i int, c cell, r *rate) (out Chances) {
	s := &p.strikes[c.kind()]
	left := 1 - s.death.ratio()
	out.Die = s.death.ratio()
	if s.let > 0 {
		out.Mature = left * s.let.ratio()
		left -= out.Mature
	}
	if y.Ticks == 0 && y.Phases <= 1 && y.Rule != lineage.Reside && y.Rule != lineage.Leave {
		return p.endChances(out, y, left)
	}
	if y.Leave > 0 && y.LookIn == 0 {
		out.Leave = left * y.Leave
		left -= out.Leave
	}
	out.Move = left * p.moveChance(i, r)
	return out
}

// endChances adds the end of a stay, which a cell meets with the given chance.
func (p *Patch) endChances(out Chances, y *Why, meets float64) Chances {
	survives := meets
	if !y.Waits {
		survives *= y.Survive
	}
	out.Die += meets - survives
	switch y.Rule {
	case lineage.Mature:
		out.Mature += survives
	case lineage.Divide:
		half := y.Half
		if y.Waits {
			half = 1
		}
		out.Divide = survives * half * half
		out.Mature += float64(survives * 2 * half * (1 - half))
		out.Die += float64(survives * (1 - half) * (1 - half))
	case lineage.Renew:
		out.Divide = survives
	case lineage.Asymmetric:
		give := y.Give
		if y.Waits {
			give = 1
		}
		out.Divide, out.Replace = survives*give, survives*(1-give)
	default:
		out.Die += survives
	}
	return out
}

// moveChance is the chance that the cell of site i steps or swaps in a tick by itself.
func (p *Patch) moveChance(i int, r *rate) float64 {
	l := p.lattice
	rate := p.slowRate
	if r.gait != calm {
		rate = p.fastRate
	}
	pace := p.paceAt(i)
	open := 0.0
	for _, o := range l.offsets {
		open += p.openness(i, i+o, r)
	}
	turn := float64(min(rate, 64)) / 64 * float64(pace.keep) / 256 * p.offer()
	return turn * open / float64(len(l.offsets))
}

// openness is the chance that the cell of site i goes to its neighbor j once it tries.
func (p *Patch) openness(i, j int, r *rate) float64 {
	l := p.lattice
	switch {
	case bit(l.blocked, j):
		return 0
	case !bit(l.full, j):
		if r.gait >= outbound && l.climb(i, j) == farther {
			return 0.25
		}
		return 1
	case r.gait == agile || r.gait >= outbound && l.climb(i, j) == nearer:
		if p.paceAt(j).rank < p.paces[l.state[i]&kindMask].rank {
			return 1
		}
	}
	return 0
}
