package lineage

import "math"

// strength reads how strongly an act follows its signal, whose levels have a unit.
func (r *reader) strength(path string, f *effectFile, e *Effect, unit string) {
	switch {
	case e.Act.Hazard() && f.Slope.Given():
		r.linear(path, f, e, unit)
	case e.Act.Hazard():
		r.saturating(path, f, e, unit)
	case f.Least.Given():
		e.Form = Falling
		e.Most = r.number(path+".least", f.Least, "", share)
		r.refuse(path+".most", f.Most, "least is given too, want one of them")
		r.midpoint(path, f, e, unit)
	case f.Most.Given():
		e.Form = Hill
		e.Most = r.number(path+".most", f.Most, "", atLeastOne)
		r.midpoint(path, f, e, unit)
	default:
		r.powered(path, f, e)
	}
	e.Lag = r.numberOr(path+".lag", f.Lag, "d", positive, 0)
	r.needs(path, f, e)
}

// linear reads a hazard that is a slope times the level.
func (r *reader) linear(path string, f *effectFile, e *Effect, unit string) {
	e.Form = Linear
	per := "1/d"
	if unit != "" {
		per = "1/d/(" + unit + ")"
	}
	e.Most = r.number(path+".slope", f.Slope, per, positive)
	e.From = r.numberOr(path+".from", f.From, unit, notNegative, 0)
	no := "has no meaning where a slope is given"
	r.refuse(path+".most", f.Most, no)
	r.refuse(path+".half", f.Half, no)
	r.refuse(path+".steep", f.Steep, no)
	r.refuse(path+".least", f.Least, no)
	r.refusePower(path, f, no)
}

// saturating reads a hazard that has a highest value.
func (r *reader) saturating(path string, f *effectFile, e *Effect, unit string) {
	e.Form = Emax
	e.Most = r.number(path+".most", f.Most, "1/d", positive)
	e.Steep = r.numberOr(path+".steep", f.Steep, "", positive, 1)
	r.around(path, f, e, unit)
	no := "has no meaning for act: " + f.Act
	r.refuse(path+".least", f.Least, no)
	r.refusePower(path, f, no)
}

// midpoint reads the rest of a factor that rises or falls to a last value.
func (r *reader) midpoint(path string, f *effectFile, e *Effect, unit string) {
	r.around(path, f, e, unit)
	no := "has no meaning where most or least is given"
	r.refuse(path+".slope", f.Slope, no)
	r.refuse(path+".steep", f.Steep, no)
	r.refusePower(path, f, no)
}

// around reads the level from which an effect sets in, and that above it at which it is
// half of its most. A cytokine, which is 1 in health, must be above that.
func (r *reader) around(path string, f *effectFile, e *Effect, unit string) {
	e.Half = r.number(path+".half", f.Half, unit, positive)
	if r.outsideOf(e) {
		e.From = r.numberOr(path+".from", f.From, unit, notNegative, 0)
		return
	}
	e.From = r.number(path+".from", f.From, unit, atLeastOne)
}

// outsideOf reports whether an effect follows a level that is 0 in health.
func (r *reader) outsideOf(e *Effect) bool {
	return e.Signal >= 0 && r.table.Signals[e.Signal].Form == Outside
}

// powered reads a factor that is a power of the signal.
func (r *reader) powered(path string, f *effectFile, e *Effect) {
	if r.outsideOf(e) {
		r.bad(path, "want most and half, or least and half: a level that is 0 in health has no power")
	}
	e.Power = r.number(path+".power", f.Power, "", positive)
	e.BelowPower = r.numberOr(path+".below_power", f.BelowPower, "", notNegative, e.Power)
	e.Cap = r.numberOr(path+".cap", f.Cap, "", atLeastOne, math.MaxFloat64)
	no := "has no meaning where a power is given"
	r.refuse(path+".from", f.From, no)
	r.refuse(path+".half", f.Half, no)
	r.refuse(path+".slope", f.Slope, no)
	r.refuse(path+".steep", f.Steep, no)
}

func (r *reader) refusePower(path string, f *effectFile, why string) {
	r.refuse(path+".power", f.Power, why)
	r.refuse(path+".below_power", f.BelowPower, why)
	r.refuse(path+".cap", f.Cap, why)
}

// needs reads the blood count without which an effect is nil.
func (r *reader) needs(path string, f *effectFile, e *Effect) {
	if f.Needs == nil {
		return
	}
	if e.Form != Hill && e.Form != Falling && e.Form != Emax {
		r.bad(path+".needs", "has no meaning without most or least")
	}
	e.Needs = f.Needs.Column
	r.oneOf(path+".needs.column", e.Needs, "anc", "plt")
	r.measured(path+".needs.column", e.Needs)
	e.NeedsHalf = r.number(path+".needs.half", f.Needs.Half, "e9/L", positive)
}
