package benchmarks

import (
	"math"
	"sort"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

const golden = 0x9e3779b97f4a7c15

// mix is the finalizer of splitmix64 (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// draw is the n-th draw of one event.
func draw(bits, n uint64) uint64 { return mix(bits + n*golden) }

// A rule is all that cells of one row do. Chances are thresholds on 32 random bits,
// that of an attempt on 16.
type rule struct {
	end      lineage.End
	phases   int
	phase    float64 // mean length of a phase [ticks]
	leg      int     // phases that are timed at once, at most
	survive  uint64
	give     uint64 // Asymmetric: the cycle gives a daughter to this patch
	leave    uint64 // at an exit site, in a tick
	attempt  uint64 // to step, in a tick
	seeks    bool
	squeeze  bool
	anchored bool
	rank     int
	to       []lineage.Kind
	upTo     []uint64 // cumulative
}

// next chooses the way on.
func (r *rule) next(bits uint64) lineage.Kind {
	for i, u := range r.upTo {
		if bits>>32 < u {
			return r.to[i]
		}
	}
	return r.to[len(r.to)-1]
}

func chance(p float64) uint64 { return uint64(max(0, min(p, 1)) * (1 << 32)) }

// maxPhases is the most phases of a stay.
const maxPhases = 6

// A phaseTable are quantiles of the time that n phases of mean 1 take, at index n.
type phaseTable [maxPhases + 1][1024]float64

func newPhaseTable() *phaseTable {
	var t phaseTable
	for n := 1; n <= maxPhases; n++ {
		for i := range t[n] {
			above := 1 - (float64(i)+0.5)/float64(len(t[n]))
			low, high := 0.0, 64.0
			for range 40 {
				if x := (low + high) / 2; erlangAbove(n, x) > above {
					low = x
				} else {
					high = x
				}
			}
			t[n][i] = low
		}
	}
	return &t
}

// erlangAbove is the chance that n phases take longer than x.
func erlangAbove(n int, x float64) float64 {
	term, sum := 1.0, 1.0
	for i := 1; i < n; i++ {
		term *= x / float64(i)
		sum += term
	}
	return math.Exp(-x) * sum
}

// ticks draws the length of a leg of n phases.
func (t *phaseTable) ticks(n int, phase float64, bits uint64) int {
	return t.quantile(n, phase, bits%uint64(len(t[n])))
}

// quantile is that of a leg of n phases [ticks]. Rounding up adds one half to the mean.
func (t *phaseTable) quantile(n int, phase float64, i uint64) int {
	mean := max(0.5, float64(n)*phase-0.5)
	return max(1, int(math.Ceil(t[n][i]*mean/float64(n))))
}

// leg is the most phases of a row that are timed by one due byte, as in the model: all
// but one in 128 of such legs must fit.
func (t *phaseTable) leg(row *lineage.Row, phase float64) int {
	n := 1
	if row.End == lineage.Shed {
		return n // sheds at the end of each phase
	}
	for n < min(row.Phases, maxPhases) && t.quantile(n+1, phase, uint64(len(t[1])*127/128)) <= maxDue {
		n++
	}
	return n
}

// shares are the healthy cells of a patch.
type shares struct {
	table      *lineage.Table
	phases     *phaseTable
	dimensions float64
	atWall     float64   // share of the cells that look for an exit that stands at one
	search     float64   // time from ready to gone [d]
	stemWeight float64   // real stem cells that a displayed one stands for
	upTo       []float64 // by kind: cumulative share of free sites
}

// searchPerStep is how long cells look for an exit, per step that lies between a free
// site and the nearest exit [d]; measured with this model in slices and volumes of both
// species, within 40 %.
const searchPerStep = 0.09

// newShares computes them. The shares at a wall were measured with this model too.
func newShares(c sim.Config, phases *phaseTable) *shares {
	s := &shares{table: c.Table, phases: phases, dimensions: 2, atWall: 0.5, search: searchPerStep * c.Tissue.Stats.Steps}
	if c.Tissue.Spec.Depth > 1 {
		s.dimensions, s.atWall = 3, 0.74
	}
	occupancy := c.Occupancy
	if occupancy == 0 {
		occupancy = tissue.Occupancy(c.Tissue.Spec.Species, c.Tissue.Spec.Depth)
	}
	stem := c.Table.Reservoir
	body := 0.0
	for k, row := range c.Table.Rows {
		if k != 0 && lineage.Kind(k) != stem.Stage {
			body += row.Count
		}
	}
	perBodyCell := occupancy / body
	sum := 0.0
	s.upTo = make([]float64, len(c.Table.Rows))
	for k := 1; k < len(s.upTo); k++ {
		if stem.Stage != 0 && lineage.Kind(k) == stem.Stage {
			sum += stem.Shown
			s.stemWeight = stem.Count * perBodyCell / stem.Shown
		} else {
			sum += s.count(lineage.Kind(k)) * perBodyCell
		}
		s.upTo[k] = sum
	}
	return s
}

// count is the healthy number of cells of a row in the body. Those that wait for an
// exit are taken off those that mature toward it.
func (s *shares) count(k lineage.Kind) float64 {
	row := &s.table.Rows[k]
	switch {
	case row.End == lineage.Leave && row.Stay == 0:
		return row.Flow * s.search
	case row.SearchOf != 0:
		return max(0, row.Count-row.Flow*s.search)
	}
	return row.Count
}

// kind is the row of the cell at a free site by random bits, 0 for none.
func (s *shares) kind(bits uint64) lineage.Kind {
	u := float64(bits>>11) / (1 << 53)
	k := 1 + sort.SearchFloat64s(s.upTo[1:], u)
	if k == len(s.upTo) {
		return 0
	}
	return lineage.Kind(k)
}

// rules are those of all rows.
func (s *shares) rules() []rule {
	rules := make([]rule, len(s.upTo))
	for k := 1; k < len(rules); k++ {
		rules[k] = s.rule(&s.table.Rows[k])
	}
	return rules
}

func (s *shares) rule(row *lineage.Row) rule {
	const siteArea = tissue.SiteSize * tissue.SiteSize
	perMinute := row.Motility * 2 * s.dimensions / siteArea // M = MSD / (2 dim t)
	r := rule{
		end: row.End, phases: row.Phases, phase: s.meanPhase(row),
		survive: chance(row.Survival), give: chance(s.stemWeight),
		attempt: uint64(min(1, perMinute*sim.TickSeconds/60) * (1 << 16)),
		seeks:   row.End == lineage.Leave || row.Seek,
		squeeze: row.Squeeze, anchored: row.Anchored, rank: row.Rank,
	}
	if row.End == lineage.Leave {
		perDay := row.AtWall
		if row.Stay > 0 {
			perDay = 1 / row.Stay / s.atWall
		}
		r.leave = chance(perDay / sim.TicksPerDay)
	}
	r.leg = s.phases.leg(row, r.phase)
	sum := 0.0
	for _, b := range row.Next {
		sum += b.Weight
		r.to, r.upTo = append(r.to, b.To), append(r.upTo, chance(sum))
	}
	return r
}

// meanPhase is the mean length of a phase [ticks].
func (s *shares) meanPhase(row *lineage.Row) float64 {
	stay := row.Stay
	if row.SearchOf != 0 {
		stay = max(stay-s.search, 0.2*stay)
	}
	return stay * sim.TicksPerDay / float64(max(1, row.Phases))
}

// seedSite gives site i what it has at the start: an obstacle, or by random bits a cell
// somewhere in its stay, or nothing.
func (h *hand) seedSite(i int, s *shares, bits uint64) {
	if h.tissue.Class[i] != tissue.Free {
		h.sites[i] = obstacle
		return
	}
	k := s.kind(bits)
	if k == 0 {
		return
	}
	r := &h.rules[k]
	n := 1 + int(draw(bits, 1)>>32*uint64(max(1, r.phases))>>32)
	clone := word(draw(bits, 2)>>44) << 32
	h.sites[i] = h.arm(clone|turn|word(k), n, r, draw(bits, 3))
	h.born++
}
