package sim

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
)

// A Snapshot is the whole state of a World at one moment, packed. It is never changed.
type Snapshot struct {
	Tick  uint64
	Hash  uint64 // see [World.Hash]
	State []byte // as [World.Save] writes it
}

// Snapshot packs the state of this moment.
func (w *World) Snapshot() Snapshot { return Snapshot{w.tick, w.Hash(), w.Pack()} }

// Pack returns what Save writes.
func (w *World) Pack() []byte {
	var to bytes.Buffer
	to.Grow(int(w.packedBytes()))
	if err := w.save(&to); err != nil {
		panic(err) // a buffer takes everything
	}
	return to.Bytes()
}

// Restore returns another World, as w was when s was made. It has the tissue, the table and
// the settings of w.
func (w *World) Restore(s Snapshot) (*World, error) {
	c := w.config
	c.Progress = nil
	return Load(c, bytes.NewReader(s.State))
}

// packedBytes is about the number of bytes that save writes.
func (w *World) packedBytes() (n int64) {
	for _, p := range w.patches {
		present := int64(0)
		for k := range p.ledger {
			present += p.ledger[k].present
		}
		n += int64(8*len(p.lattice.full)) + 5*present
	}
	return n + int64(8*len(w.allWords())+4*len(w.reservoir.seats)) + 1<<13
}

// Save writes the whole state, little-endian, without a header or checksum of its
// own: package record adds both.
func (w *World) Save(to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<18)
	err := w.save(out)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("sim: save: %w", err)
	}
	return nil
}

// allWords is the state beside the lattices and the reservoir, in sickness and in health.
func (w *World) allWords() []uint64 {
	return w.treatedWords(w.vesselWords(w.body.Words(w.words())))
}

func (w *World) save(out io.Writer) error {
	words := w.allWords()
	if err := writeParts(out, w.tick, uint64(len(words)), words, w.reservoir.seats); err != nil {
		return err
	}
	if err := w.drivers.save(out); err != nil {
		return err
	}
	for _, p := range w.patches {
		p.gather()
		k := p.workers[0]
		if err := writeParts(out, &p.totals, k.lineages, k.exits); err != nil {
			return err
		}
		if err := p.remodeling.save(out); err != nil {
			return err
		}
		if err := p.lattice.save(out); err != nil {
			return err
		}
		if p.witness != nil {
			if err := p.witness.save(out); err != nil {
				return err
			}
		}
	}
	return nil
}

// piece is how many words of 64 sites are coded at a time: a lattice may be half of the
// machine's memory, so there is no room for a copy of it.
const piece = 1 << 8

// save writes the cells piece by piece: a bit for each site, then the cells, then the ends
// of their legs. Most sites hold no cell.
func (l *lattice) save(out io.Writer) error {
	code := make([]byte, (8+64*5)*piece)
	for from := 0; from < len(l.full); from += piece {
		n := l.code(code, from, min(from+piece, len(l.full)))
		if _, err := out.Write(code[:n]); err != nil {
			return err
		}
	}
	return nil
}

// code writes the cells of words from to to-1, and returns the number of bytes.
func (l *lattice) code(to []byte, from, end int) int {
	sites, n := 8*(end-from), 0
	for w := from; w < end; w++ {
		x := l.cells(w)
		binary.LittleEndian.PutUint64(to[8*(w-from):], x)
		n += bits.OnesCount64(x)
	}
	states, dues := to[sites:sites+4*n], to[sites+4*n:sites+5*n]
	k := 0
	for w := from; w < end; w++ {
		for x := l.cells(w); x != 0; x &= x - 1 {
			i := w<<6 + lowest(x)
			binary.LittleEndian.PutUint32(states[4*k:], l.state[i])
			dues[k] = l.due[i]
			k++
		}
	}
	return sites + 5*n
}

// load reads what save wrote into an empty lattice.
func (l *lattice) load(in io.Reader) error {
	code := make([]byte, 64*5*piece)
	for from := 0; from < len(l.full); from += piece {
		to := min(from+piece, len(l.full))
		n, err := l.loadSites(in, from, to)
		if err != nil {
			return err
		}
		if _, err := io.ReadFull(in, code[:5*n]); err != nil {
			return err
		}
		states, dues := code[:4*n], code[4*n:]
		k := 0
		for i := range l.cellsIn(from, to) {
			l.state[i], l.due[i] = binary.LittleEndian.Uint32(states[4*k:]), dues[k]
			k++
		}
	}
	return nil
}

