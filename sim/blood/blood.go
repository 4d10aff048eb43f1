// Package blood is the circulation of the whole body: compartments of cells with
// their real life spans, the cytokines that answer to them, and blood counts in a
// doctor's units.
//
// It knows nothing of the lattice. Each tick the patches hand it the cells that
// left them, scaled to the body, and it hands back one factor per effect of the
// species table. All arithmetic is rounded operation by operation, so that the
// state has the same bits on every architecture.
package blood

import (
	"math"

	"marrow/sim/lineage"
)

// Blood is the state of the circulation. It belongs to one goroutine.
type Blood struct {
	table       *lineage.Table
	pools       []pool
	healthy     map[string]float64 // level per column of a healthy blood
	ticksPerDay float64
	in          []float64 // scratch: inflow of each pool in this tick
}

// New returns the healthy steady state of a species. ticksPerDay is the number of
// calls of Step in a day.
func New(t *lineage.Table, ticksPerDay float64) *Blood {
	b := &Blood{table: t, ticksPerDay: ticksPerDay, healthy: map[string]float64{}, in: make([]float64, len(t.Pools))}
	for i := range t.Pools {
		b.pools = append(b.pools, newPool(&t.Pools[i], ticksPerDay))
	}
	for _, p := range t.Pools {
		b.healthy[p.Column] = b.level(p.Column)
	}
	return b
}

// Step ages the blood by one tick. arrivals has one entry per pool: cells or
// fragments of the whole body that entered it in this tick.
func (b *Blood) Step(arrivals []float64, factors []float64) {
	copy(b.in, arrivals)
	for i := range b.pools {
		p := &b.pools[i]
		out := p.step(b.in[i], b.speed(i, factors), b.ticksPerDay)
		if p.spec.Form == lineage.Chain && p.spec.Next >= 0 {
			b.in[p.spec.Next] += out
		}
	}
}

// speed is the factor on the aging of pool i. Cells that left the marrow early make
// up for it in the blood: they stay longer by the time they saved, at most 2.5-fold
// (after the mean-field reference).
func (b *Blood) speed(i int, factors []float64) float64 {
	if !b.table.Pools[i].Slowed {
		return 1
	}
	for e, effect := range b.table.Effects {
		if effect.Act != lineage.Speed || factors[e] <= 1 {
			continue
		}
		for _, k := range effect.Rows {
			if row := b.table.Rows[k]; row.SearchOf != 0 && b.table.Rows[row.SearchOf].Pool == i {
				saved := float64((1 - 1/factors[e]) * row.Stay)
				return 1 / min(2.5, 1+saved/b.table.Pools[i].Life)
			}
		}
	}
	return 1
}

// Bleed takes a share of the circulating cells of every kind; plasma volume is taken
// to be made up at once.
func (b *Blood) Bleed(share float64) {
	for i := range b.pools {
		b.pools[i].take(share)
	}
}

// level is the concentration that a sample shows in one column [cells/L].
func (b *Blood) level(column string) float64 {
	sum, found := 0.0, false
	for i := range b.pools {
		if p := &b.pools[i]; p.spec.Column == column {
			sum += float64(p.size() * p.spec.Circulating)
			found = true
		}
	}
	if !found {
		return math.NaN()
	}
	return sum / b.table.Body.Blood
}

// Count is the blood count of this moment.
func (b *Blood) Count() Count { return b.CountAt(b.Signals()) }

