package sim

import (
	"marrow/sim/blood"
	"marrow/sim/lineage"
)

// A tally counts the marked cells of a patch by row.
type tally [marks][lineage.MaxRows + 1]int64

// trackOf is the track of the blood that follows a mark.
func trackOf(m int) blood.Track { return [marks]blood.Track{blood.Donor, blood.Labeled}[m] }

// markOf is the bit of a mark.
func markOf(m int) cell { return donorMark << m }

// A markCount is what a worker counts of marks: marked cells that entered each pool in
// this tick, packets shed by marked cells, and marked cells.
type markCount struct {
	pools   [marks][]int64
	packets tally
	cells   tally
}

// clear forgets the counts of the tick before.
func (m *markCount) clear() {
	for n := range m.pools {
		clear(m.pools[n])
		clear(m.packets[n][:])
	}
}

// leaves counts a cell that enters a pool of the blood; -1 is none.
func (m *markCount) leaves(c cell, pool int) {
	for n := range m.pools {
		if c&markOf(n) != 0 && pool >= 0 {
			m.pools[n][pool]++
		}
	}
}

// sheds counts a packet of a marked cell.
func (m *markCount) sheds(c cell) {
	for n := range m.packets {
		if c&markOf(n) != 0 {
			m.packets[n][c.kind()]++
		}
	}
}

// countMarks counts the marked cells of the patch, in parallel.
func (p *Patch) countMarks() (sum tally) {
	p.eachPart((*worker).countMarks)
	for _, k := range p.workers {
		for m := range sum {
			for row, n := range k.marked.cells[m] {
				sum[m][row] += n
			}
		}
		k.marked.cells = tally{}
	}
	return sum
}

func (k *worker) countMarks(from, to int) {
	l := k.patch.lattice
	for i := range l.cellsIn(from, to) {
		c := cell(l.state[i])
		for m := range k.marked.cells {
			if c&markOf(m) != 0 {
				k.marked.cells[m][c.kind()]++
			}
		}
	}
}

// markArrivals tells the blood how many of the cells that arrive in it are marked. Of
// cells that leak, it gets the marked share at the last look.
func (p *Patch) markArrivals(b *blood.Blood) {
	for m := range marks {
		for pool := range p.table.Pools {
			cells := int64(0)
			for _, k := range p.workers {
				cells += k.marked.pools[m][pool]
			}
			b.Mark(trackOf(m), pool, float64(float64(cells)*p.scale))
		}
		for row := 1; row < len(p.packetSize); row++ {
			if pool := p.table.Rows[row].Pool; pool >= 0 {
				b.Mark(trackOf(m), pool, float64(p.given(m, row)*p.scale))
			}
		}
	}
}

// given is what marked cells of a row shed and leaked in this tick.
func (p *Patch) given(m, row int) float64 {
	packets := int64(0)
	for _, k := range p.workers {
		packets += k.marked.packets[m][row]
	}
	leaked := float64(float64(p.marked[m][row])*p.leaking[row]) / TicksPerDay
	return float64(float64(packets)*p.packetSize[row]) + leaked
}
