package body

import (
	"math"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// A lag is an effect that follows its cause with a delay of first order. It is stepped
// once an hour.
type lag struct {
	effect int
	health float64 // what it is in health: 0 for hazards, 1 for factors
	pass   float64 // share of the way to its aim that it goes in an hour
	now    float64
}

func newLags(t *lineage.Table) (all []lag) {
	for i := range t.Effects {
		e := &t.Effects[i]
		if e.Lag == 0 {
			continue
		}
		l := lag{effect: i, health: 1, pass: 1 - blood.Exp(-1/float64(24*e.Lag))}
		if e.Act.Hazard() {
			l.health = 0
		}
		l.now = l.health
		all = append(all, l)
	}
	return all
}

// step goes on toward the aim by one hour, and the last billionth at once, so that a
// body comes to rest again.
func (l *lag) step(aim float64) {
	l.now += float64((aim - l.now) * l.pass)
	if aim == l.health && math.Abs(l.now-l.health) < trace {
		l.now = l.health
	}
}
