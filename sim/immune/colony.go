package immune

// A crowd is how many cells there are of all clones, and where those of the germinal
// centers stand.
type crowd struct {
	blasts, centers float64
	mean            [mostAntigens]float64 // distance of the cells in centers from each antigen
}

// crowd counts.
func (s *System) crowd() (all crowd) {
	var cells [mostAntigens]float64
	for i := range s.clones {
		c := &s.clones[i]
		all.blasts += c.blasts + c.recalled
		all.centers += c.center
		for n := range s.microbes {
			if d := distance(c.receptor, s.microbes[n].Antigen); c.used && d <= s.spec.Shape.Reach {
				cells[n] += c.center
				all.mean[n] += float64(c.center * float64(d))
			}
		}
	}
	for n := range cells {
		if cells[n] > 0 {
			all.mean[n] /= cells[n]
		}
	}
	return all
}

// called is what the antigens in play ask of a clone: of those within reach the one that
// it sees most, and in germinal centers the one of which most is there.
func (s *System) called(c *clone, seen *[mostAntigens]float64, all *crowd) (o call, center int) {
	r := &s.spec.Response
	center = -1
	o.room, o.space = max(0, 1-all.blasts/r.Blasts), max(0, 1-all.centers/r.Centers)
	for n := range s.microbes {
		a := &s.antigens[n]
		d := distance(c.receptor, s.microbes[n].Antigen)
		if d > s.spec.Shape.Reach {
			continue
		}
		if seen[n] > o.seen {
			o.seen, o.help = seen[n], a.t/(a.t+r.THelp)
		}
		if a.depot > o.depot {
			o.depot, o.gain, center = a.depot, all.mean[n]-float64(d), n
		}
	}
	return o, center
}

// liveClones lets so many days pass for all clones. Mutants are made first, so that none
// lives twice.
func (s *System) liveClones(seen *[mostAntigens]float64, in Inputs, days float64) {
	all := s.crowd()
	for i := range s.clones {
		c := &s.clones[i]
		if !c.used {
			continue
		}
		o, center := s.called(c, seen, &all)
		s.homed += c.live(s, o, in, days)
		if center >= 0 {
			s.mutate(c, center, o.depot, days)
		}
	}
	for i := range s.clones {
		s.forget(&s.clones[i])
	}
}

// aCell is one cell: fewer are none.
const aCell = 1.0

// mutate moves the cells of a germinal center whose receptor has improved to the clone of
// that receptor, once they are a cell a day.
func (s *System) mutate(c *clone, n int, depot, days float64) {
	moved := c.improving(&s.spec.Response, s.microbes[n].Antigen, depot, days)
	if moved < aCell*days {
		return
	}
	receptor := improved(c.receptor, s.microbes[n].Antigen, s.seed)
	to := s.find(receptor)
	if to == nil {
		s.add(clone{receptor: receptor})
		to = s.find(receptor)
	}
	if to != nil {
		c.center -= moved
		to.center += moved
	}
}

// forget gives up a clone that nothing calls and of which nothing is left. Its founder
// comes back with the antigen.
func (s *System) forget(c *clone) {
	if !c.used || c.cells() >= aCell || c.igm+c.igg > trace {
		return
	}
	for n := range s.microbes {
		if s.antigens[n].present() && distance(c.receptor, s.microbes[n].Antigen) <= s.spec.Shape.Reach {
			return
		}
	}
	*c = clone{}
}
