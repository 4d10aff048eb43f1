package blood

import "marrow/sim/lineage"

// A Track is something that can be followed in the cells of the blood.
type Track int

// The tracks.
const (
	Pale      Track = iota // hemoglobin that red cells lack, in healthy red cells
	Labeled                // cells with a label
	Donor                  // cells of a donor
	Embryonic              // red cells with embryonic hemoglobin
	Fetal                  // fetal hemoglobin of red cells, in healthy red cells
	Tracks
)

// traceless is the number of cells of the whole body below which a track is empty.
const traceless = 1e-3

// A track is the marked part of each pool, by age like the pool itself. While it is empty
// it costs nothing.
type track struct {
	on   bool        // some bin is not 0
	bins [][]float64 // by pool
	in   []float64   // by pool: of the arrivals of this tick
	gone []float64   // by pool: what left it for good in this tick
}

func newTrack(pools []pool) track {
	t := track{in: make([]float64, len(pools)), gone: make([]float64, len(pools))}
	for i := range pools {
		t.bins = append(t.bins, make([]float64, len(pools[i].bins)))
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
	for i := range b.pools {
		if b.pools[i].spec.Column == column {
			marked += sum(b.tracks[t].bins[i])
			all += sum(b.pools[i].bins)
		}
	}
	return marked, all
}

// step moves the track as the blood is about to move, and empties it when hardly
// anything is left.
func (t *track) step(b *Blood) {
	if !t.on {
		return
	}
	all := 0.0
	for i := range t.bins {
		bins := t.bins[i]
		out := b.flow(i, bins, t.in, 0)
		if t.gone[i] = 0; b.pools[i].spec.Next < 0 {
			t.gone[i] = out
		}
		if b.losing[i] > 0 {
			t.gone[i] += float64(b.losing[i] * sum(bins))
			scale(bins, 1-b.losing[i])
		}
		all += sum(bins)
	}
	clear(t.in)
	if all < traceless {
		t.empty()
	}
}

func (t *track) empty() {
	t.on = false
	for i := range t.bins {
		clear(t.bins[i])
		t.gone[i] = 0
	}
}

// Shares are the factors on the circulating share of each pool, from one factor for each
// effect of the table.
func (b *Blood) Shares(factors []float64) []float64 {
	shares := make([]float64, len(b.pools))
	for i := range shares {
		shares[i] = 1
	}
	for e := range b.table.Effects {
		if effect := &b.table.Effects[e]; effect.Act == lineage.Circulate {
			for _, i := range effect.Pools {
				shares[i] = float64(shares[i] * factors[e])
			}
		}
	}
	return shares
}
