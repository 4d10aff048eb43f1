package sim

import "slices"

// Tick advances the world by one tick. It never fails: what can fail is checked by
// New and Apply. These are its passes, in order.
func (w *World) Tick() {
	for _, p := range w.patches {
		p.witness.begin(w.tick)
	}
	w.develop()
	w.wake()
	w.runOrders()
	w.body.Step(w.tick)
	w.startDay()
	w.passYears()
	w.bringHome()
	w.settleCells()
	w.sow()
	w.lookAtDemand()
	w.cullReservoir()
	w.runCells()
	w.runBlood()
	w.tick++
}

// startDay lets the body's reservoir and its plasma cells live once a day, and compares the
// ledger with a fresh count.
func (w *World) startDay() {
	if w.tick%TicksPerDay != 0 {
		return
	}
	w.reservoir.live(w.config.Seed, w.tick/TicksPerDay)
	w.growVessels()
	for _, p := range w.patches {
		p.lodge(w.tick, w.body.Lymphocytes())
	}
	if len(w.patches) == 1 {
		w.patches[0].reseed()
	}
	w.housePlasmaCells()
	w.resorb()
	if err := w.CheckLedger(); err != nil {
		panic(err)
	}
}

// lookAtDemand renews, once an hour, what blood and neighborhoods ask of the cells.
func (w *World) lookAtDemand() {
	if w.tick%ticksPerDemand != 0 {
		return
	}
	for _, p := range w.patches {
		p.takeSurvey()
	}
	w.infiltrate()
	for _, p := range w.patches {
		p.look(w.body)
		if p.marking {
			p.marked = p.countMarks()
		}
	}
}

// runCells works through all sites, tile by tile, color by color: a color of all patches
// at once, so that small patches too keep all threads busy.
func (w *World) runCells() {
	for _, p := range w.patches {
		p.begin(w.tick)
	}
	for w.color = range tileColors {
		tiles := 0
		for _, p := range w.patches {
			p.color = p.tiles[p.keys.tick%layouts][w.color]
			tiles += len(p.color)
		}
		w.crew.each(tiles, w.sweep)
	}
	w.crew.each(len(w.patches), w.finish)
}

// sweepTile works through tile i of the running color of all patches.
func (w *World) sweepTile(worker, i int) {
	for _, p := range w.patches {
		if i < len(p.color) {
			p.sweep(worker, i)
			return
		}
		i -= len(p.color)
	}
}

// begin prepares the patch for a tick, and strikes what befalls its cells from outside.
func (p *Patch) begin(tick uint64) {
	p.witness.settle()
	p.keys = newTickKeys(p.seed, tick)
	for _, k := range p.workers {
		k.begin(tick, &p.keys)
	}
	p.strike()
}

// finish does what has an order of its own, one cell after the other, and closes the books.
func (p *Patch) finish() {
	p.witness.settle()
	p.runSearches()
	p.dealChoices()
	p.settle()
}

// runSearches helps the dividers that found no room, in site order.
func (p *Patch) runSearches() {
	p.stuck = p.stuck[:0]
	for _, k := range p.workers {
		p.stuck = append(p.stuck, k.stuck...)
	}
	slices.SortFunc(p.stuck, func(a, b stuckCell) int { return int(a.site) - int(b.site) })
	for _, c := range p.stuck {
		p.workers[0].help(p.search, c)
	}
}

// runBlood hands the cells that left to the blood and ages it.
func (w *World) runBlood() {
	clear(w.arrivals)
	for _, p := range w.patches {
		p.arrive(w.arrivals)
		if p.marking {
			p.markArrivals(w.blood)
		}
	}
	w.markHemoglobin()
	w.body.Circulate(w.arrivals, w.patches[0].demand.factors)
}
