package lineage

import (
	"fmt"
	"slices"
)

// link reads what follows each stage.
func (r *reader) link() {
	for i := range r.list {
		s := &r.list[i]
		for _, name := range r.nextNames(s) {
			j := r.known(s.path+".next", "stage", name, r.stages)
			if j < 0 {
				return
			}
			if slices.Contains(s.next, j) {
				r.bad(s.path+".next", "%q is named twice", name)
			}
			s.next = append(s.next, j)
			if i == j {
				s.self = true
				continue
			}
			r.list[j].from = append(r.list[j].from, i)
		}
	}
	for i := range r.list {
		r.way(i)
	}
}

// nextNames returns the stages that a stage names as following.
func (r *reader) nextNames(s *station) []string {
	n := s.file.Next
	onward := s.end == Mature || s.end == Divide || s.end == Renew || s.end == Asymmetric
	if n == nil {
		if onward {
			r.bad(s.path, "next is missing: a stage with end: %s leads somewhere", s.file.End)
		}
		return nil
	}
	if !onward {
		r.bad(s.path+".next", "has no meaning for a stage with end: %s", s.file.End)
		return nil
	}
	var one string
	var names []string
	err := error(nil)
	if len(n.Items) > 0 {
		err = n.Decode(&names)
	} else if err = n.Decode(&one); err == nil {
		names = []string{one}
	}
	if err != nil && r.err == nil {
		r.err = err
	}
	return names
}

// way checks how cells come to stage i.
func (r *reader) way(i int) {
	s := &r.list[i]
	keeps := s.self || s.end == Reside || s.end == Renew || s.end == Asymmetric
	if len(s.from) == 0 && !keeps {
		r.bad(s.path, "cannot be reached: no stage leads to it, and it does not keep itself up")
	}
	if len(s.from) > 1 {
		r.bad(s.path, "follows both %s and %s, want one way in", r.list[s.from[0]].file.Name, r.list[s.from[1]].file.Name)
	}
	if s.self && (s.end == Renew || s.end == Asymmetric) {
		r.bad(s.path+".next", "names the stage itself, which end: %s says already", s.file.End)
	}
	if s.end == Reside && len(s.from) > 0 {
		r.bad(s.path, "nothing leaves a stage that resides, so nothing can flow into it from %s", r.list[s.from[0]].file.Name)
	}
}

// balance computes the flow and the count of every row in the steady state, upward
// from the outputs. For each stage, what enters is what its followers need, divided
// by the cells that it makes of each one.
func (r *reader) balance() {
	for i := range r.list {
		r.need(i, nil)
	}
	for k := 1; k < len(r.table.Rows); k++ {
		row := &r.table.Rows[k]
		if !(row.Count <= mostCells && row.Flow <= mostCells) {
			r.bad(r.list[row.Stage].path, "%.3g cells and %.3g a day follow from the outputs, want at most %.0e", row.Count, row.Flow, mostCells)
		}
	}
}

// mostCells is more than any body has, and keeps all later sums finite.
const mostCells = 1e18

// need returns the cells a day that must enter stage i. Above holds the stages on the
// way here.
func (r *reader) need(i int, above []int) float64 {
	s := &r.list[i]
	if s.done || r.err != nil {
		return s.entry
	}
	if s.visiting {
		circle := append(above[slices.Index(above, i):], i)
		r.bad(s.path+".next", "stages go round in a circle: %s; only a stage that leads to itself may", r.chain(circle))
		return 0
	}
	s.visiting = true
	sum := 0.0
	needs := make([]float64, len(s.next))
	for n, j := range s.next {
		if j != i {
			needs[n] = r.need(j, append(above, i))
			sum += needs[n]
		}
	}
	if s.visiting, s.done = false, true; r.err != nil {
		return 0
	}
	r.enter(i, sum)
	r.branch(i, needs)
	return s.entry
}

func (r *reader) chain(stages []int) string {
	text := ""
	for n, i := range stages {
		if n > 0 {
			text += " -> "
		}
		text += r.list[i].file.Name
	}
	return text
}

// enter sets the entry of stage i, whose other followers need so much, and the flow
// and count of its rows.
func (r *reader) enter(i int, needed float64) {
	s := &r.list[i]
	made, last, present := r.profile(i)
	switch {
	case s.end == Leave || s.end == Shed || s.end == Die:
		s.entry = r.number(s.path+".output", s.file.Output, "cells/d", positive) / s.packets / last
	case s.end == Reside:
		r.table.Rows[r.table.Stages[i].Rows[0]].Count = r.given(s)
		return
	case s.end == Renew || s.end == Asymmetric:
		r.keepUp(i, needed)
		return
	case s.self && needed == 0:
		s.entry = r.given(s) / present
	case s.self:
		if made <= 1 {
			r.bad(s.path, "makes %.3g cells of each that enters, want more than 1: it must keep itself up and feed others", made)
		}
		s.entry = needed / (made - 1)
	default:
		s.entry = needed / made
	}
	if !s.self || needed > 0 {
		r.follows(s)
	}
	r.fill(i, s.entry)
}

