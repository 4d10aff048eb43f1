package sim

import "marrow/sim/lineage"

// A Sojourn is the stay of one cell in a compartment of the blood. Blood is not simulated
// cell by cell: this is how long such a cell stays, drawn for this one.
type Sojourn struct {
	Pool     string
	Column   string // the blood count that it is part of
	From, To uint64 // ticks; To is 0 if nobody knows
}

// chainSteps is the shape of the stay in a chain of blood pools.
const chainSteps = 6

// afterlife follows a cell that left through the blood. What it draws depends on the seed
// and on its number alone, and no run reads it.
func (w *World) afterlife(l *Life) (stays []Sojourn) {
	key := mix(purposeAfterlife.key(w.config.Seed) + l.ID*golden)
	from := uint64(l.Ended)
	for n := w.table.Rows[cell(l.last).kind()].Pool; n >= 0 && len(stays) < len(w.table.Pools); {
		pool := &w.table.Pools[n]
		s := Sojourn{Pool: pool.Name, Column: pool.Column, From: from}
		days := lifetime(pool, mix(key+uint64(len(stays))))
		if days == 0 {
			return append(stays, s)
		}
		s.To = from + max(1, uint64(days*TicksPerDay))
		stays, from, n = append(stays, s), s.To, -1
		if pool.Form == lineage.Chain {
			n = pool.Next
		}
	}
	return stays
}

// lifetime draws how long a cell stays in a pool [d], by random bits u; 0 is not known.
func lifetime(p *lineage.Pool, u uint64) float64 {
	above := (float64(u>>11) + 0.5) / (1 << 53)
	switch p.Form {
	case lineage.Decay:
		return p.Life * erlangQuantile(1, above)
	case lineage.Ring:
		return p.Life
	case lineage.Chain:
		return p.Life / chainSteps * erlangQuantile(chainSteps, above)
	}
	return 0
}
