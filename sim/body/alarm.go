package body

import (
	"fmt"
	"math"
)

// Alarm is the part in which endotoxin, from outside or from germs, makes vessel walls
// sticky and, later, calls for neutrophils. Worms call for eosinophils.
type alarm struct {
	body      *Body
	infection *infection

	adhesion, general, eosinophilic, gcsf int // signals; -1 none

	// Endotoxin in plasma [ng/kg], the stickiness that follows it, how far neutrophils
	// have got used to that, two steps of alarm, the call for eosinophils.
	level [6]float64
}

// The levels of an alarm.
const (
	endotoxin = iota
	sticky
	used
	first
	second
	worms
)

// GiveEndotoxin injects a dose [ng/kg].
func (b *Body) GiveEndotoxin(dose float64) error {
	if b.table.Infection.Capacity == 0 {
		return fmt.Errorf("endotoxin: the species %s has no infection section", b.table.Species)
	}
	if !sane(dose) {
		return fmt.Errorf("endotoxin: %v ng/kg, want 0 or more", dose)
	}
	b.alarm.level[endotoxin] += dose
	return nil
}

func (a *alarm) idle() bool { return a.level == [6]float64{} && a.infection.idle() }

func (a *alarm) step(uint64) {
	s, l, old := a.infection.spec, &a.level, a.level
	hours := 24 / a.body.ticksPerDay
	follow := func(i int, aim, delay float64) { l[i] += float64((aim - old[i]) * hours / delay) }
	shed := float64(s.Shed * a.infection.felt(false))
	follow(endotoxin, float64(shed*s.Clear), s.Clear)
	follow(sticky, old[endotoxin], s.Cling)
	follow(used, old[sticky], s.Adapt)
	follow(first, float64(s.Alarm*old[sticky]), s.Delay)
	follow(second, old[first], s.Delay)
	follow(worms, a.infection.felt(true), 24*s.Worms.Delay)
	if a.infection.load() == 0 && a.low() {
		*l = [6]float64{}
	}
}

// low says whether hardly anything is left of the alarm.
func (a *alarm) low() bool {
	sum := 0.0
	for _, x := range a.level {
		sum += x
	}
	return sum < forgotten
}

func (a *alarm) signal(levels []float64) {
	set := func(i int, level float64) {
		if i >= 0 {
			levels[i] = level
		}
	}
	set(a.adhesion, max(0, a.level[sticky]-a.level[used]))
	set(a.general, a.level[second])
	set(a.eosinophilic, a.level[worms])
	if a.gcsf >= 0 {
		levels[a.gcsf] += float64(a.infection.spec.Answer * a.level[second])
	}
}

func (a *alarm) words(to []uint64) []uint64 {
	for _, x := range a.level {
		to = append(to, math.Float64bits(x))
	}
	return to
}

func (a *alarm) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < len(a.level) {
		return nil, false
	}
	ok = true
	for i := range a.level {
		a.level[i] = math.Float64frombits(from[i])
		ok = ok && sane(a.level[i])
	}
	return from[len(a.level):], ok
}
