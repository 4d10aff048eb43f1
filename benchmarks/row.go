package benchmarks

import (
	"fmt"
	"slices"

	"marrow/sim"
	"marrow/sim/tissue"
)

// A Row is what was measured of one kernel at one size. Figures of 0 are unknown.
type Row struct {
	Kernel         string  `json:"kernel"`
	Size           string  `json:"size"` // sites, as in 512x512x1
	Species        string  `json:"species"`
	Threads        int     `json:"threads"`
	Ticks          int     `json:"ticks"` // of each repeat; those to warm up are not counted
	Repeats        int     `json:"repeats"`
	TickS          int     `json:"tick_s"`
	Cells          int     `json:"cells"`         // at the end
	Occupancy      float64 `json:"occupancy"`     // cells per free site, at the end
	UpdatesPerS    float64 `json:"updates_per_s"` // median over the repeats
	Best           float64 `json:"updates_per_s_best"`
	TickMs         float64 `json:"tick_ms"`
	CellDaysPerS   float64 `json:"cell_days_per_s"`    // living cells times simulated days per second
	ToNaive        float64 `json:"to_naive,omitempty"` // times the naive sweep with as many threads
	OfBound        float64 `json:"of_bound,omitempty"` // share of what the bandwidth of the memory allows
	BytesPerCell   float64 `json:"bytes_per_cell"`     // of the state of the lattice
	BytesPerSite   float64 `json:"bytes_per_site"`     // the same
	ProcessPerCell float64 `json:"rss_bytes_per_cell"` // by the growth of the process, tissue included
	Rates          Rates   `json:"rates"`
	Hash           string  `json:"hash"` // of the state at the end, 16 hex digits

	samples []sample
}

// Rates are events per living cell and tick.
type Rates struct {
	Clock    float64 `json:"clock"`
	Division float64 `json:"division"`
	Move     float64 `json:"move"`
	Attempt  float64 `json:"attempt"`
	Exit     float64 `json:"exit"`
	Death    float64 `json:"death"`
	Push     float64 `json:"push"` // divisions that pushed other cells aside
	Search   float64 `json:"search"`
	Failed   float64 `json:"failed"` // divisions that found no room
}

// row sums up what was measured of a contender that has ended.
func (c *contender) row(spec tissue.Spec) Row {
	r := Row{
		Kernel: c.kernel, Size: sizeText(spec), Species: spec.Species, Threads: c.threads,
		Repeats: len(c.samples), TickS: sim.TickSeconds, Cells: c.cells,
		Rates: ratesOf(c.from, c.totals), Hash: fmt.Sprintf("%016x", c.hash), samples: c.samples,
	}
	r.Ticks = c.samples[0].ticks
	speeds := figures(c.samples, sample.perSecond)
	r.UpdatesPerS, r.Best = median(speeds), slices.Max(speeds)
	r.CellDaysPerS = r.UpdatesPerS / sim.TicksPerDay
	r.TickMs = 1e-6 * median(figures(c.samples, sample.perTick))
	r.ToNaive, r.OfBound = median(figures(c.samples, sample.toNaive)), median(figures(c.samples, sample.ofBound))
	r.BytesPerSite = float64(c.stateBytes) / float64(sites(spec))
	if c.cells > 0 {
		r.Occupancy = float64(c.cells) / float64(c.freeSites)
		r.BytesPerCell = float64(c.stateBytes) / float64(c.cells)
		r.ProcessPerCell = max(0, float64(c.memory)/float64(c.cells))
	}
	return r
}

// ratesOf are the rates between two totals.
func ratesOf(from, to sim.Totals) Rates {
	updates := float64(to.CellTicks - from.CellTicks)
	rate := func(then, now uint64) float64 { return ratio(float64(now-then), updates) }
	return Rates{
		Clock:    rate(from.Clock, to.Clock),
		Division: rate(from.Divisions, to.Divisions),
		Move:     rate(from.Moves, to.Moves),
		Attempt:  rate(from.Attempts, to.Attempts),
		Exit:     rate(from.Left, to.Left),
		Death:    rate(from.Died, to.Died),
		Push:     rate(from.Pushes, to.Pushes),
		Search:   rate(from.Searches, to.Searches),
		Failed:   rate(from.Failed, to.Failed),
	}
}

func sites(s tissue.Spec) int { return s.Width * s.Height * s.Depth }

func sizeText(s tissue.Spec) string { return fmt.Sprintf("%dx%dx%d", s.Width, s.Height, s.Depth) }

// figures are one figure of all samples.
func figures(samples []sample, of func(sample) float64) (v []float64) {
	for _, s := range samples {
		v = append(v, of(s))
	}
	return v
}

// median is the middle value; of an even number the lower middle, of none 0.
func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	v = slices.Sorted(slices.Values(v))
	return v[(len(v)-1)/2]
}
