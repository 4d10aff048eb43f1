// Package lineage holds species tables: every stage of every lineage with its
// stay time, divisions, branches, motility and way out, as flat arrays indexed by
// [Kind], and the blood and feedback numbers that belong to the same body.
//
// A table is read from a YAML file by [Read], is checked as a whole, and never
// changes afterwards, so that any number of worlds can share it. Each number in
// the file carries its unit, the key of its source and its status (verified,
// recalled, chosen). Times here are days, lengths micrometers, counts are cells of
// the whole body.
//
// # Steady state
//
// A file gives the cells a day that leave the marrow, and for each stage the mean stay,
// the divisions and the losses. The number of cells follows for every row, upward from
// the outputs: N = F T 2^-d / survival, with F the output, T the stay and d the
// divisions still to come, the one at the end of this stay included. Where a stage has
// several ways on, the weight of each is the share of the cells that it needs. So a
// table is balanced by construction.
//
// # Signals and effects
//
// A [Signal] is a cytokine relative to its healthy level. It follows one blood count:
// erythropoietin hemoglobin (exponential), G-CSF the neutrophils that clear it
// (clearance), thrombopoietin the platelets (inverse). In health all are 1. An
// [Effect] turns a signal into a factor on something that rows do: which way cells
// commit, how many survive, how many daughters a division makes, how fast the clock
// runs, how readily cells leave, whether a row leaves before its time, how many
// fragments a cell sheds, how firmly marrow holds a cell. In health all factors are 1
// and all hazards 0, so the effects do not move the steady state.
//
// An [Agent] is a drug or a growth factor. Its level in the body is one more signal, 0 in
// health, with effects of the same kinds.
package lineage

// A Kind is the number of a row of the table: what a cell is. Kind 0 is no cell.
type Kind uint8

// MaxRows is the largest number of rows: a kind has 7 bits in a cell's state word.
const MaxRows = 127

// A Table is one species, ready for use.
type Table struct {
	Species   string // short name: human, mouse, fetus
	Title     string
	Body      Body
	Reservoir Reservoir
	Stages    []Stage // named stations in file order; n_STAGE columns follow it
	Rows      []Row   // by Kind; Rows[0] is the empty site
	Pools     []Pool  // blood compartments, upstream first
	Signals   []Signal
	Effects   []Effect
	Agents    []Agent   // what can be given to this body; their effects are among Effects
	Diseases  []Disease // that this body may fall ill with; their rows are behind those of the species
	Lineages  []string  // names of the lineages that leave the marrow, in file order

	Iron        Iron
	Oxygen      Oxygen
	Transfusion Transfusion
	Infection   Infection
	Treatment   Treatment
	Homing      Homing
	Development Development
	Organs      []Organ // that can make blood beside marrow

	Infiltration Infiltration
	Attacks      []Attack
	Immunity     Immunity
	Microbes     []Microbe // that the body can meet, by name
}

// Body is the body that the patch is a share of. The zero Body means an
// experiment without a body: one cell of the patch stands for itself.
type Body struct {
	Mass      float64 // [kg]
	Blood     float64 // blood volume [L]
	Marrow    float64 // nucleated marrow cells, published total, for comparison
	Hb        float64 // hemoglobin of the healthy steady state [g/dL]
	RBCVolume float64 // mean cell volume [fL]
	Surface   float64 // body surface [m2], for doses; 0 unknown
}

// Reservoir is the whole body's long-term stem cells, too rare to stand on a
// patch in their true number.
type Reservoir struct {
	Stage Kind    // row shown on niche sites; 0 = the species has no reservoir
	Count float64 // stem cells in the body
	Cycle float64 // days between divisions of one of them
	Shown float64 // stem cells shown per free site of the patch
	// Perisinusoidal is the share of them that stands next to a sinusoid.
	Perisinusoidal float64
}

// A Stage is a station that people name: one legend entry, one n_STAGE column.
// Its rows are its generations and, for a stage that leaves, the part that waits
// for an exit.
type Stage struct {
	Name      string // column name: basophilic_erythroblast
	Label     string // what people read
	Lineage   string // stem, ery, neu, eos, baso, mono, mk, lym, stroma, clone
	Color     string // id of a palette type
	Nucleated bool
	Blast     bool // counts into blast_fraction
	CD34      bool // counts as CD34+
	Fiber     bool // no cell, but what fills a site as one would
	Rows      []Kind
}

// An End is what happens when a cell has stayed its time in a row.
type End uint8

const (
	Reside     End = iota // nothing: no clock
	Mature                // becomes the next row
	Divide                // two daughters in the next row
	Renew                 // divides; each daughter stays by neighborhood or commits
	Asymmetric            // divides; one daughter stays, one goes on (displayed stem cell)
	Leave                 // no clock: leaves through a sinusoid wall by hazard
	Shed                  // gives its packet of fragments at each phase end, then is gone
	Die                   // dies
)

