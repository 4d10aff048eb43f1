package sim

// A search looks for the nearest vacancy to a divider that found no room in its
// tile. Searches run one after another, in site order, after the last color, so they
// may cross tiles. They are rare: without them a slice jams within months.
type search struct {
	sites  []int32
	parent []int32
	depth  []int32
	seen   map[int32]struct{}
}

const (
	searchSites = 3000
	searchSteps = 60
	// crowdedSites is how far a search looks for a vacancy before it takes a mature cell
	// at a sinusoid wall for one.
	crowdedSites = 400
)

func newSearch() *search { return &search{seen: make(map[int32]struct{}, searchSites)} }

// path finds the shortest way from site i through cells that can be shifted to a
// vacancy and appends it to path, nearest site first; empty if there is none in
// reach. In a crowded marrow the way may end at a mature cell at a sinusoid wall: the
// pressure of the division will push it out. u decides between directions.
func (s *search) path(p *Patch, i int, u uint64, path []int32) []int32 {
	l := p.lattice
	clear(s.seen)
	s.sites, s.parent, s.depth = append(s.sites[:0], int32(i)), append(s.parent[:0], -1), append(s.depth[:0], 0)
	s.seen[int32(i)] = struct{}{}
	start, mature := int(u&0xff), 0
	for at := 0; at < len(s.sites) && s.depth[at] < searchSteps; at++ {
		if mature > 0 && len(s.sites) >= crowdedSites {
			break
		}
		for q := range l.offsets {
			j := l.toward(int(s.sites[at]), (start+q)%len(l.offsets))
			if _, seen := s.seen[int32(j)]; seen || bit(l.blocked, j) {
				continue
			}
			s.seen[int32(j)] = struct{}{}
			if !bit(l.full, j) {
				return s.trace(at, append(path, int32(j)))
			}
			if len(s.sites) < searchSites && !p.rateAt(j).anchored {
				s.add(j, at)
				if mature == 0 && p.mayBePressedOut(j) {
					mature = len(s.sites) - 1
				}
			}
		}
		start++
	}
	if mature > 0 {
		return s.trace(mature, path)
	}
	return path[:0]
}

func (s *search) add(j, parent int) {
	s.sites = append(s.sites, int32(j))
	s.parent, s.depth = append(s.parent, int32(parent)), append(s.depth, s.depth[parent]+1)
}

// trace appends the way back from entry at to the start and turns the path around.
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
