package sim

import (
	"fmt"
	"math"

	"marrow/sim/body"
	"marrow/sim/flow"
)

// infusion reckons an infusion into the patch or a vein, as its vessels are now. A needle at
// the corner of the patch stands for one in its middle.
func (p *Patch) infusion(o flow.Order) (*flow.Infusion, error) {
	if s := p.tissue.Spec; o.At == [3]float64{} {
		o.At = [3]float64{float64(s.Width / 2), float64(s.Height / 2), float64(s.Depth / 2)}
	}
	return flow.Infuse(p.tissue, p.vessels.closed.tone(), o, flow.InfusionNumbers())
}

// Infuse gives an amount of an agent [mg, or IU] with an infusion into a patch, by its number
// from 1. It reaches the blood with the mean delay of the way from the needle; what escapes
// from the bone does not.
func (w *World) Infuse(patch int, o flow.Order, agent int, amount float64) error {
	p, err := w.patch(patch)
	if err != nil {
		return fmt.Errorf("infuse: %w", err)
	}
	x, err := p.infusion(o)
	if err != nil {
		return fmt.Errorf("infuse: %w", err)
	}
	if amount == 0 {
		return nil
	}
	return w.body.Drip(body.Drip{
		Agent: agent, Amount: float64(amount * (1 - x.Escaping)),
		Over: max(1, uint64(math.Round(x.Duration/TickSeconds))), Mean: x.Mean() / TickSeconds,
	})
}
