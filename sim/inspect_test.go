package sim

import (
	"math"
	"slices"
	"testing"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

func inspected(t *testing.T) *World {
	t.Helper()
	s := witnessShapes()[0]
	w := s.witnessed(t, s.place(t), "", 1)
	s.run(t, w)
	return w
}

// Looking at every site, cell and family changes nothing, and what is told of a cell is
// what the lattice and its number say.
func TestInspect(t *testing.T) {
	study(t)
	w := inspected(t)
	before := saveWorld(t, w)
	p := w.patches[0]
	for y := range w.Tissue().Spec.Height {
		for x := range w.Tissue().Spec.Width {
			s, ok := w.Site(x, y, 0)
			i := p.lattice.siteAt(x, y, 0)
			if !ok || (s.Cell != nil) != (p.lattice.state[i] != 0) || s.X != x || s.Y != y {
				t.Fatalf("site %d,%d: %+v", x, y, s)
			}
			if s.Cell == nil {
				continue
			}
			checkChances(t, s)
			again, ok := w.Cell(s.Cell.ID, &[3]int{x + 2, y - 1, 0})
			if !ok || again.X != x || again.Y != y || again.Cell.Kind != s.Cell.Kind {
				t.Fatalf("cell %d at %d,%d is found at %d,%d", s.Cell.ID, x, y, again.X, again.Y)
			}
			if _, _, ok := w.Kin(s.Cell.ID, 20); !ok {
				t.Fatalf("cell %d has no family", s.Cell.ID)
			}
		}
	}
	if _, ok := w.Site(0, -1, 0); ok {
		t.Error("there is a site beyond the edge")
	}
	if _, ok := w.Cell(1<<40, nil); ok {
		t.Error("a number that was never given is known")
	}
	if !slices.Equal(saveWorld(t, w), before) {
		t.Error("looking changed the world")
	}
}

// checkChances checks that chances are chances.
func checkChances(t *testing.T, s Sight) {
	t.Helper()
	c := s.Cell.Why.Chances
	sum := 0.0
	for _, x := range []float64{c.Die, c.Divide, c.Mature, c.Leave, c.Replace, c.Move} {
		if !(x >= 0 && x <= 1) {
			t.Fatalf("chances %+v of %+v", c, s.Cell)
		}
		sum += x
	}
	if sum > 1+1e-9 {
		t.Fatalf("chances %+v of %+v add up to %v", c, s.Cell, sum)
	}
	if way := s.Cell.Way; len(way) == 0 || way[len(way)-1].ID != s.Cell.ID {
		t.Fatalf("the way of %+v", s.Cell)
	}
}

// The chances of the next tick are those that come true: over many cells and ticks as many
// die, divide, mature, leave and are replaced as was said.
func TestChancesComeTrue(t *testing.T) {
	study(t)
	s := shape{"iliac-crest", "human", 256, 192, 1, 1, 0, nil, nil}
	w := s.witnessed(t, s.place(t), "", 2)
	for range 100 {
		w.Tick()
	}
	var said Chances
	before := w.patches[0].witness.fates
	totals := w.Totals()
	out := func() (n int64) {
		for _, a := range w.patches[0].ledger {
			n += a.maturedOut
		}
		return n
	}
	matured := out()
	for range 150 {
		p := w.patches[0]
		for i := range p.lattice.cellsIn(0, len(p.lattice.full)) {
			c := p.why(i, w.tick).Chances
			said.Die += c.Die
			said.Divide += c.Divide
			said.Mature += c.Mature
			said.Leave += c.Leave
			said.Replace += c.Replace
			said.Move += c.Move
		}
		w.Tick()
	}
	now := w.Totals()
	fates := w.patches[0].witness.fates
	left := float64(fates[Left] - before[Left])
	for _, x := range []struct {
		name      string
		said, was float64
		share     float64 // that may be otherwise, as others push and take sites
	}{
		{"die", said.Die, float64(now.Died - totals.Died), 0.05},
		{"divide", said.Divide, float64(now.Divisions - totals.Divisions), 0.05},
		{"mature", said.Mature, float64(out() - matured), 0.05},
		{"leave", said.Leave, left, 0.1},
		{"replaced", said.Replace, float64(fates[Withdrawn] - before[Withdrawn]), 0.1},
		{"move", said.Move, float64(now.Moves + now.Swaps - totals.Moves - totals.Swaps), 0.25},
	} {
		if scatter := 4 * math.Sqrt(x.said+1); math.Abs(x.said-x.was) > float64(x.share*x.said)+scatter {
			t.Errorf("%s: %.0f were said to, %.0f did", x.name, x.said, x.was)
		}
	}
}

// A cell that left goes on in the blood: it has a stay in each pool that its row enters, of
// the length that pool has in the mean, and always the same.
func TestAfterlife(t *testing.T) {
	study(t)
	w := inspected(t)
	for k := 1; k < len(w.table.Rows); k++ {
		if w.table.Rows[k].Pool < 0 || w.table.Rows[k].End != lineage.Leave {
			continue
		}
		pool := &w.table.Pools[w.table.Rows[k].Pool]
		sum, n := 0.0, 4000
		for id := range n {
			l := Life{ID: uint64(id + 1), Ended: 500, last: uint32(cell(0).become(lineage.Kind(k), 0)), Fate: Left}
			stays := w.afterlife(&l)
			if !slices.Equal(stays, w.afterlife(&l)) || stays[0].Pool != pool.Name || stays[0].From != 500 {
				t.Fatalf("row %d: %+v", k, stays)
			}
			sum += float64(stays[0].To-500) / TicksPerDay
		}
		if stay := sum / float64(n); pool.Form != lineage.Steady && math.Abs(stay-pool.Life) > 0.06*pool.Life+0.01 {
			t.Errorf("cells stay in %s for %.3f days, want %.3f", pool.Name, stay, pool.Life)
		}
	}
}

// A cell is found by its stage, the nearest and the oldest one first.
func TestFindCells(t *testing.T) {
	w := inspected(t)
	wanted := func(stage int, _ uint32) bool { return w.table.Stages[stage].Name == "myelocyte" }
	near := w.Nearest([3]int{40, 40, 0}, 5, wanted)
	for n := 1; n < len(near); n++ {
		a, b := near[n-1], near[n]
		if math.Hypot(float64(a.X-40), float64(a.Y-40)) > math.Hypot(float64(b.X-40), float64(b.Y-40)) {
			t.Errorf("%+v comes before %+v", a, b)
		}
	}
	old := w.Oldest(5, wanted)
	if len(near) == 0 || len(old) != len(near) || !slices.IsSortedFunc(old, func(a, b Hit) int { return int(a.ID) - int(b.ID) }) {
		t.Errorf("the oldest are %+v, the nearest %+v", old, near)
	}
}

// What is not a cell is told as well: each exit has its vessel, with what left through it.
func TestStructures(t *testing.T) {
	study(t)
	w := inspected(t)
	spec, vessels, fat := w.Tissue().Spec, 0, 0
	for i, c := range w.Tissue().Class {
		s, _ := w.Site(i%spec.Width, i/spec.Width, 0)
		if s.Place.Class != c {
			t.Fatalf("site %d is %d, told as %d", i, c, s.Place.Class)
		}
		if c == tissue.Sinusoid && s.Vessel.Exit > 0 {
			vessels++
			if left := w.Exits()[s.Vessel.Exit-1]; s.Vessel.Left != left || s.Vessel.Today > left || s.Vessel.Kind == "" {
				t.Fatalf("%+v, but %d left", s.Vessel, left)
			}
		}
		if c == tissue.Fat && s.Fat > 0 {
			fat++
		}
	}
	if vessels == 0 || fat == 0 {
		t.Errorf("%d sites of sinusoids with an exit, %d of fat cells", vessels, fat)
	}
}
