package validate

import (
	"context"

	"marrow/sim/blood"
	"marrow/sim/scenario"
)

// fibrosis is how long the clone has until its fibers have settled [d].
const fibrosis = 200

// myelofibrosis measures the CD34+ cells in the blood of the healthy, and when fibers have
// filled the marrow: the mean of the last days.
func myelofibrosis(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	small := o
	small.Size = onePerson
	w, s, err := world("healthy", small)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	healthy := &patient{world: w, setup: s}
	if err := healthy.live(ctx, settling+counting); err != nil {
		return nil, err
	}
	p, err := ill(ctx, "myelofibrosis", o, "mf", "20")
	if err != nil {
		return nil, err
	}
	defer p.world.Close()
	if err := p.live(ctx, fibrosis); err != nil {
		return nil, err
	}
	return map[string]finding{"blood-cd34": healthy.lately(cd34), "mf-cd34": p.lately(cd34)}, nil
}

// lately is the mean of the last days.
func (p *patient) lately(of func(blood.Count) float64) finding {
	c := running(p.counts.of(of), 24)
	mean, _ := meanSD(c.Y[len(c.Y)-24*counting:])
	return finding{mean, c.thinned(24)}
}
