package lineage

import "marrow/sim/input"

// Immunity is how a body makes T cells, B cells and antibodies. The zero Immunity means
// that it has none to follow. Times are days, cells those of the whole body.
type Immunity struct {
	Thymus   Thymus
	Shape    Shape
	Response Response
	Plasma   Plasma
	Vaccine  Vaccine
	Mother   Course // IgG of an unborn child, as a share of its mother's, by week of pregnancy

	B, T, NK, Progenitors int // pools of the blood; Progenitors are on their way through the thymus
}

// Thymus is how T cells are made and kept through life.
type Thymus struct {
	Age      float64 // of the adult of the species [y]
	Export   float64 // naive T cells that leave it at birth [cells/d]
	Half     float64 // time in which its room, and with that the export, halves [y]
	Selected float64 // share of the cells made there that passes selection
	Spare    float64 // progenitors, of the healthy number, with which half of the room is taken
	Settle   float64 // share of the cells that leave it that joins the naive pool
	Birth    float64 // naive T cells at birth
	Naive    float64 // naive T cells of an adult
	Loss     float64 // rate at which they die or turn into memory [1/d]
	Divide   float64 // rate at which they divide where there is room [1/d]
	Room     float64 // naive T cells that leave no room
	Blood    float64 // share of them that is in the blood
	Memory   float64 // memory T cells, of the T cells in an adult's blood
	Regrow   float64 // rate at which memory T cells fill an empty pool [1/d]
	Volume   Course  // of the blood by age [L]; without it, lymphocytes by age are not known
	Others   Course  // lymphocytes that are no naive T cells, by age [1e9/L]
}

// Shape is the space of receptors: words of 32 bits, of which one binds an antigen that
// differs in few.
type Shape struct {
	Reach    int     // most bits in which a receptor differs from what it binds
	Affinity float64 // dissociation constant at that distance [mol/L]
	Step     float64 // decimal orders that it falls with each bit fewer
	Founders int     // clones that stand for all that bind an antigen
	Naive    float64 // naive B cells
	Met      float64 // share of them that an antigen meets
}

// Response is what B and T cells do with an antigen.
type Response struct {
	Refill  float64 // time in which marrow makes up for naive cells that are used up [d]
	Half    float64 // antigen that stimulates half [doses]
	Recruit float64 // rate at which naive cells are stimulated [1/d]
	Unaided float64 // share of that without T help
	Divide  float64 // time of a division [d]
	Mature  float64 // rate at which blasts become plasmablasts [1/d]
	Blasts  float64 // cells that leave no room for more blasts
	Short   float64 // life of a plasmablast [d]

	Enter   float64 // rate at which blasts with help found germinal centers [1/d]
	Centers float64 // cells that leave no room there
	Uptake  float64 // rate at which follicular cells take up antigen [1/d]
	Depot   float64 // time that it stays on them [d]
	Grow    float64 // rate at which their cells fill that room [1/d]
	Starve  float64 // rate at which they die without antigen [1/d]
	Select  float64 // advantage of one bit less distance [1/d]
	Mutate  float64 // chance of a changed bit in a division
	Cycles  float64 // divisions there [1/d]
	Output  float64 // rate at which they become plasmablasts [1/d]
	Keep    float64 // rate at which they become memory cells [1/d]

	Recall float64 // rate at which memory cells are stimulated [1/d]
	Memory float64 // half-life of memory cells [d]
	Back   float64 // share of stimulated memory cells that become memory cells again

	TGrow   float64 // rate at which specific T cells multiply [1/d]
	TFirst  float64 // naive ones, of the most there can be
	TShrink float64 // rate at which they die when the antigen is gone [1/d]
	TKept   float64 // share of the most that stays as memory
	THelp   float64 // specific T cells, of the most, that give half of the help
}

// Plasma is how plasma cells live and what they make.
type Plasma struct {
	Stage        int     // of the table: those in marrow
	InMarrow     float64 // share of the plasma cells of the body that is there
	Secretion    float64 // antibodies that one makes [1/s]
	MassG, MassM float64 // of a molecule of IgG and IgM [g/mol]
	HalfG, HalfM float64 // half-lives of IgG and IgM [d]
	HealthyG     float64 // IgG of all clones [g/L]
	Avidity      float64 // of IgM, with its ten arms, times that of IgG
	Months       float64 // share of plasmablasts of a germinal center that lives for months
	MonthsHalf   float64 // their half-life [d]
	Years        float64 // share that lives for years, if there are niches
	YearsHalf    float64 // their half-life in a niche [d]
	Spare        float64 // niches that are free in health, of those taken
	Support      float64 // eosinophils and megakaryocytes, of the healthy number, that hold all niches
	Evict        float64 // rate at which cells leave niches that are lost [1/d]
	Return       float64 // time in which other clones take niches again [d]
	SeenG, SeenM float64 // least that a laboratory finds [mg/L]
}

