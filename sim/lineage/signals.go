package lineage

// readSignals reads the cytokines and checks that the blood counts they follow exist.
func (r *reader) readSignals() {
	for i := range r.file.Signals {
		f := &r.file.Signals[i]
		path := "signals." + f.Name
		r.unique("signals", f.Name, r.signals)
		s := Signal{Name: f.Name, Of: f.Of, Latent: f.Latent, Form: SignalForm(r.oneOf(path+".form", f.Form, "exponential", "clearance", "inverse", "outside"))}
		if s.Form == Outside {
			r.formless(path, f)
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

// formless checks a signal that the body gives, which has no form of its own.
func (r *reader) formless(path string, f *signalFile) {
	no := "has no meaning for a signal with form: outside"
	if f.Of != "" {
		r.bad(path+".of", "%s", no)
	}
	r.refuse(path+".slope", f.Slope, no)
	r.refuse(path+".base", f.Base, no)
	r.refuse(path+".uptake", f.Uptake, no)
	r.refuse(path+".max", f.Max, no)
}
