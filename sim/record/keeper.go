package record

import (
	"errors"
	"io"

	"marrow/sim"
)

// A keeper writes checkpoints beside the run, one at a time: the world goes on as soon as
// its state is copied.
type keeper struct {
	saved  uint64     // tick of the newest checkpoint; 0 = none yet
	saving chan error // of the one that is being written; nil if none is
	tick   uint64     // of that one
}

// largest is the size of a world [bytes] up to which there is room for a packed copy of it.
// Larger ones wait until their checkpoint is written.
const largest = 1 << 30

// settle waits for the checkpoint that is being written.
func (k *keeper) settle() error {
	if k.saving == nil {
		return nil
	}
	err := <-k.saving
	k.saving = nil
	if err == nil {
		k.saved = k.tick
	}
	return err
}

// poll takes note of a checkpoint that has been written meanwhile.
func (k *keeper) poll() error {
	if len(k.saving) == 0 {
		return nil
	}
	return k.settle()
}

// checkpoint has all that was written made durable, and then the state. It returns before
// that is done; settle tells how it went.
func (d *directory) checkpoint(w *sim.World) error {
	if err := d.settle(); err != nil {
		return err
	}
	h, err := d.header()
	if err != nil {
		return err
	}
	h.Tick, h.Hash = w.Ticks(), hashText(d.stateHash(w))
	d.tick, d.saving = h.Tick, make(chan error, 1)
	if w.StateBytes() > largest {
		d.save(d.tables(), h, w.Save)
		return nil
	}
	state := w.Pack()
	go d.save(d.tables(), h, func(to io.Writer) error {
		_, err := to.Write(state)
		return err
	})
	return nil
}

// header describes a checkpoint of this moment, but for its state. What was written so far
// belongs to it.
func (d *directory) header() (*Header, error) {
	h := d.about
	h.Journal, h.Egress = d.journal.mark(), d.left
	for _, t := range d.tables() {
		if err := t.w.Flush(); err != nil {
			return nil, err
		}
		h.Outputs = append(h.Outputs, Output{Name: t.name, Bytes: t.n})
	}
	return &h, nil
}

// save makes the outputs durable, then the checkpoint, and notes that in the journal.
func (d *directory) save(tables []*table, h *Header, state func(io.Writer) error) {
	d.saving <- func() error {
		var errs []error
		for _, t := range tables {
			errs = append(errs, t.f.Sync())
		}
		if err := errors.Join(errs...); err != nil {
			return err
		}
		if err := saveCheckpoint(d.fs, d.path(CheckpointDir), h, state); err != nil {
			return err
		}
		return d.journal.append(Record{Tick: h.Tick, Kind: RecordCheckpoint, Text: h.Hash})
	}()
}

// complete writes the last checkpoint and waits for it.
func (d *directory) complete(w *sim.World, ended bool) error {
	if err := d.settle(); err != nil {
		return err
	}
	if d.saved != w.Ticks() || d.saved == 0 {
		if err := errors.Join(d.checkpoint(w), d.settle()); err != nil {
			return err
		}
	}
	if !ended {
		return nil
	}
	return d.journal.append(Record{Tick: w.Ticks(), Kind: RecordEnd, Text: hashText(w.Hash())})
}
