package lineage

import (
	"fmt"
	"strings"

	"marrow/sim/input"
)

// minPhase is the shortest phase of a stay [d]: the five minutes of the model's step,
// below which a phase cannot be told from none.
const minPhase = 5.0 / (24 * 60)

// A station is a stage while it is being read.
type station struct {
	path     string
	file     *stageFile
	end      End
	next     []int // stages that follow, in file order; may hold the stage itself
	from     []int // other stages that it follows
	self     bool  // leads to itself
	packets  float64
	visiting bool
	done     bool
	entry    float64 // cells a day that enter in the steady state
}

// ends are the words for an End, in its order.
func ends() []string {
	return []string{"reside", "mature", "divide", "renew", "asymmetric", "leave", "shed", "die"}
}

// lineages are the groups that a stage may belong to.
func lineages() []string {
	return []string{"stem", "ery", "neu", "eos", "baso", "mono", "mk", "lym", "stroma", cloneLineage, "other"}
}

// readStages makes the rows of each stage, without what depends on other stages.
func (r *reader) readStages() {
	r.table.Rows = []Row{{}}
	var err error
	if r.colors, err = colors(); err != nil {
		r.err = err
		return
	}
	for i := range r.file.Stages {
		f := &r.file.Stages[i]
		path := "stages." + f.Name
		r.unique("stages", f.Name, r.stages)
		s := station{path: path, file: f, end: End(r.oneOf(path+".end", f.End, ends()...)), packets: 1}
		r.list = append(r.list, s)
		r.table.Stages = append(r.table.Stages, r.stage(path, f))
		r.rows(i)
	}
	r.reservoir()
}

func (r *reader) stage(path string, f *stageFile) Stage {
	s := Stage{
		Name: f.Name, Label: f.Label, Lineage: f.Lineage, Color: f.Color,
		Nucleated: f.Nucleated == nil || *f.Nucleated, Blast: f.Blast, CD34: f.CD34,
	}
	if s.Label == "" {
		s.Label = strings.ReplaceAll(s.Name, "_", " ")
	}
	if s.Lineage == "" {
		s.Lineage = "other"
	}
	if s.Color == "" {
		s.Color = r.colors[0]
	}
	r.oneOf(path+".lineage", s.Lineage, lineages()...)
	r.oneOf(path+".color", s.Color, r.colors...)
	return s
}

// rows makes the rows of stage i: one for each generation, then the part that does
// not divide, then the part that waits for an exit.
func (r *reader) rows(i int) {
	s := &r.list[i]
	f := s.file
	r.fits(s)
	row := r.row(i)
	first := row
	first.End = s.end
	if s.end == Leave {
		r.leaving(i, row)
		return
	}
	for range count(f.Generations) {
		r.add(i, first)
	}
	if f.Then != nil {
		row.End, row.Cycling, row.Class = Mature, false, Spared
		row.Stay = r.number(s.path+".then.stay", f.Then.Stay, "d", positive)
		row.Survival = r.numberOr(s.path+".then.survival", f.Then.Survival, "", share, 1)
		row.Phases = r.phases(s.path+".then", f.Then.Phases, row.Stay)
		r.add(i, row)
	}
}

// row returns what all rows of a stage share.
func (r *reader) row(i int) Row {
	s := &r.list[i]
	f := s.file
	row := Row{
		Stage: i, Lineage: r.table.Stages[i].Lineage, Survival: r.numberOr(s.path+".survival", f.Survival, "", share, 1),
		Motility: r.numberOr(s.path+".motility", f.Motility, "um2/min", notNegative, r.ordinary()),
		Rank:     f.Rank, Squeeze: f.Squeeze, Seek: f.Seek, Anchored: f.Anchored, Niche: f.Niche,
		Cycling: s.end == Divide || s.end == Renew, Pool: -1, Exit: -1,
	}
	if f.Cycling != nil {
		row.Cycling = *f.Cycling
	}
	row.Class = r.class(s.path, f.Class, row.Cycling)
	if f.Rank < 0 || f.Rank > 7 {
		r.bad(s.path+".rank", "got %d, want 0 to 7", f.Rank)
	}
	row.HeldMin = r.numberOr(s.path+".held_least", f.HeldMin, "", anyShare, 0)
	r.clock(s, &row)
	return row
}

// clock reads how long a cell stays.
func (r *reader) clock(s *station, row *Row) {
	f := s.file
	switch {
	case s.end == Reside:
		row.Phases = 1
		r.refuse(s.path+".stay", f.Stay, "a stage that resides has no clock")
	case s.end == Renew:
		rate := r.number(s.path+".rate", f.Rate, "1/d", positive)
		row.Stay, row.RateMax = 1/rate, r.number(s.path+".rate_max", f.RateMax, "1/d", positive)/rate
		row.PoolMax = r.number(s.path+".renewal_max", f.RenewalMax, "", share)
		if row.PoolMax <= 0.5 || row.RateMax < 1 {
			r.bad(s.path, "renewal_max %v and rate_max/rate %.3g, want more than 0.5 and at least 1: an emptied pool must grow", row.PoolMax, row.RateMax)
		}
	case s.end == Leave && !f.Stay.Given():
	default:
		row.Stay = r.number(s.path+".stay", f.Stay, "d", positive)
	}
	if s.end != Reside {
		row.Phases = r.phases(s.path, f.Phases, row.Stay)
	}
	if s.end == Shed {
		s.packets = r.number(s.path+".packets", f.Packets, "platelets", atLeastOne)
		row.Packets = s.packets
	}
}

