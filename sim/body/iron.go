package body

import (
	"errors"
	"fmt"
	"math"

	"marrow/sim/lineage"
)

// Iron is the part that keeps iron for new red cells. In health what comes in is what
// goes out, so the store is followed only once something has disturbed it: red cells
// take from it what their hemoglobin holds and give it back when they die, and what
// bleeds is gone for good.
type iron struct {
	body  *Body
	spec  *lineage.Iron
	lacks int     // signal that says how much of a store is lacking; -1 none
	on    bool    // the store is followed
	store float64 // [mg]
	gut   float64 // iron on its way through the gut that will be absorbed [mg]
}

// follow begins to follow the store, if the species has one.
func (n *iron) follow() {
	if !n.on && n.spec.Store > 0 {
		n.on, n.store = true, n.spec.Store
	}
}

// SetIron sets the store [mg].
func (b *Body) SetIron(store float64) error {
	if err := b.iron.check(store); err != nil {
		return err
	}
	b.iron.follow()
	b.iron.store = store
	return nil
}

// GiveIron gives iron [mg] into a vein, or by mouth, of which little is absorbed, and
// slowly.
func (b *Body) GiveIron(dose float64, mouth bool) error {
	if err := b.iron.check(dose); err != nil || dose == 0 {
		return err
	}
	b.iron.follow()
	if mouth {
		b.iron.gut += float64(dose * b.iron.spec.Oral)
	} else {
		b.iron.store += dose
	}
	return nil
}

func (n *iron) check(mg float64) error {
	if n.spec.Store == 0 {
		return errors.New("iron: the species has no iron section")
	}
	if !(mg >= 0 && mg < 1e9) {
		return fmt.Errorf("iron: %v mg, want 0 or more", mg)
	}
	return nil
}

// perCell is the iron of a healthy red cell [mg].
func (n *iron) perCell() float64 { return float64(n.body.blood.Heme() * n.spec.Content) }

// keep stores the iron of so many healthy red cells.
func (n *iron) keep(cells float64) {
	if n.on {
		n.store += float64(cells * n.perCell())
	}
}

// reclaim stores the iron of the red cells that died in the last step.
func (n *iron) reclaim() {
	if n.on {
		n.keep(n.body.blood.Broken())
	}
}

// supply is how well new red cells are supplied: 1 unless the store runs out.
func (n *iron) supply() float64 {
	if !n.on || n.store >= n.spec.Short {
		return 1
	}
	return n.store / n.spec.Short
}

// level is the store; NaN where a species has none.
func (n *iron) level() float64 {
	switch {
	case n.on:
		return n.store
	case n.spec.Store > 0:
		return n.spec.Store
	}
	return math.NaN()
}

// fill takes from the store what the red cells among the arrivals hold, and marks what
// hemoglobin they lack.
func (n *iron) fill(arrivals []float64) {
	wanted := float64(n.body.blood.Reds(arrivals) * n.perCell())
	if !n.on || wanted == 0 {
		return
	}
	full := 1.0
	if s := n.supply(); s < 1 {
		full = min(n.spec.Pale+float64((1-n.spec.Pale)*s), n.store/max(wanted, n.store))
	}
	n.store = max(0, n.store-float64(wanted*full))
	if full < 1 {
		n.body.blood.Blanch(arrivals, 1-full)
	}
}

func (n *iron) idle() bool { return !n.on }

// step lets the body absorb and lose iron. It absorbs the more, the less it has: inverse
// to the square root of the store, a form chosen here.
func (n *iron) step(uint64) {
	perDay := n.body.ticksPerDay
	eager := math.Sqrt(n.spec.Store / max(n.store, n.spec.Store/1e3))
	gain := float64(n.spec.Loss * (min(n.spec.Absorbed, eager) - 1))
	passed := min(n.gut, n.spec.Gut/perDay)
	n.gut -= passed
	n.store = max(0, n.store+gain/perDay+passed)
}

func (n *iron) signal(levels []float64) {
	if n.lacks >= 0 {
		levels[n.lacks] = 1 - n.supply()
	}
}

func (n *iron) words(to []uint64) []uint64 {
	on := uint64(0)
	if n.on {
		on = 1
	}
	return append(to, on, math.Float64bits(n.store), math.Float64bits(n.gut))
}

func (n *iron) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < 3 {
		return nil, false
	}
	n.on, n.store, n.gut = from[0] == 1, math.Float64frombits(from[1]), math.Float64frombits(from[2])
	return from[3:], from[0] <= 1 && sane(n.store) && sane(n.gut)
}

// sane says whether x can be an amount.
func sane(x float64) bool { return x >= 0 && x < 1e18 }
