package flow

import (
	"fmt"
	"math"

	"marrow/sim/tissue"
)

// A Tone is a factor on the conductance of the vessels of each kind, 1 in health. A
// factor of 0 closes them.
type Tone [tissue.Vessels]float64

// Health is the tone of health.
func Health() (t Tone) {
	for i := range t {
		t[i] = 1
	}
	return t
}

// closeArteries lets no blood come from arteries.
func (t *Tone) closeArteries() {
	for kind := range tissue.MarrowSinusoid {
		t[kind] = 0
	}
}

// A State is what a network is under.
type State struct {
	Arterial, Venous float64 // pressures at inlets and outlets [mmHg]
	Tone             Tone
	// Needle, if not nil, is what enters at each place from outside [nL/s].
	Needle []float64
}

// Healthy is the state of a network in health.
func Healthy(n *tissue.Network) State {
	return State{Arterial: n.Blood.Arterial, Venous: n.Blood.Venous, Tone: Health()}
}

// A Flow is the blood that runs through a network in one state.
type Flow struct {
	Net      *tissue.Network
	State    State
	Pressure []float64 // at each place [mmHg]
	Through  []float64 // each segment, from From to To [nL/s]

	conductance []float64 // of each segment [nL/s/mmHg]
	order       []int32   // places from the highest pressure on
	in          []int32   // segments by the place that their blood arrives at
	from        []int32   // where those of each place begin in in
}

// Solve finds the pressures of a network in a state. It fails if they cannot be found to a
// billionth of what passes each place.
func Solve(n *tissue.Network, s State) (*Flow, error) {
	f := &Flow{
		Net: n, State: s, Pressure: make([]float64, len(n.Places)), Through: make([]float64, len(n.Segments)),
		conductance: conductances(n, &s.Tone),
	}
	above := make([]float64, len(n.Places)) // pressure above that at outlets, of which flows are differences
	for i, p := range n.Places {
		if p.End == tissue.Inlet {
			above[i] = s.Arterial - s.Venous
		}
	}
	y := newSystem(f, above)
	x, err := y.solve()
	if err != nil {
		return nil, err
	}
	for row, place := range y.place {
		above[place] = x[row]
	}
	for i, g := range n.Segments {
		f.Through[i] = float64(f.conductance[i] * (above[g.From] - above[g.To]))
	}
	for i, p := range above {
		f.Pressure[i] = s.Venous + p
	}
	f.settle(y)
	f.sort(above)
	return f, nil
}

// settle moves what arithmetic has left at each place along the way to the nearest outlet,
// so that as much arrives as leaves even in a wide vein with hardly a fall of pressure.
func (f *Flow) settle(y *system) {
	missing := make([]float64, len(f.Net.Places))
	copy(missing, f.State.Needle)
	for i, g := range f.Net.Segments {
		missing[g.From] -= f.Through[i]
		missing[g.To] += f.Through[i]
	}
	for row, place := range y.place { // the farthest first
		s := y.outward[row]
		rest := missing[place]
		if g := &f.Net.Segments[s]; g.From == place {
			f.Through[s] += rest
			missing[g.To] += rest
		} else {
			f.Through[s] -= rest
			missing[g.From] += rest
		}
	}
}

// A system is the equations of the places whose pressure is not given, sparse, one row
// each: diag x - sum of g x of its neighbors = rhs.
type system struct {
	place   []int32 // of a row
	outward []int32 // segment by which the place of a row was found, from an inlet or outlet on
	from    []int32 // where a row's neighbors begin
	to      []int32 // their rows
	g       []float64
	diag    []float64
	ground  []float64 // of a row's conductance, to places whose pressure is given
	rhs     []float64
	pivot   []float64 // of the factors that precondition it
	scratch [4][]float64
}

// newSystem numbers the places from the farthest from any inlet or outlet to the nearest:
// in that order a tree is solved in one pass by eliminating its leaves first, and a network
// is mostly trees.
func newSystem(f *Flow, above []float64) *system {
	links, y := newLinks(f.Net, f.conductance), &system{}
	y.place, y.outward = links.farthestFirst()
	row := make([]int32, len(f.Net.Places))
	for i := range row {
		row[i] = -1
	}
	for i, place := range y.place {
		row[place] = int32(i)
	}
	y.from = append(y.from, 0)
	for _, place := range y.place {
		y.add(links, place, row, above, f)
	}
	y.factor()
	for i := range y.scratch {
		y.scratch[i] = make([]float64, len(y.place))
	}
	return y
}

