package lineage

import (
	"fmt"
	"math"
)

// readSignals reads the cytokines and checks that the blood counts they follow exist.
func (r *reader) readSignals() {
	for i := range r.file.Signals {
		f := &r.file.Signals[i]
		path := "signals." + f.Name
		r.unique("signals", f.Name, r.signals)
		s := Signal{Name: f.Name, Of: f.Of, Form: SignalForm(r.oneOf(path+".form", f.Form, "exponential", "clearance", "inverse"))}
		s.Max = r.number(path+".max", f.Max, "", atLeastOne)
		r.measured(path+".of", f.Of)
		no := "has no meaning for a signal with form: " + f.Form
		if s.Form == Exponential {
			s.Slope = r.number(path+".slope", f.Slope, "dL/g", positive)
		} else {
			r.refuse(path+".slope", f.Slope, no)
		}
		if s.Form == Clearance {
			s.Base = r.number(path+".base", f.Base, "1/h", positive)
			s.Uptake = r.number(path+".uptake", f.Uptake, "1/h/(e9/L)", notNegative)
		} else {
			r.refuse(path+".base", f.Base, no)
			r.refuse(path+".uptake", f.Uptake, no)
		}
		r.table.Signals = append(r.table.Signals, s)
	}
}

// measured checks that some pool is part of the blood count that a signal follows.
func (r *reader) measured(path, of string) {
	r.oneOf(path, of, "hb", "anc", "plt")
	column := of
	if of == "hb" {
		column = "rbc"
		if r.table.Body.Hb == 0 {
			r.bad(path, "follows hemoglobin, but body.hemoglobin is missing")
		}
	}
	for _, p := range r.table.Pools {
		if p.Column == column && p.Level > 0 {
			return
		}
	}
	r.bad(path, "no pool of the blood has column: %s", column)
}

// acts are the words for an Act, in its order.
func acts() []string {
	return []string{"commit", "survive", "amplify", "speed", "release", "early", "yield"}
}

// readEffects reads what the cytokines do.
func (r *reader) readEffects() {
	for i := range r.file.Effects {
		f := &r.file.Effects[i]
		path := fmt.Sprintf("effects.%d", i)
		e := Effect{
			Signal: r.known(path+".signal", "signal", f.Signal, r.signals),
			Act:    Act(r.oneOf(path+".act", f.Act, acts()...)), Pool: -1,
		}
		for n, name := range f.Stages {
			at := fmt.Sprintf("%s.stages.%d", path, n)
			if s := r.known(at, "stage", name, r.stages); s >= 0 {
				e.Rows = append(e.Rows, r.targets(at, e.Act, s)...)
			}
		}
		if len(f.Stages) == 0 {
			r.bad(path+".stages", "got no stage, want at least one")
		}
		r.strength(path, f, &e)
		r.table.Effects = append(r.table.Effects, e)
	}
}

// targets returns the rows of a stage that an act can change.
func (r *reader) targets(path string, act Act, stage int) []Kind {
	var found []Kind
	for _, k := range r.table.Stages[stage].Rows {
		row := &r.table.Rows[k]
		clock := row.Stay > 0 && row.End != Leave && row.End != Reside
		ok := false
		switch act {
		case Commit:
			ok = len(found) == 0 && r.chosen(stage)
		case Survive:
			ok = row.Survival < 1
		case Amplify:
			ok = len(found) == 0 && row.End == Divide
		case Speed:
			ok = clock
		case Release:
			ok = row.End == Leave
		case Early:
			ok = clock && row.End == Mature
		case Yield:
			ok = row.End == Shed
		}
		if ok {
			found = append(found, k)
		}
	}
	if len(found) == 0 {
		r.bad(path, "%s %s", r.table.Stages[stage].Name, unchanged(act))
	}
	return found
}

// chosen reports whether a stage is one of several ways on from another.
func (r *reader) chosen(stage int) bool {
	for _, i := range r.list[stage].from {
		if len(r.list[i].next) > 1 {
			return true
		}
	}
	return false
}

// unchanged says why an act finds nothing to change in a stage.
func unchanged(act Act) string {
	return []string{
		"is the only way on from the stage before, so nothing commits to it",
		"loses no cells, so its survival cannot change",
		"does not divide, so it cannot be amplified",
		"has no clock, so its speed cannot change",
		"does not leave, so its release cannot change",
		"does not mature into another stage, so nothing can leave early",
		"sheds nothing, so its yield cannot change",
	}[act]
}

// strength reads how strongly the act follows the signal.
func (r *reader) strength(path string, f *effectFile, e *Effect) {
	if e.Act == Early {
		e.Form, e.Steep = Emax, 1
		e.Most = r.number(path+".most", f.Most, "1/d", positive)
		e.From = r.number(path+".from", f.From, "", atLeastOne)
		e.Half = r.number(path+".half", f.Half, "", positive)
		if f.Pool != "" {
			e.Pool = r.known(path+".pool", "pool of the blood", f.Pool, r.pools)
		}
		no := "has no meaning for act: early"
		r.refuse(path+".power", f.Power, no)
		r.refuse(path+".below_power", f.BelowPower, no)
		r.refuse(path+".cap", f.Cap, no)
		return
	}
	e.Power = r.number(path+".power", f.Power, "", positive)
	e.BelowPower = r.numberOr(path+".below_power", f.BelowPower, "", positive, e.Power)
	e.Cap = r.numberOr(path+".cap", f.Cap, "", atLeastOne, math.MaxFloat64)
	no := "has no meaning for act: " + f.Act
	r.refuse(path+".most", f.Most, no)
	r.refuse(path+".from", f.From, no)
	r.refuse(path+".half", f.Half, no)
	if f.Pool != "" {
		r.bad(path+".pool", "%s", no)
	}
}
