package sim

import "marrow/sim/lineage"

// A Listed is what is told of each cell of a part of a slice.
type Listed struct {
	X, Y      int
	ID        uint64
	Stage     int
	Clone     uint32
	Age       uint32 // [ticks]
	Divisions uint16
	Flags     uint8 // see the Flag constants; the lowest three bits are a cell-cycle phase
}

// The phases of the cell cycle. The model times whole stays: within one the phase follows
// from the part of it that is over, with the share of S that the species has.
const (
	PhaseG0 uint8 = iota
	PhaseG1
	PhaseS
	PhaseG2
	PhaseM
)

// Flags of a listed cell.
const (
	FlagNiche  uint8 = 8  // holds a stem-cell niche
	FlagMarked uint8 = 16 // has a mark: a donor's, or a label
	FlagReady  uint8 = 32 // on its way out
)

// Roster lists the cells of a rectangle of slice z of the patch that is shown, cut to the tissue, row
// by row. Without a witness there is none.
func (w *World) Roster(x, y, width, height, z int) (all []Listed) {
	p := w.shown
	s := p.tissue.Spec
	if p.witness == nil || z < 0 || z >= s.Depth {
		return nil
	}
	for v := max(y, 0); v < min(y+height, s.Height); v++ {
		for u := max(x, 0); u < min(x+width, s.Width); u++ {
			if i := p.lattice.siteAt(u, v, z); p.lattice.state[i] != 0 {
				all = append(all, p.listed(i, u, v, w.tick))
			}
		}
	}
	return all
}

func (p *Patch) listed(i, x, y int, tick uint64) Listed {
	c, l := cell(p.lattice.state[i]), p.witness.at(i)
	out := Listed{
		X: x, Y: y, ID: l.ID, Stage: p.table.Rows[c.kind()].Stage, Clone: c.clone(), Age: uint32(tick) - l.Born, Divisions: l.Divisions, Flags: p.cyclePhase(i, c, tick),
	}
	if bit(p.lattice.niche, i) && p.table.Rows[c.kind()].Niche {
		out.Flags |= FlagNiche
	}
	if c&anyMark != 0 {
		out.Flags |= FlagMarked
	}
	if p.rates[c.kind()].gait >= outbound {
		out.Flags |= FlagReady
	}
	return out
}

// cyclePhase is the phase of the cell cycle of the cell c at site i.
func (p *Patch) cyclePhase(i int, c cell, tick uint64) uint8 {
	row := &p.table.Rows[c.kind()]
	if !row.Cycling || row.End == lineage.Reside {
		return PhaseG0
	}
	last := c.phases() <= 1
	done := 1 - float64(c.phases())/float64(row.Phases)
	switch s := p.sPhase(row); {
	case last && p.lattice.due[i]-uint8(tick) <= 6: // half an hour
		return PhaseM
	case done < 0.5-s/2:
		return PhaseG1
	case done < 0.5+s/2:
		return PhaseS
	}
	return PhaseG2
}
