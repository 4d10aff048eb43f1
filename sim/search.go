package sim

import "marrow/sim/lineage"

// A search looks for the nearest vacancy to a divider that found no room in its
// tile. Searches run one after another, in site order, after the last color, so they
// may cross tiles. They are rare: without them a slice jams within months.
type search struct {
	sites  []int32
	parent []int32
	depth  []int32
	seen   siteSet
}

const (
	searchSites = 3000
	searchSteps = 60
	// crowdedSites is how far a search looks for a vacancy before it takes a mature cell
	// at a sinusoid wall for one.
	crowdedSites = 400
	// jammedSites is how far a search looks for a vacancy or a mature cell before it takes
	// any cell at a sinusoid wall that is no resident. Without that, a marrow full of
	// progenitors stands still for good: none divides, so none matures and leaves.
	jammedSites = 1000
)

func newSearch() *search { return &search{seen: newSiteSet()} }

// path finds the shortest way from site i through cells that can be shifted to a
// vacancy and appends it to path, nearest site first; empty if there is none in
// reach. In a crowded marrow the way may end at a mature cell at a sinusoid wall, and in
// a jammed one at any cell there: the pressure of the division will push it out, which
// is how immature cells come into the blood when the marrow is packed. u decides between
// directions.
func (s *search) path(p *Patch, i int, u uint64, path []int32) []int32 {
	l := p.lattice
	s.seen.clear()
	s.sites, s.parent, s.depth = append(s.sites[:0], int32(i)), append(s.parent[:0], -1), append(s.depth[:0], 0)
	s.seen.add(int32(i))
	start, mature, wall := int(u&0xff), 0, 0
	for at := 0; at < len(s.sites) && s.depth[at] < searchSteps && !s.crowded(mature, wall); at++ {
		for q := range l.offsets {
			j := l.toward(int(s.sites[at]), (start+q)%len(l.offsets))
			if bit(l.blocked, j) || !s.seen.add(int32(j)) {
				continue
			}
			if !bit(l.full, j) {
				return s.trace(at, append(path, int32(j)))
			}
			r := p.rateAt(j)
			if len(s.sites) >= searchSites || r.anchored {
				continue
			}
			s.add(j, at)
			if mature == 0 && p.mayBePressedOut(j) {
				mature = len(s.sites) - 1
			}
			if wall == 0 && l.isWall(j) && r.end != lineage.Reside {
				wall = len(s.sites) - 1
			}
		}
		start++
	}
	if mature > 0 {
		return s.trace(mature, path)
	}
	return s.trace(wall, path)
}

// crowded says whether a search that came by a mature cell at a wall, and by any cell at a
// wall, has looked far enough for something better; 0 is none.
func (s *search) crowded(mature, wall int) bool {
	return mature > 0 && len(s.sites) >= crowdedSites || wall > 0 && len(s.sites) >= jammedSites
}

func (s *search) add(j, parent int) {
	s.sites = append(s.sites, int32(j))
	s.parent, s.depth = append(s.parent, int32(parent)), append(s.depth, s.depth[parent]+1)
}

// trace appends the way back from entry at to the start and turns the path around. From the
// start itself, entry 0, there is none.
func (s *search) trace(at int, path []int32) []int32 {
	for ; s.parent[at] >= 0; at = int(s.parent[at]) {
		path = append(path, s.sites[at])
	}
	for a, b := 0, len(path)-1; a < b; a, b = a+1, b-1 {
		path[a], path[b] = path[b], path[a]
	}
	return path
}

// help searches room for a divider that is still stuck where it was.
func (k *worker) help(s *search, c stuckCell) {
	p := k.patch
	i := int(c.site)
	if !bit(p.lattice.full, i) || p.lattice.state[i] != c.mother || p.lattice.due[i] != k.now8+retryTicks {
		k.totals.Failed++ // another push took it along: it tries again on its own
		return
	}
	k.totals.Searches++
	k.path = s.path(p, i, draw(c.bits, drawRoom), k.path[:0])
	if len(k.path) == 0 {
		k.totals.Failed++
		return
	}
	k.split(i, k.shift(), cell(c.mother), c.first, c.second, c.bits)
}
