// Package body is what a body does beside its marrow and blood: it takes up and clears
// drugs, bleeds, fights infections, stores iron, and lets transplanted cells find home.
// It turns all that, with the cytokines of the blood, into one number for each effect
// of the species table.
//
// All state is a fixed number of words that go into hashes and checkpoints. While
// nothing is the matter the body is idle: it costs nothing and adds nothing to the hash.
package body

import (
	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// A Body is the state of one body. It belongs to one goroutine.
type Body struct {
	table       *lineage.Table
	blood       *blood.Blood
	ticksPerDay float64
	parts       []part

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

// New returns a healthy body around the blood of a species. ticksPerDay is the number of
// calls of Step in a day.
func New(t *lineage.Table, of *blood.Blood, ticksPerDay float64) *Body {
	b := &Body{table: t, blood: of, ticksPerDay: ticksPerDay}
	b.collection.body, b.graft.body = b, b
	b.parts = []part{&b.collection, &b.graft}
	return b
}

// Idle says whether nothing is the matter.
func (b *Body) Idle() bool {
	for _, p := range b.parts {
		if !p.idle() {
			return false
		}
	}
	return true
}

// Step goes on by one tick, before the cells do.
func (b *Body) Step(tick uint64) {
	for _, p := range b.parts {
		if !p.idle() {
			p.step(tick)
		}
	}
}

// Levels are the signals of the table at this moment: those that the blood gives,
// with what drugs and illness add.
func (b *Body) Levels() []float64 {
	levels := b.blood.Signals()
	for _, p := range b.parts {
		p.signal(levels)
	}
	return levels
}

// Factors are the effects of the table at the present levels, one each: hazards [1/d]
// for Early, Kill and Lose, for the others factors that are 1 in health.
func (b *Body) Factors() []float64 {
	levels := b.Levels()
	out := make([]float64, len(b.table.Effects))
	for i := range b.table.Effects {
		e := &b.table.Effects[i]
		out[i] = factor(e, levels[e.Signal])
	}
	return out
}

// factor is the strength of e at a level of its signal.
func factor(e *lineage.Effect, level float64) float64 {
	over := max(0, level-e.From)
	switch e.Form {
	case lineage.Hill:
		return 1 + float64((e.Most-1)*over)/(over+e.Half)
	case lineage.Linear:
		return float64(e.Most * over)
	case lineage.Emax:
		return emax(e, over)
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
	return from, ok
}
