package sim

// Apply does e now, between two ticks. A failed Apply leaves w as it was.
func (w *World) Apply(e Event) error { return e.Do(w) }

// sense lets the patches feel a sudden change of the blood at once.
func (w *World) sense() {
	for _, p := range w.patches {
		p.demand.factors = w.body.AppendFactors(p.demand.factors[:0])
		p.setRates()
	}
}
