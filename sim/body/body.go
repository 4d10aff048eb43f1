// Package body is what a body does beside its marrow and blood: it takes up and clears
// drugs, bleeds, fights infections, stores iron, and lets transplanted cells find home.
// It turns all that, with the cytokines of the blood, into one number for each effect
// of the species table.
//
// All state is a fixed number of words that go into hashes and checkpoints. While
// nothing is the matter the body is idle: it costs nothing and adds nothing to the hash.
package body

import (
	"math"
	"slices"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// A Body is the state of one body. It belongs to one goroutine.
type Body struct {
	table       *lineage.Table
	blood       *blood.Blood
	ticksPerDay float64
	parts       []part
	lags        []lag
	scratch     []float64 // levels of one look

	pharmacy  *pharmacy
	drips     drips
	needles   needles
	iron      iron
	oxygen    oxygen
	infection infection
	alarm     alarm
	clones    infiltration
	immunity  immunity
	attacks   attacks
	years     years

	collection collection
	graft      graft
}

// A part is one thing that a body does. Its state is a fixed number of words.
type part interface {
	// idle says whether the part is in the state that it has in health.
	idle() bool
	// step goes on by one tick. It is called only while the part is not idle.
	step(tick uint64)
	// signal changes the levels of the table's signals, which hold those of the blood.
	signal(levels []float64)
	// words appends the state; setWords takes it back, and says whether it makes sense.
	words(to []uint64) []uint64
	setWords(from []uint64) (rest []uint64, ok bool)
}

// New returns a healthy body around its blood. ticksPerDay is the number of calls of Step
// in a day.
func New(t *lineage.Table, of *blood.Blood, ticksPerDay float64) *Body {
	b := &Body{table: t, blood: of, ticksPerDay: ticksPerDay, pharmacy: newPharmacy(t, ticksPerDay), lags: newLags(t)}
	signal := func(name string) int {
		return slices.IndexFunc(t.Signals, func(s lineage.Signal) bool { return s.Name == name })
	}
	b.drips = drips{pharmacy: b.pharmacy}
	b.needles = needles{blood: of}
	b.iron = iron{body: b, spec: &t.Iron, lacks: signal("iron_lack")}
	b.oxygen = oxygen{body: b, spec: &t.Oxygen, epo: signal("epo")}
	b.infection = newInfection(b, of)
	b.alarm = alarm{
		body: b, infection: &b.infection, gcsf: signal("gcsf"),
		adhesion: signal("adhesion"), general: signal("alarm"), eosinophilic: signal("worm_alarm"),
	}
	b.attacks, b.years = newAttacks(b, signal), years{signalOf: signal("aging")}
	b.collection, b.graft = collection{body: b}, graft{body: b}
	b.immunity = newImmunity(b)
	b.clones = infiltration{level: signal("infiltration")}
	b.parts = []part{
		&b.needles, &b.iron, &b.oxygen, &b.infection, &b.alarm, &b.drips, &b.attacks, &b.years,
		b.pharmacy, &b.collection, &b.graft, &b.clones, &b.immunity,
	}
	return b
}

// Give begins a course of an agent. The error says why it makes no sense.
func (b *Body) Give(c Course) error { return b.pharmacy.give(c) }

// Idle says whether nothing is the matter.
func (b *Body) Idle() bool {
	for _, p := range b.parts {
		if !p.idle() {
			return false
		}
	}
	for i := range b.lags {
		if b.lags[i].now != b.lags[i].health {
			return false
		}
	}
	return true
}

// Step goes on by one tick, before the cells do.
func (b *Body) Step(tick uint64) {
	if !b.Idle() {
		b.iron.follow()
	}
	for _, p := range b.parts {
		if !p.idle() {
			p.step(tick)
		}
	}
	if tick%uint64(b.ticksPerDay/24) == 0 && len(b.lags) > 0 {
		b.scratch = b.appendLevels(b.scratch[:0])
		for i := range b.lags {
			l := &b.lags[i]
			l.step(b.aim(l.effect, b.scratch))
		}
	}
}

// Circulate ages the blood by one tick, after the cells have had theirs. arrivals and
// factors are those of [blood.Blood.Step].
func (b *Body) Circulate(arrivals, factors []float64) {
	b.iron.fill(arrivals)
	b.blood.Step(arrivals, factors)
	b.iron.reclaim()
}

// Count is the blood count of this moment, with what drugs and illness do to it.
func (b *Body) Count() blood.Count {
	levels := b.Levels()
	return b.blood.CountAt(levels, b.blood.Shares(b.appendFactors(nil, levels)))
}

// Levels are the signals of the table at this moment: those that the blood gives,
// with what drugs and illness add.
func (b *Body) Levels() []float64 { return b.appendLevels(nil) }

func (b *Body) appendLevels(to []float64) []float64 {
	levels := b.blood.AppendSignals(to)
	for _, p := range b.parts {
		p.signal(levels)
	}
	return levels
}

// Factors are the effects of the table at the present levels, one each: hazards [1/d]
// for Early, Kill and Lose, for the others factors that are 1 in health.
func (b *Body) Factors() []float64 { return b.AppendFactors(nil) }

// AppendFactors appends what [Body.Factors] returns.
func (b *Body) AppendFactors(to []float64) []float64 {
	b.scratch = b.appendLevels(b.scratch[:0])
	return b.appendFactors(to, b.scratch)
}

func (b *Body) appendFactors(to, levels []float64) []float64 {
	from := len(to)
	for i := range b.table.Effects {
		to = append(to, b.aim(i, levels))
	}
	for _, l := range b.lags {
		to[from+l.effect] = l.now
	}
	return to
}

// aim is the strength of effect i at levels of the signals, without its delay.
func (b *Body) aim(i int, levels []float64) float64 {
	e := &b.table.Effects[i]
	there := 1.0
	if e.Needs != "" {
		n := b.blood.Measured(e.Needs)
		there = n / (n + e.NeedsHalf)
	}
	return factor(e, levels[e.Signal], there)
}

// factor is the strength of e at a level of its signal, with a share there of what it
// needs.
func factor(e *lineage.Effect, level, there float64) float64 {
	over := max(0, level-e.From)
	switch e.Form {
	case lineage.Hill:
		return 1 + float64((e.Most-1)*float64(there*over))/(over+e.Half)
	case lineage.Falling:
		return 1 / (1 + float64((1/e.Most-1)*float64(there*over))/(over+e.Half))
	case lineage.Linear:
		return float64(e.Most * over)
	case lineage.Emax:
		return float64(there * emax(e, over))
	}
	if level < 1 {
		return blood.Pow(level, e.BelowPower)
	}
	return min(e.Cap, blood.Pow(level, e.Power))
}

func emax(e *lineage.Effect, over float64) float64 {
	if over == 0 {
		return 0
	}
	if e.Steep == 1 {
		return float64(e.Most*over) / (over + e.Half)
	}
	x := blood.Pow(over/e.Half, e.Steep)
	return float64(e.Most*x) / (x + 1)
}

// Words appends the whole state, for checkpoints.
func (b *Body) Words(to []uint64) []uint64 {
	for _, p := range b.parts {
		to = p.words(to)
	}
	for _, l := range b.lags {
		to = append(to, math.Float64bits(l.now))
	}
	return to
}

// SetWords takes back what [Body.Words] returned and reports whether it makes sense.
func (b *Body) SetWords(from []uint64) (rest []uint64, ok bool) {
	ok = true
	for _, p := range b.parts {
		var fine bool
		if from, fine = p.setWords(from); !fine {
			return nil, false
		}
	}
	if len(from) < len(b.lags) {
		return nil, false
	}
	for i := range b.lags {
		x := math.Float64frombits(from[i])
		ok = ok && x >= 0 && x < 1e18
		b.lags[i].now = x
	}
	return from[len(b.lags):], ok
}
