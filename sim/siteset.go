package sim

// A siteSet is a set of sites that is filled and cleared often: in a jammed marrow, searches
// are most of a tick, and a map was most of them.
type siteSet struct {
	sites []int32  // by slot; open addressing, a power of two of slots
	round []uint32 // in which a slot was filled
	now   uint32   // the round since the last clear
	count int
}

// siteSetSlots hold what most searches come by without growing.
const siteSetSlots = 1 << 14

func newSiteSet() siteSet {
	return siteSet{sites: make([]int32, siteSetSlots), round: make([]uint32, siteSetSlots), now: 1}
}

// clear forgets all sites.
func (s *siteSet) clear() {
	s.count = 0
	if s.now++; s.now == 0 {
		clear(s.round)
		s.now = 1
	}
}

// add adds a site and says whether it is new.
func (s *siteSet) add(site int32) bool {
	slot, found := s.slot(site)
	if found {
		return false
	}
	s.sites[slot], s.round[slot] = site, s.now
	if s.count++; 2*s.count > len(s.sites) {
		s.grow()
	}
	return true
}

// slot is where a site is, or would be. At least half of the slots are free.
func (s *siteSet) slot(site int32) (slot uint32, found bool) {
	last := uint32(len(s.sites) - 1)
	slot = uint32(uint64(uint32(site)*2654435769) * uint64(len(s.sites)) >> 32)
	for s.round[slot] == s.now {
		if s.sites[slot] == site {
			return slot, true
		}
		slot = (slot + 1) & last
	}
	return slot, false
}

// grow doubles the slots.
func (s *siteSet) grow() {
	old := *s
	*s = siteSet{sites: make([]int32, 2*len(old.sites)), round: make([]uint32, 2*len(old.sites)), now: 1}
	for slot, site := range old.sites {
		if old.round[slot] == old.now {
			s.add(site)
		}
	}
}
