package record

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// A Header says what a checkpoint holds and which outputs belong to it.
type Header struct {
	Model     int         `json:"model"` // sim.ModelVersion
	Species   string      `json:"species"`
	Table     string      `json:"table"`             // digest of the species table
	Tissue    tissue.Spec `json:"tissue"`            // of the first patch
	Patches   []Part      `json:"patches,omitempty"` // of a body of several
	Occupancy float64     `json:"occupancy"`         // as asked for; 0 is the default
	Seed      uint64      `json:"seed"`
	Tick      uint64      `json:"tick"`
	Hash      string      `json:"hash"`    // of the state, 16 hex digits
	Journal   Mark        `json:"journal"` // the journal as it was before this checkpoint
	Outputs   []Output    `json:"outputs"`
	Egress    []uint64    `json:"egress"` // cells that had left at the last row of series.csv, per lineage
}

// A Part is a patch of a body of several.
type Part struct {
	Name   string      `json:"name"`
	Tissue tissue.Spec `json:"tissue"`
	Share  float64     `json:"share"`
}

// An Output is a file of the run directory and how much of it belongs to a
// checkpoint.
type Output struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
}

// Digest names a species table by its content, overrides included: 32 hex digits.
func Digest(t *lineage.Table) string {
	h := sha256.New()
	fmt.Fprintf(h, "%+v", *t)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// hashText writes a state hash the way all outputs do.
func hashText(h uint64) string { return fmt.Sprintf("%016x", h) }

// describe fills the part of a header that follows from the configuration.
func describe(c sim.Config) Header {
	var patches []Part
	for _, p := range c.Body {
		patches = append(patches, Part{p.Name, p.Tissue.Spec, p.Share})
	}
	return Header{
		Patches:   patches,
		Model:     sim.ModelVersion,
		Species:   c.Table.Species,
		Table:     Digest(c.Table),
		Tissue:    c.Tissue.Spec,
		Occupancy: c.Occupancy,
		Seed:      c.Seed,
	}
}

// A Checkpoint is a checkpoint file that has been read once from end to end and
// found whole.
type Checkpoint struct {
	Header Header
	Name   string // of the file
	State  int64  // length of the state [bytes]

	fsys FS
	at   int64 // offset of the state
}

// OpenCheckpoint checks the file name completely. An error tells the file, the
// offset and what is wrong there.
func OpenCheckpoint(fsys FS, name string) (*Checkpoint, error) {
	size, err := fsys.Size(name)
	if err != nil {
		return nil, err
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	h, at, err := readWhole(bufio.NewReaderSize(f, 1<<16), size)
	if err := closeAfter(f, err); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &Checkpoint{Header: *h, Name: name, State: size - at - trailerSize, fsys: fsys, at: at}, nil
}

// readWhole reads a file of size bytes to its end and checks all of it.
func readWhole(r io.Reader, size int64) (*Header, int64, error) {
	h, at, err := readHead(r, size)
	if err != nil {
		return nil, 0, err
	}
	if err := checkState(r, at, size); err != nil {
		return nil, 0, err
	}
	if n, _ := io.CopyN(io.Discard, r, 1); n > 0 {
		return nil, 0, fmt.Errorf("offset %d: bytes behind the end", size)
	}
	return h, at, nil
}

// World restores the world. The configuration must be the one that it was made
// with, except for the number of threads.
func (c *Checkpoint) World(cfg sim.Config) (*sim.World, error) {
	if err := c.fits(cfg); err != nil {
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	f, err := c.fsys.Open(c.Name)
	if err != nil {
		return nil, err
	}
	w, err := c.load(bufio.NewReaderSize(f, 1<<16), cfg)
	if err := closeAfter(f, err); err != nil {
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	return w, nil
}

// load reads the state and holds it against the header.
func (c *Checkpoint) load(r io.Reader, cfg sim.Config) (*sim.World, error) {
	if _, err := io.CopyN(io.Discard, r, c.at); err != nil {
		return nil, err
	}
	state := &io.LimitedReader{R: r, N: c.State}
	w, err := sim.Load(cfg, state)
	if err != nil {
		return nil, err
	}
	if err := c.matches(w, state.N); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// matches compares a restored world with what the header says of it.
func (c *Checkpoint) matches(w *sim.World, left int64) error {
	if left != 0 {
		return fmt.Errorf("%d bytes of the state were not read", left)
	}
	if got := hashText(w.Hash()); got != c.Header.Hash || w.Ticks() != c.Header.Tick {
		return fmt.Errorf("state hash is %s at tick %d, want %s at tick %d", got, w.Ticks(), c.Header.Hash, c.Header.Tick)
	}
	return w.CheckLedger()
}

// fits says whether a world of configuration cfg can take up this state.
func (c *Checkpoint) fits(cfg sim.Config) error {
	have, want := c.Header, describe(cfg)
	for _, x := range []struct{ what, have, want string }{
		{"model version", strconv.Itoa(have.Model), strconv.Itoa(want.Model)},
		{"species", have.Species, want.Species},
		{"species table", have.Table, want.Table},
		{"tissue", fmt.Sprintf("%+v", have.Tissue), fmt.Sprintf("%+v", want.Tissue)},
		{"patches", fmt.Sprintf("%+v", have.Patches), fmt.Sprintf("%+v", want.Patches)},
		{"occupancy", fmt.Sprint(have.Occupancy), fmt.Sprint(want.Occupancy)},
		{"seed", fmt.Sprint(have.Seed), fmt.Sprint(want.Seed)},
	} {
		if x.have != x.want {
			return fmt.Errorf("made with %s %s, this run has %s", x.what, x.have, x.want)
		}
	}
	return nil
}

// The files of a checkpoint directory. The newest is current; while it is being
// replaced there is only previous.
const (
	currentFile  = "current"
	previousFile = "previous"
	partialFile  = "partial"
)

// saveCheckpoint writes a checkpoint in dir: partial file, sync, read back, current
// becomes previous, partial becomes current. Whenever it is stopped, the last good
// one stays.
func saveCheckpoint(fsys FS, dir string, h *Header, state func(io.Writer) error) error {
	partial := filepath.Join(dir, partialFile)
	err := writePartial(fsys, partial, h, state)
	if err == nil {
		err = rotate(fsys, dir)
	}
	if err != nil {
		_ = fsys.Remove(partial) // the first error says more
	}
	return err
}

// writePartial writes the new file and reads it back.
func writePartial(fsys FS, name string, h *Header, state func(io.Writer) error) error {
	err := writeSynced(fsys, name, func(f io.Writer) error {
		b := bufio.NewWriterSize(f, 1<<16)
		if err := writeContainer(b, h, state); err != nil {
			return err
		}
		return b.Flush()
	})
	if err != nil {
		return err
	}
	_, err = OpenCheckpoint(fsys, name)
	return err
}

// rotate puts the new file in the place of the current one.
func rotate(fsys FS, dir string) error {
	current := filepath.Join(dir, currentFile)
	if there, err := exists(fsys, current); err != nil {
		return err
	} else if there {
		if err := fsys.Rename(current, filepath.Join(dir, previousFile)); err != nil {
			return err
		}
	}
	if err := fsys.Rename(filepath.Join(dir, partialFile), current); err != nil {
		return err
	}
	return fsys.SyncDir(dir)
}
