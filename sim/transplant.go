package sim

import (
	"fmt"

	"marrow/sim/body"
)

// Transplant gives a graft into a vein. What homes is placed as it arrives.
func (w *World) Transplant(g body.Infusion) error { return w.body.Infuse(g) }

// TransplantBag gives back what apheresis and harvest have collected, of which the given
// share homes.
func (w *World) TransplantBag(homing float64) error {
	if w.body.Bag() == 0 {
		return fmt.Errorf("transplant: nothing has been collected; collect first, by apheresis or harvest")
	}
	if err := w.body.Infuse(body.Infusion{Cells: w.body.Bag(), Homing: homing}); err != nil {
		return err
	}
	w.body.Unbag()
	return nil
}

// Apheresis clears so many liters of blood of CD34+ cells in so many ticks: the volume
// that passes the machine times its efficiency. They go into the bag.
func (w *World) Apheresis(liters float64, ticks uint64) error { return w.body.Apheresis(liters, ticks) }

// Graft puts so many sorted cells of a stage, with the donor's mark and each a clone of its
// own, on free sites at sinusoids of a patch, the first of which is 1. Long-term stem cells
// need vacant seats, as many as those shown in the patch stand for.
func (w *World) Graft(stage string, cells, patch int) error {
	p, err := w.patch(patch)
	if err != nil {
		return fmt.Errorf("graft: %w", err)
	}
	switch {
	case cells < 0:
		return fmt.Errorf("graft: %d cells, want 0 or more", cells)
	case cells > p.freeSites()-int(p.living()):
		return fmt.Errorf("graft: %d cells, but the patch has room for %d", cells, p.freeSites()-int(p.living()))
	case cells == 0:
		return nil
	}
	for _, s := range w.table.Stages {
		if s.Name != stage {
			continue
		}
		k := s.Rows[0]
		if k == w.table.Reservoir.Stage {
			w.stem[donors] += float64(float64(cells) * p.stemWeight * p.scale)
		} else {
			p.owed[donors][k] += float64(cells)
		}
		return nil
	}
	return fmt.Errorf("graft: the species %s has no stage %q", w.table.Species, stage)
}
