package body

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"marrow/sim/blood"
)

// A Drip is a dose of an agent that a needle brings into a bone or a vein, and that takes a
// while from there to the blood.
type Drip struct {
	Agent  int     // index into the table
	Amount float64 // that reaches the blood in the end [mg, or IU]
	Over   uint64  // time in which it leaves the needle, evenly [ticks]
	Mean   float64 // mean time from the needle to the arteries [ticks]
}

// check reports why a drip makes no sense.
func (d Drip) check(agents int) error {
	switch {
	case d.Agent < 0 || d.Agent >= agents:
		return fmt.Errorf("no such agent")
	case !(d.Amount >= 0 && d.Amount < 1e15):
		return fmt.Errorf("a dose of %v, want at least 0", d.Amount)
	case d.Over < 1 || d.Over > math.MaxInt32:
		return fmt.Errorf("an infusion of %d ticks, want at least one", d.Over)
	case !(d.Mean > 0 && d.Mean < 1e6):
		return fmt.Errorf("%v ticks from needle to artery, want more than 0", d.Mean)
	}
	return nil
}

// A depot is what of a drip has not reached the blood. What is held there leaves at a rate
// in proportion to it: infused steadily, it lets pass in the end what enters.
type depot struct {
	agent int
	left  uint64  // ticks in which something will enter
	rate  float64 // that enters in each of them
	held  float64
	mean  float64 // of the time that it is held [ticks]
}

// compare orders depots by all but what is in them.
func (d depot) compare(e depot) int {
	return cmp.Or(cmp.Compare(d.agent, e.agent), cmp.Compare(d.left, e.left), cmp.Compare(d.mean, e.mean))
}

// mostDepots is how many may be there at a time.
const mostDepots = 16

// drips are the depots, in order. Equal ones are one, so that two halves are a whole.
type drips struct {
	pharmacy *pharmacy
	depots   []depot
}

// add takes in one more drip.
func (p *drips) add(d Drip) error {
	if err := d.check(len(p.pharmacy.agents)); err != nil {
		return err
	}
	if d.Amount == 0 {
		return nil
	}
	return p.put(depot{agent: d.Agent, left: d.Over, rate: d.Amount / float64(d.Over), mean: d.Mean})
}

func (p *drips) put(d depot) error {
	i, same := slices.BinarySearchFunc(p.depots, d, depot.compare)
	switch {
	case same:
		p.depots[i].rate += d.rate
		p.depots[i].held += d.held
	case len(p.depots) == mostDepots:
		return fmt.Errorf("%d infusions run already, which is the most", mostDepots)
	default:
		p.depots = slices.Insert(p.depots, i, d)
	}
	return nil
}

func (p *drips) idle() bool { return len(p.depots) == 0 }

// step lets a tick pass: dx/dt = u - x/mean, exactly.
func (p *drips) step(uint64) {
	was := slices.Clone(p.depots)
	p.depots = p.depots[:0]
	for _, d := range was {
		enters := 0.0
		if d.left > 0 {
			enters = d.rate
			d.left--
		}
		keep := blood.Exp(-1 / d.mean)
		there := float64(d.held*keep) + float64(enters*d.mean*(1-keep))
		dose := &p.pharmacy.agents[d.agent].Dose
		if d.left == 0 && there < trace*dose.Usual*dose.Per {
			there = 0
		}
		p.pharmacy.arrives[d.agent] += max(d.held+enters-there, 0)
		if d.held = there; d.left > 0 || there > 0 {
			_ = p.put(d) // there is room: it was there before
		}
	}
}

func (p *drips) signal([]float64) {}

// depotWords is the number of words of state of a depot.
const depotWords = 5

func (p *drips) words(to []uint64) []uint64 {
	for i := range mostDepots {
		var d depot
		if i < len(p.depots) {
			d = p.depots[i]
		}
		to = append(to, uint64(d.agent), d.left, math.Float64bits(d.rate), math.Float64bits(d.held), math.Float64bits(d.mean))
	}
	return to
}

func (p *drips) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < mostDepots*depotWords {
		return nil, false
	}
	p.depots = p.depots[:0]
	for i := range mostDepots {
		w := from[i*depotWords:]
		d := depot{int(w[0]), w[1], math.Float64frombits(w[2]), math.Float64frombits(w[3]), math.Float64frombits(w[4])}
		if d == (depot{}) {
			continue
		}
		sound := Drip{d.agent, d.rate, max(d.left, 1), d.mean}.check(len(p.pharmacy.agents)) == nil
		if !sound || !(d.held >= 0 && d.held < 1e15) || p.put(d) != nil {
			return nil, false
		}
	}
	return from[mostDepots*depotWords:], true
}

// Drip begins an infusion. The error says why it makes no sense.
func (b *Body) Drip(d Drip) error { return b.drips.add(d) }
