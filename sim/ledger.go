package sim

import (
	"fmt"

	"marrow/sim/lineage"
)

// An account is the ledger of one row: every way in and every way out, since the
// start, and what must therefore be there.
type account struct {
	seeded, born, maturedIn, injected        int64
	maturedOut, divided, died, left, removed int64
	present                                  int64
}

func (a *account) add(b *account) {
	a.seeded += b.seeded
	a.born += b.born
	a.maturedIn += b.maturedIn
	a.injected += b.injected
	a.maturedOut += b.maturedOut
	a.divided += b.divided
	a.died += b.died
	a.left += b.left
	a.removed += b.removed
	a.present = a.seeded + a.born + a.maturedIn + a.injected - a.maturedOut - a.divided - a.died - a.left - a.removed
}

// An Account is the ledger of one stage over all patches, in cells since the start.
// Present = Seeded + Born + MaturedIn + Injected - MaturedOut - Divided - Died - Left - Removed.
type Account struct {
	Stage      string `json:"stage"`
	Seeded     int64  `json:"seeded"`
	Born       int64  `json:"born"`        // daughters
	MaturedIn  int64  `json:"matured_in"`  // from the row before, same stage included
	MaturedOut int64  `json:"matured_out"` // to the next row
	Divided    int64  `json:"divided"`     // mothers
	Died       int64  `json:"died"`
	Left       int64  `json:"left"` // into the blood
	Present    int64  `json:"present"`
	Injected   int64  `json:"injected"` // came from outside: a transplant
	Removed    int64  `json:"removed"`  // taken by a needle
}

// Ledger returns the accounts of all stages, in the order of the table.
func (w *World) Ledger() []Account {
	out := make([]Account, len(w.table.Stages))
	for s := range out {
		var sum account
		for _, p := range w.patches {
			for _, k := range w.table.Stages[s].Rows {
				sum.add(&p.ledger[k])
			}
		}
		out[s] = Account{
			Stage: w.table.Stages[s].Name, Seeded: sum.seeded, Born: sum.born, MaturedIn: sum.maturedIn,
			MaturedOut: sum.maturedOut, Divided: sum.divided, Died: sum.died, Left: sum.left, Present: sum.present,
			Injected: sum.injected, Removed: sum.removed,
		}
	}
	return out
}

// CheckLedger counts all cells afresh and compares them with the ledger.
func (w *World) CheckLedger() error {
	for _, p := range w.patches {
		if err := p.checkLedger(); err != nil {
			return err
		}
	}
	return nil
}

// checkLedger compares a fresh census with the ledger.
func (p *Patch) checkLedger() error {
	count := p.takeCensus()
	for k := 1; k < len(p.table.Rows); k++ {
		if want, got := p.ledger[k].present, count[k]; got != want {
			stage := p.table.Stages[p.table.Rows[k].Stage].Name
			return fmt.Errorf("sim: ledger of row %d (%s) says %d cells, %d are there", k, stage, want, got)
		}
	}
	return nil
}

// A census is a count of the cells of a patch by row.
type census [lineage.MaxRows + 1]int64

// takeCensus counts all cells of the patch, in parallel.
func (p *Patch) takeCensus() (sum census) {
	p.eachPart((*worker).countWords)
	for _, k := range p.workers {
		for row, n := range k.census {
			sum[row] += n
		}
		k.census = census{}
	}
	return sum
}

// partWords is the size of the parts of a lattice that are counted in parallel.
const partWords = 4096

// eachPart calls f for parts of the words of the lattice, in parallel.
func (p *Patch) eachPart(f func(k *worker, from, to int)) {
	p.count = f
	p.crew.each((len(p.lattice.full)+partWords-1)/partWords, p.countPart)
}

func (k *worker) countWords(from, to int) {
	l := k.patch.lattice
	for i := range l.cellsIn(from, to) {
		k.census[cell(l.state[i]).kind()]++
	}
}