// add appends the row of a place.
func (y *system) add(l *links, place int32, row []int32, above []float64, f *Flow) {
	diag, ground, rhs := 0.0, 0.0, 0.0
	if f.State.Needle != nil {
		rhs = f.State.Needle[place]
	}
	for _, s := range l.of(place) {
		g, other := f.conductance[s], l.other(s, place)
		diag += g
		if to := row[other]; to >= 0 {
			y.to, y.g = append(y.to, to), append(y.g, g)
			continue
		}
		ground += g
		rhs += float64(g * above[other])
	}
	y.diag, y.ground = append(y.diag, diag), append(y.ground, ground)
	y.rhs, y.from = append(y.rhs, rhs), append(y.from, int32(len(y.to)))
}

// factor makes the pivots of an incomplete factorization without fill (Meijerink and van
// der Vorst 1977), which is exact on a tree.
func (y *system) factor() {
	y.pivot = make([]float64, len(y.diag))
	for i := range y.diag {
		d := y.diag[i]
		for k := y.from[i]; k < y.from[i+1]; k++ {
			if j := y.to[k]; int(j) < i {
				d -= float64(y.g[k]*y.g[k]) / y.pivot[j]
			}
		}
		y.pivot[i] = max(d, float64(y.diag[i]*1e-12))
	}
}

// precondition solves the factors for r.
func (y *system) precondition(r, z []float64) {
	for i := range r {
		sum := r[i]
		for k := y.from[i]; k < y.from[i+1]; k++ {
			if j := y.to[k]; int(j) < i {
				sum += float64(y.g[k] * z[j])
			}
		}
		z[i] = sum / y.pivot[i]
	}
	for i := len(r) - 1; i >= 0; i-- {
		sum := 0.0
		for k := y.from[i]; k < y.from[i+1]; k++ {
			if j := y.to[k]; int(j) > i {
				sum += float64(y.g[k] * z[j])
			}
		}
		z[i] += sum / y.pivot[i]
	}
}

// apply is the left side of the equations at x: what flows away from each place. Flows are
// added up, which are differences, so that nothing cancels that is larger than they are.
func (y *system) apply(x, to []float64) {
	for i := range x {
		sum := float64(y.ground[i] * x[i])
		for k := y.from[i]; k < y.from[i+1]; k++ {
			sum += float64(y.g[k] * (x[i] - x[y.to[k]]))
		}
		to[i] = sum
	}
}

// Bounds of the solution.
const (
	balance    = 1e-10           // of what passes a place may be missing there
	rounding   = 4.0 / (1 << 52) // of a conductance times a pressure is lost where flows are their differences
	mostRounds = 60
)

// solve finds x by rounds of conjugate gradients, each for what the last one left.
func (y *system) solve() ([]float64, error) {
	n := len(y.rhs)
	x, r, dx := make([]float64, n), make([]float64, n), make([]float64, n)
	for range mostRounds {
		y.apply(x, r)
		for i := range r {
			r[i] = y.rhs[i] - r[i]
		}
		if y.balanced(x, r) {
			return x, nil
		}
		y.descend(r, dx)
		for i := range x {
			x[i] += dx[i]
		}
	}
	return nil, fmt.Errorf("flow: the pressures of %d places cannot be found", n)
}

// balanced says whether what is missing at every place is nothing beside what passes it,
// or beside what arithmetic can tell.
func (y *system) balanced(x, r []float64) bool {
	for i := range x {
		passes, lost := math.Abs(y.rhs[i]), float64(y.ground[i]*math.Abs(x[i]))
		for k := y.from[i]; k < y.from[i+1]; k++ {
			passes += float64(y.g[k] * math.Abs(x[i]-x[y.to[k]]))
			lost += float64(y.g[k] * max(math.Abs(x[i]), math.Abs(x[y.to[k]])))
		}
		if !(math.Abs(r[i]) <= float64(balance*passes)+float64(rounding*lost)) {
			return false
		}
	}
	return true
}

// descend solves for the right side r by preconditioned conjugate gradients, to about
// eight digits.
func (y *system) descend(rhs, x []float64) {
	const digits = 1e-16 // of the square
	r, z, p, q := y.scratch[0], y.scratch[1], y.scratch[2], y.scratch[3]
	clear(x)
	copy(r, rhs)
	y.precondition(r, z)
	copy(p, z)
	rz := dot(r, z)
	goal := float64(rz * digits)
	for n := 0; rz > goal && n < 4*len(r)+100; n++ {
		y.apply(p, q)
		step := rz / dot(p, q)
		for i := range x {
			x[i] += float64(step * p[i])
			r[i] -= float64(step * q[i])
		}
		y.precondition(r, z)
		last := rz
		rz = dot(r, z)
		for i := range p {
			p[i] = z[i] + float64(rz/last*p[i])
		}
	}
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}
