package sim

import (
	"slices"
	"testing"

	"marrow/sim/lineage"
)

// crowd is a slice of resting cells, full but for the sites in free, and one cell at
// site i that divides in the first tick.
func crowd(t *testing.T, width, height int, divider int, free ...int) *World {
	t.Helper()
	table := wanderers(0)
	table.Rows = append(table.Rows, lineage.Row{
		Stage: 0, Stay: 1, Phases: 1, End: lineage.Divide, Next: []lineage.Branch{{To: 1, Weight: 1}},
		Survival: 1, Pool: -1, Exit: -1,
	})
	table.Stages[0].Rows = append(table.Stages[0].Rows, 2)
	w := newTestWorld(t, Config{Table: table, Tissue: poresTissue(width, height, 1, 1<<20), Seed: 1})
	p := w.patches[0]
	empty := map[int]bool{}
	for _, i := range free {
		empty[i] = true
	}
	p.ledger[1].seeded, p.ledger[2].seeded = 0, 0
	for i := range p.lattice.state {
		if bit(p.lattice.blocked, i) {
			continue
		}
		p.lattice.remove(i)
		if !empty[i] {
			p.seedCell(i, 1, uint64(i))
			p.lattice.due[i] = 200
		}
	}
	p.lattice.remove(divider)
	p.ledger[1].seeded--
	p.seedCell(divider, 2, 5)
	p.lattice.state[divider] = uint32(cell(p.lattice.state[divider]).withPhases(1))
	p.lattice.due[divider] = 0
	for k := range p.ledger {
		p.ledger[k].add(&account{})
	}
	return w
}

// A cell divides as long as there is a vacancy anywhere near: beside it, at the end
// of a push, or beyond its tile.
func TestDivisionFindsRoom(t *testing.T) {
	study(t)
	const width, height = 128, 128
	at := func(x, y int) int { return y*width + x }
	for _, tt := range []struct {
		what string
		free int
		want func(Totals) uint64
	}{
		{"beside it", at(65, 64), func(t Totals) uint64 { return t.FreeDivisions }},
		{"five sites along a row", at(69, 64), func(t Totals) uint64 { return t.Pushes }},
		{"beyond its tile", at(64, 98), func(t Totals) uint64 { return t.Searches }},
	} {
		w := crowd(t, width, height, at(64, 64), tt.free)
		before := w.Marrow().Cells
		w.Tick()
		totals := w.Totals()
		if tt.want(totals) != 1 || totals.Divisions != 1 || totals.Failed != 0 {
			t.Errorf("vacancy %s: %+v", tt.what, totals)
		}
		if got := w.Marrow().Cells; got != before+1 {
			t.Errorf("vacancy %s: %d cells, want %d", tt.what, got, before+1)
		}
		if err := w.CheckLedger(); err != nil {
			t.Errorf("vacancy %s: %v", tt.what, err)
		}
	}
}

// Without room a cell waits, keeps its decision, and tries again after an hour.
func TestDividerWaitsForRoom(t *testing.T) {
	const width, height = 64, 64
	divider := 32*width + 32
	w := crowd(t, width, height, divider)
	w.Tick()
	c := cell(w.patches[0].lattice.state[divider])
	if w.Totals().Failed != 1 || c.kind() != 2 || c.phases() != 0 {
		t.Fatalf("after a tick without room: %+v, kind %d, phases %d", w.Totals(), c.kind(), c.phases())
	}
	w.patches[0].die(divider + 1)
	for range retryTicks {
		w.Tick()
	}
	if got := w.Totals().Divisions; got != 1 {
		t.Errorf("%d divisions after an hour with room, want 1", got)
	}
}

// A marrow packed with progenitors does not stand still: pressure drives some of them into
// the blood, so that others divide, mature and leave.
func TestPackedMarrowSpillsProgenitors(t *testing.T) {
	study(t)
	table := builtin(t, "human")
	w := newTestWorld(t, Config{Table: table, Tissue: poresTissue(64, 64, 1, 16), Seed: 3, Threads: 1})
	p := w.patches[0]
	progenitor := table.Stages[slices.IndexFunc(table.Stages, func(s lineage.Stage) bool { return s.Name == "cfu_e" })].Rows[0]
	for i := range p.lattice.state {
		if kind := cell(p.lattice.state[i]).kind(); !bit(p.lattice.blocked, i) && !p.rates[kind].anchored {
			if bit(p.lattice.full, i) {
				p.ledger[kind].seeded--
			}
			p.lattice.remove(i)
			p.seedCell(i, progenitor, uint64(i))
		}
	}
	for k := range p.ledger {
		p.ledger[k].add(&account{})
	}
	days(w, 2)
	before := w.Totals()
	days(w, 1)
	if now := w.Totals(); now.PressedOut == 0 || now.Divisions-before.Divisions < 100 {
		t.Errorf("on the third day %d divisions, %d cells pressed out", now.Divisions-before.Divisions, now.PressedOut)
	}
	if err := w.CheckLedger(); err != nil {
		t.Error(err)
	}
}

// die empties a site on behalf of a test.
func (p *Patch) die(i int) {
	k := p.workers[0]
	clear(k.delta[:])
	k.die(i, cell(p.lattice.state[i]), Failed)
	p.settle()
	clear(k.delta[:])
}

// Pushes go around anchored cells, and displayed stem cells never leave their niche.
func TestStemCellsKeepTheirNiche(t *testing.T) {
	w := newTestWorld(t, Config{Table: builtin(t, "human"), Tissue: poresTissue(128, 128, 1, 7), Seed: 2})
	p := w.patches[0]
	stem := map[int]bool{}
	for i, s := range p.lattice.state {
		if cell(s).kind() == p.table.Reservoir.Stage {
			stem[i] = true
		}
	}
	if len(stem) != p.stemCellsShown() {
		t.Fatalf("%d stem cells, want %d", len(stem), p.stemCellsShown())
	}
	for range 600 {
		w.Tick()
	}
	for i := range stem {
		if cell(p.lattice.state[i]).kind() != p.table.Reservoir.Stage {
			t.Errorf("the stem cell of site %d has left its niche", i)
		}
	}
}
