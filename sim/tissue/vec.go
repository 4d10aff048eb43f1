package tissue

import "math"

// A vec is a point or a displacement in sites. The center of site (x, y, z) is the
// point (x, y, z). Each product is converted before it is added, so that no machine
// fuses the two operations into one with another rounding.
type vec struct{ x, y, z float64 }

func (a vec) plus(b vec) vec  { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) minus(b vec) vec { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }

func (a vec) times(f float64) vec {
	return vec{float64(a.x * f), float64(a.y * f), float64(a.z * f)}
}

func (a vec) dot(b vec) float64 {
	return float64(a.x*b.x) + float64(a.y*b.y) + float64(a.z*b.z)
}

func (a vec) length() float64 { return math.Sqrt(a.dot(a)) }

// toward returns the point at share t of the way from a to b.
func (a vec) toward(b vec, t float64) vec { return a.plus(b.minus(a).times(t)) }

// bezier returns the point at share t of the curve from a to b that leaves a and
// reaches b in the direction of the control point.
func bezier(a, control, b vec, t float64) vec {
	return a.toward(control, t).toward(control.toward(b, t), t)
}
