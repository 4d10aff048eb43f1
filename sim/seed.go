package sim

import (
	"cmp"
	"slices"

	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// populate places the cells of the healthy steady state: stem cells on niche sites, all
// others on random free sites, each somewhere in its stay.
func (p *Patch) populate(progress func(step string, done float64)) {
	p.setRatesOfHealth()
	p.placeStemCells(p.seed)
	p.markNiches(p.seed)
	p.placeOthers(p.seed, progress)
	for k := range p.ledger {
		p.ledger[k].present = p.ledger[k].seeded
	}
}

// setRatesOfHealth makes phases that can be drawn before the first look.
func (p *Patch) setRatesOfHealth() {
	p.demand.factors = make([]float64, len(p.table.Effects))
	for i, e := range p.table.Effects {
		if !e.Act.Hazard() {
			p.demand.factors[i] = 1
		}
	}
	for i := range p.demand.pool {
		p.demand.pool[i].fullness = 1
	}
	p.setRates()
}

// placeStemCells puts the displayed stem cells at sinusoids and, for the remaining
// share, at other niches away from them.
func (p *Patch) placeStemCells(seed uint64) {
	n := p.stemCellsShown()
	random := stream(seed, purposeStemSites)
	near := int(float64(p.table.Reservoir.Perisinusoidal*float64(n)) + 0.5)
	for stem := range n {
		wanted := p.isNicheElsewhere
		if stem < near {
			wanted = p.lattice.isWall
		}
		i := p.freeSite(random.Intn, wanted)
		setBit(p.lattice.niche, i)
		p.stemSites = append(p.stemSites, int32(i))
		p.seedCell(i, p.table.Reservoir.Stage, random.Uint64())
	}
}

// freeSite draws a vacant site of the wanted sort, or of any sort if there seems to be
// none. The sorts that are asked for are a percent of all sites and more, in most
// tissues.
func (p *Patch) freeSite(draw func(n int) int, wanted func(i int) bool) int {
	const tries = 20000
	any := -1
	for try := 0; try < tries || any < 0; try++ {
		i := draw(p.lattice.sites())
		if bit(p.lattice.full, i) {
			continue
		}
		if wanted(i) {
			return i
		}
		any = i
	}
	return any
}

// isNicheElsewhere says whether free site i is a niche, and two sites away from any
// sinusoid.
func (p *Patch) isNicheElsewhere(i int) bool {
	l := p.lattice
	return !l.isWall(i) && !l.besideWall(i) && p.tissue.Niche(l.inTissue(p.tissue, i)) != tissue.NoNiche
}

// markNiches chooses about one perisinusoidal site per renewing cell as a niche.
func (p *Patch) markNiches(seed uint64) {
	wanted := 0.0
	for i := range p.demand.pool {
		wanted += p.atMost(p.table.Rows[p.demand.pool[i].row].Count)
	}
	share := chanceOf(wanted / max(1, float64(p.lattice.exits.len())))
	key := purposeNiche.key(seed)
	l := p.lattice
	for w := range l.full {
		for x := l.walls(w); x != 0; x &= x - 1 {
			if i := w<<6 + lowest(x); share.hit(mix(key + uint64(i)*golden)) {
				setBit(l.niche, i)
			}
		}
	}
}

// placeOthers draws a cell or none for each vacant site, one site after the other,
// such that each row gets exactly its healthy number.
func (p *Patch) placeOthers(seed uint64, progress func(step string, done float64)) {
	l := p.lattice
	wanted, cells := p.healthyCounts(seed)
	random := stream(seed, purposeSeeding)
	vacant := uint64(l.sites() - population(l.full))
	order := commonFirst(wanted)
	for w := range l.full {
		if progress != nil && w%progressWords == 0 {
			progress("placing cells", float64(w)/float64(len(l.full)))
		}
		for x := ^l.full[w]; x != 0; x &= x - 1 {
			at := int64(random.Uint64n(vacant))
			vacant--
			if at >= cells {
				continue
			}
			cells--
			n := 0
			for ; at >= wanted[order[n]]; n++ {
				at -= wanted[order[n]]
			}
			wanted[order[n]]--
			p.seedCell(w<<6+lowest(x), order[n], random.Uint64())
		}
	}
}

// progressWords is the number of words of cells that are placed between two reports.
const progressWords = 1 << 17

// commonFirst orders the rows by their numbers, so that the first few hold most cells.
func commonFirst(wanted []int64) []lineage.Kind {
	order := make([]lineage.Kind, len(wanted))
	for k := range order {
		order[k] = lineage.Kind(k)
	}
	slices.SortStableFunc(order, func(a, b lineage.Kind) int { return cmp.Compare(wanted[b], wanted[a]) })
	return order
}

// healthyCounts is the number of cells of each row, with broken numbers rounded up
// or down by a draw. Cells that wait for an exit are taken off those that mature
// toward it.
func (p *Patch) healthyCounts(seed uint64) (wanted []int64, sum int64) {
	random := stream(seed, purposeCounts)
	wanted = make([]int64, len(p.table.Rows))
	limit := int64(p.freeSites() - p.stemCellsShown())
	for k := 1; k < len(wanted); k++ {
		if lineage.Kind(k) == p.table.Reservoir.Stage {
			continue
		}
		x := p.healthy(p.healthyCount(lineage.Kind(k)))
		n := int64(x)
		if chanceOf(x - float64(n)).hit(random.Uint64()) {
			n++
		}
		wanted[k] = max(0, min(n, limit-sum))
		sum += wanted[k]
	}
	return wanted, sum
}

func (p *Patch) healthyCount(k lineage.Kind) float64 {
	row := &p.table.Rows[k]
	for i := range p.demand.access {
		a := &p.demand.access[i]
		switch {
		case a.row == k && row.Stay == 0:
			return float64(row.Flow * a.search())
		case a.row == row.SearchOf && row.SearchOf != 0:
			return max(row.Count-float64(row.Flow*a.search()), 0)
		}
	}
	return row.Count
}

// seedCell puts a cell into free site i: in any of its phases with equal chances and
// anywhere within it, since the exponential has no memory.
func (p *Patch) seedCell(i int, kind lineage.Kind, u uint64) {
	r := &p.rates[kind]
	k := p.workers[0]
	k.now8 = 0
	phases := 1 + int(draw(u, 1)>>32*uint64(max(1, r.phases))>>32)
	p.lattice.state[i] = uint32(p.reservoir.show(0, draw(u, 2)).become(kind, 0))
	setBit(p.lattice.full, i)
	p.lattice.setGait(i, r.gait)
	k.arm(i, phases, r, draw(u, 3))
	p.ledger[kind].seeded++
}