// keepUp sets the rows of a stage that keeps itself up: half of a pool's daughters,
// or one of two, go on, so as many cells divide as are needed.
func (r *reader) keepUp(i int, needed float64) {
	s := &r.list[i]
	row := &r.table.Rows[r.table.Stages[i].Rows[0]]
	held := r.table.Reservoir.Stage != 0 && row == &r.table.Rows[r.table.Reservoir.Stage]
	switch {
	case held && needed > 0:
		r.bad(s.path+".next", "a stem cell of the reservoir feeds a stage that renews itself, %s does not", r.list[s.next[0]].file.Name)
	case held:
		row.Count = r.table.Reservoir.Count
	case needed == 0:
		row.Count = r.given(s)
	default:
		r.follows(s)
		row.Count = needed * row.Stay
	}
	row.Flow = row.Count / row.Stay
}

// given returns the count of a stage that no flow determines.
func (r *reader) given(s *station) float64 {
	return r.number(s.path+".count", s.file.Count, "cells", positive)
}

// follows refuses a count that the outputs determine.
func (r *reader) follows(s *station) {
	r.refuse(s.path+".count", s.file.Count, "the count follows from the outputs downstream, leave it out")
}

// profile returns, for one cell a day entering stage i: the cells a day that go on
// from its last row, those that end their stay there, and the cells present.
func (r *reader) profile(i int) (made, last, present float64) {
	flow := 1.0
	for _, k := range r.table.Stages[i].Rows {
		row := &r.table.Rows[k]
		last = flow
		present += float64(flow * row.Stay)
		flow *= yield(row)
	}
	return flow, last, present
}

// fill sets flow and count of the rows of stage i.
func (r *reader) fill(i int, entry float64) {
	flow := entry
	for _, k := range r.table.Stages[i].Rows {
		row := &r.table.Rows[k]
		row.Flow, row.Count = flow, flow*row.Stay
		flow *= yield(row)
	}
}

// yield is the number of cells that go on from a row for each that ends its stay.
func yield(row *Row) float64 {
	if row.End == Divide {
		return 2 * row.Survival
	}
	return row.Survival
}

// branch sets the weights of the ways on from stage i: the share that each follower
// needs.
func (r *reader) branch(i int, needs []float64) {
	s := &r.list[i]
	rows := r.table.Stages[i].Rows
	if len(s.next) == 0 || r.err != nil {
		return
	}
	sum := 0.0
	for n, j := range s.next {
		if j == i {
			needs[n] = s.entry
		}
		sum += needs[n]
	}
	row := &r.table.Rows[rows[len(rows)-1]]
	for n, j := range s.next {
		b := Branch{To: r.table.Stages[j].Rows[0], Weight: 1}
		if len(s.next) > 1 {
			b.Weight = needs[n] / sum
		}
		if !(b.Weight > 0) {
			r.bad(s.path+".next", "nothing flows to %s in the steady state, so its share of the cells is unknown", r.list[j].file.Name)
		}
		row.Next = append(row.Next, b)
	}
}

// exits numbers the ways out of the marrow in file order. Those that are open only to
// cells that leak or are released early come last, since nobody takes them in health.
func (r *reader) exits() {
	for _, health := range []bool{true, false} {
		for i := range r.list {
			s := &r.list[i]
			leaves := s.end == Leave || s.end == Shed
			if leaves != health || (!leaves && s.file.Pool == "" && s.file.Exit == "") {
				continue
			}
			rows := r.table.Stages[i].Rows
			row := &r.table.Rows[rows[len(rows)-1]]
			row.Exit = r.exit(s)
			if s.file.Pool != "" {
				row.Pool = r.known(s.path+".pool", "pool of the blood", s.file.Pool, r.pools)
			}
		}
	}
}

func (r *reader) exit(s *station) int {
	name := s.file.Exit
	if name == "" {
		name = s.file.Name
	}
	if !identifier.MatchString(name) {
		r.bad(s.path+".exit", "got %q, want lower-case letters, digits and _", name)
	}
	i := slices.Index(r.table.Lineages, name)
	if i < 0 {
		i = len(r.table.Lineages)
		r.table.Lineages = append(r.table.Lineages, name)
	}
	return i
}

// String returns the word for e in species files.
func (e End) String() string {
	if int(e) < len(ends()) {
		return ends()[e]
	}
	return fmt.Sprintf("End(%d)", uint8(e))
}
