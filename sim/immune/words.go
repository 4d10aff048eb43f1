package immune

import "math"

// Words appends the state, the same number of words always.
func (s *System) Words(to []uint64) []uint64 {
	s.visit(func(x *float64) { to = append(to, math.Float64bits(*x)) })
	for i := range s.clones {
		c := &s.clones[i]
		to = append(to, uint64(c.receptor)|flag(c.used, 32)|flag(c.founder, 33))
		c.visit(func(x *float64) { to = append(to, math.Float64bits(*x)) })
	}
	return to
}

func flag(on bool, bit int) uint64 {
	if on {
		return 1 << bit
	}
	return 0
}

// SetWords takes back what Words returned, and says whether it makes sense.
func (s *System) SetWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < len(s.Words(nil)) {
		return nil, false
	}
	ok = true
	next := func(x *float64) {
		*x = math.Float64frombits(from[0])
		from, ok = from[1:], ok && *x >= 0 && *x < 1e18
	}
	s.visit(next)
	for i := range s.clones {
		c := &s.clones[i]
		head := from[0]
		from, ok = from[1:], ok && head < 1<<34
		c.receptor, c.used, c.founder = uint32(head), head>>32&1 == 1, head>>33&1 == 1
		c.visit(next)
	}
	if s.healthyT = s.spec.Thymus.Naive; s.aged > 0 && s.aged <= oldest {
		s.healthyT = NaiveAt(&s.spec.Thymus, s.aged)
	}
	return from, ok && s.aged <= oldest
}

// oldest is more years than anybody lives.
const oldest = 300

func (s *System) visit(f func(*float64)) {
	for i := range s.antigens {
		s.antigens[i].visit(f)
	}
	for _, x := range []*float64{&s.naiveB, &s.aged, &s.naiveT, &s.memoryT, &s.background, &s.residents, &s.room, &s.homed} {
		f(x)
	}
}
