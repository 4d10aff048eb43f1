package body

import (
	"fmt"
	"math"

	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// Attacks are the part in which the body turns on its own cells, and of what is done
// against that: agents block what drives an attack, and without a spleen a part of it is
// gone. Platelets that are destroyed take the thrombopoietin at their receptors with them,
// so it answers to how many are made, not to how many are left.
type attacks struct {
	body     *Body
	each     []attack
	tpo      int     // signal; -1 none
	platelet int     // pool; -1 none
	spleen   int     // signal of a body without one; -1 none
	out      float64 // share of the spleen that is gone
	missed   float64 // platelets that were destroyed and would still live
}

// An attack is one of the table's, as it is now.
type attack struct {
	spec  *lineage.Attack
	drive float64 // what drives it, 1 in the usual patient
	level float64
}

func newAttacks(b *Body, signal func(name string) int) attacks {
	a := attacks{body: b, tpo: signal("tpo"), spleen: signal("no_spleen"), platelet: -1}
	for i := range b.table.Attacks {
		a.each = append(a.each, attack{spec: &b.table.Attacks[i]})
	}
	if pools := b.blood.PoolsOf("plt"); len(pools) > 0 {
		a.platelet = pools[0]
	}
	return a
}

// strongest is the most that can drive an attack, times the usual.
const strongest = 100

// Attack sets what drives the attack of a signal from now on, 1 in the usual patient.
func (b *Body) Attack(signal string, drive float64) error {
	if !(drive >= 0 && drive <= strongest) {
		return fmt.Errorf("attack: a drive of %v, want 0 to %v", drive, strongest)
	}
	for i := range b.attacks.each {
		if a := &b.attacks.each[i]; b.table.Signals[a.spec.Signal].Name == signal {
			a.drive = drive
			return nil
		}
	}
	return fmt.Errorf("attack: the species %s has no attack called %s", b.table.Species, signal)
}

// RemoveSpleen takes a share of the spleen out, for good.
func (b *Body) RemoveSpleen(share float64) error {
	if b.attacks.spleen < 0 {
		return fmt.Errorf("splenectomy: the species %s says nothing about spleens", b.table.Species)
	}
	if !(share >= 0 && share <= 1) {
		return fmt.Errorf("splenectomy: a share of %v, want 0 to 1", share)
	}
	b.attacks.out = max(b.attacks.out, share)
	return nil
}

func (a *attacks) idle() bool {
	for i := range a.each {
		if a.each[i].drive != 0 || a.each[i].level != 0 {
			return false
		}
	}
	return a.out == 0 && a.missed == 0
}

// faint is the level below which an attack without a drive is over.
const faint = 1e-6

func (a *attacks) step(uint64) {
	for i := range a.each {
		x := &a.each[i]
		x.level += (a.aim(x) - x.level) / float64(x.spec.Pace*a.body.ticksPerDay)
		if x.drive == 0 && x.level < faint {
			x.level = 0
		}
	}
	a.mourn()
}

// aim is where the level of an attack goes: what drives it, less what is blocked and what
// needs a spleen.
func (a *attacks) aim(x *attack) float64 {
	aim := float64(x.drive * (1 - a.body.pharmacy.blocked(x.spec.Signal)))
	return float64(aim * (1 - float64(a.out*x.spec.Spleen)))
}

// few is the number of platelets of the whole body that make no difference.
const few = 1e6

// mourn counts the platelets that attacks destroyed, until they would have died by
// themselves.
func (a *attacks) mourn() {
	hazard := a.hazard()
	if a.platelet < 0 || hazard == 0 && a.missed == 0 {
		return
	}
	life := a.body.table.Pools[a.platelet].Life
	lost := float64(hazard*a.body.blood.Cells(a.platelet)) / a.body.ticksPerDay
	a.missed += lost - a.missed/float64(remaining(life, hazard)*a.body.ticksPerDay)
	if hazard == 0 && a.missed < few {
		a.missed = 0
	}
}

// hazard is that of platelets to be destroyed by an attack [1/d].
func (a *attacks) hazard() (sum float64) {
	for i := range a.each {
		x := &a.each[i]
		if !x.spec.Cleared {
			continue
		}
		for n := range a.body.table.Effects {
			if e := &a.body.table.Effects[n]; e.Signal == x.spec.Signal && e.Act == lineage.Lose {
				sum += factor(e, x.level, 1)
			}
		}
	}
	return sum
}

// remaining is the mean time that cells of a fixed life [d] would have lived on, when a
// hazard [1/d] at every age destroys them: of all that are made in a time, those alive and
// those destroyed too soon then are as many as without the hazard.
func remaining(life, hazard float64) float64 {
	if hazard*life < 1e-3 {
		return life / 2
	}
	dead := 1 - blood.Exp(-float64(hazard*life))
	return (life - dead/hazard) / dead
}

func (a *attacks) signal(levels []float64) {
	for i := range a.each {
		levels[a.each[i].spec.Signal] = a.each[i].level
	}
	if a.spleen >= 0 {
		levels[a.spleen] = a.out
	}
	if a.tpo >= 0 && a.missed > 0 {
		levels[a.tpo] = a.body.blood.SignalWith(a.tpo, a.body.blood.Shown(a.platelet, a.missed))
	}
}

func (a *attacks) words(to []uint64) []uint64 {
	for i := range a.each {
		to = append(to, math.Float64bits(a.each[i].drive), math.Float64bits(a.each[i].level))
	}
	return append(to, math.Float64bits(a.out), math.Float64bits(a.missed))
}

func (a *attacks) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < 2*len(a.each)+2 {
		return nil, false
	}
	ok = true
	for i := range a.each {
		x := &a.each[i]
		x.drive, x.level = math.Float64frombits(from[0]), math.Float64frombits(from[1])
		ok = ok && x.drive >= 0 && x.drive <= strongest && x.level >= 0 && x.level <= strongest
		from = from[2:]
	}
	a.out, a.missed = math.Float64frombits(from[0]), math.Float64frombits(from[1])
	return from[2:], ok && a.out >= 0 && a.out <= 1 && sane(a.missed)
}