// Vaccine is what becomes of a vaccine in the body.
type Vaccine struct {
	Killed   float64 // half-life of killed germs [d]
	Seed     float64 // live germs in a dose, of the antigen of a killed one
	Doubling float64 // time in which they double [d]
	Most     float64 // antigen of live germs at their most [doses]
}

type immunityFile struct {
	Pools    immunePools   `yaml:"pools,required"`
	Thymus   thymusFile    `yaml:"thymus,required"`
	Shape    shapeFile     `yaml:"shape,required"`
	Response responseFile  `yaml:"response,required"`
	Plasma   plasmaFile    `yaml:"plasma,required"`
	Vaccine  vaccineFile   `yaml:"vaccine,required"`
	Mother   []passageFile `yaml:"mother"`
}

// immunePools names pools of the blood.
type immunePools struct {
	B           string `yaml:"b,required"`
	T           string `yaml:"t,required"`
	NK          string `yaml:"nk,required"`
	Progenitors string `yaml:"progenitors,required"`
}

type thymusFile struct {
	Age      input.Quantity `yaml:"age,required"`
	Export   input.Quantity `yaml:"export,required"`
	Half     input.Quantity `yaml:"half_life,required"`
	Selected input.Quantity `yaml:"selected,required"`
	Spare    input.Quantity `yaml:"spare,required"`
	Settle   input.Quantity `yaml:"settle,required"`
	Birth    input.Quantity `yaml:"birth,required"`
	Naive    input.Quantity `yaml:"naive,required"`
	Loss     input.Quantity `yaml:"loss,required"`
	Divide   input.Quantity `yaml:"divide,required"`
	Room     input.Quantity `yaml:"room,required"`
	Blood    input.Quantity `yaml:"blood,required"`
	Memory   input.Quantity `yaml:"memory,required"`
	Regrow   input.Quantity `yaml:"regrow,required"`
	Growth   []growthFile   `yaml:"growth"`
}

type growthFile struct {
	Age    input.Quantity `yaml:"age,required"`
	Blood  input.Quantity `yaml:"blood,required"`
	Others input.Quantity `yaml:"others,required"`
}

type shapeFile struct {
	Reach    input.Quantity `yaml:"reach,required"`
	Affinity input.Quantity `yaml:"affinity,required"`
	Step     input.Quantity `yaml:"step,required"`
	Founders input.Quantity `yaml:"founders,required"`
	Naive    input.Quantity `yaml:"naive,required"`
	Met      input.Quantity `yaml:"met,required"`
}

type responseFile struct {
	Refill  input.Quantity `yaml:"refill,required"`
	Half    input.Quantity `yaml:"half,required"`
	Recruit input.Quantity `yaml:"recruit,required"`
	Unaided input.Quantity `yaml:"unaided,required"`
	Divide  input.Quantity `yaml:"divide,required"`
	Mature  input.Quantity `yaml:"mature,required"`
	Blasts  input.Quantity `yaml:"blasts,required"`
	Short   input.Quantity `yaml:"plasmablast,required"`
	Enter   input.Quantity `yaml:"enter,required"`
	Centers input.Quantity `yaml:"centers,required"`
	Uptake  input.Quantity `yaml:"uptake,required"`
	Depot   input.Quantity `yaml:"depot,required"`
	Grow    input.Quantity `yaml:"grow,required"`
	Starve  input.Quantity `yaml:"starve,required"`
	Select  input.Quantity `yaml:"select,required"`
	Mutate  input.Quantity `yaml:"mutate,required"`
	Cycles  input.Quantity `yaml:"cycles,required"`
	Output  input.Quantity `yaml:"output,required"`
	Keep    input.Quantity `yaml:"keep,required"`
	Recall  input.Quantity `yaml:"recall,required"`
	Memory  input.Quantity `yaml:"memory,required"`
	Back    input.Quantity `yaml:"back,required"`
	TGrow   input.Quantity `yaml:"t_grow,required"`
	TFirst  input.Quantity `yaml:"t_first,required"`
	TShrink input.Quantity `yaml:"t_shrink,required"`
	TKept   input.Quantity `yaml:"t_kept,required"`
	THelp   input.Quantity `yaml:"t_help,required"`
}

