package lineage

import "marrow/sim/input"

// Iron is the iron store of the body and how red cells depend on it. The zero Iron means
// that iron is not followed and never lacks.
type Iron struct {
	Store    float64 // iron in store in health [mg]
	Content  float64 // iron of hemoglobin [mg/g]
	Loss     float64 // iron that the body loses in a day, and in health absorbs [mg/d]
	Absorbed float64 // most that absorption can rise to, times healthy
	Short    float64 // store below which new red cells lack iron [mg]
	Pale     float64 // hemoglobin of a red cell made without a store, times healthy
	Oral     float64 // share of iron taken by mouth that is absorbed
	Gut      float64 // most that is absorbed of it in a day [mg/d]
}

// Oxygen is how the saturation of arterial blood falls with height. The zero Oxygen means
// that the body stays at sea level.
type Oxygen struct {
	Levels []Saturation // by height, from sea level up
	Regain float64      // share of the fall that deeper breathing makes up for
	Settle float64      // mean time that this takes [d]
}

// Saturation is that of arterial blood at a height, on arrival.
type Saturation struct {
	Height float64 // [m]
	Share  float64
}

// Transfusion is what one unit of a blood bank holds. The zero Transfusion means that
// the species has no blood bank.
type Transfusion struct {
	RedCells  float64 // in a unit
	RedAlive  float64 // share of them that is alive after a day
	Platelets float64 // in a unit
	Recovered float64 // share of them that circulates
}

// Infection is how a body meets germs: how many neutrophils they call into the tissue,
// how these kill, and how the body is alarmed. Germs are counted in loads, of which one
// calls and feeds half of what it can. The zero Infection means that there are none.
type Infection struct {
	Capacity float64 // most germs that a tissue feeds [loads]
	Cleared  float64 // germs below which the rest is taken to be dead [loads]
	Recruit  float64 // hazard with which neutrophils enter a tissue full of germs [1/d]
	Stay     float64 // mean life of a neutrophil there [d]
	Kill     float64 // germs killed for each neutrophil there [loads/h, per 1e9 from each L of blood]
	Sites    []InfectionSite
	Worms    Worms

	Shed   float64 // endotoxin that a tissue full of germs gives to the blood [ng/kg/h]
	Clear  float64 // mean time that it stays there [h]
	Cling  float64 // delay of the stickiness of vessel walls after it [h]
	Adapt  float64 // time after which neutrophils no longer heed that [h]
	Delay  float64 // delay of each of the two steps from stickiness to alarm [h]
	Alarm  float64 // alarm per stickiness
	Answer float64 // G-CSF that alarm calls for, times healthy
}

// InfectionSite is a place that germs can infect.
type InfectionSite struct {
	Name string
	Call float64 // neutrophils that enter it, times those of the first one
	Kill float64 // germs that they kill, times those killed in the first one
}

// Worms are how parasites differ from bacteria: they grow slowly, call eosinophils, and
// raise no alarm.
type Worms struct {
	Pace  float64 // speed of their growth, times that of bacteria
	Kill  float64 // as for germs, by eosinophils
	Delay float64 // delay of the call for eosinophils [d]
}

type ironFile struct {
	Store    input.Quantity `yaml:"store,required"`
	Content  input.Quantity `yaml:"content,required"`
	Loss     input.Quantity `yaml:"loss,required"`
	Absorbed input.Quantity `yaml:"absorbed,required"`
	Short    input.Quantity `yaml:"short,required"`
	Pale     input.Quantity `yaml:"pale,required"`
	Oral     input.Quantity `yaml:"oral,required"`
	Gut      input.Quantity `yaml:"gut,required"`
}

type oxygenFile struct {
	Levels []saturationFile `yaml:"levels,required"`
	Regain input.Quantity   `yaml:"regain,required"`
	Settle input.Quantity   `yaml:"settle,required"`
}

type saturationFile struct {
	Height input.Quantity `yaml:"height,required"`
	Share  input.Quantity `yaml:"share,required"`
}

type transfusionFile struct {
	RedCells  input.Quantity `yaml:"red_cells,required"`
	RedAlive  input.Quantity `yaml:"red_alive,required"`
	Platelets input.Quantity `yaml:"platelets,required"`
	Recovered input.Quantity `yaml:"recovered,required"`
}

type infectionFile struct {
	Capacity input.Quantity `yaml:"capacity,required"`
	Cleared  input.Quantity `yaml:"cleared,required"`
	Recruit  input.Quantity `yaml:"recruit,required"`
	Stay     input.Quantity `yaml:"stay,required"`
	Kill     input.Quantity `yaml:"kill,required"`
	Shed     input.Quantity `yaml:"shed,required"`
	Clear    input.Quantity `yaml:"clear,required"`
	Cling    input.Quantity `yaml:"cling,required"`
	Adapt    input.Quantity `yaml:"adapt,required"`
	Delay    input.Quantity `yaml:"delay,required"`
	Alarm    input.Quantity `yaml:"alarm,required"`
	Answer   input.Quantity `yaml:"answer,required"`
	Sites    []siteFile     `yaml:"sites,required"`
	Worms    wormsFile      `yaml:"worms,required"`
}