// loadSites reads which sites of words from to to-1 hold a cell, and returns their number.
func (l *lattice) loadSites(in io.Reader, from, to int) (n int, err error) {
	code := make([]byte, 8*(to-from))
	if _, err := io.ReadFull(in, code); err != nil {
		return 0, err
	}
	for w := from; w < to; w++ {
		cells := binary.LittleEndian.Uint64(code[8*(w-from):])
		if cells&l.blocked[w] != 0 {
			return 0, fmt.Errorf("sites %d to %d: a cell where none can be", 64*w, 64*w+63)
		}
		l.full[w] |= cells
		n += bits.OnesCount64(cells)
	}
	return n, nil
}

func writeParts(out io.Writer, parts ...any) error {
	for _, part := range parts {
		if err := binary.Write(out, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	return nil
}

func readParts(in io.Reader, parts ...any) error {
	for _, part := range parts {
		if err := binary.Read(in, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	return nil
}

// gather brings the counts that workers keep for the whole run to the first of them.
func (p *Patch) gather() {
	first := p.workers[0]
	for _, k := range p.workers[1:] {
		for i, n := range k.lineages {
			first.lineages[i] += n
		}
		for i, n := range k.exits {
			first.exits[i] += n
		}
		clear(k.lineages)
		clear(k.exits)
	}
}

// Load restores a World that Save wrote. c must name the same table, tissue, seed
// and occupancy; Threads is free. Damaged or foreign states are refused.
func Load(c Config, from io.Reader) (*World, error) {
	w, err := empty(c)
	if err != nil {
		return nil, err
	}
	for _, p := range w.patches {
		p.setRatesOfHealth()
		p.placeNichesOnly()
	}
	if err := w.load(bufio.NewReaderSize(from, 1<<20)); err != nil {
		w.Close()
		return nil, fmt.Errorf("sim: load: %w", err)
	}
	return w, nil
}

func (w *World) load(in *bufio.Reader) error {
	var length uint64
	if err := readParts(in, &w.tick, &length); err != nil {
		return err
	}
	if w.tick > 0 {
		w.setAge(w.tick - 1) // the last hour that has begun
	}
	own := len(w.words())
	words := w.allWords()
	if length != uint64(len(words)) {
		return fmt.Errorf("%d words of counters, want %d: another species, tissue or version", length, len(words))
	}
	if err := readParts(in, words, w.reservoir.seats); err != nil {
		return err
	}
	if !w.setWords(words[:own]) {
		return errors.New("counters out of range")
	}
	vessels := len(w.vesselWords(nil))
	if rest, ok := w.body.SetWords(words[own:]); !ok || !w.setVesselWords(rest) || !w.setTreatedWords(rest[vessels:]) || !w.reservoir.restore() {
		return errors.New("state of treatments out of range")
	}
	if err := w.drivers.load(in); err != nil {
		return err
	}
	for _, p := range w.patches {
		if err := p.load(in); err != nil {
			return err
		}
		if !w.config.Witness {
			continue
		}
		p.witness = newWitness(p, w.tick)
		if err := p.witness.load(in); err != nil {
			return err
		}
	}
	return nil
}

func (p *Patch) load(in io.Reader) error {
	k := p.workers[0]
	if err := readParts(in, &p.totals, k.lineages, k.exits); err != nil {
		return err
	}
	if err := p.remodeling.load(p, in); err != nil {
		return err
	}
	if err := p.lattice.load(in); err != nil {
		return err
	}
	return p.restore()
}

// restore makes from the cells what follows from them.
func (p *Patch) restore() error {
	l := p.lattice
	for i := range l.cellsIn(0, len(l.full)) {
		kind := cell(l.state[i]).kind()
		if kind == 0 || int(kind) >= len(p.table.Rows) {
			return fmt.Errorf("site %d holds a cell of row %d, which cannot be", i, kind)
		}
		l.setGait(i, p.rates[kind].gait)
	}
	p.setRates()
	return p.checkLedger()
}

// placeNichesOnly marks the niche sites as populate does, without leaving cells behind.
func (p *Patch) placeNichesOnly() {
	p.placeStemCells(p.seed)
	p.markNiches(p.seed)
	for i := range p.lattice.state {
		if p.lattice.state[i] != 0 {
			p.lattice.remove(i)
		}
	}
	for k := range p.ledger {
		p.ledger[k] = account{}
	}
}
