package body

import (
	"errors"
	"fmt"
	"math"

	"marrow/sim/blood"
	"marrow/sim/immune"
	"marrow/sim/lineage"
)

// mostFoci is the number of infections that may go on at once.
const mostFoci = 4

// A Germ is what infects a body.
type Germ struct {
	Load     float64 // how much of it enters the tissue
	Doubling float64 // time in which it doubles unhindered, for bacteria [h]
	Site     string  // of the species' infection section: lung
	Worms    bool    // parasites, not bacteria
	Microbe  string  // of the table; "" for germs that nobody knows again. It has a doubling time of its own
}

// A focus is germs in a tissue and the blood cells that fight them there.
type focus struct {
	growth  float64 // unhindered, in a tick
	site    int
	worms   bool
	microbe int // 1 + index into the table; 0 none
	load    float64
	hunters float64 // neutrophils, or eosinophils for worms, that came [1e9 for each L of blood]
}

// Infection is the part in which germs grow and are eaten. They call neutrophils out of
// the blood, which are used up.
type infection struct {
	body             *Body
	spec             *lineage.Infection
	foci             [mostFoci]focus
	neutrophils, eos []int // pools
}

// Infect lets germs into a tissue. Equal ones at one time add up.
func (b *Body) Infect(g Germ) error {
	n := &b.infection
	microbe := 0
	if g.Microbe != "" {
		known, err := b.microbe("infect", g.Microbe)
		if err != nil {
			return err
		}
		g.Doubling, g.Worms, microbe = b.table.Microbes[known].Doubling, false, known+1
	}
	site, err := n.check(g)
	if err != nil || g.Load == 0 {
		return err
	}
	f := focus{growth: math.Ln2 / float64(g.Doubling*b.ticksPerDay/24), site: site, worms: g.Worms, microbe: microbe}
	if g.Worms {
		f.growth = float64(f.growth * n.spec.Worms.Pace)
	}
	for i := range n.foci {
		if o := n.foci[i]; o.free() || o.growth == f.growth && o.site == f.site && o.worms == f.worms && o.microbe == f.microbe {
			f.load, f.hunters = o.load+g.Load, o.hunters
			n.foci[i] = f
			return nil
		}
	}
	return fmt.Errorf("infect: %d infections go on already, which is the most", mostFoci)
}

func (n *infection) check(g Germ) (site int, err error) {
	switch {
	case n.spec.Capacity == 0:
		return 0, errors.New("infect: the species has no infection section")
	case !(g.Load >= 0 && g.Load <= n.spec.Capacity):
		return 0, fmt.Errorf("infect: load is %v, want 0 to %v", g.Load, n.spec.Capacity)
	case !(g.Doubling >= 0.5 && g.Doubling <= 1e4):
		return 0, fmt.Errorf("infect: germs double in %v h, want 0.5 to 10000", g.Doubling)
	}
	for i, s := range n.spec.Sites {
		if s.Name == g.Site {
			return i, nil
		}
	}
	return 0, fmt.Errorf("infect: the species has no site called %q", g.Site)
}

func (f *focus) free() bool { return f.load == 0 && f.hunters == 0 }

// call is how strongly germs are felt, from 0 to 1.
func (f *focus) call() float64 { return f.load / (1 + f.load) }

// felt adds up the calls of bacteria, or of worms, as they alarm.
func (n *infection) felt(worms bool) (sum float64) {
	for i := range n.foci {
		f := &n.foci[i]
		if f.worms != worms {
			continue
		}
		if m := n.microbe(f); m != nil {
			sum += float64(f.call() * m.Shed)
			continue
		}
		sum += f.call()
	}
	return sum
}

// microbe is what a focus holds, if that has a name; else nil.
func (n *infection) microbe(f *focus) *lineage.Microbe {
	if f.microbe == 0 {
		return nil
	}
	return &n.body.table.Microbes[f.microbe-1]
}

// named says whether a microbe with a name is among the germs.
func (n *infection) named() bool {
	for i := range n.foci {
		if n.foci[i].microbe > 0 {
			return true
		}
	}
	return false
}

// report tells the immune system of the germs.
func (n *infection) report(s *immune.System) {
	for m := range n.body.table.Microbes {
		load := 0.0
		for i := range n.foci {
			if n.foci[i].microbe == m+1 {
				load += n.foci[i].load
			}
		}
		s.Infected(m, load)
	}
}

// load is that of all germs.
func (n *infection) load() (sum float64) {
	for i := range n.foci {
		sum += n.foci[i].load
	}
	return sum
}

func (n *infection) idle() bool {
	for i := range n.foci {
		if !n.foci[i].free() {
			return false
		}
	}
	return true
}

func (n *infection) step(uint64) {
	for i := range n.foci {
		if !n.foci[i].free() {
			n.fight(&n.foci[i])
		}
	}
}

// fight lets the germs of a focus call, grow and be eaten for one tick.
func (n *infection) fight(f *focus) {
	perDay := n.body.ticksPerDay
	pools, kill := n.neutrophils, n.spec.Kill
	if f.worms {
		pools, kill = n.eos, n.spec.Worms.Kill
	}
	site, recruit, cleared := &n.spec.Sites[f.site], n.spec.Recruit, 0.0
	if m := n.microbe(f); m != nil {
		recruit, cleared = float64(recruit*m.Call), float64(f.load*n.body.immunity.clearing(f.microbe-1))/perDay
		if m.Virus {
			kill = 0
		}
	}
	came := n.body.blood.TakeAll(pools, float64(recruit*site.Call*f.call())/perDay)
	f.hunters += came/float64(1e9*n.body.table.Body.Blood) - f.hunters/float64(n.spec.Stay*perDay)
	eaten := float64(kill*site.Kill*f.hunters*f.call()) * 24 / perDay
	f.load += float64(f.growth*f.load*(1-f.load/n.spec.Capacity)) - eaten - cleared
	if f.load < n.spec.Cleared {
		f.load = 0
	}
	if f.load == 0 && f.hunters < forgotten {
		*f = focus{}
	}
}

// forgotten is the level below which what lingers after an illness counts as gone.
const forgotten = 1e-6

func (n *infection) signal([]float64) {}

func (n *infection) words(to []uint64) []uint64 {
	for i := range n.foci {
		f := &n.foci[i]
		what := uint64(f.site)<<1 | uint64(f.microbe)<<32
		if f.worms {
			what |= 1
		}
		to = append(to, what, math.Float64bits(f.growth), math.Float64bits(f.load), math.Float64bits(f.hunters))
	}
	return to
}

func (n *infection) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < 4*mostFoci {
		return nil, false
	}
	ok = true
	for i := range n.foci {
		w := from[4*i:]
		f := focus{
			site: int(w[0] & 0xffffffff >> 1), worms: w[0]&1 == 1, microbe: int(w[0] >> 32),
			growth: math.Float64frombits(w[1]), load: math.Float64frombits(w[2]), hunters: math.Float64frombits(w[3]),
		}
		known := f.site < max(1, len(n.spec.Sites)) && f.microbe <= len(n.body.table.Microbes)
		ok = ok && known && sane(f.growth) && sane(f.load) && sane(f.hunters)
		n.foci[i] = f
	}
	return from[4*mostFoci:], ok
}

// newInfection returns a body's defense without germs.
func newInfection(b *Body, of *blood.Blood) infection {
	return infection{
		body: b, spec: &b.table.Infection,
		neutrophils: of.PoolsOf("meta", "band", "anc"), eos: of.PoolsOf("eos"),
	}
}