type siteFile struct {
	Name string         `yaml:"name,required"`
	Call input.Quantity `yaml:"call,required"`
	Kill input.Quantity `yaml:"kill,required"`
}

type wormsFile struct {
	Pace  input.Quantity `yaml:"pace,required"`
	Kill  input.Quantity `yaml:"kill,required"`
	Delay input.Quantity `yaml:"delay,required"`
}

// readConditions reads what a body can lack or fall ill with. A species may leave out any.
func (r *reader) readConditions() {
	if f := r.file.Iron; f != nil {
		r.table.Iron = r.iron(f)
	}
	if f := r.file.Oxygen; f != nil {
		r.table.Oxygen = r.oxygen(f)
	}
	if f := r.file.Transfusion; f != nil {
		r.measured("transfusion", "hb")
		r.measured("transfusion", "plt")
		r.table.Transfusion = Transfusion{
			RedCells:  r.number("transfusion.red_cells", f.RedCells, "cells", positive),
			RedAlive:  r.number("transfusion.red_alive", f.RedAlive, "", share),
			Platelets: r.number("transfusion.platelets", f.Platelets, "platelets", positive),
			Recovered: r.number("transfusion.recovered", f.Recovered, "", share),
		}
	}
	if f := r.file.Infection; f != nil {
		r.table.Infection = r.infection(f)
	}
}

func (r *reader) iron(f *ironFile) Iron {
	r.measured("iron", "hb")
	return Iron{
		Store:    r.number("iron.store", f.Store, "mg", positive),
		Content:  r.number("iron.content", f.Content, "mg/g", positive),
		Loss:     r.number("iron.loss", f.Loss, "mg/d", notNegative),
		Absorbed: r.number("iron.absorbed", f.Absorbed, "", atLeastOne),
		Short:    r.number("iron.short", f.Short, "mg", positive),
		Pale:     r.number("iron.pale", f.Pale, "", share),
		Oral:     r.number("iron.oral", f.Oral, "", anyShare),
		Gut:      r.number("iron.gut", f.Gut, "mg/d", positive),
	}
}

// oxygen reads the saturation by height, which must rise in height from sea level.
func (r *reader) oxygen(f *oxygenFile) Oxygen {
	o := Oxygen{
		Regain: r.number("oxygen.regain", f.Regain, "", anyShare),
		Settle: r.number("oxygen.settle", f.Settle, "d", positive),
	}
	for i := range f.Levels {
		path := "oxygen.levels"
		s := Saturation{
			Height: r.number(path, f.Levels[i].Height, "m", notNegative),
			Share:  r.number(path, f.Levels[i].Share, "", share),
		}
		if i == 0 && s.Height != 0 || i > 0 && s.Height <= o.Levels[i-1].Height {
			r.bad(path, "got a height of %v m, want heights that rise from 0 m", s.Height)
		}
		o.Levels = append(o.Levels, s)
	}
	return o
}

func (r *reader) infection(f *infectionFile) Infection {
	number := func(name string, q input.Quantity, unit string) float64 {
		return r.number("infection."+name, q, unit, positive)
	}
	var sites []InfectionSite
	for _, s := range f.Sites {
		sites = append(sites, InfectionSite{
			Name: s.Name, Call: number("sites."+s.Name+".call", s.Call, ""), Kill: number("sites."+s.Name+".kill", s.Kill, ""),
		})
	}
	return Infection{
		Sites: sites, Capacity: number("capacity", f.Capacity, "loads"), Cleared: number("cleared", f.Cleared, "loads"),
		Recruit: number("recruit", f.Recruit, "1/d"), Stay: number("stay", f.Stay, "d"),
		Kill: number("kill", f.Kill, "loads/h/(e9/L)"),
		Shed: number("shed", f.Shed, "ng/kg/h"), Clear: number("clear", f.Clear, "h"),
		Cling: number("cling", f.Cling, "h"), Adapt: number("adapt", f.Adapt, "h"),
		Delay: number("delay", f.Delay, "h"), Alarm: number("alarm", f.Alarm, "1/(ng/kg)"),
		Answer: number("answer", f.Answer, ""),
		Worms: Worms{
			Pace: number("worms.pace", f.Worms.Pace, ""), Kill: number("worms.kill", f.Worms.Kill, "loads/h/(e9/L)"),
			Delay: number("worms.delay", f.Worms.Delay, "d"),
		},
	}
}
