package scenario

import (
	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// A Scenario is a scenario file, checked, with a value in every field.
type Scenario struct {
	Name     string // short: the built-in name, or the file's name without its ending
	Title    string
	Question string // what a viewer may look for; "" if the file has none
	Species  string // built-in name, or a file
	Patch    Patch
	Patches  []Place // of a body of several; each has the size of Patch
	Seed     uint64
	Until    input.Duration
	Set      []lineage.Override // values of the species file that the scenario replaces
	Events   []Event
	Tour     []Stop
	Limits   []string // what the model leaves out of this story, a sentence each

	Diseases []string // that the body may fall ill with

	Population int // virtual patients that a run draws; 0 is none, just the mean adult
}

// A Patch is the piece of marrow that is simulated.
type Patch struct {
	Tissue    string
	Size      [3]int  // sites of 10 um in x, y and z; z = 1 is a slice
	Age       float64 // of the body [years]; 0 is the species' adult
	Occupancy float64 // share of the free sites with a cell at the start
}

// An Event is an intervention as the file has it, arguments in file order.
type Event struct {
	At        input.Duration
	Do        string
	Arguments []Given
}

// A Given is an argument of an intervention as the file has it.
type Given struct {
	Name  string // share
	Value string // 8.8 %
}

// A Stop is a station of the guided tour: at some time the viewer is shown a place
// and told something.
type Stop struct {
	At   input.Duration
	Say  string // key of a text, or the text
	Look *Look  // nil: leave the view as it is
}

// A Look is a place in the patch [sites] and how large a site is drawn [pixels].
type Look struct {
	X    float64 `yaml:"x,required"`
	Y    float64 `yaml:"y,required"`
	Z    int     `yaml:"z"`
	Zoom float64 `yaml:"zoom"` // 0: as it is
}

// A Dated event is due when that many ticks are done.
type Dated struct {
	Tick  uint64
	Event sim.Event
}

// Ticks returns the number of ticks in a duration that [checkTicks] let pass.
func Ticks(d input.Duration) uint64 { return uint64(d / (sim.TickSeconds * input.Second)) }
