package sim

// marked is a set of sites that is filled and cleared often: in a jammed marrow, searches
// are most of a tick, and a map was most of them.
type marked struct {
	sites []int32  // by slot; open addressing, a power of two of slots
	round []uint32 // in which a slot was filled
	now   uint32   // the round since the last clear
	count int
}

// markedSlots hold what most searches come by without growing.
const markedSlots = 1 << 14

func newMarked() marked {
	return marked{sites: make([]int32, markedSlots), round: make([]uint32, markedSlots), now: 1}
}

// clear forgets all sites.
func (m *marked) clear() {
	m.count = 0
	if m.now++; m.now == 0 {
		clear(m.round)
		m.now = 1
	}
}

// mark notes a site and says whether it is new.
func (m *marked) mark(site int32) bool {
	slot, found := m.slot(site)
	if found {
		return false
	}
	m.sites[slot], m.round[slot] = site, m.now
	if m.count++; 2*m.count > len(m.sites) {
		m.grow()
	}
	return true
}

// slot is where a site is, or would be. At least half of the slots are free.
func (m *marked) slot(site int32) (slot uint32, found bool) {
	last := uint32(len(m.sites) - 1)
	slot = uint32(uint64(uint32(site)*2654435769) * uint64(len(m.sites)) >> 32)
	for m.round[slot] == m.now {
		if m.sites[slot] == site {
			return slot, true
		}
		slot = (slot + 1) & last
	}
	return slot, false
}

// grow doubles the slots.
func (m *marked) grow() {
	old := *m
	*m = marked{sites: make([]int32, 2*len(old.sites)), round: make([]uint32, 2*len(old.sites)), now: 1}
	for slot, site := range old.sites {
		if old.round[slot] == old.now {
			m.mark(site)
		}
	}
}
