package sim

// A Step is what one cell of a part of a slice did in a tick. What did not move, or moved to
// another slice, has the same site twice; of a birth From is where the mother was.
type Step struct {
	ID       uint64
	Act      StepAct
	Stage    int
	From, To [2]int // x, y
}

// A StepAct is a kind of step.
type StepAct uint8

// The kinds of steps.
const (
	StepMoved   StepAct = iota + 1
	StepDivided         // the cell is the newborn
	StepMatured
	StepLeft // into the blood
	StepDied
	StepEntered // from outside of the part, of the slice or of the marrow
)

// Steps tells what the cells of a part of slice z did in the last tick. before is what
// [World.Roster] said of the part a tick ago, now what it says of it at this moment.
func (w *World) Steps(before, now []Listed, z int) []Step {
	were := make(map[uint64]*Listed, len(before))
	for i := range before {
		were[before[i].ID] = &before[i]
	}
	var all []Step
	there := make(map[uint64]bool, len(now))
	for i := range now {
		c := &now[i]
		there[c.ID] = true
		at := [2]int{c.X, c.Y}
		o := were[c.ID]
		if o == nil {
			all = append(all, w.appeared(c, were))
			continue
		}
		if o.X != c.X || o.Y != c.Y {
			all = append(all, Step{c.ID, StepMoved, c.Stage, [2]int{o.X, o.Y}, at})
		}
		if o.Stage != c.Stage {
			all = append(all, Step{c.ID, StepMatured, c.Stage, at, at})
		}
	}
	for i := range before {
		if !there[before[i].ID] {
			all = append(all, w.vanished(&before[i], z))
		}
	}
	return all
}

// appeared tells where a cell came from that was not there a tick ago.
func (w *World) appeared(c *Listed, were map[uint64]*Listed) Step {
	s := Step{c.ID, StepEntered, c.Stage, [2]int{c.X, c.Y}, [2]int{c.X, c.Y}}
	l := w.shown.witness.find(c.ID)
	if l == nil || c.Age > 1 {
		return s
	}
	if m := were[l.Mother]; m != nil {
		s.Act, s.From = StepDivided, [2]int{m.X, m.Y}
	}
	return s
}

// vanished tells where a cell went that was at o a tick ago.
func (w *World) vanished(o *Listed, z int) Step {
	p := w.shown
	at := [2]int{o.X, o.Y}
	s := Step{o.ID, StepDied, o.Stage, at, at}
	l := p.witness.find(o.ID)
	switch {
	case l == nil:
	case l.Fate == Living:
		s.Act = StepMoved
		if x, y, at := p.lattice.where(max(0, p.witness.siteOf(l.slot, p.lattice.siteAt(o.X, o.Y, z)))); at == z {
			s.To = [2]int{x, y}
		}
	case l.Fate == Left || l.Fate == PressedOut:
		s.Act = StepLeft
	}
	return s
}
