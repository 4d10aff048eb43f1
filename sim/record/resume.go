package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"marrow/sim"
	"marrow/sim/scenario"
)

// A Refusal is a request that makes no sense for what is there, such as a new run
// in a directory that holds one. It is the user's to change.
type Refusal string

// Error returns the sentence for the user.
func (r Refusal) Error() string { return string(r) }

// exists reports whether there is a file name.
func exists(fsys FS, name string) (bool, error) {
	_, err := fsys.Size(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// HoldsRun reports whether dir is a run directory.
func HoldsRun(fsys FS, dir string) (bool, error) {
	return exists(fsys, filepath.Join(dir, ScenarioFile))
}

// restore finds the state to go on from. The newest checkpoint that loads wins;
// each file is judged by itself, and a run that had a checkpoint never starts
// afresh because it cannot be read. Without any checkpoint yet it returns nil: the
// run begins again at tick 0. The notes are for the user.
func restore(fsys FS, dir string, j *Journal, cfg sim.Config) (w *sim.World, c *Checkpoint, notes []string, err error) {
	var bad []string
	turned := false
	for _, file := range []string{currentFile, previousFile} {
		name := filepath.Join(dir, CheckpointDir, file)
		w, c, err := restoreFrom(fsys, name, j, cfg)
		if errors.Is(err, errTurned) {
			turned = true
			continue
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			bad = append(bad, err.Error())
			continue
		}
		if len(bad) > 0 {
			notes = append(notes, fmt.Sprintf("checkpoint: %s; going on from %s, tick %d", bad[0], name, w.Ticks()))
		}
		return w, c, notes, nil
	}
	if len(bad) > 0 {
		return nil, nil, nil, fmt.Errorf("checkpoint: %s", strings.Join(bad, "; "))
	}
	if r, ok := j.Last(RecordCheckpoint); ok && !turned {
		return nil, nil, nil, fmt.Errorf("checkpoint: the journal says that one was written at tick %d, but %s holds none",
			r.Tick, filepath.Join(dir, CheckpointDir))
	}
	return nil, nil, []string{dir + " holds no checkpoint yet; starting again at tick 0"}, nil
}

// errTurned is of a checkpoint whose moment was undone.
var errTurned = errors.New("time was turned back behind this checkpoint")

// restoreFrom restores the world from one file.
func restoreFrom(fsys FS, name string, j *Journal, cfg sim.Config) (*sim.World, *Checkpoint, error) {
	c, err := OpenCheckpoint(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	if !j.Holds(c.Header.Journal) {
		return nil, nil, fmt.Errorf("%s: tick %d: the journal was cut or changed below the %d bytes that belong to it",
			name, c.Header.Tick, c.Header.Journal.Bytes)
	}
	if _, ok := j.left(&c.Header); !ok {
		return nil, nil, errTurned
	}
	w, err := c.World(cfg)
	return w, c, err
}

// OpenScenario reads the scenario of a run directory, with the changes of o.
func OpenScenario(fsys FS, dir string, o scenario.Options) (*scenario.Setup, error) {
	holds, err := HoldsRun(fsys, dir)
	if err != nil {
		return nil, err
	}
	if !holds {
		return nil, Refusal(fmt.Sprintf("%s is not a run directory: it holds no %s", dir, ScenarioFile))
	}
	return scenario.Load(filepath.Join(dir, ScenarioFile), o, func(name string) ([]byte, error) { return ReadText(fsys, name) })
}

// Resume goes on with the run in dir. The setup is that of [OpenScenario]; only its
// end and its number of threads may be others than before. The plan is that of the
// run. The notes tell the user what was found, if it is out of the ordinary.
func Resume(fsys FS, dir string, s *scenario.Setup, o Options) (*Run, []string, error) {
	cfg, err := s.Config()
	if err != nil {
		return nil, nil, err
	}
	d, err := claim(fsys, dir, cfg, o)
	if err != nil {
		return nil, nil, err
	}
	r, notes, err := d.resume(s, o)
	if err != nil {
		_ = d.close() // the first error says more
		return nil, nil, err
	}
	return r, notes, nil
}

func (d *directory) resume(s *scenario.Setup, o Options) (*Run, []string, error) {
	j, err := ReadJournal(d.fs, d.path(JournalFile))
	if err != nil {
		return nil, nil, fmt.Errorf("checkpoint: %w", err)
	}
	if err := d.planOf(j); err != nil {
		return nil, nil, fmt.Errorf("checkpoint: %s: %w", d.path(JournalFile), err)
	}
	w, c, notes, err := restore(d.fs, d.dir, j, d.cfg)
	if err != nil {
		return nil, nil, err
	}
	if w == nil {
		if w, err = sim.New(d.cfg); err != nil {
			return nil, nil, err
		}
	}
	r := newRun(s, d.cfg, w, o)
	if err := r.remember(j, c); err != nil {
		w.Close()
		return nil, nil, fmt.Errorf("checkpoint: %s: %w", d.path(JournalFile), err)
	}
	if w.Ticks() > r.until && !o.Open {
		w.Close()
		return nil, nil, Refusal(fmt.Sprintf("%s is at day %.5g already, behind the end that is wanted, %s", d.dir, w.Day(), s.Scenario.Until))
	}
	r.out = d
	if err := r.rejoin(j, c); err != nil {
		w.Close()
		return nil, nil, r.storage(err)
	}
	return r, notes, nil
}

// remember learns from the journal what had happened by the state of c, or by tick 0, and
// what happens next.
func (r *Run) remember(j *Journal, c *Checkpoint) (err error) {
	all := j.events(len(j.Records))
	done := 0
	if c != nil {
		done, _ = j.left(&c.Header)
	}
	r.past = all[:done]
	for _, a := range all {
		r.known = max(r.known, a.Tick)
	}
	r.todo, err = ahead(r.setup, r.past, all[done:], r.world.Table())
	return err
}

// planOf takes over the plan with which the run began: another one would give other
// outputs. A journal without records has none; then that of the options holds.
func (d *directory) planOf(j *Journal) error {
	if len(j.Records) == 0 {
		return nil
	}
	if j.Records[0].Kind != RecordRun {
		return fmt.Errorf("the first record is of kind %q, want %q", j.Records[0].Kind, RecordRun)
	}
	return json.Unmarshal([]byte(j.Records[0].Text), &d.plan)
}

// rejoin opens the files where checkpoint c ends, or anew if there is none.
func (r *Run) rejoin(j *Journal, c *Checkpoint) error {
	d := r.out
	if err := r.writeScenario(); err != nil { // its end may be another
		return err
	}
	d.again = len(j.events(len(j.Records))) - len(r.past)
	if c == nil {
		return r.beginAgain(j)
	}
	if err := d.promote(c); err != nil {
		return err
	}
	var err error
	if d.journal, err = continueJournal(d.fs, d.path(JournalFile), j); err != nil {
		return err
	}
	if err := d.continueTables(&c.Header); err != nil {
		return err
	}
	d.saved, r.fresh = c.Header.Tick, false
	return d.journal.append(Record{Tick: c.Header.Tick, Kind: RecordResume, Text: filepath.Base(c.Name)})
}

// beginAgain opens the files of a run that goes on from tick 0. What its journal knows is
// kept.
func (r *Run) beginAgain(j *Journal) (err error) {
	d := r.out
	if len(j.Records) == 0 {
		return r.begin()
	}
	if err := d.fs.Mkdir(d.path(CheckpointDir)); err != nil {
		return err
	}
	if d.journal, err = continueJournal(d.fs, d.path(JournalFile), j); err != nil {
		return err
	}
	if err := d.newTables(r.world); err != nil {
		return err
	}
	return d.fs.SyncDir(d.dir)
}

// promote puts the checkpoint that was gone on with in the place of the newest one. A
// damaged one must not stay there: the next checkpoint would push it over the good one.
func (d *directory) promote(c *Checkpoint) error {
	dir := d.path(CheckpointDir)
	current := filepath.Join(dir, currentFile)
	if c.Name == current {
		return nil
	}
	if err := d.fs.Rename(c.Name, current); err != nil {
		return err
	}
	return d.fs.SyncDir(dir)
}

// Difference names the first thing by which two scenarios give different histories,
// or is empty. When they end does not count.
func Difference(have, asked *scenario.Setup) string {
	a, b := have.Spec(), asked.Spec()
	if b.Age == 0 { // not asked for: the adult's
		b.Age = a.Age
	}
	for _, x := range []struct {
		what        string
		have, asked any
	}{
		{"species", have.Table.Species, asked.Table.Species},
		{"tissue", a, b},
		{"seed", have.Scenario.Seed, asked.Scenario.Seed},
		{"occupancy", have.Scenario.Patch.Occupancy, asked.Scenario.Patch.Occupancy},
		{"species table", Digest(have.Table), Digest(asked.Table)},
		{"events", dates(have), dates(asked)},
	} {
		if x.have != x.asked {
			return fmt.Sprintf("%s is %+v, not %+v", x.what, x.have, x.asked)
		}
	}
	return ""
}

// dates lists the events of a scenario as text.
func dates(s *scenario.Setup) string {
	var all []string
	for _, e := range s.Events {
		all = append(all, fmt.Sprintf("%s %s at tick %d", e.Event.Name, e.Event.Arguments, e.Tick))
	}
	return "[" + strings.Join(all, ", ") + "]"
}
