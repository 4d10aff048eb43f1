// Package chart draws measured courses as SVG: bands, lines, points with whiskers, and
// boxes of tolerance, on axes with labels. A drawing needs no script, no network and no
// font of its own, is readable on light and dark, and prints in the light colors.
package chart

import "fmt"

// A Chart is one pair of axes with what is drawn on them, in the order of the fields.
type Chart struct {
	Title  string // "" = none
	X, Y   Axis
	Boxes  []Box
	Bands  []Band
	Lines  []Line
	Points []Point
}

// An Axis is one direction of a chart.
type Axis struct {
	Label  string // quantity and unit: ANC [e9/L]
	Log    bool
	Lo, Hi float64   // what is shown; both 0: as far as the data reach
	Ticks  []float64 // where numbers stand; nil: at round ones
}

// A Role is what something drawn is, and so how it looks.
type Role string

// The roles.
const (
	Model     Role = "model"     // what the model gives
	Inner     Role = "inner"     // the middle part of a band
	Published Role = "published" // what was measured in people
	Tolerance Role = "tolerance" // where the model must lie
	Reference Role = "reference" // a line to compare with
)

// shades is the number of roles for things that are just to be told apart.
const shades = 7

// Shade is one of the roles for things that are just to be told apart.
func Shade(n int) Role { return Role(fmt.Sprintf("shade-%d", n%shades)) }

// A Box is the part of the plane between two corners; infinite ones reach the frame.
type Box struct {
	Role           Role
	Name           string // in the legend; "" = not there
	X0, X1, Y0, Y1 float64
}

// A Band is the area between two courses. It has gaps where one is NaN.
type Band struct {
	Role      Role
	Name      string
	X, Lo, Hi []float64
}

// A Line is one course. It has gaps where Y is NaN.
type Line struct {
	Role Role
	Name string
	X, Y []float64
}

// A Point is one measurement. Its whiskers reach from Lo to Hi; NaN or equal ends are
// no whisker.
type Point struct {
	Role     Role
	Name     string
	X, Y     float64
	XLo, XHi float64
	YLo, YHi float64
}
