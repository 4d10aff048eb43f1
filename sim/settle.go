package sim

import (
	"math"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// A settler is a row of cells that circulate and settle in a patch: one that both leaks into
// the blood and renews itself. The first is the healthy one; clones may have others. The
// only patch of a body has none: what it takes back of its own is part of how little leaks
// out of it (see [Patch.fullness]).
type settler struct {
	row  lineage.Kind
	owed [origins]float64 // that have come and have no site yet; a broken number
}

// newSettlers finds the rows, in a body of several patches.
func newSettlers(c *Config) (all []settler) {
	if len(c.Body) < 2 || c.Table.Homing.Attraction == 0 {
		return nil
	}
	for k := 1; k < len(c.Table.Rows); k++ {
		if row := &c.Table.Rows[k]; row.End == lineage.Renew && row.Pool >= 0 {
			all = append(all, settler{row: lineage.Kind(k)})
		}
	}
	return all
}

// settleCells lets circulating stem and progenitor cells settle: each patch takes them from
// the blood with a hazard of attraction x vacant part of its niches x share of the blood's
// flow, which is its share of the marrow. So a patch that was emptied fills from the
// others, and one that is full takes hardly any.
func (w *World) settleCells() {
	for n := range w.patches[0].settlers {
		w.settleRow(n)
	}
}

// settleRow is settleCells for settler s of each patch.
func (w *World) settleRow(s int) {
	row := w.patches[0].settlers[s].row
	pool, sum := w.table.Rows[row].Pool, 0.0
	var pull [MaxParts]float64
	for n, p := range w.patches {
		pull[n] = p.pull(row)
		sum += pull[n]
	}
	if sum == 0 {
		return
	}
	donor, founder := w.donorsAmong(pool), uint32(0)
	if d := w.table.Rows[row].Disease; d > 0 {
		donor, founder = 0, w.founders[d-1]
	}
	cells := w.blood.Take(pool, 1-blood.Exp(-sum/TicksPerDay))
	for n, p := range w.patches {
		come := float64(cells*(pull[n]/sum)) / p.scale
		owed := &p.settlers[s].owed
		owed[donors] += float64(come * donor)
		owed[own] += float64(come * (1 - donor))
		p.seatSettlers(s, founder, w.tick)
	}
}

// pull is the hazard with which circulating cells of a row settle in the patch [1/d].
func (p *Patch) pull(row lineage.Kind) float64 {
	vacant := max(0, 1-p.taken(row))
	return float64(float64(p.table.Homing.Attraction*float64(p.part.Share*p.open)) * vacant)
}

// taken is how full the niches of the patch are for cells of a row: those of a clone find
// some where healthy ones find none.
func (p *Patch) taken(row lineage.Kind) float64 {
	full := p.fullness(row)
	if of := p.table.Rows[row].Full; of > 0 {
		full /= of
	}
	return full
}

// shares is how a graft is shared among patches: by their share of the body, and by the
// vacant part of their niches as soon as any patch has room.
func (w *World) shares() []float64 {
	const whenFull = 0.01 // of the niches of a full patch take cells all the same
	weights, sum := make([]float64, len(w.patches)), 0.0
	for n, p := range w.patches {
		vacant := whenFull
		if len(p.settlers) > 0 {
			vacant += max(0, 1-p.fullness(p.settlers[0].row))
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

// seatSettlers places whole cells of settler n that have come, of a clone if it has a number.
// What finds no room waits.
func (p *Patch) seatSettlers(n int, founder uint32, tick uint64) {
	s := &p.settlers[n]
	key := mix(purposeSettle.key(p.seed)+tick*golden) + uint64(n)*golden
	for origin := range s.owed {
		for q := uint64(0); s.owed[origin] >= 1; q++ {
			u := draw(key, q<<1+uint64(origin))
			i := p.findSeat(u)
			if i < 0 {
				return
			}
			c := cell(0).withClone(founder)
			if founder == 0 {
				c = p.reservoir.show(0, draw(u, 2)) &^ donorMark
			}
			if origin == donors {
				p.marking = true
				c |= donorMark
			}
			p.place(i, s.row, c, draw(u, 1), tick)
			s.owed[origin]--
		}
	}
}

// settlerWords appends the state of the settlers; setSettlerWords takes it back.
func (p *Patch) settlerWords(to []uint64) []uint64 {
	for i := range p.settlers {
		for _, x := range p.settlers[i].owed {
			to = append(to, math.Float64bits(x))
		}
	}
	return to
}

func (p *Patch) setSettlerWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < origins*len(p.settlers) {
		return nil, false
	}
	ok = true
	for i := range p.settlers {
		s := &p.settlers[i]
		for origin := range s.owed {
			s.owed[origin] = math.Float64frombits(from[origin])
			ok = ok && whole(s.owed[origin])
		}
		from = from[origins:]
	}
	return from, ok
}