type plasmaFile struct {
	Stage      string         `yaml:"stage,required"`
	InMarrow   input.Quantity `yaml:"in_marrow,required"`
	Secretion  input.Quantity `yaml:"secretion,required"`
	MassG      input.Quantity `yaml:"igg_mass,required"`
	MassM      input.Quantity `yaml:"igm_mass,required"`
	HalfG      input.Quantity `yaml:"igg_half_life,required"`
	HalfM      input.Quantity `yaml:"igm_half_life,required"`
	HealthyG   input.Quantity `yaml:"igg,required"`
	Avidity    input.Quantity `yaml:"avidity,required"`
	Months     input.Quantity `yaml:"months,required"`
	MonthsHalf input.Quantity `yaml:"months_half_life,required"`
	Years      input.Quantity `yaml:"years,required"`
	YearsHalf  input.Quantity `yaml:"years_half_life,required"`
	Spare      input.Quantity `yaml:"spare,required"`
	Support    input.Quantity `yaml:"support,required"`
	Evict      input.Quantity `yaml:"evict,required"`
	Return     input.Quantity `yaml:"return,required"`
	SeenG      input.Quantity `yaml:"igg_seen,required"`
	SeenM      input.Quantity `yaml:"igm_seen,required"`
}

type vaccineFile struct {
	Killed   input.Quantity `yaml:"killed,required"`
	Seed     input.Quantity `yaml:"seed,required"`
	Doubling input.Quantity `yaml:"doubling,required"`
	Most     input.Quantity `yaml:"most,required"`
}

type passageFile struct {
	Week  input.Quantity `yaml:"week,required"`
	Share input.Quantity `yaml:"share,required"`
}

// readImmunity reads how a body makes lymphocytes and antibodies, and the microbes that
// it can meet. A species may leave it out.
func (r *reader) readImmunity() {
	f := r.file.Immunity
	if f == nil {
		return
	}
	r.table.Immunity = Immunity{
		Thymus: r.thymus(&f.Thymus), Shape: r.shape(&f.Shape), Response: r.response(&f.Response), Plasma: r.plasma(&f.Plasma),
		Vaccine: Vaccine{
			Killed:   r.number("immunity.vaccine.killed", f.Vaccine.Killed, "d", positive),
			Seed:     r.number("immunity.vaccine.seed", f.Vaccine.Seed, "", share),
			Doubling: r.number("immunity.vaccine.doubling", f.Vaccine.Doubling, "d", positive),
			Most:     r.number("immunity.vaccine.most", f.Vaccine.Most, "doses", positive),
		},
	}
	pool := func(key, name string) int { return r.known("immunity.pools."+key, "pool of the blood", name, r.pools) }
	n := &r.table.Immunity
	n.B, n.T = pool("b", f.Pools.B), pool("t", f.Pools.T)
	n.NK, n.Progenitors = pool("nk", f.Pools.NK), pool("progenitors", f.Pools.Progenitors)
	for _, p := range f.Mother {
		when := r.number("immunity.mother", p.Week, "w", positive)
		n.Mother = r.then(n.Mother, "immunity.mother", Moment{when, r.number("immunity.mother", p.Share, "", notNegative)})
	}
}

func (r *reader) thymus(f *thymusFile) Thymus {
	number := r.numbers("immunity.thymus.")
	t := Thymus{
		Age: number("age", f.Age, "y", positive), Export: number("export", f.Export, "cells/d", positive),
		Half: number("half_life", f.Half, "y", positive), Selected: number("selected", f.Selected, "", share),
		Spare: number("spare", f.Spare, "", positive), Settle: number("settle", f.Settle, "", share),
		Birth: number("birth", f.Birth, "cells", positive), Naive: number("naive", f.Naive, "cells", positive),
		Loss: number("loss", f.Loss, "1/d", positive), Divide: number("divide", f.Divide, "1/d", notNegative),
		Room: number("room", f.Room, "cells", positive), Blood: number("blood", f.Blood, "", share),
		Memory: number("memory", f.Memory, "", anyShare), Regrow: number("regrow", f.Regrow, "1/d", positive),
	}
	for _, g := range f.Growth {
		age := number("growth", g.Age, "y", notNegative)
		t.Volume = r.then(t.Volume, "immunity.thymus.growth", Moment{age, number("growth", g.Blood, "L", positive)})
		t.Others = append(t.Others, Moment{age, number("growth", g.Others, "e9/L", positive)})
	}
	return t
}

