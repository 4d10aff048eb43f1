package immune

import (
	"math"

	"marrow/sim/lineage"
)

// An antigen is what the body has of one microbe, and how its T cells know it.
type antigen struct {
	killed float64 // germs of a vaccine [doses]
	live   float64 // those that multiply [doses]
	load   float64 // germs of an infection, as the infection last said [loads; one is a dose]
	depot  float64 // on follicular cells, of the most there can be
	t      float64 // specific T cells, of the most there can be
	kept   float64 // of them, those that stay as memory
}

// amount is all that can be seen of it [doses].
func (a *antigen) amount() float64 { return a.killed + a.live + a.load }

// present says whether the antigen keeps anybody busy.
func (a *antigen) present() bool { return a.amount() > 0 || a.depot > 0 }

// trace is the amount below which antigen is gone.
const trace = 1e-4

// visit calls f for each number of the state.
func (a *antigen) visit(f func(*float64)) {
	for _, x := range []*float64{&a.killed, &a.live, &a.load, &a.depot, &a.t, &a.kept} {
		f(x)
	}
}

// cover is how often antibodies lie on a germ, in the mean: their concentrations over
// their dissociation constants.
func (s *System) cover(word uint32) (sum float64) {
	p := &s.spec.Plasma
	const milli = 1e-3 // g in a mg
	for i := range s.clones {
		c := &s.clones[i]
		if !c.used || distance(c.receptor, word) > s.spec.Shape.Reach {
			continue
		}
		molar := c.igg/p.MassG + float64(p.Avidity*c.igm)/p.MassM
		sum += float64(milli*molar) / s.affinity[distance(c.receptor, word)]
	}
	return sum
}

// Hazard is the rate at which antibodies, specific T cells and NK cells clear a microbe
// [1/d]. nk is the number of NK cells, as a share of the healthy one.
func (s *System) Hazard(microbe int, nk float64) float64 {
	m, cover := &s.microbes[microbe], s.cover(s.microbes[microbe].Antigen)
	return float64(m.Antibody*cover)/(1+cover) + float64(m.TCell*s.antigens[microbe].t) + float64(m.NK*nk)
}

// seen is how strongly an antigen stimulates, from 0 to 1. What antibodies cover is not
// seen.
func (s *System) seen(a *antigen, m *lineage.Microbe) float64 {
	free := a.amount() / (1 + s.cover(m.Antigen))
	return free / (free + s.spec.Response.Half)
}

// liveAntigen lets the germs of vaccines multiply and be cleared, and the T cells answer,
// for so many days.
func (s *System) liveAntigen(n int, seen float64, in Inputs, days float64) {
	a, r, v := &s.antigens[n], &s.spec.Response, &s.spec.Vaccine
	hazard := s.Hazard(n, in.NK)
	grown := float64(math.Ln2 / v.Doubling * (1 - a.live/v.Most))
	a.live += float64(float64(a.live*(grown-hazard)) * days)
	a.killed -= float64(float64(a.killed*math.Ln2) * days / v.Killed)
	a.depot += float64((float64(r.Uptake*float64(seen*(1-a.depot))) - a.depot/r.Depot) * days)
	a.t += float64((float64(r.TGrow*float64(seen*float64(a.t*(1-a.t)))) - float64(r.TShrink*float64((1-seen)*(a.t-a.kept)))) * days)
	a.t = max(0, float64(a.t*max(0, 1-float64(in.LoseT*days))))
	a.kept = max(min(a.kept, a.t), float64(r.TKept*a.t))
	for _, x := range []*float64{&a.killed, &a.live, &a.depot} {
		if *x < trace {
			*x = 0
		}
	}
}
