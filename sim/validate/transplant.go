package validate

import (
	"bytes"
	"context"
	"fmt"
	"math"

	"marrow/sim"
	"marrow/sim/scenario"
)

// How a transplant is done: conditioning two days before the graft, G-CSF from the
// day after it until the neutrophils are well back.
const (
	conditioned   = start - 2 // [d]
	observedGraft = 28        // days after the graft that are looked at, at least
	patience      = 40        // days after the graft; what has not come by then counts as that
)

// Thresholds of engraftment, as clinics have them.
const (
	engrafted      = 0.5 // neutrophils [1e9/L]
	enoughPlatelet = 20  // [1e9/L]
	lasting        = 72  // hours above the threshold in a row
	wellBack       = 5   // neutrophils that end G-CSF once engrafted [1e9/L] ...
	wellBackFor    = 48  // ... after so many hours in a row
)

// A graftCourse is a transplanted world on its way back.
type graftCourse struct {
	world  *sim.World
	setup  *scenario.Setup
	counts course // since the graft, by hour
}

// transplant measures the return of neutrophils and platelets after melphalan and a
// graft of the patient's own cells, 11.5e6 CD34+ cells/kg.
func transplant(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	w, s, err := world("healthy", o)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	if err := run(ctx, w, nil, conditioned, nil); err != nil {
		return nil, err
	}
	g := graftCourse{world: w, setup: s}
	if err := g.treat(ctx, 11.5, g.grown); err != nil {
		return nil, err
	}
	neutrophils, platelets := g.counts.of(anc), g.counts.of(platelet)
	return map[string]finding{
		"engraftment-day":          {back(neutrophils, engrafted), running(neutrophils, 6).thinned(3)},
		"platelet-engraftment-day": {back(platelets, enoughPlatelet), running(platelets, 6).thinned(3)},
	}, nil
}

// treat conditions a world, grafts and supports it until done says so or patience is
// at its end.
func (g *graftCourse) treat(ctx context.Context, dose float64, done func() bool) error {
	if err := g.give("drug", map[string]string{"agent": "melphalan", "dose": "200 mg/m2"}); err != nil {
		return err
	}
	if err := run(ctx, g.world, nil, start-conditioned, nil); err != nil {
		return err
	}
	graft := map[string]string{"source": "blood", "donor": "auto", "cd34": fmt.Sprintf("%g e6/kg", dose)}
	if err := g.give("transplant", graft); err != nil {
		return err
	}
	support := true
	for day := range patience {
		support = support && !(g.neutrophilsBack() && lasts(g.counts.of(anc), wellBack, wellBackFor))
		if day > 0 && support {
			if err := g.give("g-csf", map[string]string{"dose": "5 ug/kg/d", "for": "1d"}); err != nil {
				return err
			}
		}
		if err := run(ctx, g.world, nil, 1, func() { g.counts = append(g.counts, g.world.Blood()) }); err != nil {
			return err
		}
		if done() {
			break
		}
	}
	return nil
}

// give applies an intervention now.
func (g *graftCourse) give(name string, args map[string]string) error {
	e, err := scenario.Make(name, args, g.setup.Table)
	if err != nil {
		return err
	}
	return g.world.Apply(e)
}

// grown says whether neutrophils are back, after they fell, and so long has passed that
// platelets, which are slower, are past their lowest.
func (g *graftCourse) grown() bool {
	return g.neutrophilsBack() && len(g.counts) >= 24*observedGraft
}

// neutrophilsBack says whether neutrophils are back, after they fell.
func (g *graftCourse) neutrophilsBack() bool {
	neutrophils := g.counts.of(anc)
	return len(neutrophils) > 0 && neutrophils[lowestHour(neutrophils)] <= engrafted && back(neutrophils, engrafted) < patience
}

// back is the day from which an hourly count is above the threshold for [lasting]
// hours, after it was lowest; [patience] if it does not come back. So a count that just
// does not fall below the threshold is back on the day on which it was lowest.
func back(hourly []float64, threshold float64) float64 {
	above, from := 0, lowestHour(hourly)
	for i, v := range hourly[from:] {
		if above++; !(v > threshold) {
			above = 0
		}
		if above == lasting {
			return float64(from+i+2-lasting) / 24
		}
	}
	return patience
}

// lowestHour is the index of the smallest count; 0 without any.
func lowestHour(hourly []float64) int {
	low := 0
	for i, v := range hourly {
		if v < hourly[low] {
			low = i
		}
	}
	return low
}

// lasts reports whether the last n hourly counts are above the threshold.
func lasts(hourly []float64, threshold float64, n int) bool {
	if len(hourly) < n {
		return false
	}
	for _, v := range hourly[len(hourly)-n:] {
		if !(v > threshold) {
			return false
		}
	}
	return true
}

// grafts are the doses over which the slope of engraftment is taken [1e6 CD34+/kg].
func grafts() []float64 { return []float64{2, 4, 8, 16} }

// graftVolume is the patch in which grafts are compared: the smallest dose must bring
// several cells to it.
const graftVolume = "128x128x48"

// engraft measures by how many days neutrophils return earlier per doubling of the
// dose. The grafts go to copies of one settled marrow.
func engraft(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	o.Size = graftVolume
	s, c, err := configure("healthy", o)
	if err != nil {
		return nil, err
	}
	settled, err := settle(ctx, c)
	if err != nil {
		return nil, err
	}
	drawn, fitted := Curve{}, Curve{}
	for _, dose := range grafts() {
		day, err := engraftmentOf(ctx, c, s, settled, dose)
		if err != nil {
			return nil, err
		}
		drawn.X, drawn.Y = append(drawn.X, dose), append(drawn.Y, day)
		fitted.X = append(fitted.X, math.Log2(dose))
	}
	fitted.Y = drawn.Y
	return map[string]finding{"engraftment-slope": {fitted.slope(), drawn}}, nil
}

// settle returns the state of a marrow that is ready for conditioning.
func settle(ctx context.Context, c sim.Config) ([]byte, error) {
	w, err := sim.New(c)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	if err := run(ctx, w, nil, conditioned, nil); err != nil {
		return nil, err
	}
	var state bytes.Buffer
	err = w.Save(&state)
	return state.Bytes(), err
}

// engraftmentOf is the day on which a dose is engrafted in a copy of a settled marrow.
func engraftmentOf(ctx context.Context, c sim.Config, s *scenario.Setup, settled []byte, dose float64) (float64, error) {
	w, err := sim.Load(c, bytes.NewReader(settled))
	if err != nil {
		return 0, err
	}
	defer w.Close()
	g := graftCourse{world: w, setup: s}
	err = g.treat(ctx, dose, g.neutrophilsBack)
	return back(g.counts.of(anc), engrafted), err
}
