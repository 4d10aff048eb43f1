package sim

import (
	"fmt"
	"slices"

	"marrow/sim/lineage"
)

// mostSown is how many cells of a clone one event can bring.
const mostSown = 1e6

// Sow brings cells of a disease, all of one new clone, to the marrow at the start of
// the next tick: at random free sites at sinusoids, as far as there are any. A disease that
// comes of another, by a second mutation, turns random cells of that one instead, as long
// as there are any; they stay of the clone that they are of.
func (w *World) Sow(disease string, cells float64) error {
	i := w.table.Disease(disease)
	switch {
	case i < 0:
		return fmt.Errorf("clone: this body cannot fall ill with %q", disease)
	case !(cells >= 0 && w.sown[i]+cells <= mostSown):
		return fmt.Errorf("clone: %v cells, want 0 to %v at a time", cells, float64(mostSown))
	}
	w.sown[i] += cells
	return nil
}

// sow places the cells that wait.
func (w *World) sow() {
	for i, cells := range w.sown {
		if cells == 0 {
			continue
		}
		keys := newTickKeys(w.config.Seed, w.tick)
		key := keys.site(planeSow, i)
		if w.sown[i] = 0; w.transform(i, int(cells), key) {
			continue
		}
		p := w.birthplace()
		w.founders[i] = w.reservoir.newClone()
		founder := cell(0).withClone(w.founders[i])
		for n := range uint64(cells) {
			u := draw(key, n)
			at := p.findSeat(u)
			if at < 0 {
				break
			}
			p.place(at, founding(w.table.Diseases[i].Begins, (float64(n)+0.5)/cells), founder, draw(u, 1), w.tick)
		}
	}
}

// birthplace is the patch in which clones begin: the first one of marrow; in a body of organs
// alone, that with the most open niches.
func (w *World) birthplace() *Patch {
	most := w.patches[0]
	for _, p := range w.patches {
		if p.organ == nil {
			return p
		}
		if float64(p.open*p.part.Share) > float64(most.open*most.part.Share) {
			most = p
		}
	}
	return most
}

// transform turns random cells of the disease that disease i comes of into the first cells
// of it, and says whether there were any.
func (w *World) transform(i, cells int, key uint64) bool {
	d, p := &w.table.Diseases[i], w.birthplace()
	var sites []int
	for at := range p.lattice.cellsIn(0, len(p.lattice.full)) {
		if slices.Contains(d.From, p.kindAt(at)) {
			sites = append(sites, at)
		}
	}
	for n := range min(cells, len(sites)) {
		u := draw(key, uint64(n))
		j := n + int(u>>32*uint64(len(sites)-n)>>32)
		sites[n], sites[j] = sites[j], sites[n]
		p.turn(sites[n], founding(d.Begins, (float64(n)+0.5)/float64(cells)), draw(u, 1), w.tick)
	}
	return len(sites) > 0
}

// turn makes the cell of site i, between two ticks, one of another row.
func (p *Patch) turn(i int, k lineage.Kind, u, tick uint64) {
	c, w := cell(p.lattice.state[i]), p.workers[0]
	w.now8 = uint8(tick)
	w.enter(i, c, k, u)
	p.ledger[c.kind()].add(&account{maturedOut: 1})
	p.ledger[k].add(&account{maturedIn: 1})
	p.witness.matured(i)
}

// founding is the row of the cell that stands at a share of all that begin a clone.
func founding(begins []lineage.Branch, at float64) lineage.Kind {
	for _, b := range begins {
		if at -= b.Weight; at < 0 {
			return b.To
		}
	}
	return begins[len(begins)-1].To
}

// A burden is the cells of clones that take the place of healthy ones.
type burden struct {
	any     bool    // there are some, by the ledger
	density float64 // cells per free site
}

// lookForBurden looks how far clones have spread through the patch.
func (p *Patch) lookForBurden() (c burden) {
	cells := int64(0)
	for k := range p.ledger {
		if p.table.Rows[k].Crowds {
			cells += p.ledger[k].present
		}
	}
	return burden{cells > 0, float64(cells) / float64(p.blocks.allFree)}
}

// infiltrate tells the body how far clones have spread through its marrow.
func (w *World) infiltrate() {
	if len(w.table.Diseases) == 0 {
		return
	}
	density, all := 0.0, 0.0
	for _, p := range w.patches {
		density += float64(p.burden.density * p.part.Share)
		all += p.part.Share
	}
	w.body.Infiltrate(density / all)
}

// niches is the share of the niches of a block that clones leave to healthy cells. A
// clone takes as many as its cells stand for by their share of the sites, and spoils more
// (see [lineage.Infiltration]).
func (p *Patch) niches(block int) float64 {
	if !p.burden.any {
		return 1
	}
	density := float64(p.found.crowd[block]) / float64(max(1, p.blocks.free[block]))
	return max(fewestNiches, 1-float64(p.table.Infiltration.NicheDamage*density))
}

// fewestNiches is the share of the niches of a block that no clone takes: single healthy
// cells hold on to some place.
const fewestNiches = 0.02
