package sim

import (
	"slices"

	"marrow/sim/lineage"
)

// A Relative is a member of a family, alive or gone.
type Relative struct {
	ID, Parent uint64 // Parent is 0 of the oldest one
	Stage      int    // now, or at the end
	Born       uint32 // tick
	Fate       Fate
	Ended      uint32
	X, Y, Z    int // of a living one
}

// maxFamily is how many relatives are told at most.
const maxFamily = 400

// Kin returns the family of a cell: its ancestors up to depth generations, and from the
// oldest of them on everybody down to the living. Those that died without living
// descendants are left out. cut tells that more was forgotten or left out; ok is false for a
// cell that is not known.
func (w *World) Kin(id uint64, depth int) (family []Relative, cut, ok bool) {
	p := w.shown
	if p.witness == nil {
		return nil, false, false
	}
	l := p.witness.find(id)
	if l == nil {
		return nil, false, false
	}
	t := tree{witness: p.witness, ancestors: map[uint64]bool{l.ID: true}}
	for ; depth > 0 && l.Mother != 0; depth-- {
		m := p.witness.find(l.Mother)
		if m == nil {
			t.cut = true
			break
		}
		l = m
		t.ancestors[l.ID] = true
	}
	t.walk(l, 0)
	return p.relate(t.lives), t.cut || l.Mother != 0, true
}

// A tree collects a family.
type tree struct {
	witness   *witness
	ancestors map[uint64]bool // these and the one asked for are kept in any case
	lives     []*Life
	cut       bool
}

// walk adds l and those of its descendants that live or have some that do, and tells whether
// there are any.
func (t *tree) walk(l *Life, generation int) bool {
	if len(t.lives) >= maxFamily || generation > maxFamily {
		t.cut = true
		return false
	}
	at := len(t.lives)
	t.lives = append(t.lives, l)
	kept := l.Fate == Living || t.ancestors[l.ID]
	for id := l.child; id != 0; {
		c := t.witness.logged(id)
		if c == nil {
			t.cut = true
			break
		}
		kept = t.walk(c, generation+1) || kept
		id = c.sibling
	}
	if !kept {
		t.lives = slices.Delete(t.lives, at, at+1)
	}
	return kept
}

// relate describes lives, with the places of the living.
func (p *Patch) relate(lives []*Life) []Relative {
	out := make([]Relative, len(lives))
	for n, l := range lives {
		out[n] = Relative{ID: l.ID, Parent: l.Mother, Born: l.Born, Fate: l.Fate, Ended: l.Ended}
		if l.Fate != Living {
			out[n].Stage = p.table.Rows[cell(l.last).kind()].Stage
		}
	}
	if len(out) > 0 {
		out[0].Parent = 0
	}
	wanted := make([]uint64, p.witness.slots/64+1)
	bySlot := map[uint32]int{}
	for n, l := range lives {
		if l.Fate == Living {
			wanted[l.slot/64] |= 1 << (l.slot % 64)
			bySlot[l.slot] = n
		}
	}
	for i, s := range p.lattice.who {
		if wanted[s/64]>>(s%64)&1 != 0 {
			r := &out[bySlot[s]]
			r.Stage = p.table.Rows[p.kindAt(i)].Stage
			r.X, r.Y, r.Z = p.lattice.where(i)
		}
	}
	return out
}

// relatives is the number of living ones among the mother of l and her other daughters.
func (w *witness) relatives(l *Life) (n int) {
	m := w.find(l.Mother)
	if m == nil {
		return 0
	}
	if m.Fate == Living {
		n++
	}
	for id := m.child; id != 0; {
		c := w.logged(id)
		if c == nil {
			break
		}
		if c.Fate == Living && c.ID != l.ID {
			n++
		}
		id = c.sibling
	}
	return n
}

// way lists the stages of a cell of kind k and of its ancestors, from the first one on: what
// the log knows, and before that what the table says.
func (p *Patch) way(l *Life, k lineage.Kind) []Station {
	stage := func(k lineage.Kind) int { return p.table.Rows[k].Stage }
	back := []Station{{Stage: stage(k), ID: l.ID, Tick: l.Since}}
	add := func(s Station) {
		if back[len(back)-1].Stage != s.Stage {
			back = append(back, s)
		}
	}
	for range maxFamily {
		k = l.bornAs
		add(Station{Stage: stage(k), ID: l.ID, Tick: l.Born})
		m := p.witness.find(l.Mother)
		if m == nil {
			break
		}
		l = m
	}
	for range p.table.Rows {
		if k = p.before(k); k == 0 {
			break
		}
		add(Station{Stage: stage(k)})
	}
	slices.Reverse(back)
	return back
}

// before is the row from which most cells of row k come; 0 if there is none.
func (p *Patch) before(k lineage.Kind) (from lineage.Kind) {
	most := 0.0
	for r := 1; r < len(p.table.Rows); r++ {
		for _, b := range p.table.Rows[r].Next {
			if flow := p.table.Rows[r].Flow * b.Weight; b.To == k && lineage.Kind(r) != k && flow > most {
				from, most = lineage.Kind(r), flow
			}
		}
	}
	return from
}

// A Hit is a cell that was looked for.
type Hit struct {
	ID      uint64 // 0 without a witness
	Stage   int
	X, Y, Z int
}

// Nearest returns the cells nearest to a site that are wanted by their stage and clone, at
// most n of them, nearest first.
func (w *World) Nearest(at [3]int, n int, wanted func(stage int, clone uint32) bool) []Hit {
	return w.first(n, wanted, func(p *Patch, i int) float64 {
		x, y, z := p.lattice.where(i)
		dx, dy, dz := x-at[0], y-at[1], z-at[2]
		return float64(dx*dx + dy*dy + dz*dz)
	})
}

// Oldest returns the cells that were born first, in the same way.
func (w *World) Oldest(n int, wanted func(stage int, clone uint32) bool) []Hit {
	return w.first(n, wanted, func(p *Patch, i int) float64 {
		if p.witness == nil {
			return 0
		}
		return float64(p.witness.at(i).ID)
	})
}

// first returns the n wanted cells of the lowest rank.
func (w *World) first(n int, wanted func(stage int, clone uint32) bool, rank func(p *Patch, i int) float64) []Hit {
	p := w.shown
	l := p.lattice
	type place struct {
		site int
		rank float64
	}
	var best []place
	for i := range l.cellsIn(0, len(l.full)) {
		c := cell(l.state[i])
		if !wanted(p.table.Rows[c.kind()].Stage, c.clone()) {
			continue
		}
		r := rank(p, i)
		if len(best) == n && r >= best[n-1].rank {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, r, func(b place, r float64) int {
			if b.rank <= r {
				return -1
			}
			return 1
		})
		best = slices.Insert(best, at, place{i, r})
		best = best[:min(len(best), n)]
	}
	hits := make([]Hit, len(best))
	for k, b := range best {
		hits[k] = Hit{Stage: p.table.Rows[p.kindAt(b.site)].Stage}
		hits[k].X, hits[k].Y, hits[k].Z = l.where(b.site)
		if p.witness != nil {
			hits[k].ID = p.witness.at(b.site).ID
		}
	}
	return hits
}