func (r *reader) shape(f *shapeFile) Shape {
	number := r.numbers("immunity.shape.")
	return Shape{
		Reach:    int(number("reach", f.Reach, "bits", limit{0, 31, false, "0 to 31"})),
		Affinity: number("affinity", f.Affinity, "mol/L", positive), Step: number("step", f.Step, "", positive),
		Founders: int(number("founders", f.Founders, "clones", limit{1, 8, false, "1 to 8"})),
		Naive:    number("naive", f.Naive, "cells", positive), Met: number("met", f.Met, "", share),
	}
}

func (r *reader) response(f *responseFile) Response {
	number := r.numbers("immunity.response.")
	return Response{
		Refill: number("refill", f.Refill, "d", positive), Half: number("half", f.Half, "doses", positive),
		Recruit: number("recruit", f.Recruit, "1/d", positive), Unaided: number("unaided", f.Unaided, "", anyShare),
		Divide: number("divide", f.Divide, "d", positive), Mature: number("mature", f.Mature, "1/d", positive),
		Blasts: number("blasts", f.Blasts, "cells", positive), Short: number("plasmablast", f.Short, "d", positive),
		Enter: number("enter", f.Enter, "1/d", positive), Centers: number("centers", f.Centers, "cells", positive),
		Uptake: number("uptake", f.Uptake, "1/d", positive), Depot: number("depot", f.Depot, "d", positive), Grow: number("grow", f.Grow, "1/d", positive),
		Starve: number("starve", f.Starve, "1/d", positive), Select: number("select", f.Select, "1/d", notNegative),
		Mutate: number("mutate", f.Mutate, "", anyShare), Cycles: number("cycles", f.Cycles, "1/d", positive),
		Output: number("output", f.Output, "1/d", positive), Keep: number("keep", f.Keep, "1/d", positive),
		Recall: number("recall", f.Recall, "1/d", positive), Memory: number("memory", f.Memory, "d", positive),
		Back: number("back", f.Back, "", anyShare), TGrow: number("t_grow", f.TGrow, "1/d", positive),
		TFirst: number("t_first", f.TFirst, "", share), TShrink: number("t_shrink", f.TShrink, "1/d", positive),
		TKept: number("t_kept", f.TKept, "", share), THelp: number("t_help", f.THelp, "", share),
	}
}

func (r *reader) plasma(f *plasmaFile) Plasma {
	number := r.numbers("immunity.plasma.")
	p := Plasma{
		Stage:    r.known("immunity.plasma.stage", "stage", f.Stage, r.stages),
		InMarrow: number("in_marrow", f.InMarrow, "", share), Secretion: number("secretion", f.Secretion, "1/s", positive),
		MassG: number("igg_mass", f.MassG, "g/mol", positive), MassM: number("igm_mass", f.MassM, "g/mol", positive),
		HalfG: number("igg_half_life", f.HalfG, "d", positive), HalfM: number("igm_half_life", f.HalfM, "d", positive),
		HealthyG: number("igg", f.HealthyG, "g/L", positive), Avidity: number("avidity", f.Avidity, "", positive),
		Months: number("months", f.Months, "", share), MonthsHalf: number("months_half_life", f.MonthsHalf, "d", positive),
		Years: number("years", f.Years, "", share), YearsHalf: number("years_half_life", f.YearsHalf, "d", positive),
		Spare: number("spare", f.Spare, "", positive), Support: number("support", f.Support, "", share),
		Evict: number("evict", f.Evict, "1/d", positive), Return: number("return", f.Return, "d", positive),
		SeenG: number("igg_seen", f.SeenG, "mg/L", positive), SeenM: number("igm_seen", f.SeenM, "mg/L", positive),
	}
	if p.Stage >= 0 && r.list[p.Stage].end != Reside {
		r.bad("immunity.plasma.stage", "%s does not reside", f.Stage)
	}
	return p
}
