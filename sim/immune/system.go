// Package immune is the adaptive immune system of a body: the thymus and the naive T
// cells, the B cells that know an antigen, germinal centers in which they change,
// antibodies, and the plasma cells that make them.
//
// Receptors and antigens are words of 32 bits; one binds the other if they differ in few.
// Only clones that bind an antigen in play are followed. All state is a fixed number of
// words. Draws are fixed functions of the seed, the antigen and the receptor.
package immune

import (
	"math"

	"marrow/sim/lineage"
)

const (
	// mostAntigens is the number of microbes that can be known.
	mostAntigens = 8
	// mostClones is the number of clones that are followed at a time; mutants that find no
	// place are lost.
	mostClones = 96
)

// A System is the immune system of one body. It belongs to one goroutine.
type System struct {
	spec     *lineage.Immunity
	microbes []lineage.Microbe
	volume   float64 // in which antibodies are [L]
	seed     uint64
	affinity []float64 // by distance

	antigens [mostAntigens]antigen // by microbe
	clones   [mostClones]clone

	naiveB     float64 // naive B cells outside of the blood, of those in health
	aged       float64 // age that the T cells have [y]; 0: that of the species, standing still
	naiveT     float64 // cells
	healthyT   float64 // naive T cells in health at that age; not state
	memoryT    float64 // of those in health
	background float64 // IgG of all other clones [g/L]
	residents  float64 // plasma cells in marrow, of those in health
	room       float64 // free niches there, of those in health; at most 1
	homed      float64 // plasma cells that came to niches and are not yet placed
}

// Inputs are what the rest of the body gives for an hour.
type Inputs struct {
	Age         float64 // [y]; 0: it stands still
	B, NK       float64 // cells in the blood, of those in health
	Progenitors float64 // T progenitors on their way through the thymus, of those in health
	LoseB       float64 // hazard of B cells [1/d]
	LoseT       float64 // hazard of T cells [1/d]
}

// New returns the immune system of a body with so much blood [L], which has met nothing. A
// species without one gets nil.
func New(t *lineage.Table) *System {
	if t.Immunity.Shape.Founders == 0 {
		return nil
	}
	s := &System{spec: &t.Immunity, microbes: t.Microbes, volume: t.Body.Blood, affinity: affinities(&t.Immunity.Shape)}
	s.naiveB, s.naiveT, s.memoryT, s.residents, s.room = 1, s.spec.Thymus.Naive, 1, 1, 1
	s.healthyT, s.background = s.spec.Thymus.Naive, s.spec.Plasma.HealthyG
	return s
}

// Endow gives the body its own receptors, before it has met anything.
func (s *System) Endow(seed uint64) { s.seed = mix(seed + golden) }

// naive is the number of naive cells that a founder stands for.
func (s *System) naive() float64 {
	h := &s.spec.Shape
	return float64(float64(Share(h)*h.Naive)*float64(h.Met*s.naiveB)) / float64(h.Founders)
}

// open is the share of newcomers among plasma cells that finds a niche, of that in health.
func (s *System) open() float64 { return s.room }

// made is what a cell makes in a day of antibodies with a molar mass [mg/L].
func (s *System) made(mass float64) float64 {
	const perMole, seconds, milli = 6.022e23, 86400, 1e3
	return float64(float64(s.spec.Plasma.Secretion*seconds)/perMole*mass*milli) / s.volume
}

// Vaccinate gives killed germs, or live ones, so many usual doses of them.
func (s *System) Vaccinate(microbe int, doses float64, live bool) {
	if doses == 0 {
		return
	}
	if a := &s.antigens[microbe]; live {
		a.live += float64(doses * s.spec.Vaccine.Seed)
	} else {
		a.killed += doses
	}
}

// Infected says how many germs of a microbe an infection has.
func (s *System) Infected(microbe int, load float64) { s.antigens[microbe].load = load }

// Expose lets only a share of the lymphocytes survive radiation. Plasma cells do not
// divide, and do.
func (s *System) Expose(survive float64) {
	s.naiveB, s.naiveT, s.memoryT = float64(s.naiveB*survive), float64(s.naiveT*survive), float64(s.memoryT*survive)
	for i := range s.clones {
		s.clones[i].lose(1 - survive)
	}
	for n := range s.antigens {
		a := &s.antigens[n]
		a.t, a.kept = float64(a.t*survive), float64(a.kept*survive)
	}
}

// Idle says whether the body has met nothing and lacks nothing.
func (s *System) Idle() bool {
	if s.naiveB != 1 || s.aged != 0 || s.naiveT != s.spec.Thymus.Naive || s.memoryT != 1 || s.background != s.spec.Plasma.HealthyG || s.residents != 1 || s.room != 1 {
		return false
	}
	for i := range s.clones {
		if s.clones[i].used {
			return false
		}
	}
	return s.antigens == [mostAntigens]antigen{} && s.homed == 0
}

