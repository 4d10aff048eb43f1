package sim

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"marrow/sim/clonal"
)

// Drivers are the mutations among the body's stem cells by which some have more daughters.
// They arise, and act, while years pass ([World.PassYears]) or once somebody has put one in; else
// the reservoir is neutral.
//
// What they do is what package clonal does for bodies without other cells, cell by cell: all
// stem cells turn over alike, and a clone with a fitness s takes s n more seats a year, of
// whom it may be. So it grows by s less the mean of all.
type drivers struct {
	on      bool
	spec    clonal.Spec
	mutants []mutant
	of      []uint16 // scratch: by clone number, index into mutants plus 1
}

// A mutant is a clone with a mutation of its own. Clones that die out are forgotten when
// nothing that lives descends from them.
type mutant struct {
	Clone  uint32
	Driver uint32
	Parent int32   // index of the mutant that it arose in; -1 none
	Own    float64 // fitness of its own mutation [1/y]
}

// mostMutants is how many clones with mutations a body may have at a time.
const mostMutants = 1<<16 - 2

// Mutate gives a share of the body's stem cells a driver mutation, as one clone.
func (w *World) Mutate(name string, share float64) error {
	r := w.reservoir
	if !(share >= 0 && share <= 1) {
		return fmt.Errorf("mutate: a share of %v, want 0 to 1", share)
	}
	if r.cycle == 0 {
		return fmt.Errorf("mutate: the species %s has no reservoir of stem cells", w.table.Species)
	}
	if err := w.drivers.begin(); err != nil {
		return err
	}
	d := slices.IndexFunc(w.drivers.spec.Drivers, func(d clonal.Driver) bool { return d.Name == name })
	if d < 0 {
		return fmt.Errorf("mutate: no driver is called %s", name)
	}
	w.startYears()
	n := int(float64(share*float64(r.filled)) + 0.5)
	if n == 0 {
		return nil
	}
	draws := stepDraws{key: mix(purposeMutate.key(w.config.Seed) + w.tick*golden)}
	clone := w.drivers.found(r, d, -1, w.drivers.spec.Drivers[d].Fitness)
	first := draws.below(r.filled)
	for i := range n { // the clone takes neighbors in the list, which has no order
		r.seats[(first+i)%r.filled] = clone
	}
	return nil
}

// StemCells is the number of the body's long-term stem cells, of those in health.
func (w *World) StemCells() float64 { return w.reservoir.fullness() }

// Drivers is the share of the body's stem cells that have a driver mutation.
func (w *World) Drivers() float64 {
	counts := w.drivers.count(w.reservoir)
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return share(sum, w.reservoir.filled)
}

// begin turns drivers on.
func (d *drivers) begin() error {
	if d.on {
		return nil
	}
	spec, err := clonal.Builtin()
	if err != nil {
		return err
	}
	d.on, d.spec, d.of = true, spec, make([]uint16, Clones)
	return nil
}

// found starts a clone and returns its seat, without placing it.
func (d *drivers) found(r *reservoir, driver, parent int, own float64) (seat uint32) {
	clone := r.newClone()
	for d.of[clone] != 0 {
		clone = r.newClone()
	}
	d.mutants = append(d.mutants, mutant{clone, uint32(driver), int32(parent), own})
	d.of[clone] = uint16(len(d.mutants))
	return clone
}

// count is the number of seats of each mutant.
func (d *drivers) count(r *reservoir) []int {
	counts := make([]int, len(d.mutants))
	for _, seat := range r.seats[:r.filled] {
		if seat&donorSeat == 0 && len(counts) > 0 {
			if m := d.of[seat]; m > 0 {
				counts[m-1]++
			}
		}
	}
	return counts
}

// substep is the longest time in which sizes of clones are taken to stay the same [y].
const substep = 0.1

// live lets years pass for the stem cells, beyond the turnover of the days themselves.
func (d *drivers) live(r *reservoir, key uint64, age, years, beyond float64) {
	if r.cycle == 0 || r.filled == 0 {
		return
	}
	draws := &stepDraws{key: key}
	steps := int(years/substep) + 1
	for range steps {
		r.turn(draws.bits(), beyond*daysPerYear/float64(steps))
		d.step(r, draws, age, years/float64(steps))
	}
	d.forget(r)
}

// step lets fit clones take seats, and mutations arise.
func (d *drivers) step(r *reservoir, draws *stepDraws, age, years float64) {
	fitness := make([]float64, len(d.mutants))
	for i, n := range d.count(r) {
		m := &d.mutants[i]
		fitness[i] = float64(m.Own * d.spec.Drivers[m.Driver].At(age))
		if m.Parent >= 0 {
			fitness[i] += fitness[m.Parent]
		}
		for range draws.times(float64(float64(n) * float64(fitness[i]*years))) {
			r.seats[r.draw(draws.bits())] = m.Clone
		}
	}
	for i := range d.spec.Drivers {
		s := &d.spec.Drivers[i]
		for range draws.times(float64(float64(r.filled) * float64(s.Rate*years))) {
			seat := r.draw(draws.bits())
			if r.seats[seat]&donorSeat != 0 || len(d.mutants) >= mostMutants {
				continue
			}
			parent := int(d.of[r.seats[seat]]) - 1
			r.seats[seat] = d.found(r, i, parent, s.Fitness)
		}
	}
}

// forget drops the mutants that have no cells and no daughters with cells.
func (d *drivers) forget(r *reservoir) {
	counts := d.count(r)
	for i := len(counts) - 1; i >= 0; i-- {
		if p := d.mutants[i].Parent; p >= 0 && counts[i] > 0 {
			counts[p] = max(counts[p], 1)
		}
	}
	renamed := make([]int32, len(d.mutants))
	kept := d.mutants[:0]
	for i, m := range d.mutants {
		d.of[m.Clone] = 0
		if counts[i] == 0 {
			continue
		}
		if m.Parent >= 0 {
			m.Parent = renamed[m.Parent]
		}
		renamed[i] = int32(len(kept))
		kept = append(kept, m)
	}
	d.mutants = kept
	d.index()
}

// index fills the scratch by clone number.
func (d *drivers) index() {
	for i, m := range d.mutants {
		d.of[m.Clone] = uint16(i + 1)
	}
}

// hash digests the mutants.
func (d *drivers) hash() (h uint64) {
	for _, m := range d.mutants {
		h = mix(h ^ uint64(m.Clone)<<32 ^ uint64(m.Driver)<<20 ^ uint64(uint32(m.Parent)))
		h = mix(h ^ math.Float64bits(m.Own))
	}
	return h
}

func (d *drivers) save(out io.Writer) error {
	return writeParts(out, uint8(flag(d.on)), uint32(len(d.mutants)), d.mutants)
}

func (d *drivers) load(in io.Reader) error {
	var on uint8
	var n uint32
	if err := readParts(in, &on, &n); err != nil {
		return err
	}
	if on > 1 || n > mostMutants || on == 0 && n > 0 {
		return errors.New("driver mutations out of range")
	}
	if on == 0 {
		return nil
	}
	if err := d.begin(); err != nil {
		return err
	}
	d.mutants = make([]mutant, n)
	if err := binary.Read(in, binary.LittleEndian, d.mutants); err != nil {
		return err
	}
	for i, m := range d.mutants {
		if m.Clone >= Clones || int(m.Driver) >= len(d.spec.Drivers) || m.Parent < -1 || int(m.Parent) >= i || !(m.Own >= 0 && m.Own < 100) {
			return errors.New("driver mutations out of range")
		}
	}
	d.index()
	return nil
}
