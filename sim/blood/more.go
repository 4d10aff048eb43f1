package blood

import (
	"math"
	"slices"
)

// Plain says whether the blood has nothing that a healthy one has not: nothing waits to
// be drawn or infused, and no track is in use.
func (b *Blood) Plain() bool {
	for i := range b.tracks {
		if b.tracks[i].on {
			return false
		}
	}
	return b.drawn == 0 && !slices.ContainsFunc(b.infused, func(x float64) bool { return x != 0 })
}

// MoreWords appends the state that a plain blood does not have.
func (b *Blood) MoreWords(to []uint64) []uint64 {
	b.visitMore(func(x *float64) { to = append(to, math.Float64bits(*x)) })
	return to
}

// SetMoreWords takes back what [Blood.MoreWords] returned, and says whether it makes
// sense.
func (b *Blood) SetMoreWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < len(b.MoreWords(nil)) {
		return nil, false
	}
	ok = true
	b.visitMore(func(x *float64) {
		*x, from = math.Float64frombits(from[0]), from[1:]
		ok = ok && *x >= 0 && *x < 1e18
	})
	for i := range b.tracks {
		t := &b.tracks[i]
		t.on = slices.ContainsFunc(t.bins, func(bins []float64) bool { return sum(bins) > 0 })
	}
	return from, ok && b.drawn <= 1
}

func (b *Blood) visitMore(visit func(*float64)) {
	visit(&b.drawn)
	for i := range b.infused {
		visit(&b.infused[i])
	}
	for t := range b.tracks {
		for _, bins := range b.tracks[t].bins {
			for i := range bins {
				visit(&bins[i])
			}
		}
	}
}