// Step lets so many days pass, an hour at most.
func (s *System) Step(in Inputs, days float64) {
	s.grow(in.Age)
	s.liveB(in, days)
	s.liveT(in, days)
	s.liveBackground(days)
	var seen [mostAntigens]float64
	for n := range s.microbes {
		a := &s.antigens[n]
		if a.amount() > 0 {
			s.meet(n)
		}
		if *a == (antigen{}) {
			continue
		}
		seen[n] = s.seen(a, &s.microbes[n])
	}
	for n := range s.microbes {
		if s.antigens[n] != (antigen{}) {
			s.liveAntigen(n, seen[n], in, days)
		}
	}
	s.liveClones(&seen, in, days)
}

// meet has the T cells and the founders ready that know the antigen. Memory of an antigen
// within reach helps.
func (s *System) meet(n int) {
	a, word := &s.antigens[n], s.microbes[n].Antigen
	if a.t == 0 {
		a.t = float64(s.spec.Response.TFirst*s.naiveT) / s.spec.Thymus.Naive
		for m := range s.microbes {
			if m != n && distance(s.microbes[m].Antigen, word) <= s.spec.Shape.Reach {
				a.t = max(a.t, s.antigens[m].kept)
			}
		}
	}
	for k := range s.spec.Shape.Founders {
		receptor := founder(s.spec.Shape.Reach, word, s.seed, k)
		if c := s.find(receptor); c == nil {
			s.add(clone{receptor: receptor, founder: true, naive: s.naive()})
		}
	}
}

// find is the clone with a receptor, or nil.
func (s *System) find(receptor uint32) *clone {
	for i := range s.clones {
		if c := &s.clones[i]; c.used && c.receptor == receptor {
			return c
		}
	}
	return nil
}

// add takes in a clone, if there is a place for it.
func (s *System) add(c clone) {
	for i := range s.clones {
		if !s.clones[i].used {
			c.used = true
			s.clones[i] = c
			return
		}
	}
}

// liveB lets the marrow make up for naive B cells that were lost. What it sends varies from
// week to week in a small patch; that is no loss.
func (s *System) liveB(in Inputs, days float64) {
	if s.naiveB == 1 && in.LoseB == 0 {
		return
	}
	s.naiveB += float64(((in.B-s.naiveB)/s.spec.Response.Refill - float64(in.LoseB*s.naiveB)) * days)
	if s.naiveB = max(0, s.naiveB); s.naiveB > 0.95 && in.LoseB == 0 {
		s.naiveB = 1
	}
}

// grow brings the naive T cells to an age, in steps of a quarter of a year: those that are
// there are the same share of a healthy number as before.
func (s *System) grow(age float64) {
	if age = math.Floor(age*4) / 4; age == 0 || age == s.aged {
		return
	}
	healthy := NaiveAt(&s.spec.Thymus, age)
	s.naiveT = float64(s.naiveT*healthy) / s.healthyT
	s.aged, s.healthyT = age, healthy
}

// liveT moves naive and memory T cells toward their healthy numbers. Beside a lack of them
// what age changes from day to day is nothing, so in health the number is steady.
func (s *System) liveT(in Inputs, days float64) {
	t, age := &s.spec.Thymus, s.aged
	if s.naiveT == s.healthyT && s.memoryT == 1 && in.LoseT == 0 {
		return
	}
	if age == 0 {
		age = t.Age
	}
	gain := change(t, s.naiveT, Export(t, age, in.Progenitors)) - change(t, s.healthyT, Export(t, age, 1))
	s.naiveT = max(0, s.naiveT+float64((gain-float64(in.LoseT*s.naiveT))*days))
	fill := float64((s.memoryT + float64(0.01*s.naiveT)/t.Naive) * (1 - s.memoryT))
	s.memoryT = max(0, s.memoryT+float64((float64(t.Regrow*fill)-float64(in.LoseT*s.memoryT))*days))
	if s.memoryT > 0.9999 && in.LoseT == 0 {
		s.memoryT = 1
	}
	if gap := s.naiveT/s.healthyT - 1; gap > -1e-3 && gap < 1e-3 && in.LoseT == 0 {
		s.naiveT = s.healthyT
	}
}

// T is the number of T cells in the blood that the body holds, of that in health.
func (s *System) T() float64 {
	t := &s.spec.Thymus
	return float64(t.Memory*s.memoryT) + float64((1-t.Memory)*s.naiveT)/t.Naive
}
