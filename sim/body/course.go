package body

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// A Course is the doses of one agent that somebody has ordered.
type Course struct {
	Agent  int     // index into the table
	Amount float64 // of each dose [mg, or IU], that enters the body
	Over   uint64  // length of each infusion [ticks]; 0 = at once
	Every  uint64  // from dose to dose [ticks]
	Times  uint64  // doses still to come, the running one included
	Next   uint64  // tick at which the next, or the running, dose begins
}

// mostCourses is how many courses may run at a time; more is no treatment.
const mostCourses = 32

// compare orders courses by all but the amount.
func (c Course) compare(d Course) int {
	return cmp.Or(cmp.Compare(c.Next, d.Next), cmp.Compare(c.Agent, d.Agent),
		cmp.Compare(c.Over, d.Over), cmp.Compare(c.Every, d.Every), cmp.Compare(c.Times, d.Times))
}

// check reports why a course makes no sense.
func (c Course) check(agents int) error {
	switch {
	case c.Agent < 0 || c.Agent >= agents:
		return errors.New("no such agent")
	case !(c.Amount >= 0 && c.Amount < 1e15):
		return fmt.Errorf("a dose of %v, want at least 0", c.Amount)
	case c.Times < 1 || c.Times > 1000:
		return fmt.Errorf("%d doses, want 1 to 1000", c.Times)
	case c.Times > 1 && (c.Every == 0 || c.Every < c.Over):
		return errors.New("a dose begins before the one before it has ended")
	case c.Next > math.MaxInt64 || c.Over > math.MaxInt32 || c.Every > math.MaxInt32:
		return errors.New("too far in the future")
	}
	return nil
}

// Courses are those that run or are still to come, by their next dose. Equal ones are
// one course of the sum of their doses, so that neither the order in which they were
// ordered nor how a dose was parted makes a difference.
type courses []Course

// add takes in one more course.
func (all *courses) add(c Course) error {
	i, same := slices.BinarySearchFunc(*all, c, Course.compare)
	switch {
	case same:
		(*all)[i].Amount += c.Amount
	case len(*all) == mostCourses:
		return fmt.Errorf("%d courses run already, which is the most", mostCourses)
	default:
		*all = slices.Insert(*all, i, c)
	}
	return nil
}

// due returns what enters of each agent in this tick: at once at its start, and evenly
// over it. Courses that are over are forgotten.
func (all *courses) due(tick uint64, bolus, infused []float64) {
	clear(bolus)
	clear(infused)
	moved := false
	for i := range *all {
		c := &(*all)[i]
		if tick < c.Next {
			continue
		}
		if c.Over == 0 {
			bolus[c.Agent] += c.Amount
		} else {
			infused[c.Agent] += c.Amount / float64(c.Over)
		}
		if tick+1 >= c.Next+c.Over {
			c.Times--
			c.Next += c.Every
			moved = true
		}
	}
	if moved {
		all.settle()
	}
}

// settle forgets courses without doses, and puts the others in order again. Courses that
// have become equal are joined.
func (all *courses) settle() {
	left := slices.Clone(*all)
	*all = (*all)[:0]
	for _, c := range left {
		if c.Times > 0 {
			_ = all.add(c) // there is room: it was there before
		}
	}
}

// courseWords is the number of words of state of a course.
const courseWords = 6

func (all courses) words(to []uint64) []uint64 {
	for i := range mostCourses {
		var c Course
		if i < len(all) {
			c = all[i]
		}
		to = append(to, uint64(c.Agent), math.Float64bits(c.Amount), c.Over, c.Every, c.Times, c.Next)
	}
	return to
}

func (all *courses) setWords(from []uint64, agents int) bool {
	*all = (*all)[:0]
	for i := range mostCourses {
		w := from[i*courseWords:]
		c := Course{int(w[0]), math.Float64frombits(w[1]), w[2], w[3], w[4], w[5]}
		if c == (Course{}) {
			continue
		}
		if c.check(agents) != nil || all.add(c) != nil {
			return false
		}
	}
	return true
}
