package sim

import (
	"cmp"
	"slices"
)

// settle numbers the cells that were born in the part of a tick that is over, and writes
// down those that ended.
func (w *witness) settle() {
	if w == nil {
		return
	}
	w.number()
	for _, k := range w.patch.workers {
		for _, s := range k.notes.ended {
			w.bury(w.life(s))
			w.free = append(w.free, s)
		}
		k.notes.ended = k.notes.ended[:0]
	}
}

// number gives numbers to the newborn, in the order of the tiles and in each in that of
// their births: a mother comes before her daughters.
func (w *witness) number() {
	w.newborn = w.newborn[:0]
	for _, k := range w.patch.workers {
		w.newborn = append(w.newborn, k.notes.births...)
		k.notes.births = k.notes.births[:0]
	}
	slices.SortStableFunc(w.newborn, func(a, b birth) int { return cmp.Compare(a.tile, b.tile) })
	for _, b := range w.newborn {
		w.last++
		l := w.life(b.slot)
		l.ID = w.last
		if b.mother != 0 {
			m := w.life(b.mother)
			l.Mother, l.sibling, m.child = m.ID, m.child, l.ID
			w.births++
		}
		*w.page(l.ID) = *l
	}
}

// page is where the log keeps a number.
func (w *witness) page(id uint64) *Life { return &w.past[id%uint64(len(w.past))] }

// bury writes an ended life down.
func (w *witness) bury(l *Life) {
	w.fates[l.Fate]++
	if p := w.page(l.ID); p.ID == l.ID {
		*p = *l
		return
	}
	w.keepLate(*l)
}

// keepLate keeps a long life whose birth is forgotten.
func (w *witness) keepLate(l Life) {
	if len(w.late) < keptLate {
		w.late = append(w.late, l)
	} else {
		w.late[w.lates%keptLate] = l
	}
	w.lates++
}

// find is the life of a number, nil if it is not known any more or was never given.
func (w *witness) find(id uint64) *Life {
	if id == 0 || id > w.last {
		return nil
	}
	if l := w.logged(id); l != nil {
		return l
	}
	return w.findOld(id)
}

// logged is the life of a number of the log; nil if it was forgotten.
func (w *witness) logged(id uint64) *Life {
	p := w.page(id)
	switch {
	case p.ID != id:
		return nil
	case p.Fate == Living:
		return w.life(p.slot)
	}
	return p
}

// findOld looks for a cell among those that live and those that lived long.
func (w *witness) findOld(id uint64) *Life {
	for i := range w.late {
		if w.late[i].ID == id {
			return &w.late[i]
		}
	}
	for s := uint32(1); s < w.slots; s++ {
		if l := w.life(s); l.ID == id && l.Fate == Living {
			return l
		}
	}
	return nil
}

// siteOf finds the cell of a slot, -1 if it is nowhere. It is near the site hint in most
// cases; a negative hint is none.
func (w *witness) siteOf(slot uint32, hint int) int {
	l := w.patch.lattice
	if hint >= 0 {
		for z := -nearby; z <= nearby; z++ {
			for y := -nearby; y <= nearby; y++ {
				from := hint + (z*l.ny+y)*l.nx - nearby
				if from < 0 || from+2*nearby >= len(l.who) {
					continue
				}
				if n := slices.Index(l.who[from:from+2*nearby+1], slot); n >= 0 {
					return from + n
				}
			}
		}
	}
	return slices.Index(l.who, slot)
}

// nearby is how far around a cell's last site it is looked for first.
const nearby = 4
