package sim

import "marrow/sim/lineage"

// A survey is what a look at the tissue finds: how many cells of each row stand at
// walls, and how many of each renewing row are in each block. Rows that may leave and
// those that renew are a small part of the cells, found by their gait or at walls.
type survey struct {
	atWall  [lineage.MaxRows + 1]int64
	inBlock [][]int32 // by renewing row, by block
	crowd   []int32   // cells of clones by block
}

func newSurvey(renewing, blocks int) survey {
	s := survey{inBlock: make([][]int32, renewing), crowd: make([]int32, blocks)}
	for i := range s.inBlock {
		s.inBlock[i] = make([]int32, blocks)
	}
	return s
}

func (s *survey) clear() {
	clear(s.atWall[:])
	clear(s.crowd)
	for i := range s.inBlock {
		clear(s.inBlock[i])
	}
}

func (s *survey) add(b *survey) {
	for k := range s.atWall {
		s.atWall[k] += b.atWall[k]
	}
	for j, n := range b.crowd {
		s.crowd[j] += n
	}
	for i := range s.inBlock {
		for j, n := range b.inBlock[i] {
			s.inBlock[i][j] += n
		}
	}
}

// takeSurvey looks at the tissue, in parallel.
func (p *Patch) takeSurvey() {
	p.burden = p.lookForBurden()
	for _, k := range p.workers {
		k.survey.clear()
	}
	p.eachPart((*worker).surveyWords)
	p.found.clear()
	for _, k := range p.workers {
		p.found.add(&k.survey)
	}
}

func (k *worker) surveyWords(from, to int) {
	l := k.patch.lattice
	everywhere := uint64(0)
	if k.patch.calmRenews || k.patch.burden.any {
		everywhere = ^uint64(0)
	}
	for w := from; w < to; w++ {
		agile := l.gait[0][w] &^ l.gait[1][w]
		for x := l.cells(w) & (l.walls(w) | agile | everywhere); x != 0; x &= x - 1 {
			k.surveyCell(w<<6 + lowest(x))
		}
	}
}

func (k *worker) surveyCell(i int) {
	p := k.patch
	kind := cell(p.lattice.state[i]).kind()
	if p.lattice.isWall(i) {
		k.survey.atWall[kind]++
	}
	if r := p.rates[kind].renewing; r >= 0 {
		k.survey.inBlock[r][p.blocks.of(p.lattice, i)]++
	}
	if p.rates[kind].crowds {
		k.survey.crowd[p.blocks.of(p.lattice, i)]++
	}
}
