package sim

import "testing"

// What the cells of a part are told to have done in a tick leads from what was there to what
// is there: nobody is in two places, comes from nowhere, or is lost.
func TestStepsLeadFromTickToTick(t *testing.T) {
	study(t)
	w := inspected(t)
	s := w.Tissue().Spec
	part := func() []Listed { return w.Roster(8, 4, s.Width-20, s.Height-9, 0) }
	seen := map[StepAct]int{}
	before := part()
	for range 300 {
		w.Tick()
		now := part()
		at := map[uint64][2]int{}
		stage := map[uint64]int{}
		for _, c := range before {
			at[c.ID], stage[c.ID] = [2]int{c.X, c.Y}, c.Stage
		}
		for _, step := range w.Steps(before, now, 0) {
			seen[step.Act]++
			follow(t, at, stage, step)
		}
		for _, c := range now {
			if at[c.ID] != [2]int{c.X, c.Y} || stage[c.ID] != c.Stage {
				t.Fatalf("cell %d is at %d,%d, stage %d; the steps lead to %v, stage %d", c.ID, c.X, c.Y, c.Stage, at[c.ID], stage[c.ID])
			}
			delete(at, c.ID)
		}
		for id, to := range at { // those that moved out of the part
			if x, y := to[0], to[1]; x >= 8 && x < s.Width-12 && y >= 4 && y < s.Height-5 {
				t.Fatalf("cell %d should be at %v", id, to)
			}
		}
		before = now
	}
	for act := StepMoved; act <= StepEntered; act++ {
		if seen[act] == 0 {
			t.Errorf("no step of kind %d in 300 ticks: %v", act, seen)
		}
	}
}

// follow takes a step, which must begin where its cell is.
func follow(t *testing.T, at map[uint64][2]int, stage map[uint64]int, s Step) {
	t.Helper()
	old, known := at[s.ID]
	newcomer := s.Act == StepDivided || s.Act == StepEntered
	if known == newcomer || known && s.Act != StepMatured && old != s.From {
		t.Fatalf("%+v of a cell at %v (known: %v)", s, old, known)
	}
	switch s.Act {
	case StepLeft, StepDied:
		delete(at, s.ID)
	default:
		at[s.ID], stage[s.ID] = s.To, s.Stage
	}
}
