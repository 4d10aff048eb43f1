package clonal

import "marrow/sim/blood"

// Density is the expected number of clones of a driver in a body of an age [y], for each unit
// of the logarithm of their variant fraction: N tau mu exp(-f/phi), phi = (exp(s t) - 1) / (2
// N tau s), for a mutation rate mu of a cell with both copies (Watson et al. 2020, who count
// copies apart). It holds for clones that are alone, and while they are a small part of all.
func Density(s *Spec, d *Driver, age, fraction float64) float64 {
	places := s.Cells * s.Cycle
	phi := (blood.Exp(d.Fitness*age) - 1) / (2 * places * d.Fitness)
	return places * d.Rate * blood.Exp(-fraction/phi)
}
