package sim

import (
	"math"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// settlers are the cells that circulate and settle in a patch: those of the row that both
// leaks into the blood and renews itself. The only patch of a body has none: what it takes
// back of its own is part of how little leaks out of it (see [Patch.fullness]).
type settlers struct {
	row  lineage.Kind     // 0: none
	owed [origins]float64 // that have come and have no site yet; a broken number
}

// newSettlers finds the row, in a body of several patches.
func newSettlers(c *Config) settlers {
	if len(c.Body) < 2 || c.Table.Homing.Attraction == 0 {
		return settlers{}
	}
	for k := 1; k < len(c.Table.Rows); k++ {
		if row := &c.Table.Rows[k]; row.End == lineage.Renew && row.Pool >= 0 {
			return settlers{row: lineage.Kind(k)}
		}
	}
	return settlers{}
}

// settleCells lets circulating stem and progenitor cells settle: each patch takes them from
// the blood with a hazard of attraction x vacant part of its niches x share of the blood's
// flow, which is its share of the marrow. So a patch that was emptied fills from the
// others, and one that is full takes hardly any.
func (w *World) settleCells() {
	row := w.patches[0].settlers.row
	if row == 0 {
		return
	}
	pool, sum := w.table.Rows[row].Pool, 0.0
	var pull [MaxParts]float64
	for n, p := range w.patches {
		pull[n] = p.pull()
		sum += pull[n]
	}
	if sum == 0 {
		return
	}
	donor := w.donorsAmong(pool)
	cells := w.blood.Take(pool, 1-blood.Exp(-sum/TicksPerDay))
	for n, p := range w.patches {
		come := float64(cells*(pull[n]/sum)) / p.scale
		p.settlers.owed[donors] += float64(come * donor)
		p.settlers.owed[own] += float64(come * (1 - donor))
		p.seatSettlers(w.tick)
	}
}

// pull is the hazard with which circulating cells settle in the patch [1/d].
func (p *Patch) pull() float64 {
	vacant := max(0, 1-p.fullness(p.settlers.row))
	return float64(float64(p.table.Homing.Attraction*float64(p.part.Share*p.open)) * vacant)
}

// shares is how a graft is shared among patches: by their share of the body, and by the
// vacant part of their niches as soon as any patch has room.
func (w *World) shares() []float64 {
	const whenFull = 0.01 // of the niches of a full patch take cells all the same
	weights, sum := make([]float64, len(w.patches)), 0.0
	for n, p := range w.patches {
		vacant := whenFull
		if p.settlers.row != 0 {
			vacant += max(0, 1-p.fullness(p.settlers.row))
		}
		weights[n] = float64(float64(p.part.Share*p.open) * vacant)
		sum += weights[n]
	}
	for n := range weights {
		weights[n] /= sum
	}
	return weights
}

// donorsAmong is the share of a donor's cells in a pool of the blood.
func (w *World) donorsAmong(pool int) float64 {
	marked, all := w.blood.Marked(blood.Donor, w.table.Pools[pool].Column)
	if all == 0 {
		return 0
	}
	return min(1, marked/all)
}

// seatSettlers places whole cells that have come. What finds no room waits.
func (p *Patch) seatSettlers(tick uint64) {
	s := &p.settlers
	for origin := range s.owed {
		for n := uint64(0); s.owed[origin] >= 1; n++ {
			u := draw(mix(purposeSettle.key(p.seed)+tick*golden), n<<1+uint64(origin))
			i := p.findSeat(u)
			if i < 0 {
				return
			}
			c := p.reservoir.show(0, draw(u, 2)) &^ donorMark
			if origin == donors {
				p.marking = true
				c |= donorMark
			}
			p.place(i, s.row, c, draw(u, 1), tick)
			s.owed[origin]--
		}
	}
}

// words appends the state; setWords takes it back. A patch without settlers has none.
func (s *settlers) words(to []uint64) []uint64 {
	if s.row == 0 {
		return to
	}
	for _, x := range s.owed {
		to = append(to, math.Float64bits(x))
	}
	return to
}

func (s *settlers) setWords(from []uint64) (rest []uint64, ok bool) {
	if s.row == 0 {
		return from, true
	}
	if len(from) < origins {
		return nil, false
	}
	ok = true
	for origin := range s.owed {
		s.owed[origin] = math.Float64frombits(from[origin])
		ok = ok && whole(s.owed[origin])
	}
	return from[origins:], ok
}
