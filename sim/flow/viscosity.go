package flow

import (
	"math"

	"marrow/sim/blood"
	"marrow/sim/tissue"
)

// wide is the diameter from which on the viscosity of blood is constant [um].
const wide = 20

// viscosity is the apparent viscosity of blood in a vessel of a diameter [um], in mPa s:
// constant in wide ones, in narrower ones the law of Pries et al. 1994 for vessels in
// living tissue.
func viscosity(diameter float64, b *tissue.Hemodynamics) float64 {
	if diameter > wide {
		return b.Wide
	}
	return float64(b.Plasma * relative(max(diameter, 4), b.Hematocrit))
}

// relative is the viscosity of blood over that of its plasma (Pries et al. 1994): at a
// hematocrit of 0.45, then by the hematocrit h. It is known from diameters of 4 um on.
func relative(d, h float64) float64 {
	at45 := float64(6*blood.Exp(-0.085*d)) + 3.2 - float64(2.44*blood.Exp(-0.06*blood.Pow(d, 0.645)))
	d4 := float64(d * d * d * d)
	wall := 1 / (1 + float64(1e-11*d4*d4*d4))
	c := float64((0.8+blood.Exp(-0.075*d))*(wall-1)) + wall
	shape := (blood.Pow(1-h, c) - 1) / (blood.Pow(0.55, c) - 1)
	layer := float64(d / (d - 1.1) * d / (d - 1.1))
	return float64((1 + float64((at45-1)*shape*layer)) * layer)
}

// conductance of a segment in health [nL/s/mmHg].
func conductance(s *tissue.Segment, b *tissue.Hemodynamics) float64 {
	const unit = 0.13332236842105263 // nL/s/mmHg per um3/(mPa s): 133.32 Pa/mmHg, 1e-3 nL/s/Pa
	d, l := float64(s.Diameter), float64(s.Length)
	d4 := float64(d * d * d * d)
	return float64(unit * math.Pi * d4 * float64(s.Number) / (128 * viscosity(d, b) * l))
}

// conductances are those of all segments under a tone.
func conductances(n *tissue.Network, tone *Tone) []float64 {
	g := make([]float64, len(n.Segments))
	for i := range n.Segments {
		g[i] = float64(conductance(&n.Segments[i], &n.Blood) * tone[n.Segments[i].Kind])
	}
	return g
}

// volume of a segment [nL].
func volume(s *tissue.Segment) float64 {
	d := float64(s.Diameter)
	return float64(1e-6 * math.Pi / 4 * d * d * float64(s.Length) * float64(s.Number))
}
