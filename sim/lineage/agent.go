package lineage

// An Agent is a drug or a growth factor as one body takes it: compartments between which
// it passes at rates in proportion to what they hold. Its level is a signal of the table.
type Agent struct {
	Name      string // g-csf
	Title     string
	Group     string // what it is: cytotoxic, growth-factor
	LeavesOut string // what of its action the model does not have

	Dose         Dose
	Compartments []Compartment
	Level        Level
	Adds         []Addition
	Blocks       []Block
}

// A Dose says what can be given of an agent.
type Dose struct {
	Unit  string  // mg/m2, mg/kg, mg, IU/kg: of the doses of people
	Usual float64 // [Unit]
	Most  float64 // that can be asked for [Unit]
	Over  float64 // usual length of an infusion [d]; 0 at once
	Into  int     // compartment that it enters
	Per   float64 // what enters this body for a dose of one Unit [mg, or IU]
}

// A Compartment holds a part of an agent.
type Compartment struct {
	Name string
	Gone float64   // rate at which the agent leaves the body from here [1/d]
	To   []float64 // rate at which it passes to each of the other compartments [1/d]
}

// A Level is the concentration that acts.
type Level struct {
	Signal int // of the table, Outside
	Of     int // compartment
	Unit   string
	Per    float64 // level for one mg (or IU) in the compartment [Unit]
}

// An Addition makes an agent part of a cytokine: its level, times Per, is added to that of
// the body.
type Addition struct {
	Signal int
	Per    float64 // [1/unit of the level]
}

// A Block takes a share of what drives an attack of the body on itself, by the level of an
// agent: Most x / (1 + x) with x = (level / Half)^Steep.
type Block struct {
	Signal int // of the attack
	Most   float64
	Half   float64 // [unit of the level]
	Steep  float64
}
