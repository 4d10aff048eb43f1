package lineage

import "math"

// columns are the blood counts that a pool may be part of.
func columns() []string {
	return []string{"rbc", "retic", "anc", "band", "meta", "mono", "eos", "baso", "lymph", "plt", "cd34"}
}

// readBlood reads the pools, without their inflow.
func (r *reader) readBlood() {
	for i := range r.file.Blood {
		f := &r.file.Blood[i]
		path := "blood." + f.Name
		r.unique("blood", f.Name, r.pools)
		p := Pool{
			Name: f.Name, Form: PoolForm(r.oneOf(path+".form", f.Form, "decay", "ring", "chain", "steady")),
			Circulating: r.numberOr(path+".circulating", f.Circulating, "", anyShare, 1),
			Next:        -1, Column: f.Column, Slowed: f.Slowed,
		}
		if p.Column != "" {
			r.oneOf(path+".column", p.Column, columns()...)
		}
		p.Life = r.life(path, f, p.Form)
		if f.Slowed && p.Form != Chain {
			r.bad(path+".slowed", "has no meaning for a pool with form: %s", f.Form)
		}
		r.table.Pools = append(r.table.Pools, p)
	}
	for i := range r.file.Blood {
		r.poolNext(i)
	}
}

// life returns the mean residence [d] of a pool.
func (r *reader) life(path string, f *poolFile, form PoolForm) float64 {
	switch {
	case form == Steady:
		r.refuse(path+".life", f.Life, "a steady pool is held at its level, leave the life out")
		r.refuse(path+".half_life", f.HalfLife, "a steady pool is held at its level, leave the life out")
		return 0
	case f.HalfLife.Given() && f.Life.Given():
		r.bad(path+".half_life", "life is given too, want one of them")
	case f.HalfLife.Given() && form != Decay:
		r.bad(path+".half_life", "has no meaning for a pool with form: %s", f.Form)
	case f.HalfLife.Given():
		return r.number(path+".half_life", f.HalfLife, "d", positive) / math.Ln2
	}
	return r.number(path+".life", f.Life, "d", positive)
}

// poolNext reads where the cells of a chain go on to: a later pool, so that a tick
// can age the pools in order.
func (r *reader) poolNext(i int) {
	f, p := &r.file.Blood[i], &r.table.Pools[i]
	path := "blood." + f.Name + ".next"
	if f.Next == "" {
		return
	}
	if p.Form != Chain {
		r.bad(path, "has no meaning for a pool with form: %s", f.Form)
	}
	p.Next = r.known(path, "pool of the blood", f.Next, r.pools)
	if p.Next >= 0 && p.Next <= i {
		r.bad(path, "%s stands before %s, want pools in the order that cells pass", f.Next, f.Name)
	}
}

// fillPools computes what flows into each pool in the steady state, and its size.
func (r *reader) fillPools() {
	pools := r.table.Pools
	fed := make([]bool, len(pools))
	for k := 1; k < len(r.table.Rows); k++ {
		row := &r.table.Rows[k]
		if row.Pool < 0 || row.End == Renew {
			continue
		}
		fed[row.Pool] = true
		pools[row.Pool].Inflow += float64(row.Flow * max(row.Packets, 1))
	}
	for i := range pools {
		r.fillPool(i, fed[i])
		if n := pools[i].Next; n >= 0 {
			fed[n] = true
			pools[n].Inflow += pools[i].Inflow
		}
	}
	r.makeUpLeaks()
}

// makeUpLeaks enlarges renewing stages that also leak into the blood: their divisions
// have to make up for it.
func (r *reader) makeUpLeaks() {
	for k := 1; k < len(r.table.Rows); k++ {
		if row := &r.table.Rows[k]; row.End == Renew && row.Pool >= 0 {
			row.Count += float64(row.Stay * r.table.Pools[row.Pool].Inflow)
			row.Flow = row.Count / row.Stay
		}
	}
}

func (r *reader) fillPool(i int, fed bool) {
	f, p := &r.file.Blood[i], &r.table.Pools[i]
	path := "blood." + f.Name
	if p.Form == Steady {
		p.Level = r.number(path+".level", f.Level, "cells", positive)
		r.refuse(path+".inflow", f.Inflow, "a steady pool is held at its level, leave the inflow out")
		if fed {
			r.bad(path, "a stage flows into it, but a steady pool is held at its level")
		}
		return
	}
	r.refuse(path+".level", f.Level, "the level follows from inflow and life, leave it out")
	switch {
	case fed:
		r.refuse(path+".inflow", f.Inflow, "the inflow follows from the stages that flow into the pool, leave it out")
	case !f.Inflow.Given() && !r.takesEarly(f.Name):
		r.bad(path, "no stage flows into it, and inflow is missing")
	case f.Inflow.Given():
		p.Inflow = r.number(path+".inflow", f.Inflow, "cells/d", notNegative)
	}
	p.Level = p.Inflow * p.Life
}

// takesEarly reports whether a pool is filled by early release alone, which is zero in
// health.
func (r *reader) takesEarly(pool string) bool {
	for i := range r.file.Effects {
		if f := &r.file.Effects[i]; f.Act == "early" && f.Pool == pool {
			return true
		}
	}
	return false
}
