package blood

// Draw takes a share of the circulating cells of every kind; plasma volume is taken to be
// made up at once.
func (b *Blood) Draw(share float64) {
	for i := range b.pools {
		b.Take(i, float64(share*b.pools[i].spec.Circulating))
	}
}

// Take removes a share of all cells of a pool at once and returns their number.
func (b *Blood) Take(pool int, share float64) (cells float64) {
	p := &b.pools[pool]
	cells = float64(share * p.size())
	scale(p.bins, 1-share)
	for t := range b.tracks {
		scale(b.tracks[t].pools[pool].bins, 1-share)
	}
	return cells
}

func scale(bins []float64, by float64) {
	for i := range bins {
		bins[i] = float64(bins[i] * by)
	}
}

// PoolsOf are the numbers of the pools that make up a blood count.
func (b *Blood) PoolsOf(columns ...string) (pools []int) {
	for _, c := range columns {
		for i := range b.pools {
			if b.pools[i].spec.Column == c {
				pools = append(pools, i)
			}
		}
	}
	return pools
}

// Level is the concentration that a sample shows in one column [cells/L]; NaN without
// such a column.
func (b *Blood) Level(column string) float64 { return b.level(column) }
