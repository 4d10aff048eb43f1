package validate

import (
	"context"
	"math"

	"marrow/sim/clonal"
	"marrow/sim/scenario"
)

// lives is the number of virtual people whose stem cells are followed, without any other
// cell: JAK2 V617F is found in one of 800.
const lives = 4000

// clones measures how clones with a driver mutation grow over lives.
func clones(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	spec, err := clonal.Builtin()
	if err != nil {
		return nil, err
	}
	people, err := clonal.People(ctx, &spec, *o.Seed, lives, 85, nil)
	if err != nil {
		return nil, err
	}
	c := cohort{&spec, people}
	return map[string]finding{
		"driver-clones":      c.carriers(70, 79, spec.Seen, c.named),
		"dnmt3a-tp53-growth": value(c.growth("dnmt3a", "tp53")),
		"srsf2-growth":       value(c.growth("srsf2")),
		"stable-clones":      value(c.stable()),
		"jak2-carriers":      c.carriers(int(spec.Adult), 85, spec.Panel, c.called("jak2")),
		"jak2-burden-rise":   value(c.burden("jak2")),
	}, nil
}

// A cohort is many lives.
type cohort struct {
	spec  *clonal.Spec
	lives []clonal.Life
}

func (c *cohort) named(driver int) bool { return c.spec.Drivers[driver].Named }

// called picks drivers by name.
func (c *cohort) called(names ...string) func(driver int) bool {
	return func(driver int) bool {
		for _, name := range names {
			if c.spec.Drivers[driver].Name == name {
				return true
			}
		}
		return false
	}
}

// carriers is the share of people between two ages in whom a clone is seen; the curve is
// that by age.
func (c *cohort) carriers(from, to int, least float64, pick func(int) bool) finding {
	var f finding
	for age := from; age <= to; age++ {
		share := clonal.Carriers(c.lives, age, least, pick)
		f.curve.X, f.curve.Y = append(f.curve.X, float64(age)), append(f.curve.Y, share)
		f.value += share / float64(to-from+1)
	}
	return f
}

// visits are the ages at which blood was taken over 13 years, from one on.
func visits(from int) []int { return []int{from, from + 4, from + 9, from + 13} }

// sampled calls f with each clone that a panel sees at the first visit, at ages from 55 on.
func (c *cohort) sampled(pick func(int) bool, f func(course *clonal.Course, ages []int)) {
	for n := range c.lives {
		ages := visits(55 + n%16) // first visits at 55 to 70
		for i := range c.lives[n].Courses {
			course := &c.lives[n].Courses[i]
			if pick(course.Driver) && course.At(ages[0]) >= c.spec.Panel {
				f(course, ages)
			}
		}
	}
}

// growth is the mean growth of the clones of some drivers [1/y].
func (c *cohort) growth(names ...string) float64 {
	sum, n := 0.0, 0.0
	c.sampled(c.called(names...), func(course *clonal.Course, ages []int) {
		if slope, _, ok := course.Line(ages); ok {
			sum, n = sum+slope, n+1
		}
	})
	return sum / n
}

// reads is how often a panel reads each place.
const reads = 1000

// stable is the share of clones that grow, or shrink, at one rate over 13 years, as far as
// a panel can tell.
func (c *cohort) stable() float64 {
	fit, n := 0.0, 0.0
	c.sampled(c.named, func(course *clonal.Course, ages []int) {
		stable, ok := course.Stable(ages, reads)
		if !ok {
			return
		}
		if n++; stable {
			fit++
		}
	})
	return fit / n
}

// The variant fraction at which a clone of JAK2 V617F is found with a disease, and for how
// long before its rise is measured [y].
const (
	diagnosed = 0.10
	before    = 10
)

// burden is the mean rise of the variant fraction before a diagnosis [% of all copies / y].
func (c *cohort) burden(name string) float64 {
	sum, n := 0.0, 0.0
	pick := c.called(name)
	for l := range c.lives {
		for i := range c.lives[l].Courses {
			if course := &c.lives[l].Courses[i]; pick(course.Driver) {
				if rise, ok := riseBefore(course); ok {
					sum, n = sum+rise, n+1
				}
			}
		}
	}
	if n == 0 {
		return math.NaN()
	}
	return 100 * sum / n
}

func riseBefore(course *clonal.Course) (rise float64, ok bool) {
	for age := course.First; course.At(age) > 0; age++ {
		if course.At(age) >= diagnosed {
			return (course.At(age) - course.At(age-before)) / before, true
		}
	}
	return 0, false
}
