package validate

import (
	"context"
	"fmt"

	"marrow/sim"
	"marrow/sim/scenario"
)

// aging lets a child of five grow old in a hip bone, a year a day, as a man and as a woman.
// Only the marrow of the child is made for its age; what follows comes from the rule by
// which fat cells come, grow and give way. The cellularities are those of ages within the
// published groups: 0 to 9, 30 to 69 and 70 to 79 years.
func aging(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	man, err := lifetime(ctx, o, "man", 75)
	if err != nil {
		return nil, err
	}
	woman, err := lifetime(ctx, o, "woman", 39)
	if err != nil {
		return nil, err
	}
	fat := func(c Curve, from float64) finding {
		of := c.between(from, from+10)
		sum := 0.0
		for _, y := range of.Y {
			sum += 100 - y
		}
		return value(sum / float64(len(of.Y)))
	}
	at := func(age float64) finding { // the mean of five years, since a slice scatters
		mean, _ := meanSD(man.between(age-2, age+3).Y)
		return finding{mean, man}
	}
	return map[string]finding{
		"cellularity-child": {man.Y[0], man}, "cellularity-adult": at(50), "cellularity-old": at(75),
		"fat-men-twenties": fat(man, 20), "fat-men-thirties": fat(man, 30),
		"fat-women-twenties": fat(woman, 20), "fat-women-thirties": fat(woman, 30),
	}, nil
}

// youth is the age at which a life begins [y].
const youth = 5

// lifetime is the cellularity [%] by age [y], to two years beyond an age.
func lifetime(ctx context.Context, o scenario.Options, sex string, to int) (c Curve, err error) {
	o.Tissue, o.Size = "iliac-crest", onePerson
	o.Set = []string{fmt.Sprintf("patch.age=%d", youth)}
	w, s, err := world("healthy", o)
	if err != nil {
		return c, err
	}
	defer w.Close()
	years := to + 2 - youth
	events, err := prescribe(s.Table, []treatment{
		{0, "age", map[string]string{"by": fmt.Sprintf("%d y", years), "over": fmt.Sprintf("%dd", years), "sex": sex}},
	})
	if err != nil {
		return c, err
	}
	look := func() { c.X, c.Y = append(c.X, w.Age()), append(c.Y, 100*w.Marrow().Cellularity) }
	look()
	err = run(ctx, w, events, years, func() {
		if w.Ticks()%sim.TicksPerDay == 0 {
			look()
		}
	})
	return c, err
}
