package sim

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"slices"
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
		all := withEveryKernel(t, w)
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

// withEveryKernel is w, and what is loaded of it for each kernel and more threads.
func withEveryKernel(t *testing.T, w *World) []*World {
	t.Helper()
	saved, all := saveWorld(t, w), []*World{w}
	for _, kernel := range Kernels() {
		c := w.config
		c.Threads, c.Kernel = 3, kernel
		all = append(all, loadWorld(t, c, saved))
	}
	return all
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

// goesOn says that w, saved and loaded, goes on for so many ticks as w does.
func goesOn(t *testing.T, w *World, ticks int) {
	t.Helper()
	again := loadWorld(t, w.config, saveWorld(t, w))
	for range ticks {
		if again.Hash() != w.Hash() || !slices.Equal(again.Blood().Values(), w.Blood().Values()) {
			t.Fatalf("tick %d: another world, or another blood count", w.Ticks())
		}
		again.Tick()
		w.Tick()
	}
}

// A saved state is the plain numbers one after another, low byte first; of the lattice,
// the cells only.
func TestSavedBytes(t *testing.T) {
	w := small(t, 1, true)
	for range 30 {
		w.Tick()
	}
	saved := saveWorld(t, w)
	p := w.patches[0]
	var want bytes.Buffer
	parts := []any{
		w.tick, uint64(len(w.allWords())), w.allWords(), w.reservoir.seats, make([]byte, 5), // no drivers
		p.totals, p.workers[0].lineages, p.workers[0].exits, make([]byte, 1), // fat as it was made
	}
	for sites := 0; sites < len(p.lattice.state); sites += 64 * piece {
		var bits []uint64
		var cells []uint32
		var dues []byte
		for i, c := range p.lattice.state[sites:min(sites+64*piece, len(p.lattice.state))] {
			if i%64 == 0 {
				bits = append(bits, 0)
			}
			if c != 0 {
				bits[i/64] |= 1 << (i % 64)
				cells, dues = append(cells, c), append(dues, p.lattice.due[sites+i])
			}
		}
		parts = append(parts, bits, cells, dues)
	}
	for _, part := range parts {
		if err := binary.Write(&want, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(saved, want.Bytes()) {
		t.Errorf("got %d bytes, want these %d", len(saved), want.Len())
	}
}

// A snapshot is what Save writes, and gives a world with the same state, as often as it is
// asked for.
func TestSnapshot(t *testing.T) {
	w := small(t, 2, false)
	for range 20 {
		w.Tick()
	}
	s := w.Snapshot()
	if !bytes.Equal(s.State, saveWorld(t, w)) || s.Tick != 20 || s.Hash != w.Hash() {
		t.Errorf("snapshot of tick %d with hash %x", s.Tick, s.Hash)
	}
	w.Tick()
	for range 2 {
		again, err := w.Restore(s)
		if err != nil {
			t.Fatal(err)
		}
		if again.Hash() != s.Hash {
			t.Error("the restored world has another hash")
		}
		again.Tick()
		if again.Hash() != w.Hash() {
			t.Error("the restored world goes on differently")
		}
		again.Close()
	}
}

// Saving and loading take no copy of the lattice, which may fill the machine.
func TestSavingTakesLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector takes memory of its own")
	}
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
	cells := population(p.lattice.full) - population(p.lattice.blocked)
	in := bytes.NewReader(saved[len(saved)-8*len(p.lattice.full)-5*cells:])
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
	cells := population(w.patches[0].lattice.full) - population(w.patches[0].lattice.blocked)
	bad[len(bad)-5*cells] |= 0x7f // a cell of a row that does not exist
	if _, err := Load(w.config, bytes.NewReader(bad)); err == nil {
		t.Error("a state with an impossible cell was taken")
	}
}
