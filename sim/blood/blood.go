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
	size        float64   // volume, times that of the table
	drawn       float64   // share of the blood that the next step takes away
	infused     []float64 // by pool: cells that the next step adds
	held        []float64 // by pool: what a steady one is held at, of its level in health; the body says so anew in each tick
	tracks      [Tracks]track

	// Scratch of one step, by pool: inflow, speed of ripening, share lost before its time,
	// cells that are gone for good.
	in, speed, losing, gone []float64
}

// New returns the healthy steady state of a species. ticksPerDay is the number of
// calls of Step in a day.
func New(t *lineage.Table, ticksPerDay float64) *Blood {
	scratch := func() []float64 { return make([]float64, len(t.Pools)) }
	b := &Blood{
		table: t, ticksPerDay: ticksPerDay, size: 1, healthy: map[string]float64{}, infused: scratch(),
		in: scratch(), speed: scratch(), losing: scratch(), gone: scratch(),
	}
	for i := range t.Pools {
		b.pools = append(b.pools, newPool(&t.Pools[i], ticksPerDay))
		b.held = append(b.held, 1)
	}
	for i := range b.tracks {
		b.tracks[i] = newTrack(b.pools)
	}
	for _, p := range t.Pools {
		b.healthy[p.Column] = b.level(p.Column, nil)
	}
	return b
}

// Step ages the blood by one tick. arrivals has one entry per pool: cells or
// fragments of the whole body that entered it in this tick. factors has one per effect
// of the table, or is nil in health.
func (b *Blood) Step(arrivals []float64, factors []float64) {
	b.fold()
	b.read(factors)
	for i := range b.tracks {
		b.tracks[i].step(b)
	}
	copy(b.in, arrivals)
	for i := range b.pools {
		p := &b.pools[i]
		out := b.flow(i, p.bins, b.in, float64(float64(p.spec.Level*b.size)*b.held[i]))
		if b.gone[i] = 0; p.spec.Next < 0 {
			b.gone[i] = out
		}
		if b.losing[i] > 0 {
			b.gone[i] += float64(b.losing[i] * sum(p.bins))
			scale(p.bins, 1-b.losing[i])
		}
	}
	for i := range b.pools {
		b.pools[i].grow()
	}
}

// flow moves the bins of pool i, or those of a track, on by one tick: in feeds them, and
// takes what they give on to the next pool.
func (b *Blood) flow(i int, bins, in []float64, target float64) (out float64) {
	p := &b.pools[i]
	out = p.flow(bins, in[i], target, b.speed[i], b.ticksPerDay)
	if p.spec.Form == lineage.Chain && p.spec.Next >= 0 {
		in[p.spec.Next] += out
	}
	return out
}

// read takes from the factors what they ask of the blood in this step.
func (b *Blood) read(factors []float64) {
	for i := range b.pools {
		b.speed[i], b.losing[i] = b.makeUp(i, factors), 0
	}
	for e := range b.table.Effects {
		effect := &b.table.Effects[e]
		for _, i := range effect.Pools {
			switch effect.Act {
			case lineage.Ripen:
				b.speed[i] = float64(b.speed[i] * factors[e])
			case lineage.Lose:
				b.losing[i] = min(1, b.losing[i]+factors[e]/b.ticksPerDay)
			}
		}
	}
}

