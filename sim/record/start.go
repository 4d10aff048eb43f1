package record

import (
	"encoding/json"
	"fmt"
	"io"

	"marrow/sim/scenario"
)

// Start makes a run directory for a new run. A directory that holds a run is
// refused.
func Start(fsys FS, dir string, s *scenario.Setup, o Options) (*Run, error) {
	if err := vacant(fsys, dir); err != nil {
		return nil, err
	}
	r, err := New(s, o)
	if err != nil {
		return nil, err
	}
	if err := r.settle(fsys, dir); err != nil {
		_ = r.Close() // the first error says more
		return nil, err
	}
	return r, nil
}

// vacant refuses a directory that holds a run.
func vacant(fsys FS, dir string) error {
	holds, err := HoldsRun(fsys, dir)
	if err == nil && holds {
		err = Refusal(fmt.Sprintf("%s holds a run already: go on with it by --resume %s, or choose another --out", dir, dir))
	}
	return err
}

// settle makes the directory and its first files.
func (r *Run) settle(fsys FS, dir string) (err error) {
	if err := fsys.Mkdir(dir); err != nil {
		return r.storage(err)
	}
	if r.out, err = claim(fsys, dir, r.cfg, r.opts); err != nil {
		return err
	}
	if err := vacant(fsys, dir); err != nil { // another process may have been faster
		return err
	}
	if err := r.writeScenario(); err != nil {
		return r.storage(err)
	}
	return r.storage(r.begin())
}

// begin opens the journal and the tables of a run at tick 0.
func (r *Run) begin() error {
	d := r.out
	if err := d.fs.Mkdir(d.path(CheckpointDir)); err != nil {
		return err
	}
	j, err := newJournal(d.fs, d.path(JournalFile))
	if err != nil {
		return err
	}
	d.journal = j
	plan, err := json.Marshal(d.plan)
	if err != nil {
		return err
	}
	if err := j.append(Record{Kind: RecordRun, Text: string(plan)}); err != nil {
		return err
	}
	if err := d.newTables(r.world); err != nil {
		return err
	}
	return d.fs.SyncDir(d.dir)
}

// writeScenario writes the scenario with every default and, before it, the species
// file that it needs, if that is not built in. With the scenario in place the
// directory is a run.
func (r *Run) writeScenario() error {
	s := *r.setup.Scenario
	if r.setup.SpeciesFile != nil {
		s.Species = SpeciesFile
		if err := r.out.writeText(SpeciesFile, r.setup.SpeciesFile); err != nil {
			return err
		}
	}
	return r.out.writeText(ScenarioFile, s.YAML())
}

// writeText puts a small file in place.
func (d *directory) writeText(name string, text []byte) error {
	return WriteWhole(d.fs, d.path(name), func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}
