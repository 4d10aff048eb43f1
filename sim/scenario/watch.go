package scenario

import "marrow/sim"

// leastMemory is what a machine is taken to have that does not say [bytes].
const leastMemory = 2 << 30

// Watch has single cells told apart, for people who ask about them, if that takes less than a
// quarter of the memory that there is [bytes].
func (s *Setup) Watch(memory int64) {
	s.Witness = sim.WitnessBytes(s.Spec()) < max(memory, leastMemory)/4
}
