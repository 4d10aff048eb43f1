package sim

import (
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// fill places the cells of the healthy steady state: stem cells on niche sites, all
// others on random free sites, each somewhere in its stay.
func (p *Patch) fill(seed uint64) {
	p.setRatesOfHealth()
	p.placeStemCells(seed)
	p.markNiches(seed)
	p.placeOthers(seed)
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
	if n == 0 {
		return
	}
	var places [nichePlaces]int
	p.eachFree(func(i, from int) { places[p.nichePlace(i, from)]++ })
	other := elsewhere
	if places[other] == 0 {
		other = anywhere
	}
	random := stream(seed, purposeStemSites)
	near := int(float64(p.table.Reservoir.Perisinusoidal*float64(n)) + 0.5)
	var wanted [nichePlaces][]int
	wanted[atSinusoid] = choose(random, near, places[atSinusoid])
	wanted[other] = choose(random, n-near, places[other])
	var seen [nichePlaces]int
	p.eachFree(func(i, from int) {
		at := p.nichePlace(i, from)
		if w := wanted[at]; len(w) > 0 && w[0] == seen[at] {
			wanted[at] = w[1:]
			setBit(p.lattice.niche, i)
			p.stemSites = append(p.stemSites, int32(i))
			p.seedCell(i, p.table.Reservoir.Stage, random.Uint64())
		}
		seen[at]++
	})
}

// Where a stem cell may stand: at a sinusoid; at another niche, two sites away from
// one; or, in a tissue without other niches, anywhere as far away.
const (
	atSinusoid = iota
	elsewhere
	anywhere
	noPlace
	nichePlaces
)

func (p *Patch) nichePlace(i, from int) int {
	switch {
	case p.lattice.isWall(i):
		return atSinusoid
	case p.lattice.besideWall(i):
		return noPlace
	case p.tissue.Niche(from) != tissue.NoNiche:
		return elsewhere
	}
	return anywhere
}

// eachFree calls f for each free site i of the lattice with its number in the tissue.
func (p *Patch) eachFree(f func(i, from int)) {
	t, l := p.tissue, p.lattice
	for z := range t.Spec.Depth {
		for y := range t.Spec.Height {
			for x := range t.Spec.Width {
				if i := (z*l.ny+y)*l.nx + x; !bit(l.blocked, i) {
					f(i, (z*t.Spec.Height+y)*t.Spec.Width+x)
				}
			}
		}
	}
}

// markNiches chooses about one perisinusoidal site per renewing cell as a niche.
func (p *Patch) markNiches(seed uint64) {
	wanted := 0.0
	for i := range p.demand.pool {
		wanted += p.table.Rows[p.demand.pool[i].row].Count / p.scale
	}
	share := chanceOf(wanted / max(1, float64(p.lattice.exits.len())))
	key := purposeNiche.key(seed)
	for i := range p.lattice.state {
		if p.lattice.isWall(i) && share.hit(mix(key+uint64(i)*golden)) {
			setBit(p.lattice.niche, i)
		}
	}
}

// placeOthers draws a cell or none for each free site, one site after the other,
// such that each row gets exactly its healthy number.
func (p *Patch) placeOthers(seed uint64) {
	wanted, cells := p.healthyCounts(seed)
	random := stream(seed, purposeSeeding)
	sites := int64(0)
	p.eachFree(func(i, _ int) {
		if !bit(p.lattice.full, i) {
			sites++
		}
	})
	p.eachFree(func(i, _ int) {
		if bit(p.lattice.full, i) {
			return
		}
		at := int64(random.Uint64n(uint64(sites)))
		sites--
		if at >= cells {
			return
		}
		cells--
		k := 0
		for ; at >= wanted[k]; k++ {
			at -= wanted[k]
		}
		wanted[k]--
		p.seedCell(i, lineage.Kind(k), random.Uint64())
	})
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
		x := p.healthyCount(lineage.Kind(k)) / p.scale
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
	k.enter(i, p.reservoir.show(0, draw(u, 2)), kind, draw(u, 3))
	k.arm(i, phases, r, draw(u, 3))
	p.ledger[kind].seeded++
}
