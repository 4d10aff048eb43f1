package sim

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"marrow/sim/lineage"
)

// save writes what the witness knows of the living, in the order of their sites: numbers and
// times as differences, for most of them are small. Those that are gone are not written.
func (w *witness) save(out io.Writer) error {
	b := binary.AppendUvarint(nil, uint64(w.tick))
	b = binary.AppendUvarint(b, w.last)
	b = binary.AppendUvarint(b, w.births)
	for _, n := range w.fates {
		b = binary.AppendUvarint(b, n)
	}
	for _, n := range w.dayExits {
		b = binary.AppendUvarint(b, n)
	}
	l := w.patch.lattice
	for i := range l.cellsIn(0, len(l.full)) {
		x := w.at(i)
		b = binary.AppendUvarint(b, w.last-x.ID)
		b = binary.AppendUvarint(b, x.Mother)
		b = binary.AppendUvarint(b, uint64(w.tick-x.Born))
		b = binary.AppendUvarint(b, uint64(w.tick-x.Since))
		b = binary.AppendUvarint(b, uint64(x.Divisions))
		b = append(b, byte(x.bornAs), byte(x.Did))
		if len(b) > 1<<15 {
			if _, err := out.Write(b); err != nil {
				return err
			}
			b = b[:0]
		}
	}
	_, err := out.Write(b)
	return err
}

// errNoWitness is what damaged notes of a witness give.
var errNoWitness = errors.New("the numbers of the cells are damaged")

// load reads what save wrote about the cells of the lattice. A state that was saved without
// a witness has nothing to read: then all cells get new numbers.
func (w *witness) load(in *bufio.Reader) error {
	if _, err := in.Peek(1); errors.Is(err, io.EOF) {
		w.meetAll()
		return nil
	}
	r := varints{in: in}
	w.tick = uint32(r.next(uint64(w.tick)))
	w.last, w.births = r.next(1<<48), r.next(1<<48)
	for i := range w.fates {
		w.fates[i] = r.next(1 << 62)
	}
	for i := range w.dayExits {
		w.dayExits[i] = r.next(1 << 62)
	}
	l := w.patch.lattice
	for i := range l.cellsIn(0, len(l.full)) {
		if w.loadLife(i, &r); r.err != nil {
			return r.err
		}
	}
	w.linkLiving()
	return r.err
}

func (w *witness) loadLife(i int, r *varints) {
	x := Life{ID: w.last - r.next(w.last), Mother: r.next(w.last), Born: w.tick - uint32(r.next(uint64(w.tick)))}
	x.Since, x.Divisions = w.tick-uint32(r.next(uint64(w.tick))), uint16(r.next(1<<16-1))
	x.bornAs, x.Did = lineage.Kind(r.next(uint64(len(w.patch.table.Rows)-1))), Deed(r.next(uint64(Divided)))
	if r.err == nil && (x.ID == 0 || x.Mother >= x.ID) {
		r.err = errNoWitness
	}
	x.slot = w.slot(w.patch.workers[0])
	*w.life(x.slot) = x
	w.patch.lattice.who[i] = x.slot
}

// linkLiving enters the living in the log, and finds the daughters of those that live.
func (w *witness) linkLiving() {
	for s := uint32(1); s < w.slots; s++ {
		if l := w.life(s); l.ID != 0 && w.page(l.ID).ID < l.ID {
			*w.page(l.ID) = *l
		}
	}
	for id := w.oldest(); id <= w.last; id++ {
		if w.page(id).ID != id {
			continue
		}
		l := w.find(id)
		if m := w.page(l.Mother); l.Mother != 0 && m.ID == l.Mother {
			m = w.life(m.slot)
			l.sibling, m.child = m.child, id
		}
	}
}

// oldest is the first number that the log may hold.
func (w *witness) oldest() uint64 {
	if n := uint64(len(w.past)); w.last >= n {
		return w.last - n + 1
	}
	return 1
}

// A varints reads numbers until one is out of range; from then on they are 0.
type varints struct {
	in  io.ByteReader
	err error
}

func (r *varints) next(most uint64) uint64 {
	if r.err != nil {
		return 0
	}
	x, err := binary.ReadUvarint(r.in)
	if err != nil {
		r.err = err
		return 0
	}
	if x > most {
		r.err = errNoWitness
		return 0
	}
	return x
}

// Remember takes over what the witness of another World of the same run knows of the time
// before this moment. Both must stand still.
func (w *World) Remember(of *World) {
	for n, p := range w.patches {
		if theirs := of.patches[n].witness; p.witness != nil && theirs != nil {
			p.witness.recall(theirs)
		}
	}
}

// recall takes over what another witness of the same run remembers of the time before this
// moment: who was born and ended, and whose daughters they were.
func (w *witness) recall(of *witness) {
	for id := w.oldest(); id <= w.last; id++ {
		old := of.page(id)
		if old.ID != id || w.page(id).ID == id || old.Fate == Living || old.Ended > w.tick {
			continue
		}
		*w.page(id) = *old
	}
	for id := w.oldest(); id <= w.last; id++ {
		if w.page(id).ID == id {
			w.relink(w.find(id), of)
		}
	}
}

// relink sets the family of l as it was.
func (w *witness) relink(l *Life, of *witness) {
	old := of.logged(l.ID)
	if old == nil {
		return
	}
	l.child, l.sibling = old.child, old.sibling
	for l.child > w.last {
		c := of.logged(l.child)
		if c == nil {
			l.child = 0
			return
		}
		l.child = c.sibling
	}
}
