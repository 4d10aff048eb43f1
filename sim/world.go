package sim

import (
	"errors"
	"fmt"
	"runtime"

	"marrow/sim/blood"
	"marrow/sim/body"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// Config is what a World is made from.
type Config struct {
	Table  *lineage.Table
	Tissue *tissue.Tissue // of the only patch, or of the first one
	Seed   uint64
	// Body is the patches of a body. Without any there is one, of Tissue and Occupancy,
	// that stands for all of it.
	Body []Part
	// Shown is the name of the patch that viewers see; "" is the first. It changes nothing
	// else.
	Shown string
	// Threads is the number of threads that share a tick; 0 means all processors. It
	// changes the time a run takes and nothing else.
	Threads int
	// Occupancy is the share of free sites that holds a cell in health, in (0, 0.98];
	// 0 means that of [tissue.Occupancy].
	Occupancy float64
	// Progress, if not nil, is told how far New is: what is being done, and the share of it
	// that is done.
	Progress func(step string, done float64)
	// Kernel is one of [Kernels], or "" for the fastest. It changes the time a run takes and
	// nothing else.
	Kernel string
	// Witness has the World tell its cells apart: who is where, since when, and whose
	// daughter. It takes [WitnessBytes] and some time, and changes nothing else.
	Witness bool
}

func (c *Config) validate() error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf("sim: "+format, args...)) }
	if c.Table == nil || len(c.Table.Rows) < 2 {
		bad("no species table, or one without stages")
	} else {
		for k, row := range c.Table.Rows {
			if len(row.Next) > maxBranches {
				bad("row %d has %d ways on, want at most %d", k, len(row.Next), maxBranches)
			}
		}
	}
	if err := c.checkParts(); err != nil {
		errs = append(errs, err)
	}
	if c.Threads < 0 || c.Threads > 1024 {
		bad("%d threads, want 0 to 1024", c.Threads)
	}
	if c.Kernel != "" {
		if err := CheckKernel(c.Kernel); err != nil {
			bad("%w", err)
		}
	}
	return errors.Join(errs...)
}

// A World is the state of one run. It belongs to the goroutine that calls Tick.
type World struct {
	config    Config
	table     *lineage.Table
	tick      uint64
	patches   []*Patch
	shown     *Patch // what viewers see of them
	blood     *blood.Blood
	body      *body.Body
	reservoir *reservoir
	crew      *crew
	arrivals  []float64 // scratch: one per blood pool
	embryonic []float64 // scratch: of them, those from where embryonic red cells are made
	color     int       // of the tiles that are being worked through
	sweep     func(worker, tile int)
	finish    func(worker, patch int)
	orders    []order
	stem      [origins]float64 // stem cells of grafts that look for a seat
	sown      []float64        // by disease: cells that the next tick places
	founders  []uint32         // by disease: number of the clone that began last; 0 none
	age       age
	drivers   drivers
}

// New returns a World at tick 0, in the healthy steady state of its species. It lists
// every field of c that is out of range.
func New(c Config) (*World, error) {
	w, err := empty(c)
	if err != nil {
		return nil, err
	}
	w.beginLife()
	for _, p := range w.patches {
		p.populate(c.Progress)
		if err := p.checkLedger(); err != nil {
			return nil, err
		}
		if c.Witness {
			p.witness = newWitness(p, 0)
			p.witness.meetAll()
		}
	}
	return w, nil
}

// empty returns a World without cells.
func empty(c Config) (*World, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	if c.Threads == 0 {
		c.Threads = runtime.GOMAXPROCS(0)
	}
	if c.Kernel == "" {
		c.Kernel = fastest().name
	}
	w := &World{
		config: c, table: c.Table, blood: blood.New(c.Table, TicksPerDay),
		reservoir: newReservoir(c.Table), crew: newCrew(c.Threads),
		arrivals: make([]float64, len(c.Table.Pools)), embryonic: make([]float64, len(c.Table.Pools)),
		sown: make([]float64, len(c.Table.Diseases)), founders: make([]uint32, len(c.Table.Diseases)),
	}
	w.body = body.New(c.Table, w.blood, TicksPerDay)
	for n, l := range c.parts() {
		w.patches = append(w.patches, newPatch(&c, n, l, w.reservoir, w.crew))
	}
	w.shown = w.patches[max(0, c.partOf(c.Shown))]
	w.sweep = w.sweepTile
	w.finish = func(_, n int) { w.patches[n].finish() }
	w.body.Endow(c.Seed)
	return w, nil
}

