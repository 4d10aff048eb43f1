package validate

import (
	"context"
	"math"
	"strconv"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/scenario"
)

// smallPatch is enough for the turnover of a clone of thousands of cells.
const smallPatch = "160x160x1"

// A turnover is the cells of a clone, in the patch and in blood, and what became of them.
type turnover struct {
	marrow, blood float64 // cells of the patch, or that it stands for
	divided, died float64 // in the patch, since the start
	left          float64 // the same
}

// turn reads the turnover of the clone of a world.
func (p *patient) turn() (t turnover) {
	for i, a := range p.world.Ledger() {
		if !inClone(&p.setup.Table.Stages[i]) {
			continue
		}
		t.marrow += float64(a.Present)
		t.divided += float64(a.Divided)
		t.died += float64(a.Died)
		t.left += float64(a.Left)
	}
	table := p.setup.Table
	for _, pool := range table.Pools {
		if pool.Clone {
			t.blood = 1e9 * p.world.Blood().Clone * table.Body.Blood / pool.Circulating / p.world.Scale()
		}
	}
	return t
}

// rates are the births and deaths of the clone between two looks, and the deaths in blood
// alone, in percent a day of the mean number.
func rates(a, b turnover, days float64) (births, deaths, inBlood float64) {
	all, blood := (a.marrow+a.blood+b.marrow+b.blood)/2, (a.blood+b.blood)/2
	gone := b.left - a.left - (b.blood - a.blood)
	per := func(n, of float64) float64 { return 100 * n / days / of }
	return per(b.divided-a.divided, all), per(b.died-a.died+gone, all), per(gone, blood)
}

// lymphocytic measures births and deaths of chronic lymphocytic leukemia, without
// treatment and under ibrutinib.
func lymphocytic(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	const watched = 60 // days
	o.Size = smallPatch
	p, err := ill(ctx, "chronic-lymphocytic-leukemia", o, "cll", "2500")
	if err != nil {
		return nil, err
	}
	defer p.world.Close()
	var looks []turnover
	for n := range 3 {
		looks = append(looks, p.turn())
		if n == 2 {
			break
		}
		if err := p.live(ctx, watched); err != nil {
			return nil, err
		}
	}
	out := map[string]finding{}
	births, deaths, _ := rates(looks[1], looks[2], watched)
	out["cll-births"], out["cll-deaths"] = value(births), value(deaths)
	pills := map[string]string{"agent": "ibrutinib", "dose": "420 mg", "every": "1d", "times": "60"}
	if err := p.give("drug", pills); err != nil {
		return nil, err
	}
	if err := p.live(ctx, 20); err != nil { // what was on its way
		return nil, err
	}
	before := p.turn()
	if err := p.live(ctx, 40); err != nil {
		return nil, err
	}
	births, _, inBlood := rates(before, p.turn(), 40)
	out["ibrutinib-births"], out["ibrutinib-deaths"] = value(births), value(inBlood)
	return out, nil
}

// plasma measures in what time the cells of a myeloma would double if none were lost.
func plasma(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	const watched = 40
	o.Size = smallPatch
	p, err := ill(ctx, "myeloma", o, "myeloma", "1200")
	if err != nil {
		return nil, err
	}
	defer p.world.Close()
	if err := p.live(ctx, watched); err != nil {
		return nil, err
	}
	before := p.turn()
	if err := p.live(ctx, watched); err != nil {
		return nil, err
	}
	births, _, _ := rates(before, p.turn(), watched)
	return map[string]finding{"myeloma-potential": value(100 * math.Ln2 / births)}, nil
}

// Myelomas are found when they are of very different sizes: clones of the median patient,
// in a small patch 120 days before, and the standard deviation of the logarithm.
const (
	medianMyeloma = 120
	myelomaSD     = 0.8
	foundAfter    = 120 // [d]
)

// fatigue measures the share of patients that are pale when their myeloma is found.
func fatigue(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	o.Size = "64x64x1"
	pale, all := 0.0, strata()
	for _, z := range all {
		cells := strconv.Itoa(int(medianMyeloma * math.Exp(myelomaSD*z)))
		hb, err := weary(ctx, o, cells)
		if err != nil {
			return nil, err
		}
		if hb < anemic {
			pale++
		}
	}
	return map[string]finding{"myeloma-anemia": value(pale / float64(len(all)))}, nil
}

// weary is the hemoglobin of a patient whose myeloma began with so many cells [g/dL].
func weary(ctx context.Context, o scenario.Options, cells string) (float64, error) {
	p, err := ill(ctx, "myeloma", o, "myeloma", cells)
	if err != nil {
		return 0, err
	}
	defer p.world.Close()
	err = p.live(ctx, foundAfter)
	return p.world.Blood().Hb, err
}

// burkitt measures the doubling of a lymphoma, that which it would have if no cell were
// lost, and how its cells cluster.
func burkitt(ctx context.Context, o scenario.Options) (map[string]finding, error) {
	p, err := ill(ctx, "burkitt-lymphoma", o, "lymphoma", "60")
	if err != nil {
		return nil, err
	}
	defer p.world.Close()
	if err := p.live(ctx, 2); err != nil {
		return nil, err
	}
	const watched = 8
	before := p.turn()
	if err := p.live(ctx, watched); err != nil {
		return nil, err
	}
	after := p.turn()
	mean := (after.marrow - before.marrow) / math.Log(after.marrow/before.marrow)
	return map[string]finding{
		"burkitt-potential": value(24 * math.Ln2 * watched * mean / (after.divided - before.divided)),
		"burkitt-doubling":  value(24 * math.Ln2 * watched / math.Log(after.marrow/before.marrow)),
		"clustering":        value(clustering(p.world)),
	}, nil
}

// clustering is how many cells of the clone are within 50 um of one of them, over the
// number if they stood anywhere among all cells.
func clustering(w *sim.World) float64 {
	var f sim.Frame
	w.Frame(0, &f)
	c := crowd{stages: w.Table().Stages, codes: f.Codes, width: w.Tissue().Spec.Width}
	for y := reach; y < len(f.Codes)/c.width-reach; y++ {
		for x := reach; x < c.width-reach; x++ {
			c.look(y*c.width + x)
		}
	}
	return c.nearClone / c.near / (c.clone / c.cells)
}

// reach is how far neighbors are looked for [sites].
const reach = 5

// A crowd is a slice in which the neighbors of a clone's cells are counted.
type crowd struct {
	stages          []lineage.Stage
	codes           []uint8
	width           int
	cells, clone    float64 // looked at
	near, nearClone float64 // beside those of the clone
}

// kind says whether there is a cell at a site, and whether it is one of a clone.
func (c *crowd) kind(site int) (cell, clone float64) {
	code := int(c.codes[site])
	switch {
	case code == 0 || code > len(c.stages):
		return 0, 0
	case inClone(&c.stages[code-1]):
		return 1, 1
	}
	return 1, 0
}

// look counts the cell of a site and, if it is one of the clone, its neighbors.
func (c *crowd) look(site int) {
	cell, clone := c.kind(site)
	c.cells += cell
	c.clone += clone
	if clone == 0 {
		return
	}
	for dy := -reach; dy <= reach; dy++ {
		for dx := -reach; dx <= reach; dx++ {
			if dx*dx+dy*dy <= reach*reach && (dx != 0 || dy != 0) {
				cell, clone := c.kind(site + dy*c.width + dx)
				c.near += cell
				c.nearClone += clone
			}
		}
	}
}

// inClone says whether a stage is one of a clone.
func inClone(s *lineage.Stage) bool { return s.Lineage == "clone" }
