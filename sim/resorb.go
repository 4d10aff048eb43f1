package sim

import (
	"marrow/sim/blood"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// resorb lets, once a day, bone be resorbed beside cells of clones that call for it. What was bone is marrow
// then, where they and others find room.
func (w *World) resorb() {
	for _, p := range w.patches {
		if p.resorbs() && p.remodeling.begin(p) == nil { // else nobody knows how this tissue changes
			p.resorb(mix(purposeResorb.key(p.seed) + w.tick*golden))
		}
	}
}

// resorbs says whether the patch holds such cells.
func (p *Patch) resorbs() bool {
	for k := range p.ledger {
		if p.table.Rows[k].Erodes > 0 && p.ledger[k].present > 0 {
			return true
		}
	}
	return false
}

func (p *Patch) resorb(key uint64) {
	var eaten [lineage.MaxRows + 1]chance
	for k := range p.table.Rows {
		eaten[k] = chanceOf(1 - blood.Exp(-p.table.Rows[k].Erodes))
	}
	l, r := p.lattice, &p.remodeling
	for i := range l.cellsIn(0, len(l.full)) {
		bites := eaten[p.kindAt(i)]
		if bites == 0 {
			continue
		}
		u := mix(key + uint64(i)*golden)
		for d, o := range l.offsets {
			if bites.hit(draw(u, uint64(d))) && r.mayFree(i+o, tissue.Bone) {
				r.put(i+o, tissue.Free)
			}
		}
	}
	if r.class != nil {
		p.settleTissue(r.class, r.fat)
		r.class = nil
	}
}

// remodeled says whether the fat or bone of a patch is not as its tissue was made.
func (w *World) remodeled() bool {
	for _, p := range w.patches {
		if p.remodeling.on {
			return true
		}
	}
	return false
}
