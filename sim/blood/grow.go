package blood

// Grow sets the size of the body's blood, times that of the table; 1 is a body that is
// grown. Cells stay what they are: more blood dilutes them.
func (b *Blood) Grow(size float64) { b.size = size }

// Size is the volume of the blood, times that of the table.
func (b *Blood) Size() float64 { return b.size }

// Volume is that of the blood now [L].
func (b *Blood) Volume() float64 { return float64(b.table.Body.Blood * b.size) }

// Begin fills the blood at its size as a healthy one; a share of its red cells is that of a
// track.
func (b *Blood) Begin(t Track, share float64) {
	for i := range b.pools {
		scale(b.pools[i].bins, b.size)
		if b.red(i) {
			copy(b.tracks[t].bins[i], b.pools[i].bins)
			scale(b.tracks[t].bins[i], share)
			b.tracks[t].on = share > 0
		}
	}
}

// Shed takes a share of all blood away at once, as it is lost with the placenta.
func (b *Blood) Shed(share float64) {
	for i := range b.pools {
		b.Take(i, share)
	}
}

// MarkRed says that a share of the red cells among arrivals is that of a track.
func (b *Blood) MarkRed(t Track, arrivals []float64, share float64) {
	for i, cells := range arrivals {
		if b.red(i) {
			b.Mark(t, i, float64(cells*share))
		}
	}
}

// RedShare is the share of a track among all red cells.
func (b *Blood) RedShare(t Track) float64 {
	marked, all := 0.0, 0.0
	for i := range b.pools {
		if b.red(i) {
			marked += sum(b.tracks[t].bins[i])
			all += sum(b.pools[i].bins)
		}
	}
	if all == 0 {
		return 0
	}
	return marked / all
}
