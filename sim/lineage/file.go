package lineage

import "marrow/sim/input"

// A speciesFile is what a species file may say. The keys are its user interface; the
// comments in assets/species/human.yaml explain them in place.
type speciesFile struct {
	Species   string            `yaml:"species,required"`
	Title     string            `yaml:"title"`
	Sources   map[string]string `yaml:"sources"` // own citations, beside assets/sources.csv
	Body      *bodyFile         `yaml:"body"`
	Reservoir *reservoirFile    `yaml:"reservoir"`
	Motility  input.Quantity    `yaml:"motility"` // of stages that do not say otherwise
	Leaving   *leavingFile      `yaml:"leaving"`
	Stages    []stageFile       `yaml:"stages,required"`
	Blood     []poolFile        `yaml:"blood"`
	Signals   []signalFile      `yaml:"signals"`
	Effects   []effectFile      `yaml:"effects"`

	Iron        *ironFile        `yaml:"iron"`
	Oxygen      *oxygenFile      `yaml:"oxygen"`
	Transfusion *transfusionFile `yaml:"transfusion"`
	Infection   *infectionFile   `yaml:"infection"`
	Treatment   *treatmentFile   `yaml:"treatment"`
	Homing      *homingFile      `yaml:"homing"`
	Development *developmentFile `yaml:"development"`
	Organs      []organFile      `yaml:"organs"`
	Immunity    *immunityFile    `yaml:"immunity"`
	Attacks     []attackFile     `yaml:"attacks"`
}

type bodyFile struct {
	Mass      input.Quantity `yaml:"mass,required"`
	Blood     input.Quantity `yaml:"blood,required"`
	Marrow    input.Quantity `yaml:"marrow,required"`
	Hb        input.Quantity `yaml:"hemoglobin"`
	RBCVolume input.Quantity `yaml:"red_cell_volume"`
	Surface   input.Quantity `yaml:"surface"`
}

type reservoirFile struct {
	Stage string         `yaml:"stage,required"`
	Count input.Quantity `yaml:"count,required"`
	Shown input.Quantity `yaml:"shown,required"`
	// Perisinusoidal is the share of the shown cells that stands at a sinusoid.
	Perisinusoidal input.Quantity `yaml:"perisinusoidal,required"`
}

// A leavingFile says how cells behave that are ready and look for an exit.
type leavingFile struct {
	Motility input.Quantity `yaml:"motility,required"`
	Rank     int            `yaml:"rank"`
	AtWall   input.Quantity `yaml:"at_wall,required"`
}

type stageFile struct {
	Name        string         `yaml:"name,required"`
	Label       string         `yaml:"label"`
	Lineage     string         `yaml:"lineage"`
	Color       string         `yaml:"color"`
	Nucleated   *bool          `yaml:"nucleated"`
	Blast       bool           `yaml:"blast"`
	CD34        bool           `yaml:"cd34"`
	Stay        input.Quantity `yaml:"stay"`
	Generations *int           `yaml:"generations"`
	Phases      *int           `yaml:"phases"`
	Survival    input.Quantity `yaml:"survival"`
	End         string         `yaml:"end,required"`
	Next        *input.Node    `yaml:"next"`
	Then        *thenFile      `yaml:"then"`
	Rate        input.Quantity `yaml:"rate"`
	RateMax     input.Quantity `yaml:"rate_max"`
	RenewalMax  input.Quantity `yaml:"renewal_max"`
	Motility    input.Quantity `yaml:"motility"`
	Rank        int            `yaml:"rank"`
	Squeeze     bool           `yaml:"squeeze"`
	Seek        bool           `yaml:"seek"`
	Anchored    bool           `yaml:"anchored"`
	Niche       bool           `yaml:"niche"`
	Cycling     *bool          `yaml:"cycling"`
	Class       string         `yaml:"class"`
	HeldMin     input.Quantity `yaml:"held_least"`
	Reserve     bool           `yaml:"reserve"`
	Output      input.Quantity `yaml:"output"`
	Packets     input.Quantity `yaml:"packets"`
	Count       input.Quantity `yaml:"count"`
	Pool        string         `yaml:"pool"`
	Exit        string         `yaml:"exit"`
}

// A thenFile is a second part of a stage: the cells look the same but don't divide.
type thenFile struct {
	Stay     input.Quantity `yaml:"stay,required"`
	Survival input.Quantity `yaml:"survival"`
	Phases   *int           `yaml:"phases"`
}

type poolFile struct {
	Name        string         `yaml:"name,required"`
	Column      string         `yaml:"column"`
	Form        string         `yaml:"form,required"`
	Life        input.Quantity `yaml:"life"`
	HalfLife    input.Quantity `yaml:"half_life"`
	Circulating input.Quantity `yaml:"circulating"`
	Next        string         `yaml:"next"`
	Slowed      bool           `yaml:"slowed"`
	Inflow      input.Quantity `yaml:"inflow"`
	Level       input.Quantity `yaml:"level"`
}

type signalFile struct {
	Name   string         `yaml:"name,required"`
	Of     string         `yaml:"of"`
	Form   string         `yaml:"form,required"`
	Slope  input.Quantity `yaml:"slope"`
	Base   input.Quantity `yaml:"base"`
	Uptake input.Quantity `yaml:"uptake"`
	Max    input.Quantity `yaml:"max"`
	Latent bool           `yaml:"latent"`
}

// An effectFile is an effect of a cytokine or, without signal and with per, of an agent.
type effectFile struct {
	Signal     string                    `yaml:"signal"`
	Act        string                    `yaml:"act,required"`
	Stages     []string                  `yaml:"stages"`
	Pools      []string                  `yaml:"pools"`
	Classes    map[string]input.Quantity `yaml:"classes"`
	Power      input.Quantity            `yaml:"power"`
	BelowPower input.Quantity            `yaml:"below_power"`
	Cap        input.Quantity            `yaml:"cap"`
	Most       input.Quantity            `yaml:"most"`
	Least      input.Quantity            `yaml:"least"`
	From       input.Quantity            `yaml:"from"`
	Half       input.Quantity            `yaml:"half"`
	Slope      input.Quantity            `yaml:"slope"`
	Steep      input.Quantity            `yaml:"steep"`
	Per        input.Quantity            `yaml:"per"`
	Lag        input.Quantity            `yaml:"lag"`
	Needs      *needsFile                `yaml:"needs"`
	Pool       string                    `yaml:"pool"`
}

type needsFile struct {
	Column string         `yaml:"column,required"`
	Half   input.Quantity `yaml:"half,required"`
}