func (r *reader) phases(path string, given *int, stay float64) int {
	n := 6
	if given != nil {
		n = *given
	}
	if n < 1 || n > 6 {
		r.bad(path+".phases", "got %d, want 1 to 6", n)
	}
	if stay > 0 && stay < minPhase*float64(n) {
		r.bad(path+".stay", "%d phases in %.3g d, want at least 5 min a phase", n, stay)
	}
	return n
}

// ordinary is the motility of stages that name none.
func (r *reader) ordinary() float64 {
	return r.numberOr("motility", r.file.Motility, "um2/min", notNegative, 0)
}

// leaving makes the rows of a stage that leaves: a reserve has one, which empties at
// its mean wait; another stage matures first, if it stays, and then looks for an exit.
func (r *reader) leaving(i int, row Row) {
	s := &r.list[i]
	if s.file.Reserve {
		row.End, row.Stay = Leave, r.number(s.path+".stay", s.file.Stay, "d", positive)
		r.add(i, row)
		return
	}
	if s.file.Stay.Given() {
		row.End, row.SearchOf = Mature, Kind(len(r.table.Rows)+1)
		r.add(i, row)
	}
	r.add(i, r.looking(s.path, row))
}

// looking makes of a row that of cells which are ready and look for an exit.
func (r *reader) looking(path string, row Row) Row {
	l := r.file.Leaving
	if l == nil {
		r.bad("leaving", "missing, but %s leaves: want the motility and at_wall of leaving cells", r.table.Stages[row.Stage].Name)
		return row
	}
	row.End, row.Stay, row.SearchOf, row.Survival = Leave, 0, 0, 1
	row.Motility = r.number("leaving.motility", l.Motility, "um2/min", positive)
	row.AtWall = r.number("leaving.at_wall", l.AtWall, "1/d", positive)
	row.Rank = l.Rank
	if l.Rank < 0 || l.Rank > 7 {
		r.bad("leaving.rank", "got %d, want 0 to 7", l.Rank)
	}
	return row
}

// add appends a row to a stage; the row before it in the same stage leads to it.
func (r *reader) add(i int, row Row) {
	k := Kind(len(r.table.Rows))
	if len(r.table.Rows) > MaxRows {
		r.bad(r.list[i].path, "too many stages: the generations of all make more than %d rows", MaxRows)
		return
	}
	s := &r.table.Stages[i]
	if n := len(s.Rows); n > 0 {
		r.table.Rows[s.Rows[n-1]].Next = []Branch{{To: k, Weight: 1}}
	}
	s.Rows = append(s.Rows, k)
	r.table.Rows = append(r.table.Rows, row)
}

func count(generations *int) int {
	if generations == nil {
		return 1
	}
	return *generations
}

// fits refuses keys that have no meaning for the stage's end.
func (r *reader) fits(s *station) {
	f, no := s.file, "has no meaning for a stage with end: "+s.file.End
	only := func(key string, q input.Quantity, ends ...End) {
		for _, e := range ends {
			if s.end == e {
				return
			}
		}
		r.refuse(s.path+"."+key, q, no)
	}
	only("rate", f.Rate, Renew)
	only("rate_max", f.RateMax, Renew)
	only("renewal_max", f.RenewalMax, Renew)
	only("held_least", f.HeldMin, Renew)
	only("packets", f.Packets, Shed)
	only("output", f.Output, Leave, Shed, Die)
	if s.end != Leave || f.Reserve || !f.Stay.Given() {
		only("survival", f.Survival, Mature, Divide)
	}
	only("stay", f.Stay, Mature, Divide, Asymmetric, Leave, Shed, Die)
	if f.Generations != nil && (*f.Generations < 1 || *f.Generations > MaxRows || (*f.Generations > 1 && s.end != Divide && s.end != Mature)) {
		r.bad(s.path+".generations", "got %d, want 1 or, for a stage that divides or matures, up to %d", *f.Generations, MaxRows)
	}
	if f.Then != nil && s.end != Divide {
		r.bad(s.path+".then", "%s", no)
	}
	if f.Reserve && s.end != Leave {
		r.bad(s.path+".reserve", "%s", no)
	}
	if out := s.end == Leave || s.end == Shed || s.end == Renew; !out && f.Pool != "" {
		r.bad(s.path+".pool", "%s", no)
	} else if !out && s.end != Mature && f.Exit != "" {
		r.bad(s.path+".exit", "%s", no)
	}
}

// reservoir reads the stem cells of the whole body.
func (r *reader) reservoir() {
	f := r.file.Reservoir
	if f == nil || r.err != nil {
		return
	}
	i := r.known("reservoir.stage", "stage", f.Stage, r.stages)
	if i < 0 {
		return
	}
	if r.list[i].end != Asymmetric {
		r.bad("reservoir.stage", "%s does not end asymmetric, want the displayed stem cell", f.Stage)
	}
	row := &r.table.Rows[r.table.Stages[i].Rows[0]]
	r.table.Reservoir = Reservoir{
		Stage: r.table.Stages[i].Rows[0],
		Count: r.number("reservoir.count", f.Count, "cells", positive),
		Cycle: row.Stay,
		Shown: r.number("reservoir.shown", f.Shown, "", anyShare),

		Perisinusoidal: r.number("reservoir.perisinusoidal", f.Perisinusoidal, "", anyShare),
	}
	r.refuse(r.list[i].path+".count", r.list[i].file.Count, fmt.Sprintf("the reservoir gives the count of %s, leave it out", f.Stage))
}
