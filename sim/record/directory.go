package record

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"marrow/sim"
)

// The files of a run directory.
const (
	ScenarioFile  = "scenario.yaml"
	SpeciesFile   = "species.yaml" // only if the species is not built in
	SeriesFile    = "series.csv"
	MarksFile     = "marks.csv"   // only once there are donors, labels or grafts
	PatchesFile   = "patches.csv" // only of a body of several patches
	EventsFile    = "events.csv"
	HashesFile    = "hashes.csv"
	SummaryFile   = "summary.json"
	JournalFile   = "journal"
	CheckpointDir = "checkpoint"
	PictureDir    = "png"
)

// A directory is an open run directory.
type directory struct {
	fs      FS
	dir     string
	lock    io.Closer
	cfg     sim.Config
	about   Header // what follows from cfg
	plan    Plan
	picture func(out io.Writer, w *sim.World) error
	journal *journalWriter

	series, events *table
	hashes, marks  *table   // nil if there are none
	patches        *table   // nil without several
	left           []uint64 // cells that had left at the last row of series
	again          int      // events that the journal has already
	hashed         bool     // hash is that of the state at hashedAt
	hash, hashedAt uint64
	keeper
}

// claim takes a directory for this process.
func claim(fsys FS, dir string, cfg sim.Config, o Options) (*directory, error) {
	lock, err := fsys.Lock(dir)
	if err != nil {
		return nil, err
	}
	return &directory{fs: fsys, dir: dir, lock: lock, cfg: cfg, about: describe(cfg), plan: o.Plan, picture: o.Picture}, nil
}

// path is the path of a file of the directory.
func (d *directory) path(name string) string { return filepath.Join(d.dir, name) }

// tables lists the tables that there are.
func (d *directory) tables() []*table {
	all := []*table{d.series, d.events, d.hashes, d.marks, d.patches}
	return slices.DeleteFunc(all, func(t *table) bool { return t == nil })
}

// newTables makes empty tables.
func (d *directory) newTables(w *sim.World) (err error) {
	d.left = make([]uint64, len(w.Table().Lineages))
	if d.series, err = newTable(d.fs, d.dir, SeriesFile, SeriesColumns(w.Table())); err != nil {
		return err
	}
	if d.events, err = newTable(d.fs, d.dir, EventsFile, []string{"tick", "day", "event", "arguments"}); err != nil {
		return err
	}
	if d.plan.Hashes > 0 {
		d.hashes, err = newTable(d.fs, d.dir, HashesFile, []string{"tick", "hash"})
	}
	return err
}

// continueTables cuts the tables back to what belongs to a checkpoint.
func (d *directory) continueTables(h *Header) error {
	at := map[string]**table{SeriesFile: &d.series, EventsFile: &d.events, HashesFile: &d.hashes, MarksFile: &d.marks, PatchesFile: &d.patches}
	for _, o := range h.Outputs {
		t, err := continueTable(d.fs, d.dir, o.Name, o.Bytes)
		if err != nil {
			return err
		}
		*at[o.Name] = t
	}
	d.left = h.Egress
	return nil
}

// sample writes what is due at this tick.
func (d *directory) sample(w *sim.World) error {
	t := w.Ticks()
	if due(t, d.plan.Series) {
		if err := d.series.row(seriesRow(w, d.left)...); err != nil {
			return err
		}
		d.left = w.Egress()
		if err := errors.Join(d.sampleMarks(w), d.samplePatches(w)); err != nil {
			return err
		}
	}
	if due(t, d.plan.Hashes) {
		if err := d.hashes.row(fmt.Sprint(t), hashText(d.stateHash(w))); err != nil {
			return err
		}
	}
	if d.picture != nil && due(t, d.plan.Pictures) {
		return d.draw(w)
	}
	return nil
}

// stateHash is the hash of the state of w, made once a tick: rows and checkpoints share it.
func (d *directory) stateHash(w *sim.World) uint64 {
	if !d.hashed || d.hashedAt != w.Ticks() {
		d.hashed, d.hash, d.hashedAt = true, w.Hash(), w.Ticks()
	}
	return d.hash
}

// draw writes a picture of the world.
func (d *directory) draw(w *sim.World) error {
	if err := d.fs.Mkdir(d.path(PictureDir)); err != nil {
		return err
	}
	name := filepath.Join(d.path(PictureDir), fmt.Sprintf("tick-%09d.png", w.Ticks()))
	return WriteWhole(d.fs, name, func(out io.Writer) error { return d.picture(out, w) })
}

// note writes down an event that took effect. One that the journal has already, from the
// life before the run was resumed, is not noted there again.
func (d *directory) note(a sim.Applied) error {
	d.hashed = false
	if err := d.events.row(eventRow(a)...); err != nil {
		return err
	}
	if d.again > 0 {
		d.again--
		return nil
	}
	return d.journal.append(recordOf(a))
}

// close closes all files.
func (d *directory) close() error {
	errs := []error{d.settle()}
	for _, t := range d.tables() {
		errs = append(errs, t.close())
	}
	if d.journal != nil {
		errs = append(errs, d.journal.f.Close())
	}
	return errors.Join(append(errs, d.lock.Close())...)
}
