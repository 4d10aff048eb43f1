package sim

import "marrow/sim/lineage"

// lodge lets, once a day, stem cells come back to niche sites that have lost theirs, as
// many as the body has seats filled, and lymphocytes to a marrow that has lost some.
func (p *Patch) lodge(tick uint64, lymphocytes float64) {
	p.lodgeStemCells(purposeLodge.key(p.seed)+tick*golden, tick)
	days := p.table.Treatment.Return
	for k := range p.table.Rows {
		if row := &p.table.Rows[k]; days > 0 && row.End == lineage.Reside && row.Class == lineage.Lymphocyte {
			missing := float64(p.ledger[k].seeded)/p.grown - float64(p.ledger[k].present)
			p.owed[own][k] += float64(missing*min(1, lymphocytes)) / days
		}
	}
}

// lodgeStemCells shows further members of the reservoir on free niche sites.
func (p *Patch) lodgeStemCells(key, tick uint64) {
	kind := p.table.Reservoir.Stage
	shown := 0
	for _, i := range p.stemSites {
		if p.kindAt(int(i)) == kind {
			shown++
		}
	}
	wanted := int(float64(p.reservoir.fullness()*float64(len(p.stemSites))) + 0.5)
	for n := 0; n < len(p.stemSites) && shown < wanted; n++ {
		at := (n + int(key%uint64(len(p.stemSites)))) % len(p.stemSites)
		i := int(p.stemSites[at])
		if bit(p.lattice.full, i) {
			continue
		}
		u := mix(key + uint64(i)*golden)
		p.place(i, kind, p.reservoir.show(0, u), draw(u, 1), tick)
		shown++
	}
}

// reseed owes renewing progenitors to the only patch of a body, once a day, if it has none
// left. The rest of the body still has some and the blood brings one, the sooner the more stem
// cells are left; a small patch would else stay empty for good.
func (p *Patch) reseed() {
	for i := range p.demand.pool {
		kind := p.demand.pool[i].row
		row := &p.table.Rows[kind]
		if p.ledger[kind].present > 0 || row.Pool < 0 || row.Disease > 0 {
			continue
		}
		come := p.table.Homing.Elsewhere * p.reservoir.fullness()
		donor := p.reservoir.donorShare()
		p.owed[own][kind] += float64(come * (1 - donor))
		p.owed[donors][kind] += float64(come * donor)
	}
}

// kindAt is the kind of the cell of site i; 0 without one.
func (p *Patch) kindAt(i int) lineage.Kind { return cell(p.lattice.state[i]).kind() }
