package lineage

import "marrow/sim/input"

// Homing is how circulating stem and progenitor cells settle where niches are vacant. The
// zero Homing means that none does: what leaks into the blood is lost.
type Homing struct {
	// Attraction is the hazard with which they leave the blood for an empty marrow [1/d].
	Attraction float64
	// Elsewhere is how many come a day to a patch that has none left and is the only one of its
	// body, while the body has all its stem cells [1/d].
	Elsewhere float64
}

type homingFile struct {
	Attraction input.Quantity `yaml:"attraction,required"`
	Elsewhere  input.Quantity `yaml:"elsewhere,required"`
}

// readHoming reads how cells settle.
func (r *reader) readHoming() {
	if f := r.file.Homing; f != nil {
		r.table.Homing.Attraction = r.number("homing.attraction", f.Attraction, "1/d", positive)
		r.table.Homing.Elsewhere = r.number("homing.elsewhere", f.Elsewhere, "1/d", notNegative)
	}
}
