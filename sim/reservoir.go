package sim

import "marrow/sim/lineage"

// A reservoir is the long-term stem cells of the whole body, one clone number each:
// a neutral Moran process of divisions and losses (one division per cell and cycle).
// Patches show a few of them on niche sites. Its seats are as many as the healthy body
// has stem cells. After an injury some are vacant; then the others cycle faster.
type reservoir struct {
	seats  []uint32 // first those that are filled: a clone number, with donorSeat; then vacant ones
	filled int
	cycle  float64 // [d]
	hurry  float64 // speed of the cycle when nearly all seats are vacant, less 1
	clones uint32  // the highest clone number that was given; those of grafts follow
}

const (
	// donorSeat marks a stem cell that came with a donor's graft.
	donorSeat = 1 << 20
	// vacant is a seat without a stem cell.
	vacant = ^uint32(0)
)

// newReservoir gives each stem cell a clone of its own, as far as the numbers go.
// Without stem cells in the table there is one nameless clone.
func newReservoir(t *lineage.Table) *reservoir {
	n := min(int(t.Reservoir.Count), Clones-1)
	if t.Reservoir.Stage == 0 || n < 1 {
		return &reservoir{seats: []uint32{0}, filled: 1}
	}
	r := &reservoir{seats: make([]uint32, n), filled: n, clones: uint32(n), cycle: t.Reservoir.Cycle, hurry: t.Treatment.VacantSpeed}
	for i := range r.seats {
		r.seats[i] = uint32(i + 1)
	}
	return r
}

// newClone is a clone number for a cell from outside. When all have been given, they are
// given again.
func (r *reservoir) newClone() uint32 {
	r.clones = r.clones%(Clones-1) + 1
	return r.clones
}

// draw is a random filled seat, by random bits u.
func (r *reservoir) draw(u uint64) int { return int(u >> 32 * uint64(r.filled) >> 32) }

// show gives c the clone and the origin of a random stem cell, by random bits u. With
// none left c stays what it is.
func (r *reservoir) show(c cell, u uint64) cell {
	if r.filled == 0 {
		return c
	}
	seat := r.seats[r.draw(u)]
	c = c.withClone(seat&(donorSeat-1)) &^ donorMark
	if seat&donorSeat != 0 {
		c |= donorMark
	}
	return c
}

// live lets one day pass: some stem cells divide, and each daughter takes a vacant seat
// or, without one, that of a stem cell that is lost.
func (r *reservoir) live(seed, day uint64) {
	if r.cycle > 0 {
		r.turn(mix(purposeReservoir.key(seed)+day*golden), 1)
	}
}

// turn lets days pass, by random bits from key on.
func (r *reservoir) turn(key uint64, days float64) {
	speed := 1 + float64(r.hurry*(1-r.fullness()))
	divisions := float64(r.filled) / r.cycle * speed * days
	n := uint64(divisions)
	if chanceOf(divisions - float64(n)).hit(mix(key)) {
		n++
	}
	for d := range n {
		u := mix(key + (d+1)*golden)
		daughter := r.seats[r.draw(u)]
		if !r.fill(daughter) {
			r.seats[r.draw(mix(u+golden))] = daughter
		}
	}
}

// fullness is the share of the seats that is filled.
func (r *reservoir) fullness() float64 { return float64(r.filled) / float64(len(r.seats)) }

// fill puts a stem cell on a vacant seat and says whether there was one.
func (r *reservoir) fill(seat uint32) bool {
	if r.filled == len(r.seats) {
		return false
	}
	r.seats[r.filled] = seat
	r.filled++
	return true
}

// cull lets each stem cell survive with a chance, by keyed draws.
func (r *reservoir) cull(survive chance, key uint64) {
	left := 0
	for i, seat := range r.seats[:r.filled] {
		if survive.hit(mix(key + uint64(i)*golden)) {
			r.seats[left] = seat
			left++
		}
	}
	for i := left; i < r.filled; i++ {
		r.seats[i] = vacant
	}
	r.filled = left
}

// restore counts the filled seats and says whether the list makes sense.
func (r *reservoir) restore() bool {
	for r.filled = 0; r.filled < len(r.seats) && r.seats[r.filled] != vacant; r.filled++ {
		if r.seats[r.filled] >= 2*donorSeat {
			return false
		}
	}
	n := r.filled
	for _, seat := range r.seats[n:] {
		if seat != vacant {
			return false
		}
	}
	return true
}

// donors is the number of seats that stem cells of a donor fill.
func (r *reservoir) donors() (n int) {
	for _, seat := range r.seats[:r.filled] {
		n += int(seat >> 20)
	}
	return n
}

// donorShare is the share of the filled seats that stem cells of a donor fill.
func (r *reservoir) donorShare() float64 {
	if r.filled == 0 {
		return 0
	}
	return float64(r.donors()) / float64(r.filled)
}
