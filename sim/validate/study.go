package validate

import (
	"context"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

// A study is a run that measures several targets at once.
type study struct {
	name    string
	gives   []string                                                                  // names of targets
	measure func(ctx context.Context, o scenario.Options) (map[string]finding, error) // o: seed, threads, kernel
}

// settling is how long a patch runs before anything is measured: cells start at
// random places, which are less clustered than those of a grown marrow [d].
const settling = 20

// world makes a world of a built-in scenario. The events of the scenario are the
// caller's.
func world(name string, o scenario.Options) (*sim.World, *scenario.Setup, error) {
	s, c, err := configure(name, o)
	if err != nil {
		return nil, nil, err
	}
	w, err := sim.New(c)
	return w, s, err
}

// settled makes a healthy world that has lived long enough to be measured.
func settled(ctx context.Context, o scenario.Options) (*sim.World, error) {
	w, _, err := world("healthy", o)
	if err != nil {
		return nil, err
	}
	if err := run(ctx, w, nil, settling, nil); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// configure reads a built-in scenario and makes its tissue.
func configure(name string, o scenario.Options) (*scenario.Setup, sim.Config, error) {
	s, err := scenario.Load(name, o, nil)
	if err != nil {
		return nil, sim.Config{}, err
	}
	c, err := s.Config()
	return s, c, err
}

// run ticks w for a number of days with the events that are due, and calls look at
// the end of each hour.
func run(ctx context.Context, w *sim.World, events []scenario.Dated, days int, look func()) error {
	for range days * sim.TicksPerDay {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, e := range events {
			if e.Tick != w.Ticks() {
				continue
			}
			if err := w.Apply(e.Event); err != nil {
				return err
			}
		}
		w.Tick()
		if look != nil && w.Ticks()%(sim.TicksPerDay/24) == 0 {
			look()
		}
	}
	return nil
}

// stageSum adds up the cells of the stages that pick chooses.
func stageSum(w *sim.World, pick func(s *lineage.Stage) bool) float64 {
	sum := 0
	for i, n := range w.Counts() {
		if pick(&w.Table().Stages[i]) {
			sum += n
		}
	}
	return float64(sum)
}

// niche measures the share of displayed stem cells that stand at a sinusoid wall,
// within 10 um of it. The published number is of mice.
func niche(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	o.Species = "mouse"
	w, _, err := world("healthy", o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	near, all := 0, 0
	var daily Curve
	err = run(ctx, w, nil, settling, func() {
		if w.Ticks()%sim.TicksPerDay == 0 {
			n, a := stemCells(w)
			near, all = near+n, all+a
			daily.X, daily.Y = append(daily.X, w.Day()), append(daily.Y, float64(n)/float64(max(a, 1)))
		}
	})
	return map[string]finding{"hsc-at-sinusoid": {float64(near) / float64(max(all, 1)), daily}}, err
}

// stemCells counts the displayed stem cells, and those with a sinusoid beside them.
func stemCells(w *sim.World) (near, all int) {
	t := w.Tissue()
	stage := w.Table().Rows[w.Table().Reservoir.Stage].Stage
	var f sim.Frame
	for z := range t.Spec.Depth {
		w.Frame(z, &f)
		for i, code := range f.Codes {
			if int(code) != stage+1 {
				continue
			}
			all++
			if t.ExitOf(z*len(f.Codes)+i) != 0 {
				near++
			}
		}
	}
	return near, all
}

// motility measures the motility coefficient of multipotent progenitors over one
// hour, in a volume, as their tracks were published.
func motility(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	o.Size = volume
	w, err := settled(ctx, o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	kind := progenitor(w.Table())
	return map[string]finding{"mpp-motility": value(w.TrackMotility(kind, sim.TicksPerDay/24))}, nil
}

// volume is the patch in which motility is measured: three-dimensional.
const volume = "64x64x48"

// progenitor is the row of the multipotent progenitors: the first that renews itself.
func progenitor(t *lineage.Table) lineage.Kind {
	for k, row := range t.Rows {
		if row.End == lineage.Renew {
			return lineage.Kind(k)
		}
	}
	return 0
}

// mouse adds up the nucleated cells of all marrow of a mouse in its species table,
// where they follow from flows and stays. It takes no run and no chance.
func mouse(_ context.Context, o scenario.Options) (map[string]finding, error) {
	o.Species = "mouse"
	s, err := scenario.Load("healthy", o, nil)
	if err != nil {
		return nil, err
	}
	sum := 0.0
	for k, row := range s.Table.Rows {
		if k > 0 && s.Table.Stages[row.Stage].Nucleated {
			sum += row.Count
		}
	}
	return map[string]finding{"mouse-marrow": value(sum)}, nil
}
