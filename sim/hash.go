package sim

import (
	"math"
	"sync/atomic"
)

// Hash digests all state that the next tick reads. Equal hashes, equal futures.
func (w *World) Hash() uint64 {
	h := mix(w.config.Seed + golden)
	h = mix(h ^ w.tick)
	for _, p := range w.patches {
		h = mix(h ^ p.hashSites())
	}
	for _, x := range w.hashedWords() {
		h = mix(h ^ x)
	}
	if !w.body.Idle() {
		for _, x := range w.body.Words(nil) {
			h = mix(h ^ x)
		}
	}
	if !w.untreated() {
		for _, x := range w.treatedWords(nil) {
			h = mix(h ^ x)
		}
	}
	if !w.healthyVessels() {
		for _, x := range w.vesselWords(nil) {
			h = mix(h ^ x)
		}
	}
	if w.age.on || w.remodeled() {
		for _, x := range w.age.words(nil) {
			h = mix(h ^ x)
		}
		for _, p := range w.patches {
			h = mix(h ^ p.remodeling.hash())
		}
	}
	if w.drivers.on {
		h = mix(h ^ w.drivers.hash())
	}
	for _, c := range w.reservoir.seats {
		h = mix(h ^ uint64(c))
	}
	return h
}

// hashSites adds up one digest per cell, so that the order of the sites is free.
func (p *Patch) hashSites() uint64 {
	l := p.lattice
	var sum atomic.Uint64
	const part = 4096
	p.crew.each((len(l.full)+part-1)/part, func(_, n int) {
		var h uint64
		for i := range l.cellsIn(n*part, min((n+1)*part, len(l.full))) {
			h += mix(mix(uint64(i)+golden) ^ (uint64(l.state[i])<<8 | uint64(l.due[i])))
		}
		sum.Add(h)
	})
	return sum.Load()
}

// words is the state beside the lattices and the reservoir: ledger, demand, blood.
func (w *World) words() []uint64 { return w.wordsWith((*demand).words) }

// hashedWords are words without what is latent.
func (w *World) hashedWords() []uint64 { return w.wordsWith((*demand).hashed) }

func (w *World) wordsWith(demands func(*demand, []uint64) []uint64) []uint64 {
	var out []uint64
	for _, p := range w.patches {
		out = p.words(out, demands)
	}
	return w.blood.Words(out)
}

// words appends the patch's part of them.
func (p *Patch) words(to []uint64, demands func(*demand, []uint64) []uint64) []uint64 {
	for k := range p.ledger {
		for _, n := range p.ledger[k].fields() {
			to = append(to, uint64(*n))
		}
		to = append(to, uint64(p.seen[k].left), uint64(p.seen[k].pressed))
	}
	to = p.settlerWords(demands(&p.demand, to))
	if p.sleeps() {
		to = append(to, math.Float64bits(p.open))
	}
	return to
}

// setWords restores what words returned and reports whether it makes sense.
func (w *World) setWords(from []uint64) bool {
	for _, p := range w.patches {
		var ok bool
		if from, ok = p.setWords(from); !ok {
			return false
		}
	}
	return w.blood.SetWords(from)
}

func (p *Patch) setWords(from []uint64) (rest []uint64, ok bool) {
	if len(from) < accountWords*len(p.ledger) {
		return nil, false
	}
	for k := range p.ledger {
		for n, field := range p.ledger[k].fields() {
			*field = int64(from[n])
		}
		p.ledger[k].add(&account{})
		p.seen[k] = leavers{left: int64(from[accountWords-2]), pressed: int64(from[accountWords-1])}
		from = from[accountWords:]
	}
	if from, ok = p.demand.setWords(from); !ok {
		return nil, false
	}
	if from, ok = p.setSettlerWords(from); !ok || !p.sleeps() {
		return from, ok
	}
	if len(from) == 0 {
		return nil, false
	}
	p.open = math.Float64frombits(from[0])
	return from[1:], p.open >= 0 && p.open <= 1
}

func (a *account) fields() []*int64 {
	return []*int64{&a.seeded, &a.born, &a.maturedIn, &a.injected, &a.maturedOut, &a.divided, &a.died, &a.left, &a.removed}
}

// accountWords is the number of words of state of one row: its account and its leavers.
const accountWords = 11
