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
		s := Signal{Name: f.Name, Of: f.Of, Form: SignalForm(r.oneOf(path+".form", f.Form, "exponential", "clearance", "inverse", "outside"))}
		if s.Form == Outside {
			r.outside(path, f)
			r.table.Signals = append(r.table.Signals, s)
			continue
		}
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

// outside checks a signal that the body gives, which has no form of its own.
func (r *reader) outside(path string, f *signalFile) {
	no := "has no meaning for a signal with form: outside"
	if f.Of != "" {
		r.bad(path+".of", "%s", no)
	}
	r.refuse(path+".slope", f.Slope, no)
	r.refuse(path+".base", f.Base, no)
	r.refuse(path+".uptake", f.Uptake, no)
	r.refuse(path+".max", f.Max, no)
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
	return []string{"commit", "survive", "amplify", "speed", "release", "early", "yield", "kill", "retain", "ripen", "circulate", "lose"}
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
		if e.Act.onPools() {
			r.readPools(path, f, &e)
		} else {
			r.readRows(path, f, &e)
		}
		r.strength(path, f, &e)
		r.table.Effects = append(r.table.Effects, e)
	}
}

// onPools says whether the act changes parts of the blood, not stages of the marrow.
func (a Act) onPools() bool { return a == Ripen || a == Circulate || a == Lose }

// readRows reads the stages that an effect changes.
func (r *reader) readRows(path string, f *effectFile, e *Effect) {
	for n, name := range f.Stages {
		at := fmt.Sprintf("%s.stages.%d", path, n)
		if s := r.known(at, "stage", name, r.stages); s >= 0 {
			e.Rows = append(e.Rows, r.targets(at, e.Act, s)...)
		}
	}
	if len(f.Stages) == 0 {
		r.bad(path+".stages", "got no stage, want at least one")
	}
	if len(f.Pools) > 0 {
		r.bad(path+".pools", "has no meaning for act: %s", f.Act)
	}
}

// readPools reads the pools of the blood that an effect changes.
func (r *reader) readPools(path string, f *effectFile, e *Effect) {
	for n, name := range f.Pools {
		at := fmt.Sprintf("%s.pools.%d", path, n)
		i := r.known(at, "pool of the blood", name, r.pools)
		if i >= 0 && e.Act == Ripen && r.table.Pools[i].Form != Chain {
			r.bad(at, "%s does not ripen, want a pool with form: chain", name)
		}
		e.Pools = append(e.Pools, i)
	}
	if len(f.Pools) == 0 {
		r.bad(path+".pools", "got no pool, want at least one")
	}
	if len(f.Stages) > 0 {
		r.bad(path+".stages", "has no meaning for act: %s", f.Act)
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
		case Kill:
			ok = row.Cycling
		case Retain:
			ok = row.End == Renew && row.Pool >= 0
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
		"is not killed",
		"does not leak into the blood, so its retention cannot change",
	}[act]
}

// strength reads how strongly the act follows the signal: as a hazard, as a factor
// that rises or falls to a last value, or as a power.
func (r *reader) strength(path string, f *effectFile, e *Effect) {
	no := "has no meaning for act: " + f.Act
	if f.Pool != "" && e.Act == Early {
		e.Pool = r.known(path+".pool", "pool of the blood", f.Pool, r.pools)
	} else if f.Pool != "" {
		r.bad(path+".pool", "%s", no)
	}
	switch {
	case e.Act.Hazard():
		e.Form, e.Steep = Emax, 1
		e.Most = r.number(path+".most", f.Most, "1/d", positive)
		r.over(path, f, e)
	case f.Least.Given():
		e.Form = Falling
		e.Most = r.number(path+".least", f.Least, "", share)
		r.refuse(path+".most", f.Most, "least is given too, want one of them")
		r.over(path, f, e)
	case f.Most.Given():
		e.Form = Hill
		e.Most = r.number(path+".most", f.Most, "", atLeastOne)
		r.over(path, f, e)
	default:
		r.power(path, f, e)
	}
}

// over reads the level of the signal above which an effect begins, and how far above that
// it is half; a signal from outside begins at 0.
func (r *reader) over(path string, f *effectFile, e *Effect) {
	if r.outsideOf(e) {
		e.From = r.numberOr(path+".from", f.From, "", notNegative, 0)
	} else {
		e.From = r.number(path+".from", f.From, "", atLeastOne)
	}
	e.Half = r.number(path+".half", f.Half, "", positive)
	no := "has no meaning for an effect with half"
	r.refuse(path+".power", f.Power, no)
	r.refuse(path+".below_power", f.BelowPower, no)
	r.refuse(path+".cap", f.Cap, no)
}

// outsideOf says whether an effect follows a signal from outside, which is 0 in health.
func (r *reader) outsideOf(e *Effect) bool {
	return e.Signal >= 0 && r.table.Signals[e.Signal].Form == Outside
}

// power reads a factor that is a power of the signal.
func (r *reader) power(path string, f *effectFile, e *Effect) {
	if r.outsideOf(e) {
		r.bad(path, "want most and half, or least and half: a level that is 0 in health has no power")
	}
	e.Power = r.number(path+".power", f.Power, "", positive)
	e.BelowPower = r.numberOr(path+".below_power", f.BelowPower, "", positive, e.Power)
	e.Cap = r.numberOr(path+".cap", f.Cap, "", atLeastOne, math.MaxFloat64)
	no := "has no meaning for an effect with power"
	r.refuse(path+".from", f.From, no)
	r.refuse(path+".half", f.Half, no)
}
