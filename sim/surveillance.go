package sim

import (
	"slices"

	"marrow/sim/lineage"
)

// A surveillance is what T and NK cells do to a clone that they know: 1 if there are as many
// of them as in health and the clone is small. A clone that fills the marrow holds them down.
type surveillance struct {
	disease  int // 1 + index into the table's
	strength float64
}

// newSurveillance is that of the diseases of which some cells are killed.
func newSurveillance(t *lineage.Table) (all []surveillance) {
	for i := range t.Diseases {
		if slices.ContainsFunc(t.Rows, func(row lineage.Row) bool { return row.Disease == i+1 && row.Killed > 0 }) {
			all = append(all, surveillance{disease: i + 1})
		}
	}
	return all
}

// lookAtSurveillance sees, once an hour, how many T and NK cells the patch has and how far clones
// have spread through it.
func (p *Patch) lookAtSurveillance() {
	for i := range p.demand.watched {
		g := &p.demand.watched[i]
		held := p.burden.density / p.table.Diseases[g.disease-1].Hides
		g.strength = p.effectors() / (1 + float64(held*held))
	}
}

// effectors is how many T and NK cells there are in the patch, of those in health: the
// lymphocytes that came from the blood to stay, and NK cells before they leave.
func (p *Patch) effectors() float64 {
	nk := naturalKillers(p.table)
	there, healthy := 0.0, 0.0
	for k := 1; k < len(p.table.Rows); k++ {
		row := &p.table.Rows[k]
		if row.Class == lineage.Lymphocyte && (row.End == lineage.Reside || row.Stage == nk) {
			there += float64(p.ledger[k].present)
			healthy += p.atMost(row.Count)
		}
	}
	if healthy == 0 {
		return 0
	}
	return there / healthy
}

// naturalKillers is the stage that fills the pool of NK cells; -1 none.
func naturalKillers(t *lineage.Table) int {
	for _, row := range t.Rows[1:] {
		if row.End == lineage.Leave && row.Pool == t.Immunity.NK {
			return row.Stage
		}
	}
	return -1
}

// surveillance is the hazard with which T and NK cells kill cells of row k [1/d].
func (p *Patch) surveillance(act lineage.Act, k lineage.Kind) float64 {
	row := &p.table.Rows[k]
	if act != lineage.Kill || row.Killed == 0 {
		return 0
	}
	for _, g := range p.demand.watched {
		if g.disease == row.Disease {
			return float64(row.Killed * g.strength)
		}
	}
	return 0
}