// CountAt is the blood count of this moment at the given levels of the signals.
func (b *Blood) CountAt(levels []float64) Count {
	giga := func(column string) float64 { return b.level(column) / 1e9 }
	c := Count{
		Retic: giga("retic"), Band: giga("band"), Mono: giga("mono"), Eos: giga("eos"),
		Baso: giga("baso"), Lymph: giga("lymph"), Plt: giga("plt"), CD34: b.level("cd34") / 1e6,
	}
	c.RBC = b.sumOf("rbc", "retic") / 1e12
	c.Hb = b.hemoglobin()
	c.ANC = b.sumOf("anc", "band") / 1e9
	c.WBC = b.sumOf("anc", "band", "mono", "eos", "baso", "lymph") / 1e9
	c.EPO, c.TPO, c.GCSF = math.NaN(), math.NaN(), math.NaN()
	for i, s := range b.table.Signals {
		switch s.Name {
		case "epo":
			c.EPO = levels[i]
		case "tpo":
			c.TPO = levels[i]
		case "gcsf":
			c.GCSF = levels[i]
		}
	}
	return c
}

// sumOf adds the levels of those columns that the species has; NaN if it has none.
func (b *Blood) sumOf(columns ...string) float64 {
	sum, found := 0.0, false
	for _, c := range columns {
		if x := b.level(c); x == x {
			sum += x
			found = true
		}
	}
	if !found {
		return math.NaN()
	}
	return sum
}

// hemoglobin is the healthy hemoglobin times the share of healthy red cells.
func (b *Blood) hemoglobin() float64 {
	healthy := 0.0
	for _, c := range []string{"rbc", "retic"} {
		if x := b.healthy[c]; x > 0 {
			healthy += x
		}
	}
	if healthy == 0 {
		return math.NaN()
	}
	return float64(b.table.Body.Hb * (b.sumOf("rbc", "retic") / healthy))
}

// Signals are the cytokines of the table, relative to the healthy steady state.
func (b *Blood) Signals() []float64 {
	out := make([]float64, len(b.table.Signals))
	for i := range b.table.Signals {
		out[i] = b.signal(&b.table.Signals[i])
	}
	return out
}

func (b *Blood) signal(s *lineage.Signal) float64 {
	if s.Form == lineage.Outside {
		return 0
	}
	now, healthy := b.measured(s.Of)
	level := 1.0
	switch s.Form {
	case lineage.Exponential:
		level = Exp(float64(s.Slope * (healthy - now)))
	case lineage.Clearance: // after Quartino 2014, in quasi-steady state
		level = (s.Base + float64(s.Uptake*healthy)) / (s.Base + float64(s.Uptake*now))
	case lineage.Inverse:
		level = healthy / max(now, healthy/1e6)
	}
	return min(level, s.Max)
}

// Measured is the blood count called of (anc, plt) of this moment [1e9/L].
func (b *Blood) Measured(of string) float64 {
	now, _ := b.measured(of)
	return now
}

// measured is the blood count that a signal answers to, now and in health: g/dL for
// hemoglobin, 1e9/L for the others.
func (b *Blood) measured(of string) (now, healthy float64) {
	switch of {
	case "hb":
		return b.hemoglobin(), b.table.Body.Hb
	case "anc":
		band := b.healthy["band"]
		if !(band > 0) {
			band = 0
		}
		return b.sumOf("anc", "band") / 1e9, (b.healthy["anc"] + band) / 1e9
	}
	return b.level(of) / 1e9, b.healthy[of] / 1e9
}

// Words appends the whole state as words, for hashing and checkpoints.
func (b *Blood) Words(to []uint64) []uint64 {
	for i := range b.pools {
		to = append(to, uint64(b.pools[i].age))
		for _, x := range b.pools[i].bins {
			to = append(to, math.Float64bits(x))
		}
	}
	return to
}

// SetWords restores what [Blood.Words] returned and reports whether it had the right
// length and sane values.
func (b *Blood) SetWords(from []uint64) bool {
	if len(from) != len(b.Words(nil)) {
		return false
	}
	for i := range b.pools {
		p := &b.pools[i]
		if p.spec.Form == lineage.Ring && from[0] >= uint64(p.width) {
			return false
		}
		p.age, from = int(from[0]), from[1:]
		for j := range p.bins {
			x := math.Float64frombits(from[j])
			if !(x >= 0 && x < 1e18) {
				return false
			}
			p.bins[j] = x
		}
		from = from[len(p.bins):]
	}
	return true
}
