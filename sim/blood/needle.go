package blood

// What goes through a needle between two ticks waits for the next step, so that it adds
// up before it acts: two halves are exactly one whole. A blood count shows it at once.

// Draw takes a share of the circulating cells of every kind; plasma volume is taken to be
// made up at once.
func (b *Blood) Draw(share float64) { b.drawn = min(1, b.drawn+share) }

// Drawn is the share of the blood that the next step takes away.
func (b *Blood) Drawn() float64 { return b.drawn }

// Infuse adds cells of a donor to a pool, of all ages alike.
func (b *Blood) Infuse(pool int, cells float64) { b.infused[pool] += cells }

// Take removes a share of all cells of a pool at once and returns their number.
func (b *Blood) Take(pool int, share float64) (cells float64) {
	bins := b.pools[pool].bins
	cells = float64(share * sum(bins))
	scale(bins, 1-share)
	for t := range b.tracks {
		if b.tracks[t].on {
			scale(b.tracks[t].bins[pool], 1-share)
		}
	}
	return cells
}

// TakeAll removes a share of all cells of some pools and returns their number.
func (b *Blood) TakeAll(pools []int, share float64) (cells float64) {
	for _, i := range pools {
		cells += b.Take(i, share)
	}
	return cells
}

// fold lets what waited take effect.
func (b *Blood) fold() {
	if b.drawn > 0 {
		for i := range b.pools {
			b.Take(i, float64(b.drawn*b.pools[i].spec.Circulating))
		}
		b.drawn = 0
	}
	for i, cells := range b.infused {
		if cells > 0 {
			b.pools[i].infuse(b.pools[i].bins, cells)
			b.pools[i].infuse(b.tracks[Donor].bins[i], cells)
			b.tracks[Donor].on = true
			b.infused[i] = 0
		}
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

// Level is the concentration that a sample shows of the pools of a blood count [cells/L],
// in a body whose vessel walls hold back no more than in health; NaN without such a pool.
func (b *Blood) Level(column string) float64 { return b.level(column, nil) }
