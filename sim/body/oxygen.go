package body

import (
	"fmt"
	"math"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// Oxygen is the part that breathes. Thin air saturates less of the hemoglobin, which
// erythropoietin takes for less hemoglobin; deeper breathing makes up for part of that
// within days.
type oxygen struct {
	body     *Body
	spec     *lineage.Oxygen
	epo      int     // signal that answers to hemoglobin; -1 none
	height   float64 // [m]
	regained float64 // saturation that deeper breathing adds
	breathed float64 // saturation of a body that is not grown; 0 otherwise
}

// Breathe sets the saturation of arterial blood of a body that is not grown: who is not
// born has the oxygen that the placenta gives. The caller sets it anew in each hour.
func (b *Body) Breathe(share float64) { b.oxygen.breathed = share }

// Climb brings the body to a height [m], at once.
func (b *Body) Climb(height float64) error {
	levels := b.oxygen.spec.Levels
	if len(levels) == 0 {
		return fmt.Errorf("altitude: the species %s has no oxygen section", b.table.Species)
	}
	if top := levels[len(levels)-1].Height; !(height >= 0 && height <= top) {
		return fmt.Errorf("altitude: %v m, want 0 to %v", height, top)
	}
	b.oxygen.height = height
	return nil
}

// onArrival is the saturation at the present height before breathing has changed,
// between the heights of the table in proportion.
func (o *oxygen) onArrival() float64 {
	levels := o.spec.Levels
	for i := 1; i < len(levels); i++ {
		low, high := levels[i-1], levels[i]
		if o.height <= high.Height {
			way := (o.height - low.Height) / (high.Height - low.Height)
			return low.Share + float64(way*(high.Share-low.Share))
		}
	}
	return levels[len(levels)-1].Share
}

// saturation is that of arterial blood; NaN where a species has none.
func (o *oxygen) saturation() float64 {
	if len(o.spec.Levels) == 0 {
		return math.NaN()
	}
	if o.breathed > 0 {
		return o.breathed
	}
	return min(o.spec.Levels[0].Share, o.onArrival()+o.regained)
}

func (o *oxygen) idle() bool { return o.height == 0 && o.regained == 0 }

// settled is the saturation below which what breathing adds is forgotten.
const settled = 1e-6

func (o *oxygen) step(uint64) {
	aim := float64(o.spec.Regain * (o.spec.Levels[0].Share - o.onArrival()))
	o.regained += (aim - o.regained) / float64(o.spec.Settle*o.body.ticksPerDay)
	if o.height == 0 && o.regained < settled {
		o.regained = 0
	}
}

// signal raises erythropoietin as if the hemoglobin without oxygen were missing.
func (o *oxygen) signal(levels []float64) {
	if o.epo < 0 || o.idle() && o.breathed == 0 {
		return
	}
	s := &o.body.table.Signals[o.epo]
	empty := float64(o.body.blood.Hemoglobin() * (1 - o.saturation()/o.spec.Levels[0].Share))
	levels[o.epo] = min(s.Max, float64(levels[o.epo]*blood.Exp(float64(s.Slope*empty))))
}

func (o *oxygen) words(to []uint64) []uint64 {
	return append(to, math.Float64bits(o.height), math.Float64bits(o.regained))
}

func (o *oxygen) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < 2 {
		return nil, false
	}
	o.height, o.regained = math.Float64frombits(from[0]), math.Float64frombits(from[1])
	return from[2:], o.height >= 0 && o.height <= 1e5 && o.regained >= 0 && o.regained <= 1
}
