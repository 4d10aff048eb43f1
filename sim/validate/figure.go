package validate

import "strings"

// A Figure is what a plot of a target shows, beside the target and its tolerance.
type Figure struct {
	X, Y       string // labels of the axes, with units; both "": values without a course
	LogX, LogY bool
	Sense      Sense
	From, To   float64 // where on the other axis the target holds; both 0: everywhere
	Curves     []Curve // one per seed
	Points     []Point // published
}

// A Sense is what of a curve the target speaks of.
type Sense uint8

// The senses.
const (
	Level  Sense = iota // of y
	Moment              // of x
	Slope               // of y per doubling of x
)

// figure is the plot of a target with its data.
func figure(t Target, curves []Curve, points map[string][]Point) *Figure {
	f := figures()[t.Name]
	f.Curves, f.Points = curves, points[t.Name]
	if f.Y == "" {
		f.Y = strings.TrimSpace(t.Quantity + " " + bracketed(t.Unit))
	}
	return &f
}

func bracketed(unit string) string {
	if unit == "" {
		return ""
	}
	return "[" + unit + "]"
}
