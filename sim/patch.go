package sim

import (
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A Patch is one piece of marrow: a lattice with its tissue, standing for a share of
// the body.
type Patch struct {
	part      Part
	number    int    // in the body, from 0
	seed      uint64 // of its own draws
	table     *lineage.Table
	tissue    *tissue.Tissue
	lattice   *lattice
	tiles     [layouts][][]tile
	blocks    blocks
	reservoir *reservoir
	quantiles *quantiles
	crew      *crew
	workers   []*worker
	search    *search

	keys    tickKeys // of the running tick
	color   []tile   // being worked through
	stuck   []stuckCell
	choices []choice

	// What the crew is given to do, made once: a closure for each job would be garbage.
	sweep     func(worker, tile int)
	count     func(k *worker, from, to int)
	countPart func(worker, part int)

	organ      *lineage.Organ // nil: marrow
	open       float64        // share of the niches that is open; 1 in marrow
	reference  float64        // scale in a body of the size of the table
	scale      float64        // cells of the body per cell of the patch
	bodyCells  float64        // its share of the marrow cells of a healthy body
	occupancy  float64        // share of free sites that holds a cell in health
	grown      float64        // by how much the scale has grown since the patch was made, times
	remodeling remodeling
	stemWeight float64 // real stem cells that a displayed one stands for
	wallShare  float64 // exit sites per free site
	slowRate   uint    // of the attempt planes [1/64]
	fastRate   uint
	firstDigit int                   // lowest binary digit of the two rates
	calmRenews bool                  // a calm row renews itself
	calmLeaves uint64                // all ones if a calm row may leave
	paces      [2 << phaseShift]pace // by kind, and by kind on a niche site
	steps      [8]int                // from a site to the one in each direction

	rates      []rate
	packetSize []float64 // by row
	leaking    []float64 // by row: rate at which cells leak into the blood [1/d]
	strikes    []strike  // by row
	striking   bool      // one of them is not nil
	demand     demand
	ledger     []account // by row
	seen       []leavers // by row
	found      survey    // by the last look
	burden     burden    // at the last look
	marking    bool      // some cell has a mark, or had
	marked     tally     // at the last look, while marking
	owed       seatState
	settlers   []settler
	stemSites  []int32 // niche sites that show the reservoir
	totals     Totals
	vessels    vasculature
	witness    *witness // nil: nobody tells the cells apart
}

// newPatch returns patch n of a body, without cells.
func newPatch(c *Config, n int, at Part, s *reservoir, crew *crew) *Patch {
	p := &Patch{
		part: at, number: n, seed: seedOf(c.Seed, n), table: c.Table, tissue: at.Tissue, lattice: newLattice(at.Tissue), reservoir: s, crew: crew,
		organ: organOf(c.Table, at.Name), open: 1, quantiles: newQuantiles(), search: newSearch(),
		rates: make([]rate, len(c.Table.Rows)), packetSize: make([]float64, len(c.Table.Rows)),
		leaking: make([]float64, len(c.Table.Rows)), strikes: make([]strike, len(c.Table.Rows)),
		ledger: make([]account, len(c.Table.Rows)), seen: make([]leavers, len(c.Table.Rows)),
		vessels: vasculature{outflow: 1},
	}
	for i := range p.tiles {
		p.tiles[i] = p.lattice.tiles(i)
	}
	p.setScale(at.occupancy())
	p.blocks = newBlocks(p.lattice, p.renewingDensity())
	p.demand = p.newDemand()
	p.found = newSurvey(len(p.demand.pool), p.blocks.count())
	for range crew.size {
		p.workers = append(p.workers, newWorker(p))
	}
	p.setMotion()
	p.settlers = newSettlers(c)
	if p.organ != nil {
		p.open = 0
	}
	kernel := kernelOf(c.Kernel)
	p.sweep = func(w, i int) { p.workers[w].sweep(p.color[i], kernel) }
	p.countPart = func(w, i int) {
		p.count(p.workers[w], i*partWords, min((i+1)*partWords, len(p.lattice.full)))
	}
	return p
}

func (p *Patch) freeSites() int { return p.lattice.sites() - population(p.lattice.blocked) }

// setScale fixes what the patch stands for: its share of all healthy marrow cells, spread
// over its free sites at the wanted occupancy.
func (p *Patch) setScale(occupancy float64) {
	p.bodyCells, p.occupancy, p.grown = 0, occupancy, 1
	for k, row := range p.table.Rows {
		if k != 0 && lineage.Kind(k) != p.table.Reservoir.Stage {
			p.bodyCells += row.Count
		}
	}
	free := float64(p.freeSites())
	p.bodyCells = float64(p.bodyCells * p.part.Share)
	p.reference = p.bodyCells / float64(occupancy*free)
	p.scale = p.reference
	p.wallShare = max(float64(p.lattice.exits.len())/free, 1/free)
	if shown := p.stemCellsShown(); shown > 0 {
		p.stemWeight = p.healthy(p.table.Reservoir.Count) / float64(shown)
	}
}

// healthy is the number of cells of the patch, of so many of the healthy body, as far as
// its niches are open.
func (p *Patch) healthy(cells float64) float64 { return float64(p.atMost(cells) * p.open) }

// atMost is the number of cells of the patch when all its niches are open.
func (p *Patch) atMost(cells float64) float64 { return float64(cells*p.part.Share) / p.reference }

// stemCellsShown is the number of stem cells on niche sites. Organs show none: what settles
// there renews itself.
func (p *Patch) stemCellsShown() int {
	r := p.table.Reservoir
	if r.Stage == 0 || p.organ != nil {
		return 0
	}
	return max(1, int(float64(r.Shown*float64(p.freeSites()))+0.5))
}

// renewingDensity is the least healthy number of cells per free site among the
// renewing rows; without one, neighborhoods don't matter.
func (p *Patch) renewingDensity() float64 {
	density := 1.0
	for _, row := range p.table.Rows {
		if row.End == lineage.Renew && row.Disease == 0 {
			density = min(density, p.healthy(row.Count)/float64(p.freeSites()))
		}
	}
	return density
}

// living is the number of cells by the ledger.
func (p *Patch) living() (n int64) {
	for k := range p.ledger {
		n += p.ledger[k].present
	}
	return n
}

// settle adds what the workers counted in this tick to the books.
func (p *Patch) settle() {
	for _, k := range p.workers {
		for row := range p.ledger {
			p.ledger[row].add(&k.delta[row])
			p.seen[row].pressed += k.pressed[row]
		}
		p.totals.add(&k.totals)
		k.totals = Totals{}
	}
	p.totals.CellTicks += uint64(p.living())
	p.witness.settle()
}

// arrive adds the cells and fragments that entered the blood in this tick, of the
// whole body, to arrivals.
func (p *Patch) arrive(arrivals []float64) {
	for i := range arrivals {
		cells := int64(0)
		for _, k := range p.workers {
			cells += k.pools[i]
		}
		arrivals[i] += float64(float64(cells) * p.scale)
	}
	for row := 1; row < len(p.packetSize); row++ {
		pool := p.table.Rows[row].Pool
		if pool < 0 {
			continue
		}
		packets := int64(0)
		for _, k := range p.workers {
			packets += k.packets[row]
		}
		shed := float64(float64(packets) * p.packetSize[row])
		leaked := float64(float64(p.ledger[row].present)*p.leaking[row]) / TicksPerDay
		arrivals[pool] += float64((shed + leaked) * p.scale)
	}
}
