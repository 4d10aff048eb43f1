package immune

import "math"

// This file is the plasma cells of the marrow, as far as the body knows of them: which
// places they have is for the marrow to say.

// Marrow says how many plasma cells the marrow holds and how many niches are free, both as
// shares of health.
func (s *System) Marrow(residents, room float64) { s.residents, s.room = residents, room }

// Evict takes a share of the long-lived plasma cells of all clones out of their niches.
// They die.
func (s *System) Evict(share float64) {
	for i := range s.clones {
		s.clones[i].years = float64(s.clones[i].years * (1 - share))
	}
}

// Home returns the plasma cells that came to niches of the marrow since it was last called.
func (s *System) Home() (cells float64) {
	cells, s.homed = s.homed, 0
	return cells
}

// liveBackground lets the IgG of all clones that are not followed go toward what their
// plasma cells keep up: those of the marrow as far as they are there, and all others.
func (s *System) liveBackground(days float64) {
	p := &s.spec.Plasma
	if s.residents == 1 && s.background == p.HealthyG {
		return
	}
	aim := float64(p.HealthyG * (1 - float64(p.InMarrow*(1-s.residents))))
	s.background += float64((aim - s.background) * (math.Ln2 / p.HalfG) * days)
	if s.residents == 1 && s.background > 0.9999*p.HealthyG {
		s.background = p.HealthyG
	}
}
