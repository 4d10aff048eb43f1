package sim

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// An order is something that is done to cells outside their clocks. Orders wait for the
// next tick; those that differ in nothing but the amount are one, so that two halves are
// a whole, bit by bit.
type order struct {
	act    act
	beam   beam    // irradiate
	share  float64 // label: of the cells in reach that take it up
	amount float64 // irradiate: dose [Gy]; label: ticks to go; harvest: marrow [L]
	begun  bool    // label
}

// An act is a kind of order.
type act uint8

const (
	irradiate act = iota + 1
	label
	harvest
)

// mostOrders is how many different orders may wait.
const mostOrders = 16

// compare orders orders, whatever their amounts.
func (o *order) compare(p *order) int {
	return cmp.Or(cmp.Compare(o.act, p.act), o.beam.compare(&p.beam), cmp.Compare(o.share, p.share))
}

// post adds an order to those that wait.
func (w *World) post(o order) error {
	if o.amount == 0 {
		return nil
	}
	i, found := slices.BinarySearchFunc(w.orders, o, func(a, b order) int { return a.compare(&b) })
	switch {
	case found:
		w.orders[i].amount += o.amount
	case len(w.orders) == mostOrders:
		return fmt.Errorf("%d orders wait already, want at most that many at once", mostOrders)
	default:
		w.orders = slices.Insert(w.orders, i, o)
	}
	return nil
}

// runOrders does what waits, and keeps what goes on in the next tick.
func (w *World) runOrders() {
	if len(w.orders) == 0 {
		return
	}
	goesOn := w.orders[:0]
	for n, o := range w.orders {
		switch number := uint64(n + 1); o.act {
		case irradiate:
			w.expose(o, number)
		case label:
			if w.pulse(&o, number); o.amount > 0 {
				goesOn = append(goesOn, o)
			}
		case harvest:
			w.aspirate(o, number)
		}
	}
	w.orders = goesOn
	w.sense()
}

// A drawing gives random bits to the sites of a patch for one order of a tick.
type drawing struct {
	keys tickKeys
	n    uint64
}

// drawing is that of the nth order of a tick, from 1.
func (p *Patch) drawing(tick, n uint64) *drawing { return &drawing{newTickKeys(p.seed, tick), n} }

func (d *drawing) site(i int) uint64 { return draw(d.keys.site(planeOrder, i), d.n) }

// operate calls f for each cell of the patch, in parallel, and books what it counts.
func (p *Patch) operate(f func(k *worker, i int)) {
	for _, k := range p.workers {
		clear(k.delta[:])
	}
	p.eachPart(func(k *worker, from, to int) {
		for i := range p.lattice.cellsIn(from, to) {
			f(k, i)
		}
	})
	p.book()
}

// book adds what the workers counted between two ticks to the books.
func (p *Patch) book() {
	for _, k := range p.workers {
		for row := range p.ledger {
			p.ledger[row].add(&k.delta[row])
		}
		clear(k.delta[:])
		p.totals.add(&k.totals)
		k.totals = Totals{}
	}
}

// orderWords is the number of words of an order.
const orderWords = 8

func (o *order) words(to []uint64) []uint64 {
	begun := uint64(0)
	if o.begun {
		begun = 1
	}
	to = append(to, uint64(o.act), begun|uint64(o.beam.patch)<<1, math.Float64bits(o.share), math.Float64bits(o.amount))
	for _, x := range o.beam.at {
		to = append(to, uint64(x))
	}
	return append(to, uint64(o.beam.radius))
}

func orderOf(from []uint64) (o order, ok bool) {
	o = order{
		act: act(from[0]), begun: from[1]&1 == 1, share: math.Float64frombits(from[2]),
		amount: math.Float64frombits(from[3]), beam: beam{radius: int(from[7]), patch: int(from[1] >> 1)},
	}
	ok = from[0] <= uint64(harvest) && from[1]>>1 <= MaxParts && o.share >= 0 && o.share <= 1 && o.amount >= 0 && o.amount < 1e9
	for n := range o.beam.at {
		o.beam.at[n] = int(from[4+n])
	}
	return o, ok && o.beam.sane()
}

// orderState appends all orders in as many words as the most orders have.
func (w *World) orderState(to []uint64) []uint64 {
	for n := range mostOrders {
		var o order
		if n < len(w.orders) {
			o = w.orders[n]
		}
		to = o.words(to)
	}
	return to
}

func (w *World) setOrderState(from []uint64) (rest []uint64, ok bool) {
	w.orders = w.orders[:0]
	for n := range mostOrders {
		o, ok := orderOf(from[n*orderWords:])
		if !ok {
			return nil, false
		}
		if o.act != 0 {
			w.orders = append(w.orders, o)
		}
	}
	return from[mostOrders*orderWords:], true
}
