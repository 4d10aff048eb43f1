package sim

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"testing"
)

// A saved world goes on as if nothing had happened, at any number of threads, with any
// kernel and from any tick, also between two looks at the blood.
func TestSaveAndLoad(t *testing.T) {
	for _, ticks := range []int{0, 12, 31} {
		w := small(t, 2, false)
		for range ticks {
			w.Tick()
		}
		if ticks == 31 {
			if err := w.Bleed(0.2, 0); err != nil {
				t.Fatal(err)
			}
		}
		saved := saveWorld(t, w)
		all := []*World{w}
		for _, kernel := range Kernels() {
			c := w.config
			c.Threads, c.Kernel = 3, kernel
			all = append(all, loadWorld(t, c, saved))
		}
		for range 40 {
			for _, w := range all {
				w.Tick()
			}
			if !sameHistory(t, "loaded", all) {
				break
			}
		}
	}
}

func saveWorld(t *testing.T, w *World) []byte {
	t.Helper()
	var saved bytes.Buffer
	if err := w.Save(&saved); err != nil {
		t.Fatal(err)
	}
	return saved.Bytes()
}

func loadWorld(t *testing.T, c Config, saved []byte) *World {
	t.Helper()
	w, err := Load(c, bytes.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// A saved state is the plain numbers one after another, low byte first.
func TestSavedBytes(t *testing.T) {
	w := small(t, 1, true)
	for range 30 {
		w.Tick()
	}
	saved := saveWorld(t, w)
	p := w.patches[0]
	var want bytes.Buffer
	for _, part := range []any{
		w.tick, uint64(len(w.allWords())), w.allWords(), w.reservoir.seats,
		p.totals, p.workers[0].lineages, p.workers[0].exits, p.lattice.state, p.lattice.due,
	} {
		if err := binary.Write(&want, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(saved, want.Bytes()) {
		t.Errorf("got %d bytes, want these %d", len(saved), want.Len())
	}
}

// Saving and loading take no copy of the lattice, which may fill the machine.
func TestSavingTakesLittleMemory(t *testing.T) {
	w := newTestWorld(t, Config{Table: textbookTable(), Tissue: poresTissue(1024, 1024, 1, 9), Seed: 3, Threads: 1})
	lattice := w.StateBytes()
	used := allocated(func() {
		if err := w.Save(io.Discard); err != nil {
			t.Fatal(err)
		}
	})
	if used > lattice/2 {
		t.Errorf("saving %d bytes took %d", lattice, used)
	}
	saved := saveWorld(t, w)
	p := w.patches[0]
	in := bytes.NewReader(saved[len(saved)-5*p.lattice.sites():])
	used = allocated(func() {
		if err := p.lattice.load(in); err != nil {
			t.Fatal(err)
		}
	})
	if used > lattice/8 {
		t.Errorf("loading %d bytes took %d", lattice, used)
	}
}

// allocated is what f takes from the heap [bytes].
func allocated(f func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// A damaged state is refused and never panics.
func TestLoadRefusesDamage(t *testing.T) {
	w := small(t, 1, false)
	var saved bytes.Buffer
	if err := w.Save(&saved); err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{0, 7, 16, 1000, saved.Len() - 1} {
		if _, err := Load(w.config, bytes.NewReader(saved.Bytes()[:length])); err == nil {
			t.Errorf("a state cut to %d of %d bytes was taken", length, saved.Len())
		}
	}
	bad := bytes.Clone(saved.Bytes())
	bad[len(bad)-128*96-128*48*4] |= 0x7f // a cell of a row that does not exist
	if _, err := Load(w.config, bytes.NewReader(bad)); err == nil {
		t.Error("a state with an impossible cell was taken")
	}
}
