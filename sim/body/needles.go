package body

import (
	"fmt"
	"math"

	"marrow/sim/blood"
)

// mostBleedings is the number of slow losses of blood that may go on at once.
const mostBleedings = 8

// A bleeding is a slow loss of blood.
type bleeding struct {
	left  uint64  // ticks still to come
	share float64 // of the blood that there is, lost in each of them
}

// Needles are the part through which blood is lost and given. What is lost or given at
// once waits in the blood itself for the next tick.
type needles struct {
	blood *blood.Blood
	slow  [mostBleedings]bleeding
}

// Bleed takes a share of the circulating cells of every kind, at once or, with ticks,
// evenly over that time from the blood that there is.
func (b *Body) Bleed(share float64, ticks uint64) error {
	switch {
	case !(share >= 0 && share+b.blood.Drawn() < 1):
		return fmt.Errorf("bleed: share is %v, with %v drawn in this tick, want [0,1) together", share, b.blood.Drawn())
	case share == 0:
		return nil
	case ticks > 0:
		if err := b.needles.begin(bleeding{ticks, share / float64(ticks)}); err != nil {
			return err
		}
	default:
		b.blood.Draw(share)
	}
	b.iron.follow()
	return nil
}

// begin notes a slow loss; two that end together are one.
func (n *needles) begin(s bleeding) error {
	for _, left := range []uint64{s.left, 0} {
		for i := range n.slow {
			if n.slow[i].left == left {
				n.slow[i] = bleeding{s.left, n.slow[i].share + s.share}
				return nil
			}
		}
	}
	return fmt.Errorf("bleed: %d slow losses go on already, which is the most", mostBleedings)
}

// TransfuseRed gives units of red cells. Those that do not survive the first day give
// their iron to the store at once.
func (b *Body) TransfuseRed(units float64) error {
	t := &b.table.Transfusion
	if err := b.bank(units); err != nil || units == 0 {
		return err
	}
	b.iron.follow()
	cells := float64(units * t.RedCells)
	b.blood.Infuse(b.blood.PoolsOf("rbc")[0], float64(cells*t.RedAlive))
	b.iron.keep(float64(cells * (1 - t.RedAlive)))
	return nil
}

// TransfusePlatelets gives units of platelets, of which a spleen keeps its part.
func (b *Body) TransfusePlatelets(units float64) error {
	t := &b.table.Transfusion
	if err := b.bank(units); err != nil || units == 0 {
		return err
	}
	pool := b.blood.PoolsOf("plt")[0]
	circulating := float64(units*t.Platelets) * t.Recovered
	b.blood.Infuse(pool, circulating/b.table.Pools[pool].Circulating)
	return nil
}

// bank reports why so many units cannot be had.
func (b *Body) bank(units float64) error {
	if !(units >= 0) || math.IsInf(units, 0) {
		return fmt.Errorf("transfuse: %v units, want 0 or more", units)
	}
	if b.table.Transfusion.RedCells == 0 {
		return fmt.Errorf("transfuse: the species %s has no transfusion section", b.table.Species)
	}
	return nil
}

func (n *needles) idle() bool {
	return n.blood.Plain() && n.slow == [mostBleedings]bleeding{}
}

func (n *needles) step(uint64) {
	for i := range n.slow {
		s := &n.slow[i]
		if s.left == 0 {
			continue
		}
		n.blood.Draw(s.share)
		if s.left--; s.left == 0 {
			s.share = 0
		}
	}
}

func (n *needles) signal([]float64) {}

func (n *needles) words(to []uint64) []uint64 {
	for _, s := range n.slow {
		to = append(to, s.left, math.Float64bits(s.share))
	}
	return n.blood.MoreWords(to)
}

func (n *needles) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < 2*mostBleedings {
		return nil, false
	}
	ok = true
	for i := range n.slow {
		share := math.Float64frombits(from[2*i+1])
		ok = ok && share >= 0 && share < 1
		n.slow[i] = bleeding{from[2*i], share}
	}
	rest, fine := n.blood.SetMoreWords(from[2*mostBleedings:])
	return rest, ok && fine
}