// makeUp is the factor on the aging of pool i by which cells that left the marrow early
// make up for it in the blood: they stay longer by the time they saved, at most 2.5-fold
// (after the mean-field reference).
func (b *Blood) makeUp(i int, factors []float64) float64 {
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

// level is the concentration that a sample shows in one column [cells/L]. shares has a
// factor on the circulating share of each pool; nil is health.
func (b *Blood) level(column string, shares []float64) float64 {
	sum, found := 0.0, false
	for i := range b.pools {
		if b.pools[i].spec.Column == column {
			sum += b.circulating(i, b.pools[i].bins, b.infused[i], shares)
			found = true
		}
	}
	if !found {
		return math.NaN()
	}
	return sum / b.Volume()
}

// circulating is how many of the cells in bins of pool i circulate, with those that are
// about to be drawn and infused.
func (b *Blood) circulating(i int, bins []float64, infused float64, shares []float64) float64 {
	c := b.pools[i].spec.Circulating
	cells := sum(bins)
	if b.drawn > 0 {
		cells = float64(cells * (1 - float64(b.drawn*c)))
	}
	if shares != nil {
		c = float64(c * shares[i])
	}
	return float64((cells + infused) * c)
}

// Count is the blood count of this moment in a body that has nothing but its blood.
func (b *Blood) Count() Count { return b.CountAt(b.Signals(), nil) }

// CountAt is the blood count of this moment at levels of the signals. shares has a factor
// on the share of each pool that circulates, as [Blood.Shares] gives it; nil is health.
func (b *Blood) CountAt(levels, shares []float64) Count {
	giga := func(column string) float64 { return b.level(column, shares) / 1e9 }
	c := Count{
		Retic: giga("retic"), Band: giga("band"), Mono: giga("mono"), Eos: giga("eos"),
		Baso: giga("baso"), Lymph: giga("lymph"), Plt: giga("plt"), CD34: b.level("cd34", shares) / 1e6,
		Meta: giga("meta"), Clone: b.clones(shares) / 1e9,
	}
	c.RBC = b.sumOf(nil, "rbc", "retic") / 1e12
	c.Hb = b.Hemoglobin()
	c.ANC = b.sumOf(shares, "anc", "band") / 1e9
	c.WBC = b.sumOf(shares, "anc", "band", "meta", "mono", "eos", "baso", "lymph", "clone") / 1e9
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

// clones is the concentration of cells of clones that a sample shows [cells/L]; NaN in a
// body that can have none.
func (b *Blood) clones(shares []float64) float64 {
	sum, found := 0.0, false
	for i := range b.pools {
		if b.pools[i].spec.Clone {
			sum += b.circulating(i, b.pools[i].bins, b.infused[i], shares)
			found = true
		}
	}
	if !found {
		return math.NaN()
	}
	return sum / b.table.Body.Blood
}

// sumOf adds the levels of those columns that the species has; NaN if it has none.
func (b *Blood) sumOf(shares []float64, columns ...string) float64 {
	sum, found := 0.0, false
	for _, c := range columns {
		if x := b.level(c, shares); x == x {
			sum += x
			found = true
		}
	}
	if !found {
		return math.NaN()
	}
	return sum
}

// Hemoglobin is the healthy hemoglobin times the share of healthy red cells, less what
// pale ones lack [g/dL].
func (b *Blood) Hemoglobin() float64 {
	healthy := b.healthyRed()
	if healthy == 0 {
		return math.NaN()
	}
	full := b.sumOf(nil, "rbc", "retic") - b.missing()/b.Volume()
	return float64(b.table.Body.Hb * (full / healthy))
}

// healthyRed is the concentration of red cells in health [1/L].
func (b *Blood) healthyRed() (cells float64) {
	for _, c := range []string{"rbc", "retic"} {
		if x := b.healthy[c]; x > 0 {
			cells += x
		}
	}
	return cells
}

// Signals are the cytokines of the table, relative to the healthy steady state.
func (b *Blood) Signals() []float64 { return b.AppendSignals(nil) }

// AppendSignals appends what [Blood.Signals] returns.
func (b *Blood) AppendSignals(to []float64) []float64 {
	for i := range b.table.Signals {
		to = append(to, b.signal(&b.table.Signals[i], 0))
	}
	return to
}

// SignalWith is the level of signal i if the count that it answers to were so much more.
func (b *Blood) SignalWith(i int, more float64) float64 { return b.signal(&b.table.Signals[i], more) }

// Cells are those of a pool, in the circulation or not.
func (b *Blood) Cells(pool int) float64 { return sum(b.pools[pool].bins) }

// Shown is what so many cells of a pool add to its blood count [1e9/L].
func (b *Blood) Shown(pool int, cells float64) float64 {
	return float64(cells*b.pools[pool].spec.Circulating) / b.table.Body.Blood / 1e9
}

// signal is the level of s, if the count that it answers to were so much more.
func (b *Blood) signal(s *lineage.Signal, more float64) float64 {
	if s.Form == lineage.Outside {
		return 0
	}
	now, healthy := b.measured(s.Of)
	now += more
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
// hemoglobin, 1e9/L for the others. Cells that cling to vessel walls for a while go on to
// clear their cytokine, so only the healthy share of them is left out.
func (b *Blood) measured(of string) (now, healthy float64) {
	switch of {
	case "hb":
		return b.Hemoglobin(), b.table.Body.Hb
	case "anc":
		band := b.healthy["band"]
		if !(band > 0) {
			band = 0
		}
		return b.sumOf(nil, "anc", "band") / 1e9, (b.healthy["anc"] + band) / 1e9
	}
	return b.level(of, nil) / 1e9, b.healthy[of] / 1e9
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
