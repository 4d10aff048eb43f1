package validate

import (
	"context"

	"marrow/sim"
	"marrow/sim/scenario"
)

// How apoptosis of CD34+ cells is measured. A flow cytometer counts a dying cell as long as
// it can be told from a living one; the model takes it away at once. So the share in
// apoptosis is h T/(1 + h T), h being the deaths a day of a living CD34+ cell and T that time.
const (
	// stainable is T: chosen so that normal marrow has the share that was published, and used
	// unchanged for the disease [d].
	stainable = 1.5
	// Of the four generations of BFU-E and CFU-E the first two bear CD34.
	early    = "cfu_e"
	earlyOf  = 2
	counting = 20  // days of which the mean is taken
	takeover = 120 // days in which the clone takes over
)

// A turnoverCD34 is the CD34+ cells of some days: living ones, summed over days, and deaths.
type turnoverCD34 struct{ living, died float64 }

// share is the share of CD34+ cells that is in apoptosis.
func (d turnoverCD34) share() float64 {
	return d.died * stainable / (d.living + d.died*stainable)
}

// apoptosis counts the CD34+ cells of a world and their deaths over some days.
func apoptosis(ctx context.Context, w *sim.World) (d turnoverCD34, err error) {
	before := w.Ledger()
	for range counting {
		if err := run(ctx, w, nil, 1, nil); err != nil {
			return d, err
		}
		for i, a := range w.Ledger() {
			d.living += cd34Share(w, i) * float64(a.Present)
		}
	}
	for i, a := range w.Ledger() {
		d.died += cd34Share(w, i) * float64(a.Died-before[i].Died)
	}
	return d, nil
}

// cd34Share is the share of the cells of a stage that bear CD34.
func cd34Share(w *sim.World, stage int) float64 {
	t := w.Table()
	s := &t.Stages[stage]
	if s.CD34 {
		return 1
	}
	if s.Name != early {
		return 0
	}
	bear, all := 0.0, 0.0
	for n, k := range s.Rows {
		all += t.Rows[k].Count
		if n < earlyOf {
			bear += t.Rows[k].Count
		}
	}
	return bear / all
}

// myelodysplasia measures the CD34+ cells in apoptosis in normal marrow and in low-risk
// myelodysplastic syndrome.
func myelodysplasia(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	o.Size = onePerson
	w, err := settled(ctx, o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	normal, err := apoptosis(ctx, w)
	if err != nil {
		return nil, err
	}
	p, err := ill(ctx, "myelodysplastic-syndrome", o, "mds", "60")
	if err != nil {
		return nil, err
	}
	defer p.world.Close()
	if err := p.live(ctx, takeover); err != nil {
		return nil, err
	}
	sick, err := apoptosis(ctx, p.world)
	return map[string]finding{"cd34-apoptosis": value(normal.share()), "mds-apoptosis": value(sick.share())}, err
}
