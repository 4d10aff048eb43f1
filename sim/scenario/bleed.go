package scenario

import (
	"fmt"

	"marrow/sim"
	"marrow/sim/lineage"
)

// maxBleed is the largest loss of blood that can be asked for, as a share of the
// blood volume. More is not survived, and the model has no shock.
const maxBleed = 0.6

// bleed draws blood: it takes the same share of the circulating cells of every
// kind. The volume is made up with plasma at once, so that the counts fall by that
// share.
func bleed() Intervention {
	return Intervention{
		Name: "bleed", Group: groupBlood,
		Help: "Draw blood, as in a donation or a hemorrhage; the volume is replaced by plasma at once.",
		Arguments: []Argument{
			{
				Name: "share", Kind: Number, Unit: "%", Max: 100 * maxBleed, Choice: "amount",
				Help: "share of the blood volume; 8.8 % was the mean loss of donors in a study of recovery",
			},
			{
				Name: "volume", Kind: Number, Unit: "mL", Max: 3000, Choice: "amount",
				Help: "volume of blood, at most 60 % of the body's",
			},
			{
				Name: "over", Kind: Time, Unit: "d", Max: 7, Default: "0m",
				Help: "time in which it is lost, evenly, from the blood that there is; 0m is at once",
			},
		},
		Sources: []string{"pottgiesser2008"},
		bind:    bindBleed,
	}
}

func bindBleed(v values, t *lineage.Table) (func(*sim.World) error, error) {
	share, ok := v.numbers["share"]
	share /= 100
	if !ok {
		all := 1000 * t.Body.Blood // [mL]
		if !(all > 0) {
			return nil, &ArgumentError{"bleed", "volume", "the species has no blood volume, give share"}
		}
		if share = v.numbers["volume"] / all; share > maxBleed {
			return nil, &ArgumentError{"bleed", "volume", fmt.Sprintf("got %g mL of the body's %g mL, want at most %g %%",
				v.numbers["volume"], all, 100*maxBleed)}
		}
	}
	return func(w *sim.World) error { return w.Bleed(share, v.ticks["over"]) }, nil
}
