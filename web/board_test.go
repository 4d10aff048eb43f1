package web

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"marrow/sim"
)

// epoch is any number of a line of history.
const epoch = 1

// testTypes has a rare type 1, common types 2 and 3, and bone.
func testTypes() *typeTable {
	tt := &typeTable{}
	tt.add(cellType{Code: 0}, 1)
	tt.add(cellType{Code: 1, Rank: rankStem}, 0.0001)
	tt.add(cellType{Code: 2, Rank: rankCell}, 0.4)
	tt.add(cellType{Code: 3, Rank: rankCell}, 0.3)
	tt.add(cellType{Code: 4, Rank: rankBlast}, 0.4)
	tt.add(cellType{Code: sim.CodeTissue + 1, Rank: rankBone}, 0.1)
	return tt
}

// mirror is what a client holds of one level.
type mirror struct {
	client
	lod int
}

func newMirror(t *testing.T, lod int) *mirror {
	return &mirror{client{t: t, planes: map[tileID][]byte{}, vers: map[tileID]uint32{}}, lod}
}

func (m *mirror) take(p picture) {
	m.manual = true
	for _, b := range p.messages {
		m.binary(b)
	}
}

// check compares the tiles in w with the board's.
func (m *mirror) check(b *board, w *window) {
	m.t.Helper()
	l := b.levels[m.lod]
	for y := w.y0; y < w.y1; y++ {
		for x := w.x0; x < w.x1; x++ {
			at := tileID{uint16(x), uint16(y), b.slice}
			if !bytes.Equal(m.planes[at], l.body(y*l.cols+x)) {
				m.t.Fatalf("tile %v of level %d differs", at, m.lod)
			}
		}
	}
}

// Whatever changes, whatever a viewer looks at, and however many frames it skips:
// after each frame that it gets, its tiles are those of the world.
func TestClientEqualsServer(t *testing.T) {
	seeds := uint64(30)
	if testing.Short() {
		seeds = 6
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 0))
		f := sim.Frame{Width: 70 + r.IntN(250), Height: 1 + r.IntN(300), Depth: 3}
		f.Codes = make([]byte, f.Width*f.Height)
		b := newBoard(testTypes(), &f)
		b.update(&f, 1)
		lod := r.IntN(len(b.levels))
		m := newMirror(t, lod)
		var w *window
		for seq := uint64(2); seq < 60; seq++ {
			f = change(r, f)
			b.update(&f, seq)
			if w == nil || r.IntN(6) == 0 {
				w, _ = b.look(r.IntN(f.Width)-20, r.IntN(f.Height)-20, 1+r.IntN(300), 1+r.IntN(300), lod, w)
			}
			if r.IntN(3) > 0 {
				m.take(b.build(w, epoch, r.IntN(5) == 0, r.IntN(2) == 0))
				m.check(b, w)
			}
		}
		if m.lost > 0 {
			t.Errorf("seed %d: %d deltas did not fit", seed, m.lost)
		}
	}
}

// change returns the next frame: a few sites or many, sometimes another slice.
func change(r *rand.Rand, f sim.Frame) sim.Frame {
	codes := bytes.Clone(f.Codes)
	n := []int{0, 1, 40, len(codes) / 10, len(codes)}[r.IntN(5)]
	for range n {
		codes[r.IntN(len(codes))] = []byte{0, 1, 2, 3, 4, sim.CodeTissue + 1}[r.IntN(6)]
	}
	f.Codes = codes
	f.Tick++
	if r.IntN(15) == 0 {
		f.Z = r.IntN(f.Depth)
	}
	return f
}

// What did not change is not sent.
func TestNothingNew(t *testing.T) {
	f := sim.Frame{Width: 100, Height: 100, Depth: 1, Codes: make([]byte, 10_000)}
	b := newBoard(testTypes(), &f)
	b.update(&f, 1)
	w, _ := b.look(0, 0, 100, 100, 0, nil)
	p := b.build(w, epoch, true, false)
	if len(p.messages) != 1 || p.messages[0][1] != flagKey|flagLast {
		t.Fatalf("the first picture has %d messages with flags %d", len(p.messages), p.messages[0][1])
	}
	b.update(&f, 2)
	if p := b.build(w, epoch, true, false); len(p.messages) != 0 {
		t.Errorf("%d messages about nothing", len(p.messages))
	}
	f.Codes = bytes.Clone(f.Codes)
	f.Codes[5000] = 2
	b.update(&f, 3)
	p = b.build(w, epoch, false, false)
	if len(p.messages) != 1 || p.messages[0][0] != typeTileDelta || len(p.messages[0]) != 16+8+16+2+1+1 {
		t.Errorf("one changed site took %d messages", len(p.messages))
	}
}

