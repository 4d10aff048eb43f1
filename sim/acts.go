package sim

import "fmt"

// Apply does e now, between two ticks. A failed Apply leaves w as it was.
func (w *World) Apply(e Event) error { return e.Do(w) }

// Bleed takes a share of all circulating cells, in [0, 1).
func (w *World) Bleed(share float64) error {
	if !(share >= 0 && share < 1) {
		return fmt.Errorf("bleed: share is %v, want [0,1)", share)
	}
	w.blood.Draw(share)
	w.sense()
	return nil
}

// sense lets the patches feel a sudden change of the blood at once.
func (w *World) sense() {
	for _, p := range w.patches {
		p.demand.factors = w.body.Factors()
		p.setRates()
	}
}
