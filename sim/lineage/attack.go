package lineage

import "marrow/sim/input"

// An Attack is the body's defense turned on its own cells: a level, 0 in health and 1 in
// the usual patient, that is a signal of the table. What it does is said by that signal's
// effects.
type Attack struct {
	Signal int
	// Pace is the mean time in which the level follows what drives it [d]: it comes, and
	// what is blocked goes, so fast.
	Pace float64
	// Spleen is the share of it that needs a spleen.
	Spleen float64
	// Cleared says that it destroys platelets, whose receptors take thrombopoietin with them.
	Cleared bool
}

type attackFile struct {
	Name   string         `yaml:"name,required"` // of the signal
	Pace   input.Quantity `yaml:"pace,required"`
	Spleen input.Quantity `yaml:"spleen"`
}

// readAttacks reads what a body can turn on itself.
func (r *reader) readAttacks() {
	for i := range r.file.Attacks {
		f := &r.file.Attacks[i]
		path := "attacks." + f.Name
		a := Attack{
			Signal: r.outsider(path+".name", f.Name),
			Pace:   r.number(path+".pace", f.Pace, "d", positive),
			Spleen: r.numberOr(path+".spleen", f.Spleen, "", anyShare, 0),
		}
		for _, e := range r.table.Effects {
			a.Cleared = a.Cleared || e.Signal == a.Signal && e.Act == Lose
		}
		r.table.Attacks = append(r.table.Attacks, a)
	}
}

// outsider returns the number of a signal that the body gives from outside.
func (r *reader) outsider(path, name string) int {
	s := r.known(path, "signal", name, r.signals)
	if s >= 0 && r.table.Signals[s].Form != Outside {
		r.bad(path, "%s follows a blood count, want a signal with form: outside", name)
	}
	return s
}

// block reads an effect that takes a share of what drives an attack, if this body has it.
func (r *reader) block(path string, f *effectFile, a *Agent) {
	b := Block{
		Most:  r.number(path+".most", f.Most, "", share),
		Half:  r.number(path+".half", f.Half, a.Level.Unit, positive),
		Steep: r.numberOr(path+".steep", f.Steep, "", positive, 1),
	}
	no := "has no meaning for act: block"
	r.refuse(path+".per", f.Per, no)
	r.refuse(path+".slope", f.Slope, no)
	r.refuse(path+".least", f.Least, no)
	r.refuse(path+".lag", f.Lag, no)
	r.refusePower(path, f, no)
	var ok bool
	if b.Signal, ok = r.signals[f.Signal]; ok {
		a.Blocks = append(a.Blocks, b)
	}
}