// A subscription of too many tiles is refused; one beyond the world is cut to it.
func TestLook(t *testing.T) {
	f := sim.Frame{Width: 4096, Height: 4096, Depth: 1}
	b := newBoard(testTypes(), &f)
	if len(b.levels) != 5 {
		t.Errorf("%d levels for 4096 sites, want 5: up to 4x4 tiles", len(b.levels))
	}
	if _, ok := b.look(0, 0, 4096, 4096, 0, nil); ok {
		t.Error("4,096 tiles were allowed")
	}
	w, ok := b.look(-500, -500, 100_000, 600, 1, nil)
	if !ok || w.x0 != 0 || w.x1 != 32 || w.y0 != 0 || w.y1 != 1 {
		t.Errorf("got %+v, %v", w, ok)
	}
	if w, _ := b.look(0, 0, 1, 1, 99, nil); w.lod != 4 {
		t.Errorf("level 99 became %d, want the coarsest", w.lod)
	}
}

// Coarse texels show the rarest type up to its level, then the most frequent one,
// ties to the higher rank; blasts at every level.
func TestCoarse(t *testing.T) {
	tt := testTypes()
	bone := byte(sim.CodeTissue + 1)
	for _, c := range []struct {
		name string
		kids []byte
		k    int
		want byte
	}{
		{"a stem cell is seen", []byte{2, 2, 1, 0}, 1, 1},
		{"too rare for so many texels", []byte{2, 2, 1, 0}, 5, 2},
		{"a blast is never lost", []byte{2, 2, 4, 0}, 9, 4},
		{"the most frequent", []byte{0, 0, 0, 2}, 1, 0},
		{"a tie goes to the higher rank", []byte{0, 0, 2, 2}, 1, 2},
		{"bone against marrow", []byte{bone, bone, bone, 2}, 1, bone},
		{"at the edge of the world", []byte{3}, 1, 3},
	} {
		if got := tt.pick(c.kids, c.k); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

// The second plane is the share of sites with a cell, halves rounded up.
func TestShare(t *testing.T) {
	f := sim.Frame{Width: 6, Height: 3, Depth: 1, Codes: []byte{
		2, 2, 0, 2, 0, 0,
		2, 2, 0, 0, 0, 0,
		2, 0, 0, 0, sim.CodeTissue + 1, 2,
	}}
	b := newBoard(testTypes(), &f)
	b.update(&f, 1)
	planes := b.types.coarser(b.levels[0])
	if want := []byte{255, 64, 0, 128, 0, 128}; !bytes.Equal(planes[1], want) {
		t.Errorf("shares %v, want %v", planes[1], want)
	}
}

// A frame of the usual patch and pace costs the hub and one viewer little.
func BenchmarkFrame(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	f := sim.Frame{Width: 512, Height: 512, Depth: 1, Codes: make([]byte, 512*512)}
	for i := range f.Codes {
		f.Codes[i] = byte(r.IntN(4))
	}
	next := f
	next.Codes = bytes.Clone(f.Codes)
	for range len(f.Codes) / 20 {
		next.Codes[r.IntN(len(f.Codes))] = byte(r.IntN(4))
	}
	bd := newBoard(testTypes(), &f)
	bd.update(&f, 1)
	w, _ := bd.look(0, 0, 512, 512, 0, nil)
	bd.build(w, epoch, false, false)
	seq, sent := uint64(1), 0
	b.ReportAllocs()
	for b.Loop() {
		seq++
		bd.update([]*sim.Frame{&f, &next}[seq%2], seq)
		for _, m := range bd.build(w, epoch, false, false).messages {
			sent += len(m)
		}
	}
	b.ReportMetric(float64(sent)/float64(b.N), "B/frame")
}
