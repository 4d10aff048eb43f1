package clonal

import (
	"context"
	"math"

	"marrow/sim/blood"
)

// A Course is the variant fraction of a clone from year to year.
type Course struct {
	Driver    int // of the spec
	Parent    int // course of the clone that it arose in; -1 none
	Born      float64
	First     int // age of the first value [y]
	Fractions []float64
}

// At is the fraction at a whole age; 0 before the clone arose.
func (c *Course) At(age int) float64 {
	if i := age - c.First; i >= 0 && i < len(c.Fractions) {
		return c.Fractions[i]
	}
	return 0
}

// A Life is the clones of a person that were ever worth a note, the mother before the
// daughter.
type Life struct {
	Person  uint64
	Courses []Course
}

// noted is the variant fraction from which a clone is worth a note.
const noted = 0.002

// Live follows person n of a seed to an age [y].
func Live(s *Spec, seed, n uint64, to int) Life {
	b := Born(s, seed, n)
	var all [][]float64
	for age := 0; age <= to; age++ {
		if age > 0 {
			b.Live(1)
		}
		all = append(all, b.Fractions())
	}
	return b.life(n, all)
}

// life keeps the clones that grew large enough of the fractions year by year.
func (b *Body) life(n uint64, all [][]float64) Life {
	l := Life{Person: n}
	kept := make([]int, len(b.Clones))
	for i := range b.Clones {
		c := &b.Clones[i]
		course := Course{Driver: c.Driver, Parent: -1, Born: c.Born}
		most := 0.0
		for age, fractions := range all {
			if i >= len(fractions) {
				continue
			}
			if course.Fractions == nil {
				course.First = age
			}
			course.Fractions = append(course.Fractions, fractions[i])
			most = max(most, fractions[i])
		}
		if kept[i] = -1; most >= noted {
			if c.Parent >= 0 {
				course.Parent = kept[c.Parent]
			}
			kept[i] = len(l.Courses)
			l.Courses = append(l.Courses, course)
		}
	}
	return l
}

// People follows so many persons of a seed to an age. It ends early with ctx.
func People(ctx context.Context, s *Spec, seed uint64, n, to int, done func(n int)) ([]Life, error) {
	var out []Life
	for i := range n {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		out = append(out, Live(s, seed, uint64(i), to))
		if done != nil {
			done(i + 1)
		}
	}
	return out, nil
}

// Carriers is the share of lives in which some driver that pick chooses has a variant
// fraction of at least least at an age.
func Carriers(lives []Life, age int, least float64, pick func(driver int) bool) float64 {
	n := 0
	for i := range lives {
		if lives[i].carries(age, least, pick) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(lives)))
}

func (l *Life) carries(age int, least float64, pick func(driver int) bool) bool {
	for i := range l.Courses {
		if c := &l.Courses[i]; pick(c.Driver) && c.At(age) >= least {
			return true
		}
	}
	return false
}

// Line fits a straight line to the logit of the fraction over some ages: its slope [1/y], by
// which a clone grows among the others, and the fractions on it. Without a value that is more
// than 0 and less than one half at each age ok is false.
func (c *Course) Line(ages []int) (slope float64, line []float64, ok bool) {
	n, mx, my := float64(len(ages)), 0.0, 0.0
	logits := make([]float64, len(ages))
	for i, age := range ages {
		v := c.At(age)
		if v <= 0 || v >= 0.5 {
			return 0, nil, false
		}
		logits[i] = blood.Log(v / (0.5 - v))
		mx, my = mx+float64(age)/n, my+logits[i]/n
	}
	xy, xx := 0.0, 0.0
	for i, age := range ages {
		xy += float64((float64(age) - mx) * (logits[i] - my))
		xx += float64((float64(age) - mx) * (float64(age) - mx))
	}
	slope = xy / xx
	for _, age := range ages {
		odds := blood.Exp(my + float64(slope*(float64(age)-mx)))
		line = append(line, 0.5*odds/(1+odds))
	}
	return slope, line, true
}

// Stable says whether the fractions at some ages lie on the line of a constant growth, as
// far as so many reads at each visit can tell (two standard deviations).
func (c *Course) Stable(ages []int, reads float64) (stable, ok bool) {
	_, line, ok := c.Line(ages)
	for i, v := range line {
		if d := math.Abs(c.At(ages[i]) - v); d > 2*math.Sqrt(float64(v*(1-v))/reads) {
			return false, ok
		}
	}
	return true, ok
}

// Largest is the life with the largest clone of all at an age.
func Largest(lives []Life, age int) (best Life) {
	most := -1.0
	for _, l := range lives {
		for i := range l.Courses {
			if v := l.Courses[i].At(age); v > most {
				most, best = v, l
			}
		}
	}
	return best
}
