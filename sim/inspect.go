package sim

import (
	"math"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A Sight is what is at one site of the patch that is shown at this moment, or what became of the
// cell that was asked for. Looking changes nothing.
type Sight struct {
	Tick    uint64
	X, Y, Z int // of the site; of a cell that is gone, where it ended
	Place   Place
	Vessel  *Vessel // of a vessel, and of a site at a sinusoid wall; else nil
	Cell    *Sighted
	Fat     float64 // diameter of the fat cell that is cut there [um]; 0 none
}

// A Place is the surroundings of a site. Distances are from the middle of the site to that
// of the nearest one of the kind [um], NaN where there is none within [lookReach] sites.
type Place struct {
	Class      tissue.Class
	Niche      tissue.Niche
	Holds      bool // a stem-cell niche in use: its cell moves less and cannot be squeezed away
	Sinusoid   float64
	Bone       float64
	Fat        float64
	Macrophage float64
	Crowding   float64 // share of the free sites within 4 sites that hold a cell
	Room       int     // free neighboring sites
}

// A Vessel is the exit that a place drains to.
type Vessel struct {
	Exit  int // number, from 1; 0 unknown
	Kind  string
	Left  uint64 // cells through it since the start
	Today uint64 // the same, since the day began
}

// A Sighted is a cell, alive or gone.
type Sighted struct {
	Life
	Kind      lineage.Kind
	Clone     uint32
	Donor     bool
	Labeled   bool
	Relatives int       // living ones among its mother and her other daughters
	Way       []Station // stages from the first to the present one
	Felt      []Felt
	Why       *Why      // nil if it is gone
	Blood     []Sojourn // of one that left
}

// A Station is a stage on the way of a cell.
type Station struct {
	Stage int
	ID    uint64 // number of the ancestor that was in it; 0 for what the table says
	Tick  uint32 // when that one was born
}

// A Felt is a signal that acts on a cell.
type Felt struct {
	Signal string
	Level  float64 // relative to health; of a drug its level, 0 in health
	Act    lineage.Act
	Effect float64 // factor, 1 in health; of a hazard [1/d]
}

// lookReach is how far around a site surroundings are looked for [sites].
const lookReach = 40

// Site looks at a site of the patch that is shown; false beyond its edge.
func (w *World) Site(x, y, z int) (Sight, bool) {
	s := w.Tissue().Spec
	if x < 0 || y < 0 || z < 0 || x >= s.Width || y >= s.Height || z >= s.Depth {
		return Sight{}, false
	}
	return w.sight(w.shown.lattice.siteAt(x, y, z)), true
}

// Cell looks for the cell of a number, which it had when the caller last saw it near site
// hint, which is nil if he did not. It returns false for one that is not known (any more).
func (w *World) Cell(id uint64, hint *[3]int) (Sight, bool) {
	p := w.shown
	if p.witness == nil {
		return Sight{}, false
	}
	l := p.witness.find(id)
	if l == nil {
		return Sight{}, false
	}
	if l.Fate != Living {
		s := w.sight(int(l.site))
		s.Vessel, s.Cell = nil, w.gone(l)
		if l.Exit > 0 {
			s.Vessel = p.vessel(int(l.Exit))
		}
		return s, true
	}
	near := -1
	if hint != nil {
		near = p.lattice.inside(*hint)
	}
	return w.sight(p.witness.siteOf(l.slot, near)), true
}

func (l *lattice) siteAt(x, y, z int) int { return (z*l.ny+y)*l.nx + x }

// inside is the site at a place, -1 if there is none.
func (l *lattice) inside(at [3]int) int {
	if at[0] < 0 || at[1] < 0 || at[2] < 0 || at[0] >= l.nx || at[1] >= l.ny || at[2] >= l.nz {
		return -1
	}
	return l.siteAt(at[0], at[1], at[2])
}

func (l *lattice) where(i int) (x, y, z int) { return i % l.nx, i / l.nx % l.ny, i / l.nx / l.ny }

func (w *World) sight(i int) Sight {
	p := w.shown
	l := p.lattice
	s := Sight{Tick: w.tick, Place: p.surroundings(i)}
	s.X, s.Y, s.Z = l.where(i)
	s.Vessel, s.Fat = p.drains(i, s.Place.Class), p.fatAt(s)
	if bit(l.full, i) && !bit(l.blocked, i) {
		s.Cell = w.sighted(i)
	}
	return s
}

// sighted is the living cell of site i.
func (w *World) sighted(i int) *Sighted {
	p := w.shown
	out := seen(cell(p.lattice.state[i]))
	out.Felt, out.Why = w.feels(out.Kind), p.why(i, w.tick)
	if p.witness != nil {
		w.known(out, p.witness.at(i))
	}
	return out
}

// gone is a cell that ended.
func (w *World) gone(l *Life) *Sighted {
	out := seen(cell(l.last))
	w.known(out, l)
	if l.Fate == Left || l.Fate == PressedOut {
		out.Blood = w.afterlife(l)
	}
	return out
}

func seen(c cell) *Sighted {
	return &Sighted{Kind: c.kind(), Clone: c.clone(), Donor: c&donorMark != 0, Labeled: c&labeledMark != 0}
}

// known adds what the witness knows.
func (w *World) known(s *Sighted, l *Life) {
	n := w.shown.witness
	s.Life = *l
	s.Relatives = n.relatives(l)
	s.Way = w.shown.way(l, s.Kind)
}

// feels lists what acts on a row.
func (w *World) feels(k lineage.Kind) (felt []Felt) {
	levels := w.body.Levels()
	for i := range w.table.Effects {
		e := &w.table.Effects[i]
		for _, row := range e.Rows {
			if row == k {
				felt = append(felt, Felt{w.table.Signals[e.Signal].Name, levels[e.Signal], e.Act, w.shown.demand.factors[i]})
			}
		}
	}
	return felt
}

// surroundings is the place of site i.
func (p *Patch) surroundings(i int) Place {
	l, t := p.lattice, p.tissue
	x, y, z := l.where(i)
	at := l.inTissue(t, i)
	out := Place{Class: t.Class[at], Niche: t.Niche(at), Holds: bit(l.niche, i)}
	class := func(want tissue.Class) func(x, y, z int) bool {
		return func(x, y, z int) bool { return t.Class[(z*t.Spec.Height+y)*t.Spec.Width+x] == want }
	}
	out.Sinusoid = p.distance(x, y, z, class(tissue.Sinusoid))
	out.Bone = p.distance(x, y, z, class(tissue.Bone))
	out.Fat = p.distance(x, y, z, class(tissue.Fat))
	out.Macrophage = p.distance(x, y, z, func(x, y, z int) bool { return p.supports(p.kindAt(l.siteAt(x, y, z))) })
	out.Crowding = p.crowding(x, y, z)
	if out.Class == tissue.Free {
		for _, o := range l.offsets {
			if !bit(l.full, i+o) {
				out.Room++
			}
		}
	}
	return out
}

// supports says whether cells of row k stay for good and hold others around them.
func (p *Patch) supports(k lineage.Kind) bool {
	row := &p.table.Rows[k]
	return k != 0 && row.End == lineage.Reside && row.Lineage == "mono"
}

// distance is that from a site to the nearest of some kind [um], NaN if there is none near.
func (p *Patch) distance(x, y, z int, is func(x, y, z int) bool) float64 {
	s := p.tissue.Spec
	best := math.MaxInt
	for r := 0; r <= lookReach && r*r < best; r++ {
		p.shell(x, y, z, r, func(u, v, w int) {
			if u < 0 || v < 0 || w < 0 || u >= s.Width || v >= s.Height || w >= s.Depth || !is(u, v, w) {
				return
			}
			best = min(best, (u-x)*(u-x)+(v-y)*(v-y)+(w-z)*(w-z))
		})
	}
	if best == math.MaxInt {
		return math.NaN()
	}
	return math.Sqrt(float64(best)) * tissue.SiteSize
}

// shell calls f for the sites whose farthest coordinate is r away.
func (p *Patch) shell(x, y, z, r int, f func(x, y, z int)) {
	deep := r
	if p.lattice.nz == 1 {
		deep = 0
	}
	for dz := -deep; dz <= deep; dz++ {
		for dy := -r; dy <= r; dy++ {
			step := 2 * r
			if r == 0 || dz == -r || dz == r || dy == -r || dy == r {
				step = 1
			}
			for dx := -r; dx <= r; dx += step {
				f(x+dx, y+dy, z+dz)
			}
		}
	}
}

// crowding is the share of the free sites near a site that hold a cell.
func (p *Patch) crowding(x, y, z int) float64 {
	l := p.lattice
	cells, free := 0, 0
	for r := range 5 {
		p.shell(x, y, z, r, func(u, v, w int) {
			i := l.inside([3]int{u, v, w})
			if i < 0 || bit(l.blocked, i) {
				return
			}
			free++
			if bit(l.full, i) {
				cells++
			}
		})
	}
	return share(cells, free)
}

// drains is the exit of a vessel or of a site at a wall.
func (p *Patch) drains(i int, c tissue.Class) *Vessel {
	l := p.lattice
	switch c {
	case tissue.Free:
		if n := l.exitOf(i); n > 0 {
			return p.vessel(n)
		}
		return nil
	case tissue.Sinusoid:
		return p.vessel(p.nearestExit(i))
	case tissue.Capillary, tissue.Vein, tissue.Arteriole:
		return &Vessel{}
	}
	return nil
}

// nearestExit is the exit of the wall sites around site i of a sinusoid; 0 without any.
func (p *Patch) nearestExit(i int) (exit int) {
	x, y, z := p.lattice.where(i)
	for r := 1; r < 6 && exit == 0; r++ {
		p.shell(x, y, z, r, func(u, v, w int) {
			if j := p.lattice.inside([3]int{u, v, w}); j >= 0 && exit == 0 {
				exit = p.lattice.exitOf(j)
			}
		})
	}
	return exit
}

// vessel is the exit of a number, with what went through it.
func (p *Patch) vessel(n int) *Vessel {
	v := &Vessel{Exit: n}
	if n == 0 {
		return v
	}
	v.Kind = p.tissue.Exits[n-1].Kind
	for _, k := range p.workers {
		v.Left += k.exits[n]
	}
	if p.witness != nil {
		v.Today = v.Left - p.witness.dayExits[n]
	}
	return v
}

// fatAt is the diameter of the fat cell that covers a site of fat [um].
func (p *Patch) fatAt(s Sight) float64 {
	if s.Place.Class != tissue.Fat {
		return 0
	}
	for _, a := range p.tissue.Adipocytes {
		dx, dy, dz := float64(a.X)-float64(s.X)-0.5, float64(a.Y)-float64(s.Y)-0.5, float64(a.Z)-float64(s.Z)
		if float64(dx*dx)+float64(dy*dy)+float64(dz*dz) <= float64(a.R*a.R) {
			return 2 * float64(a.R) * tissue.SiteSize
		}
	}
	return 0
}
