package sim

// An Event is an intervention with its arguments bound, ready to be applied between
// two ticks.
type Event struct {
	Name      string // bleed
	Arguments string // share=8.8%, as it goes into journals and events.csv
	// Do acts on w, or returns an error and leaves w as it was.
	Do func(w *World) error
}
