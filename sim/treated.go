package sim

import (
	"math"
)

// This file is the state that a world has only after treatments: orders, cells on their
// way to seats, and marks. Checkpoints always hold it; hashes, so that a healthy history
// has one hash, only once there is any.

// untreated says whether the world is as if nothing had ever been done to its cells. One
// that may fall ill counts as treated.
func (w *World) untreated() bool {
	if len(w.table.Diseases) > 0 || len(w.orders) > 0 || w.stem != [origins]float64{} {
		return false
	}
	for _, p := range w.patches {
		if p.marking || p.owed != (seatState{}) {
			return false
		}
	}
	return true
}

// treatedWords appends the state.
func (w *World) treatedWords(to []uint64) []uint64 {
	to = append(w.orderState(to), uint64(w.reservoir.clones))
	for _, x := range w.stem {
		to = append(to, math.Float64bits(x))
	}
	for i, x := range w.sown {
		to = append(to, math.Float64bits(x), uint64(w.founders[i]))
	}
	for _, p := range w.patches {
		to = p.treatedWords(to)
	}
	return w.age.words(to)
}

func (p *Patch) treatedWords(to []uint64) []uint64 {
	marking := uint64(0)
	if p.marking {
		marking = 1
	}
	to = append(to, marking)
	for k := range p.table.Rows {
		for m := range marks {
			to = append(to, uint64(p.marked[m][k]))
		}
		for origin := range origins {
			to = append(to, math.Float64bits(p.owed[origin][k]))
		}
	}
	return to
}

// setTreatedWords takes back what treatedWords returned and says whether it makes sense.
func (w *World) setTreatedWords(from []uint64) (ok bool) {
	if len(from) != len(w.treatedWords(nil)) {
		return false
	}
	if from, ok = w.setOrderState(from); !ok || from[0] >= Clones {
		return false
	}
	w.reservoir.clones, from = uint32(from[0]), from[1:]
	for origin := range w.stem {
		w.stem[origin] = math.Float64frombits(from[origin])
		ok = ok && whole(w.stem[origin])
	}
	from = from[origins:]
	for i := range w.sown {
		w.sown[i] = math.Float64frombits(from[2*i])
		ok = ok && w.sown[i] >= 0 && w.sown[i] <= mostSown && from[2*i+1] < Clones
		w.founders[i] = uint32(from[2*i+1])
	}
	from = from[2*len(w.sown):]
	for _, p := range w.patches {
		ok = ok && p.setTreatedWords(from)
		from = from[len(p.treatedWords(nil)):]
	}
	return ok && len(from) == ageWords && w.age.setWords(from)
}

func (p *Patch) setTreatedWords(from []uint64) bool {
	ok := from[0] <= 1
	p.marking, from = from[0] == 1, from[1:]
	for k := range p.table.Rows {
		for m := range marks {
			p.marked[m][k] = int64(from[m])
		}
		for origin := range origins {
			p.owed[origin][k] = math.Float64frombits(from[int(marks)+origin])
			ok = ok && whole(p.owed[origin][k])
		}
		from = from[int(marks)+origins:]
	}
	return ok
}

// whole says whether x can be a number of cells that are still to be placed: rows have
// their turns, so one may have a part of a cell too many.
func whole(x float64) bool { return x > -1 && x < 1e18 }
