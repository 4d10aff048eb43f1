package sim

import "marrow/sim/lineage"

// A worker is one thread's hands in a patch: what it counts on its own until the
// end of a tick, and its scratch space. All counts are integers and are added up, so
// the number of workers changes nothing.
type worker struct {
	patch *Patch
	keys  *tickKeys
	now8  uint8    // low byte of the tick
	moved []uint64 // cells that have had their turn in this tick
	ahead []uint64 // the same for the next tick, cleared on the way
	tile  tile

	delta    [lineage.MaxRows + 1]account
	packets  [lineage.MaxRows + 1]int64 // shed in this tick
	pressed  [lineage.MaxRows + 1]int64 // pressed out in this tick
	pools    []int64                    // cells that entered each blood pool in this tick
	lineages []uint64                   // cells that left, since the start
	exits    []uint64                   // by number of the exit, since the start
	totals   Totals
	stuck    []stuckCell
	choices  []choice
	census   census
	survey   survey
	marked   markCount
	clones   cloneCount

	masks   masks
	streams streams
	//lint:ignore U1000 only the build with SIMD uses it
	vectors vectors
	looked  line    // words of a chunk whose walls are looked at in this tick
	due     []int32 // sites with a clock event in this chunk
	leaves  []int32
	moves   []move
	swaps   []move
	notes   notes
	path    []int32
}

// A move is an attempt that looked possible when the chunk was read.
type move struct{ from, to int32 }

// A stuckCell is a divider that found no room in its tile.
type stuckCell struct {
	site          int32
	mother        uint32
	first, second lineage.Kind
	bits          uint64
}

// Totals counts the events of a run, since its start.
type Totals struct {
	Clock         uint64 `json:"clock"`          // phase ends and laps
	Attempts      uint64 `json:"attempts"`       // steps tried
	Moves         uint64 `json:"moves"`          // steps made
	Swaps         uint64 `json:"swaps"`          // cells that changed places
	Divisions     uint64 `json:"divisions"`      // divisions done
	FreeDivisions uint64 `json:"free_divisions"` // of them into a free neighboring site
	Pushes        uint64 `json:"pushes"`         // of them after a push
	Pushed        uint64 `json:"pushed"`         // cells shifted to make room
	Searches      uint64 `json:"searches"`       // dividers that needed a search beyond their tile
	PressedOut    uint64 `json:"pressed_out"`    // cells that a division pressed through a sinusoid wall
	Failed        uint64 `json:"failed"`         // division attempts without room
	Died          uint64 `json:"died"`
	Left          uint64 `json:"left"`       // cells that left into the blood
	Shed          uint64 `json:"shed"`       // packets of platelets
	CellTicks     uint64 `json:"cell_ticks"` // living cells, summed over ticks
}

func (t *Totals) add(u *Totals) {
	t.Clock += u.Clock
	t.Attempts += u.Attempts
	t.Moves += u.Moves
	t.Swaps += u.Swaps
	t.Divisions += u.Divisions
	t.FreeDivisions += u.FreeDivisions
	t.Pushes += u.Pushes
	t.Pushed += u.Pushed
	t.Searches += u.Searches
	t.PressedOut += u.PressedOut
	t.Failed += u.Failed
	t.Died += u.Died
	t.Left += u.Left
	t.Shed += u.Shed
	t.CellTicks += u.CellTicks
}

func newWorker(p *Patch) *worker {
	k := &worker{
		patch: p, pools: make([]int64, len(p.table.Pools)), lineages: make([]uint64, len(p.table.Lineages)),
		exits: make([]uint64, len(p.tissue.Exits)+1), path: make([]int32, 0, maxPush+1),
		survey: newSurvey(len(p.demand.pool), p.blocks.count()),
	}
	for m := range k.marked.pools {
		k.marked.pools[m] = make([]int64, len(p.table.Pools))
	}
	return k
}

// begin prepares the worker for the tick of keys.
func (k *worker) begin(tick uint64, keys *tickKeys) {
	k.keys, k.now8 = keys, uint8(tick)
	k.moved, k.ahead = k.patch.lattice.moved[tick&1], k.patch.lattice.moved[tick&1^1]
	k.streams = k.patch.lattice.streams(k.moved, k.ahead)
	k.looked = line{}
	k.looked[tick%lookTicks] = ^uint64(0)
	k.stuck, k.choices = k.stuck[:0], k.choices[:0]
	clear(k.pools)
	clear(k.packets[:])
	clear(k.pressed[:])
	clear(k.delta[:])
	if k.patch.marking {
		k.marked.clear()
	}
}