// Close ends the World's threads. The World can still be read.
func (w *World) Close() { w.crew.close() }

// Ticks is the number of ticks done.
func (w *World) Ticks() uint64 { return w.tick }

// Day is the simulated time since the start [d].
func (w *World) Day() float64 { return float64(w.tick) / TicksPerDay }

// Kernel is the name of the kernel that the World ticks with.
func (w *World) Kernel() string { return w.config.Kernel }

// Table is the species; it must not be changed.
func (w *World) Table() *lineage.Table { return w.table }

// Tissue is the tissue of the patch that is shown; it must not be changed.
func (w *World) Tissue() *tissue.Tissue { return w.shown.tissue }

// Scale is the number of body cells that one cell of the patch that is shown stands for.
func (w *World) Scale() float64 { return w.shown.scale }

// StateBytes is the memory of the lattices and of what tells their cells apart [bytes].
func (w *World) StateBytes() (n int64) {
	for _, p := range w.patches {
		n += p.lattice.bytes()
		if p.witness != nil {
			n += WitnessBytes(p.tissue.Spec)
		}
	}
	return n
}

// FreeSites is the number of sites that can hold a cell.
func (w *World) FreeSites() (n int) {
	for _, p := range w.patches {
		n += p.freeSites()
	}
	return n
}

// Blood is the blood count of this moment.
func (w *World) Blood() blood.Count { return w.body.Count() }

// Condition is what there is to know of the body beside its blood count.
func (w *World) Condition() body.Condition { return w.body.Condition() }

// Totals are the events of all patches since the start.
func (w *World) Totals() (t Totals) {
	for _, p := range w.patches {
		t.add(&p.totals)
	}
	return t
}

// Egress is the number of cells and packets that have left the marrow since the
// start, by lineage in the order of the table.
func (w *World) Egress() []uint64 {
	out := make([]uint64, len(w.table.Lineages))
	for _, p := range w.patches {
		for i, n := range p.Egress() {
			out[i] += n
		}
	}
	return out
}

// Arrived is how many cells of the whole body entered the pools of a blood count in the last
// tick.
func (w *World) Arrived(column string) (cells float64) {
	for _, i := range w.blood.PoolsOf(column) {
		cells += w.arrivals[i]
	}
	return cells
}

// Exits is the number of cells that have left through each exit of the patch that is shown
// since the start, in the order of the tissue's exits.
func (w *World) Exits() []uint64 { return w.shown.Exits() }

// Counts is the number of cells of each stage in all patches, in the order of the table.
func (w *World) Counts() []int { return countsOf(w.patches...) }

// Marrow is what a pathologist reads off the patches.
func (w *World) Marrow() Marrow { return marrowOf(w.patches...) }

func countsOf(patches ...*Patch) []int {
	table := patches[0].table
	out := make([]int, len(table.Stages))
	for _, p := range patches {
		for k := 1; k < len(p.ledger); k++ {
			out[table.Rows[k].Stage] += int(p.ledger[k].present)
		}
	}
	return out
}

func marrowOf(patches ...*Patch) Marrow {
	m := Marrow{}
	fat, nucleated, blasts, granulocytic, erythroid := 0, 0, 0, 0, 0
	for i, n := range countsOf(patches...) {
		s := &patches[0].table.Stages[i]
		if s.Fiber {
			continue
		}
		m.Cells += n
		if !s.Nucleated {
			continue
		}
		nucleated += n
		if s.Blast {
			blasts += n
		}
		switch s.Lineage {
		case "neu", "eos", "baso":
			granulocytic += n
		case "ery":
			erythroid += n
		}
	}
	for _, p := range patches {
		fat += p.fatSites()
	}
	m.Cellularity = share(m.Cells, m.Cells+fat)
	m.ME = share(granulocytic, erythroid)
	m.Blasts = share(blasts, nucleated)
	return m
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func (p *Patch) fatSites() int {
	return int(float64(p.tissue.Stats.Share[tissue.Fat]*float64(p.tissue.Stats.Sites)) + 0.5)
}
