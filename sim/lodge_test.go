package sim

import "testing"

// A patch that lost its last progenitor fills again from the rest of the body, as long as the
// body has the stem cells for it; one of a body without stem cells stays empty.
func TestEmptiedPatchIsReseeded(t *testing.T) {
	for _, tt := range []struct {
		name string
		stem chance // share of the body's stem cells that is left
		back bool
	}{{"stem cells", certain, true}, {"no stem cells", 0, false}} {
		table := builtin(t, "human")
		w := newTestWorld(t, Config{Table: table, Tissue: poresTissue(96, 96, 1, 16), Seed: 5, Threads: 1})
		p := w.patches[0]
		w.reservoir.cull(tt.stem, 1)
		p.operate(func(k *worker, i int) {
			if kind := cell(p.lattice.state[i]).kind(); table.Stages[table.Rows[kind].Stage].CD34 {
				k.delta[kind].removed++
				p.lattice.remove(i)
			}
		})
		days(w, 15)
		renewing := p.demand.pool[0].row
		if got := p.ledger[renewing].present; got > 0 != tt.back {
			t.Errorf("%s: %d progenitors after fifteen days", tt.name, got)
		}
		if err := w.CheckLedger(); err != nil {
			t.Error(err)
		}
	}
}