// A Row is one kind of cell.
type Row struct {
	Stage    int // index into Table.Stages
	Lineage  string
	Stay     float64 // mean stay [d]; for Leave the wanted mean wait, 0 = leaves at the first chance
	Phases   int     // Erlang shape of the stay, 1..6
	End      End
	Next     []Branch // where daughters or the matured cell go; weights sum to 1
	Survival float64  // probability to survive the end of the stay, in the steady state
	// Flow and Count are those of the healthy body, from the identity
	// N = F T 2^-d / survival: cells a day that leave this row's stay, and cells present.
	Flow  float64
	Count float64

	Motility float64 // in free space [um2/min], MSD / (2 dim t)
	Rank     int     // who may be squeezed aside: a cell swaps only with a lower rank
	Squeeze  bool    // swaps in any direction; others only toward an exit
	Seek     bool    // drawn to sinusoids
	Anchored bool    // pushes go around it
	Niche    bool    // holds a niche site: slower there, and the staying daughter keeps it
	Cycling  bool    // in cell cycle
	Class    Class   // how drugs and radiation see it
	HeldMin  float64 // of a row that leaks into the blood: the least that [Retain] can make of its hold; 0 none

	PoolMax float64 // Renew: probability to stay when the neighborhood is empty
	RateMax float64 // Renew: cycle speed when the patch's pool is empty, times the healthy one

	Pool     int     // Leave, Shed; Renew: where leaking cells go. Index into Table.Pools; -1 = lost to the model
	Exit     int     // name under which cells that leave are counted: index into Table.Lineages; -1 none
	AtWall   float64 // Leave: hazard at an exit site [1/d] when Stay is 0
	Packets  float64 // Shed: fragments given over the whole stay
	LetGo    Kind    // row that a cell becomes when it is released before its time ([Early]): it looks for an exit; 0 none
	SearchOf Kind    // of a maturing row whose next waits for an exit: that row, whose mean search is taken off this stay; else 0

	Malignant // of the rows of a clone
}

// A Class is how drugs and radiation see a row, mainly by the share of time that its
// cells spend in cycle.
type Class uint8

const (
	Spared         Class = iota // mature: nothing kills it
	Stem                        // long-term stem cells, mostly at rest
	Progenitor                  // CD34+ before they are committed
	Dividing                    // always in cycle
	Megakaryocytic              // progenitors of megakaryocytes
	Lymphocyte                  // at rest, but easily killed by radiation
	Classes                     // number of classes
)

// A Branch is one way on.
type Branch struct {
	To     Kind
	Weight float64 // share of the cells in the steady state
}

// A PoolForm is the way a blood compartment ages.
type PoolForm uint8

const (
	Decay  PoolForm = iota // first-order loss
	Ring                   // fixed life span
	Chain                  // Erlang of 6 steps, then into Next
	Steady                 // held at its level by the body outside the model
)

// A Pool is one whole-body blood compartment.
type Pool struct {
	Name        string
	Form        PoolForm
	Life        float64 // mean residence [d]
	Circulating float64 // share that a blood sample shows; the rest is marginated or in the spleen
	Next        int     // Chain: pool that the cells go on to; -1 none
	Column      string  // blood count that this pool is part of: rbc retic anc band meta mono eos baso lymph plt cd34 clone
	Inflow      float64 // healthy cells (or fragments) a day
	Level       float64 // healthy size of the whole pool, Inflow * Life
	Clone       bool    // holds cells of a clone
	Slowed      bool    // Chain: cells released early stay longer (see blood)
}

// A SignalForm is the published form of a cytokine's level.
type SignalForm uint8

const (
	Exponential SignalForm = iota // exp(Slope * (healthy - now))
	Clearance                     // (Base + Uptake*healthy) / (Base + Uptake*now)
	Inverse                       // healthy / now
	Outside                       // given from outside, 0 in health: the level of a drug
)

// A Signal is a cytokine relative to its healthy level, made from a blood count.
type Signal struct {
	Name   string // epo, gcsf, tpo, docetaxel
	Of     string // hb, anc, plt; Outside none
	Form   SignalForm
	Slope  float64 // Exponential [dL/g]
	Base   float64 // Clearance [1/h]
	Uptake float64 // Clearance [1/h per 1e9/L]
	Max    float64
	// Latent says that the signal's effects are part of the hash of a state only while they
	// are felt. So what came to the model later leaves the hashes of health as they were.
	Latent bool
}

// An Act is what a signal changes.
type Act uint8

const (
	Commit    Act = iota // weight of a branch
	Survive              // odds of survival at the end of a row
	Amplify              // daughters per division, times
	Speed                // speed of the clock
	Release              // hazard of leaving
	Early                // releases a row that would not leave yet
	Yield                // fragments per packet
	Kill                 // hazard of death [1/d]
	Retain               // how firmly the marrow holds cells that leak out of it
	Ripen                // speed of blood pools in which cells ripen
	Circulate            // share of blood pools that circulates
	Lose                 // hazard of loss from blood pools [1/d]
	Acts                 // number of acts
)

// Hazard says whether the effects of the act are hazards, which are 0 in health and add
// up, and not factors, which are 1 and are multiplied.
func (a Act) Hazard() bool { return a == Early || a == Kill || a == Lose }

// An EffectForm is how strongly an effect follows its signal.
type EffectForm uint8

const (
	Powered EffectForm = iota // min(Cap, signal^Power), below 1 signal^BelowPower
	Hill                      // with o = max(0, signal-From): 1 + (Most-1) o/(o+Half)
	Falling                   // 1 / (1 + (1/Most-1) o/(o+Half))
	Linear                    // Most * o
	Emax                      // Most * o^Steep / (o^Steep + Half^Steep)
)

// An Effect changes rows or pools by a signal, in one of the forms. Early, Kill and Lose
// give hazards [1/d], which add up; the others factors, which are multiplied.
type Effect struct {
	Signal     int
	Act        Act
	Form       EffectForm
	Rows       []Kind
	Weights    []float64 // Kill: by row, times the hazard; nil all 1
	Pools      []int     // Ripen, Circulate, Lose
	Steep      float64   // Emax
	Lag        float64   // first-order delay of the effect [d]; 0 none
	Needs      string    // Hill, Falling, Emax: blood count without which the effect is nil, anc or plt; "" none
	NeedsHalf  float64   // of that count, at which the effect is half [1e9/L]
	Power      float64
	BelowPower float64
	Cap        float64
	Most       float64 // hazards [1/d], of Linear [1/d per unit of the signal]
	From, Half float64
}
