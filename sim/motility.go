package sim

import "marrow/sim/lineage"

// TrackMotility follows all cells of one row for a number of ticks, in which the
// world goes on, and returns their motility coefficient MSD / (2 dim t) [um2/min]
// over that time. It overwrites the clones of all cells, so it is for measurements
// on a world of its own. Cells that divided, matured or left are not counted.
func (w *World) TrackMotility(kind lineage.Kind, ticks int) float64 {
	p := w.patches[0]
	start := p.trace(kind)
	for range ticks {
		w.Tick()
	}
	sum, n := 0.0, 0
	for i, seen := range p.traced(kind, len(start)) {
		if seen.times == 1 {
			sum += p.lattice.squareDistance(start[i], seen.site)
			n++
		}
	}
	if n == 0 {
		return 0
	}
	minutes := float64(ticks) * TickSeconds / 60
	return sum / float64(n) * siteArea / (float64(len(p.lattice.offsets)) * minutes)
}

// trace gives each cell of the row a clone number of its own and returns their
// sites; cell n has clone n+1. All others get clone 0.
func (p *Patch) trace(kind lineage.Kind) (sites []int) {
	for i, s := range p.lattice.state {
		c := cell(s)
		if s == 0 {
			continue
		}
		n := uint32(0)
		if c.kind() == kind && len(sites) < Clones-1 {
			sites = append(sites, i)
			n = uint32(len(sites))
		}
		p.lattice.state[i] = uint32(c.withClone(n))
	}
	return sites
}

type sighting struct{ site, times int }

// traced finds the cells of the row by their clone numbers.
func (p *Patch) traced(kind lineage.Kind, n int) []sighting {
	out := make([]sighting, n)
	for i, s := range p.lattice.state {
		if c := cell(s); s != 0 && c.kind() == kind && c.clone() > 0 && int(c.clone()) <= n {
			out[c.clone()-1].site = i
			out[c.clone()-1].times++
		}
	}
	return out
}

// squareDistance is that of two sites [sites].
func (l *lattice) squareDistance(i, j int) float64 {
	dx, dy, dz := i%l.nx-j%l.nx, i/l.nx%l.ny-j/l.nx%l.ny, i/l.nx/l.ny-j/l.nx/l.ny
	return float64(dx*dx + dy*dy + dz*dz)
}
