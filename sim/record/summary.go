package record

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"marrow/sim"
	"marrow/sim/immune"
)

// A Summary is summary.json: what a run came to. Kernel, version and the fields of
// speed and memory are of the last stretch of the run only, and differ from run to run;
// all others follow from the scenario.
type Summary struct {
	Scenario  string        `json:"scenario"`
	Species   string        `json:"species"`
	Seed      uint64        `json:"seed"`
	Size      string        `json:"size"` // sites, as in 512x512x1
	TickS     int           `json:"tick_s"`
	Ticks     uint64        `json:"ticks"`
	Days      float64       `json:"days"`
	Hash      string        `json:"hash"`
	Cells     int           `json:"cells"`
	Events    sim.Totals    `json:"events"` // events of cells since the start, by kind
	Ledger    []sim.Account `json:"ledger"`
	WallS     float64       `json:"wall_s"`
	TicksPerS float64       `json:"ticks_per_s"`
	Updates   float64       `json:"updates_per_s"` // living cells times ticks per second
	PeakRSS   int64         `json:"peak_rss_bytes"`
	Kernel    string        `json:"kernel"`
	Version   string        `json:"version"`

	StemWeight float64 `json:"hsc_weight"` // real stem cells that a displayed one stands for
	Scale      float64 `json:"scale"`      // body cells that a cell of the patch stands for
	Exits      []Exit  `json:"exits"`

	Patches []PatchSum     `json:"patches,omitempty"`
	Titers  []immune.Titer `json:"titers,omitempty"` // antibodies against what the body has met
}

// An Exit is a way out of the patch and the cells that took it.
type Exit struct {
	X    int    `json:"x"`
	Y    int    `json:"y"`
	Z    int    `json:"z"`
	Kind string `json:"kind"`
	Left uint64 `json:"left"`
}

// Summary sums up the run as it is now.
func (r *Run) Summary() *Summary {
	w, wall := r.world, r.wall.Seconds()
	t := w.Totals()
	first := w.Patches()[0]
	spec := first.Tissue().Spec
	s := &Summary{
		Scenario: r.setup.Scenario.Name, Species: w.Table().Species, Seed: r.setup.Scenario.Seed,
		Size: fmt.Sprintf("%dx%dx%d", spec.Width, spec.Height, spec.Depth), TickS: sim.TickSeconds,
		Ticks: w.Ticks(), Days: w.Day(), Hash: hashText(w.Hash()),
		Cells: w.Marrow().Cells, Events: t, Ledger: w.Ledger(),
		WallS: wall, PeakRSS: PeakRSS(), Kernel: w.Kernel(), Version: r.opts.Version,
		StemWeight: first.StemWeight(), Scale: first.Scale(), Exits: []Exit{}, Patches: patchSums(w), Titers: w.Titers(),
	}
	if wall > 0 {
		s.TicksPerS = float64(w.Ticks()-r.began) / wall
		s.Updates = float64(t.CellTicks-r.updates) / wall
	}
	for i, n := range first.Exits() {
		e := first.Tissue().Exits[i]
		s.Exits = append(s.Exits, Exit{e.X, e.Y, e.Z, e.Kind, n})
	}
	return s
}

// String is the one line that a terminal gets.
func (s *Summary) String() string {
	return fmt.Sprintf("%s: %s, %s sites, seed %d: day %s, %d cells, hash %s (%.0f ticks/s, %.3g cell updates/s)",
		s.Scenario, s.Species, s.Size, s.Seed,
		strconv.FormatFloat(s.Days, 'g', 6, 64), s.Cells, s.Hash, s.TicksPerS, s.Updates)
}

// writeSummary puts summary.json in place.
func (r *Run) writeSummary() error {
	return WriteWhole(r.out.fs, r.out.path(SummaryFile), func(w io.Writer) error {
		text, err := json.MarshalIndent(r.Summary(), "", "  ")
		if err != nil {
			return err
		}
		_, err = w.Write(append(text, '\n'))
		return err
	})
}
