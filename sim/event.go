package sim

// An Event is an intervention with its arguments bound, ready to be applied between
// two ticks.
type Event struct {
	Name      string // bleed
	Arguments string // share=8.8%, as it goes into journals and events.csv
	// Do acts on w, or returns an error and leaves w as it was.
	Do func(w *World) error
}

// An Applied event took effect just before the world's next tick.
type Applied struct {
	N         int    // 1 for the first event of the run
	Tick      uint64 // ticks done when it took effect
	Name      string
	Arguments string
	Posted    bool   // by a viewer; else by the scenario
	By        string // name of who posted it, if he has one
}

// A Timed event is still to come.
type Timed struct {
	Tick   uint64
	Event  Event
	Posted bool   // by a viewer, in the life that is resumed; else by the scenario
	By     string // name of who posted it, if he has one
}
