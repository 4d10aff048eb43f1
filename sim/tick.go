package sim

import "slices"

// Tick advances the world by one tick. It never fails: what can fail is checked by
// New and Apply. These are its passes, in order.
func (w *World) Tick() {
	for _, p := range w.patches {
		p.witness.begin(w.tick)
	}
	w.runOrders()
	w.body.Step(w.tick)
	w.startDay()
	w.bringHome()
	w.lookAtDemand()
	w.cullReservoir()
	for _, p := range w.patches {
		p.runCells(w.config.Seed, w.tick)
		p.runSearches()
		p.dealChoices()
		p.settle()
	}
	w.runBlood()
	w.tick++
}

// startDay lets the body's reservoir live once a day, and compares the ledger with a
// fresh count.
func (w *World) startDay() {
	if w.tick%TicksPerDay != 0 {
		return
	}
	w.reservoir.live(w.config.Seed, w.tick/TicksPerDay)
	w.growVessels()
	for _, p := range w.patches {
		p.lodge(w.config.Seed, w.tick, w.body.Lymphocytes())
	}
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
		p.look(w.body)
		if p.marking {
			p.marked = p.countMarks()
		}
	}
}

// runCells works through all sites, tile by tile, color by color.
func (p *Patch) runCells(seed, tick uint64) {
	p.witness.settle()
	p.keys = newTickKeys(seed, tick)
	for _, k := range p.workers {
		k.begin(tick, &p.keys)
	}
	p.strike()
	for _, p.color = range p.tiles[p.keys.tick%layouts] {
		p.crew.each(len(p.color), p.sweep)
	}
	p.witness.settle()
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
	w.body.Circulate(w.arrivals, w.patches[0].demand.factors)
}
