package sim

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Save writes the whole state, little-endian, without a header or checksum of its
// own: package record adds both.
func (w *World) Save(to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<20)
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
func (w *World) allWords() []uint64 { return w.treatedWords(w.body.Words(w.words())) }

func (w *World) save(out io.Writer) error {
	words := w.allWords()
	if err := writeParts(out, w.tick, uint64(len(words)), words, w.reservoir.seats); err != nil {
		return err
	}
	for _, p := range w.patches {
		p.gather()
		k := p.workers[0]
		if err := writeParts(out, &p.totals, k.lineages, k.exits); err != nil {
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

// piece is how many sites are coded at a time: a lattice may be half of the machine's
// memory, so there is no room for a copy of it.
const piece = 1 << 14

// save writes the cells of all sites.
func (l *lattice) save(out io.Writer) error {
	l.clearStale()
	code := make([]byte, 0, 4*piece)
	for part := range slices.Chunk(l.state, piece) {
		code = code[:0]
		for _, c := range part {
			code = binary.LittleEndian.AppendUint32(code, c)
		}
		if _, err := out.Write(code); err != nil {
			return err
		}
	}
	_, err := out.Write(l.due)
	return err
}

// load reads what save wrote.
func (l *lattice) load(in io.Reader) error {
	code := make([]byte, 4*piece)
	for part := range slices.Chunk(l.state, piece) {
		if _, err := io.ReadFull(in, code[:4*len(part)]); err != nil {
			return err
		}
		for i := range part {
			part[i] = binary.LittleEndian.Uint32(code[4*i:])
		}
	}
	_, err := io.ReadFull(in, l.due)
	return err
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

// clearStale forgets the due bytes of empty sites, so that equal states have equal
// bytes.
func (l *lattice) clearStale() {
	for i := range l.due {
		if l.state[i] == 0 {
			l.due[i] = 0
		}
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
		p.placeNichesOnly(c.Seed)
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
	if rest, ok := w.body.SetWords(words[own:]); !ok || !w.setTreatedWords(rest) || !w.reservoir.restore() {
		return errors.New("state of treatments out of range")
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
	if err := p.lattice.load(in); err != nil {
		return err
	}
	return p.restore()
}

// restore makes from the cells what follows from them.
func (p *Patch) restore() error {
	l := p.lattice
	for i, s := range l.state {
		if s == 0 {
			continue
		}
		kind := cell(s).kind()
		if bit(l.blocked, i) || kind == 0 || int(kind) >= len(p.table.Rows) {
			return fmt.Errorf("site %d holds a cell of row %d, which cannot be", i, kind)
		}
		setBit(l.full, i)
		l.setGait(i, p.rates[kind].gait)
	}
	p.setRates()
	return p.checkLedger()
}

// placeNichesOnly marks the niche sites as fill does, without leaving cells behind.
func (p *Patch) placeNichesOnly(seed uint64) {
	p.placeStemCells(seed)
	p.markNiches(seed)
	for i := range p.lattice.state {
		if p.lattice.state[i] != 0 {
			p.lattice.remove(i)
		}
	}
	for k := range p.ledger {
		p.ledger[k] = account{}
	}
}
