package blood

import "math"

// A Track is a mark that can be followed in the cells of the blood: marked cells enter,
// age and are lost as all do.
type Track int

// The tracks.
const (
	Labeled Track = iota // cells with a label
	Donor                // cells of a donor
	Tracks
)

// A track has a pool of marked cells for each pool of the blood.
type track struct {
	pools []pool
	in    []float64 // arrivals of the coming step
	on    bool      // something is in it, or was
}

func (b *Blood) newTrack() track {
	t := track{in: make([]float64, len(b.pools))}
	for i := range b.pools {
		empty := *b.pools[i].spec
		empty.Level = 0
		t.pools = append(t.pools, newPool(&empty, b.ticksPerDay))
	}
	return t
}

// Mark says that so many of the cells that arrive in a pool with the next step are those
// of a track.
func (b *Blood) Mark(t Track, pool int, cells float64) {
	if cells > 0 {
		b.tracks[t].in[pool] += cells
		b.tracks[t].on = true
	}
}

// Marked is the number of cells of a track in the pools of a blood count, those outside
// the circulation included, and the number of all cells there.
func (b *Blood) Marked(t Track, column string) (marked, all float64) {
	for _, i := range b.PoolsOf(column) {
		marked += b.tracks[t].pools[i].size()
		all += b.pools[i].size()
	}
	return marked, all
}

// stepTracks ages the marked cells as the blood is about to age.
func (b *Blood) stepTracks(factors []float64) {
	for n := range b.tracks {
		t := &b.tracks[n]
		if !t.on {
			continue
		}
		for i := range t.pools {
			t.pools[i].age = b.pools[i].age
		}
		b.stepPools(t.pools, t.in, factors)
		clear(t.in)
	}
}

// Plain says whether the blood has nothing that a healthy one has not: no track is in use.
func (b *Blood) Plain() bool { return !b.tracks[Labeled].on && !b.tracks[Donor].on }

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
	for n := range b.tracks {
		b.tracks[n].on = false
	}
	b.visitMore(func(x *float64) {
		*x, from = math.Float64frombits(from[0]), from[1:]
		ok = ok && *x >= 0 && *x < 1e18
	})
	for n := range b.tracks {
		t := &b.tracks[n]
		for i := range t.pools {
			t.on = t.on || t.pools[i].size() > 0
		}
	}
	return from, ok
}

func (b *Blood) visitMore(visit func(*float64)) {
	for n := range b.tracks {
		for i := range b.tracks[n].pools {
			bins := b.tracks[n].pools[i].bins
			for j := range bins {
				visit(&bins[j])
			}
		}
	}
}
