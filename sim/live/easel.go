package live

import (
	"slices"
	"time"

	"marrow/sim"
)

// A Block is neighboring slices of a patch that are drawn together: Z to Z+N-1. What
// of it is not in the patch is left out.
type Block struct{ Z, N int }

// A Wish is the slices that somebody wants to see. Drawing them holds the world up, so
// each list is bounded in time: under it slices are drawn less often, the oldest first.
type Wish struct {
	Now  []Block // for each frame: up to a tenth of the time
	Soon []Block // when there is time: up to a thirtieth
}

// A Slice is a picture of a slice. It is never changed.
type Slice struct {
	Codes  []uint8 // one per site, row by row
	Tick   uint64
	Seq    uint64 // of the first view that had it
	change uint64 // of the world, as the easel counts them
}

// An easel draws slices on Run's goroutine.
type easel struct {
	world     *sim.World
	wish      *Wish
	now, soon hand
	change    uint64 // grows when the world looks different
}

// A hand draws within a share of the time.
type hand struct {
	share int       // one part in so many
	free  time.Time // not before
}

func newEasel(w *sim.World) easel {
	return easel{world: w, wish: &Wish{}, now: hand{share: 10}, soon: hand{share: 30}, change: 1}
}

// draw fills v with the wanted slices, new ones or those of old. It returns when to go
// on, if something wanted is older than the world.
func (e *easel) draw(v, old *View, now time.Time, every time.Duration) (more bool, at time.Time) {
	w := e.wish
	v.Slices = map[int]Slice{}
	for _, b := range slices.Concat(w.Now, w.Soon) {
		for z := b.Z; z < b.Z+b.N; z++ {
			if s, ok := old.Slices[z]; ok {
				v.Slices[z] = s
			}
		}
	}
	for _, x := range []struct {
		hand   *hand
		blocks []Block
	}{{&e.now, w.Now}, {&e.soon, w.Soon}} {
		if e.paint(x.hand, v, x.blocks, now, every) && (!more || x.hand.free.Before(at)) {
			more, at = true, x.hand.free
		}
	}
	return more, at
}

// paint draws those of blocks that are out of date, and tells whether some are left.
func (e *easel) paint(h *hand, v *View, blocks []Block, now time.Time, every time.Duration) bool {
	blocks = slices.DeleteFunc(slices.Clone(blocks), func(b Block) bool { return e.age(v, b) == e.change })
	if len(blocks) == 0 {
		return false
	}
	if now.Before(h.free) {
		return true
	}
	slices.SortStableFunc(blocks, func(a, b Block) int { return int(e.age(v, a)) - int(e.age(v, b)) })
	start, done := time.Now(), 0
	for done < len(blocks) && (done == 0 || time.Since(start) < every/time.Duration(h.share)) {
		e.block(v, blocks[done])
		done++
	}
	h.free = now.Add(time.Duration(h.share) * time.Since(start))
	return done < len(blocks)
}

// age is the change that the oldest slice of b shows.
func (e *easel) age(v *View, b Block) uint64 {
	oldest := e.change
	for z := max(b.Z, 0); z < min(b.Z+b.N, v.Frame.Depth); z++ {
		oldest = min(oldest, v.Slices[z].change)
	}
	return oldest
}

func (e *easel) block(v *View, b Block) {
	for z := max(b.Z, 0); z < min(b.Z+b.N, v.Frame.Depth); z++ {
		if v.Slices[z].change < e.change {
			v.Slices[z] = Slice{e.world.Slice(z, nil), v.Frame.Tick, v.Seq, e.change}
		}
	}
}
