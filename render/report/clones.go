package report

import (
	"fmt"

	"marrow/render/chart"
	"marrow/sim/clonal"
)

// Clones draws the clones in one person's life as an SVG file, as areas as wide as the share
// of the stem cells that carry the mutation; a clone that arose in another lies within it.
func Clones(spec *clonal.Spec, life *clonal.Life, until int) string {
	c := chart.Chart{
		Title: fmt.Sprintf("Clones of stem cells, virtual person %d", life.Person+1),
		X:     chart.Axis{Label: "age [years]", Lo: 0, Hi: float64(until)},
		Y:     chart.Axis{Label: "share of stem cells", Lo: 0, Hi: 1},
	}
	places := make([]ground, len(life.Courses))
	bottom := ground{next: make([]float64, until+1)}
	shown := map[int]bool{}
	for i := range life.Courses {
		course := &life.Courses[i]
		under := &bottom
		if course.Parent >= 0 {
			under = &places[course.Parent]
		}
		band := chart.Band{Role: chart.Shade(course.Driver)}
		places[i], band.X, band.Lo, band.Hi = under.take(course, until)
		if title := spec.Drivers[course.Driver].Title; !shown[course.Driver] {
			band.Name, shown[course.Driver] = title, true
		}
		c.Bands = append(c.Bands, band)
	}
	return chart.File(1, c)
}

// A ground is where the clones that arise in another one are drawn: next is, by age, where the
// next of them begins.
type ground struct{ next []float64 }

// take gives a course its area in p, and returns the ground for what arises in it.
func (p *ground) take(c *clonal.Course, until int) (own ground, x, lo, hi []float64) {
	own.next = make([]float64, until+1)
	for age := range until + 1 {
		width := 2 * c.At(age)
		own.next[age] = p.next[age]
		if age >= c.First {
			x, lo, hi = append(x, float64(age)), append(lo, p.next[age]), append(hi, p.next[age]+width)
		}
		p.next[age] += width
	}
	return own, x, lo, hi
}
