package record

import (
	"strconv"

	"marrow/sim"
	"marrow/sim/lineage"
)

// PatchesColumns are the columns of patches.csv, which a body of several patches has: a row
// for each patch and time, with its share of the body, its marrow, the open share of its niches, its cells per stage, and
// the cells that have left it since the start, per lineage, in cells of the patch: times
// body_cells they are those of the body.
func PatchesColumns(t *lineage.Table) []string {
	cols := []string{"tick", "day", "patch", "share", "body_cells", "marrow_cells", "cellularity", "me_ratio", "blast_fraction", "open"}
	for _, s := range t.Stages {
		cols = append(cols, "n_"+s.Name)
	}
	for _, l := range t.Lineages {
		cols = append(cols, "left_"+l)
	}
	return cols
}

// patchRow is the row of patches.csv for a patch as it is now.
func patchRow(tick uint64, p *sim.Patch) []string {
	m := p.Marrow()
	row := []string{
		strconv.FormatUint(tick, 10), formatDay(tick), p.Name(), formatNumber(p.Share()), formatNumber(p.Scale()),
		strconv.Itoa(m.Cells), formatNumber(m.Cellularity), formatNumber(m.ME), formatNumber(m.Blasts), formatNumber(p.Open()),
	}
	for _, n := range p.Counts() {
		row = append(row, strconv.Itoa(n))
	}
	for _, n := range p.Egress() {
		row = append(row, strconv.FormatUint(n, 10))
	}
	return row
}

// samplePatches writes the rows of patches.csv.
func (d *directory) samplePatches(w *sim.World) (err error) {
	if len(w.Patches()) == 1 {
		return nil
	}
	if d.patches == nil {
		if d.patches, err = newTable(d.fs, d.dir, PatchesFile, PatchesColumns(w.Table())); err != nil {
			return err
		}
	}
	for _, p := range w.Patches() {
		if err := d.patches.row(patchRow(w.Ticks(), p)...); err != nil {
			return err
		}
	}
	return nil
}

// A PatchSum is a patch of a body of several in summary.json.
type PatchSum struct {
	Name   string        `json:"name"`
	Tissue string        `json:"tissue"`
	Share  float64       `json:"share"`
	Scale  float64       `json:"scale"`
	Cells  int           `json:"cells"`
	Hash   string        `json:"hash"`
	Left   []PatchEgress `json:"left"`
}

// A PatchEgress is how many cells of a lineage have left a patch since the start.
type PatchEgress struct {
	Lineage string `json:"lineage"`
	Cells   uint64 `json:"cells"`
}

// patchSums sums up the patches of a body of several.
func patchSums(w *sim.World) (sums []PatchSum) {
	if len(w.Patches()) == 1 {
		return nil
	}
	for _, p := range w.Patches() {
		s := PatchSum{Name: p.Name(), Tissue: p.Tissue().Spec.Name, Share: p.Share(), Scale: p.Scale(), Cells: p.Cells(), Hash: hashText(p.Hash())}
		for i, n := range p.Egress() {
			s.Left = append(s.Left, PatchEgress{w.Table().Lineages[i], n})
		}
		sums = append(sums, s)
	}
	return sums
}
