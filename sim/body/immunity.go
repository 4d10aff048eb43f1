package body

import (
	"errors"
	"fmt"
	"math"

	"marrow/sim/immune"
	"marrow/sim/lineage"
)

// Immunity is the part that knows antigens again: T cells, B cells and antibodies. It
// lives by the hour.
type immunity struct {
	body *Body
	*immune.System
	b, t, nk, thymus int   // pools; -1 none
	killB, killT     []int // effects that kill what these pools hold
}

func newImmunity(b *Body) immunity {
	pools := &b.table.Immunity
	n := immunity{body: b, System: immune.New(b.table), b: pools.B, t: pools.T, nk: pools.NK, thymus: pools.Progenitors}
	for i := range b.table.Effects {
		e := &b.table.Effects[i]
		for _, pool := range e.Pools {
			switch {
			case e.Act != lineage.Lose || n.System == nil:
			case pool == n.b:
				n.killB = append(n.killB, i)
			case pool == n.t:
				n.killT = append(n.killT, i)
			}
		}
	}
	return n
}

// Endow gives the body receptors of its own, before anything happens to it.
func (b *Body) Endow(seed uint64) {
	if b.immunity.System != nil {
		b.immunity.Endow(seed)
	}
}

// A Vaccine is a microbe that cannot make ill.
type Vaccine struct {
	Microbe string
	Doses   float64 // usual ones
	Live    bool    // it multiplies, though little
}

// Vaccinate gives a vaccine.
func (b *Body) Vaccinate(v Vaccine) error {
	n, err := b.microbe("vaccinate", v.Microbe)
	switch {
	case err != nil:
		return err
	case !(v.Doses >= 0 && v.Doses <= 1000):
		return fmt.Errorf("vaccinate: %v doses, want 0 to 1000", v.Doses)
	}
	b.immunity.Vaccinate(n, v.Doses, v.Live)
	return nil
}

// microbe is the number of a microbe that the body can meet.
func (b *Body) microbe(event, name string) (int, error) {
	if b.immunity.System == nil {
		return 0, errors.New(event + ": the species has no immunity section")
	}
	for i := range b.table.Microbes {
		if b.table.Microbes[i].Name == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%s: there is no microbe called %q", event, name)
}

// Expose lets only a share of the lymphocytes outside of the marrow and the blood survive
// radiation.
func (b *Body) Expose(survive float64) {
	if b.immunity.System != nil {
		b.immunity.Expose(survive)
	}
}

// PlasmaCells are those that came to the marrow since this was last asked for.
func (b *Body) PlasmaCells() float64 {
	if b.immunity.idle() {
		return 0
	}
	return b.immunity.Home()
}

// SetPlasma says how many plasma cells the marrow holds, how many of its niches are free,
// both as shares of health, and what share of those that it held it has lost.
func (b *Body) SetPlasma(residents, room, evicted float64) {
	b.immunity.Marrow(residents, room)
	if evicted > 0 {
		b.immunity.Evict(evicted)
	}
}

// Titers are the antibodies against all that the body has met.
func (b *Body) Titers() []immune.Titer {
	if b.immunity.System == nil {
		return nil
	}
	return b.immunity.Titers()
}

// clearing is the hazard of the germs of a microbe beside neutrophils [1/d].
func (n *immunity) clearing(microbe int) float64 { return n.Hazard(microbe, n.share(n.nk)) }

// share is a pool's cells as a share of those in health.
func (n *immunity) share(pool int) float64 {
	if pool < 0 {
		return 1
	}
	return n.body.blood.Fullness(pool)
}

func (n *immunity) idle() bool {
	return n.System == nil || !n.body.infection.named() && n.body.years.age == 0 && n.System.Idle()
}

func (n *immunity) step(tick uint64) {
	if tick%uint64(n.body.ticksPerDay/24) == 0 {
		n.body.infection.report(n.System)
		n.Step(n.inputs(), 1.0/24)
	}
	if n.t >= 0 {
		n.body.blood.Hold(n.t, n.T())
	}
}

// oldest is the age up to which T cells are followed [y].
const oldest = 120

// inputs are what blood, marrow and drugs give for an hour.
func (n *immunity) inputs() immune.Inputs {
	levels := n.body.Levels()
	hazard := func(effects []int) (sum float64) {
		for _, i := range effects {
			sum += n.body.aim(i, levels)
		}
		return sum
	}
	return immune.Inputs{
		Age: min(n.body.years.age, oldest), B: n.share(n.b), NK: n.share(n.nk), Progenitors: n.share(n.thymus), LoseB: hazard(n.killB), LoseT: hazard(n.killT),
	}
}

func (n *immunity) signal([]float64) {}

func (n *immunity) words(to []uint64) []uint64 {
	if n.System == nil {
		return to
	}
	return n.Words(to)
}

func (n *immunity) setWords(from []uint64) (rest []uint64, ok bool) {
	if n.System == nil {
		return from, true
	}
	return n.SetWords(from)
}

// status is that of the immune system; NaN for a species without one.
func (n *immunity) status() immune.Status {
	if n.System == nil {
		nan := math.NaN()
		return immune.Status{IgG: nan, NaiveT: nan, Plasma: nan, Specific: immune.Titer{IgM: nan, IgG: nan}}
	}
	return n.Status()
}
