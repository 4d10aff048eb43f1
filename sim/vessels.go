package sim

import (
	"fmt"
	"math"

	"marrow/sim/flow"
	"marrow/sim/tissue"
)

// A vasculature is what was done to the vessels of a patch. Blood carries the cells that
// leave: less of it takes fewer of them.
type vasculature struct {
	closed changes // state

	// What follows from it; 1 and nil in health.
	outflow float64  // of the patch, of that in health
	carry   []uint16 // exit that takes what drains to each exit, by number

	asked bool      // somebody wanted to know
	exits []float64 // blood that leaves by each exit [nL/s]; nil without vessels
}

// changes are the factors that were set on the vessels, 0 each in health.
type changes struct {
	cortical float64 // share of the venous trans-cortical capillaries that is occluded
	veins    float64 // share of all other ways out that is occluded
	growth   float64 // trans-cortical capillaries that have grown, of those in health
	aim      float64 // what that goes to
	pace     float64 // by how much a day
}

// day lets the capillaries grow, or go, for a day.
func (c *changes) day() {
	switch {
	case c.growth < c.aim:
		c.growth = min(c.growth+c.pace, c.aim)
	case c.growth > c.aim:
		c.growth = max(c.growth-c.pace, c.aim)
	}
	if c.growth == c.aim {
		c.pace = 0
	}
}

// tone is the conductance of the vessels after the changes.
func (c changes) tone() flow.Tone {
	t := flow.Health()
	t[tissue.CorticalArtery], t[tissue.PeriostealArtery] = 1+c.growth, 1+c.growth
	t[tissue.CorticalVein] = float64((1 + c.growth) * (1 - c.cortical))
	t[tissue.PeriostealVein] = t[tissue.CorticalVein]
	t[tissue.Collector], t[tissue.Emissary] = 1-c.veins, 1-c.veins
	return t
}

// sound says whether the changes can be.
func (c changes) sound() bool {
	return c.cortical >= 0 && c.cortical <= 1 && c.veins >= 0 && c.veins <= 1 &&
		c.growth >= 0 && c.growth <= 100 && c.aim >= 0 && c.aim <= 100 && c.pace >= 0 && c.pace <= 100
}

// refitted is the vasculature of the patch after changes, with its flow.
func (p *Patch) refitted(c changes) (vasculature, error) {
	if c == (changes{}) {
		return vasculature{outflow: 1}, nil
	}
	n := p.tissue.Network
	if n == nil {
		return vasculature{}, p.noVessels()
	}
	state := flow.Healthy(n)
	before, err := flow.Solve(n, state)
	if err != nil {
		return vasculature{}, err
	}
	state.Tone = c.tone()
	after, err := flow.Solve(n, state)
	if err != nil {
		return vasculature{}, err
	}
	return vasculature{closed: c, outflow: max(after.Outflow()/before.Outflow(), 0), carry: after.Carry(len(p.tissue.Exits))}, nil
}

// noVessels says that the tissue of the patch has no vessels.
func (p *Patch) noVessels() error {
	return fmt.Errorf("the tissue %q has no vessels that blood flows in", p.tissue.Spec.Name)
}

// through is the exit that takes what drains to exit n.
func (p *Patch) through(n int) int {
	if p.vessels.carry == nil {
		return n
	}
	return int(p.vessels.carry[n])
}

// Occlude closes a share of the venous trans-cortical capillaries, of the other veins that
// leave the patches, or of both; 0 opens them again.
func (w *World) Occlude(share float64, cortical, veins bool) error {
	return w.refit(func(c *changes) {
		if cortical {
			c.cortical = share
		}
		if veins {
			c.veins = share
		}
	})
}

// GrowCapillaries lets trans-cortical capillaries grow beside those of health, up to a share of these,
// within so many days; 0 is at once. Those that are too many go in the same time.
func (w *World) GrowCapillaries(share, days float64) error {
	return w.refit(func(c *changes) {
		c.aim = share
		if c.pace = 0; days > 0 {
			c.pace = max(c.aim-c.growth, c.growth-c.aim) / days
			return
		}
		c.growth = share
	})
}

// growVessels lets vessels that grow do so for a day.
func (w *World) growVessels() {
	for _, p := range w.patches {
		if p.vessels.closed.pace == 0 {
			continue
		}
		c := p.vessels.closed
		c.day()
		v, err := p.refitted(c)
		if err != nil {
			panic(err) // it was found for the vessels of the day before
		}
		p.vessels = v
		p.setRates()
	}
}

// refit changes the vessels of all patches that have any. It fails, and changes nothing, if
// none has.
func (w *World) refit(change func(c *changes)) error {
	found := map[*Patch]vasculature{}
	for _, p := range w.patches {
		c := p.vessels.closed
		if change(&c); !c.sound() {
			return fmt.Errorf("vessels: %+v is out of range", c)
		}
		v, err := p.refitted(c)
		if err == nil {
			found[p] = v
		} else if p.tissue.Network != nil {
			return err
		}
	}
	if len(found) == 0 {
		return w.patches[0].noVessels()
	}
	for _, p := range w.patches {
		if v, ok := found[p]; ok {
			p.vessels = v
			p.setRates()
		}
	}
	return nil
}

// Circulation is the blood flow of the patch that is shown.
func (w *World) Circulation() (flow.Circulation, error) {
	p := w.shown
	if p.tissue.Network == nil {
		return flow.Circulation{}, p.noVessels()
	}
	state := flow.Healthy(p.tissue.Network)
	state.Tone = p.vessels.closed.tone()
	f, err := flow.Solve(p.tissue.Network, state)
	if err != nil {
		return flow.Circulation{}, err
	}
	return f.Circulation(p.tissue), nil
}

// mostPlaces is the size of a network whose flow is found while somebody waits for a picture.
const mostPlaces = 1 << 15

// ExitFlow is the blood that leaves the patch that is shown by each of its exits [nL/s]; nil if it
// has no vessels, or very many. It is found when somebody first asks.
func (w *World) ExitFlow() []float64 {
	v := &w.shown.vessels
	if n := w.Tissue().Network; !v.asked && n != nil && len(n.Places) <= mostPlaces {
		v.asked = true
		if c, err := w.Circulation(); err == nil {
			v.exits = c.Exits
		}
	}
	return v.exits
}

// healthyVessels says whether nothing was done to the vessels of any patch.
func (w *World) healthyVessels() bool {
	for _, p := range w.patches {
		if p.vessels.closed != (changes{}) {
			return false
		}
	}
	return true
}

// vesselWords appends the state of the vessels; setVesselWords takes it back and says
// whether it makes sense.
func (w *World) vesselWords(to []uint64) []uint64 {
	for _, p := range w.patches {
		c := p.vessels.closed
		for _, x := range []float64{c.cortical, c.veins, c.growth, c.aim, c.pace} {
			to = append(to, math.Float64bits(x))
		}
	}
	return to
}

func (w *World) setVesselWords(from []uint64) bool {
	for i, p := range w.patches {
		var v [5]float64
		for k := range v {
			v[k] = math.Float64frombits(from[len(v)*i+k])
		}
		c := changes{v[0], v[1], v[2], v[3], v[4]}
		fitted, err := p.refitted(c)
		if !c.sound() || err != nil {
			return false
		}
		p.vessels = fitted
	}
	return true
}
