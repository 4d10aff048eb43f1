package web

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"marrow/sim"
	"marrow/sim/live"
)

// testTypes has a rare type 1, common types 2 and 3, and bone.
func testTypes(children int) *typeTable {
	tt := &typeTable{}
	tt.add(cellType{Code: 0}, 1, children)
	tt.add(cellType{Code: 1, Rank: rankStem}, 0.0001, children)
	tt.add(cellType{Code: 2, Rank: rankCell}, 0.4, children)
	tt.add(cellType{Code: 3, Rank: rankCell + 1}, 0.3, children)
	tt.add(cellType{Code: 4, Rank: rankBlast}, 0.4, children)
	tt.add(cellType{Code: sim.CodeTissue + 1, Rank: rankBone}, 0.1, children)
	return tt
}

// A show is a world of random codes with a board, as the hub and the runner drive it.
type show struct {
	*board
	r       *rand.Rand
	w, h, d int
	slices  [][]byte
	seqs    []uint64 // when a slice was last drawn anew
	changed []bool   // since then
	seq     uint64
	now     time.Time
}

func newShow(r *rand.Rand, w, h, d int) *show {
	children := 4
	if d > 1 {
		children = 8
	}
	s := &show{r: r, w: w, h: h, d: d, now: time.Unix(1e9, 0)}
	s.board = newBoard(testTypes(children), &sim.Frame{Width: w, Height: h, Depth: d})
	for range d {
		s.slices = append(s.slices, make([]byte, w*h))
		s.changed = append(s.changed, true)
	}
	s.seqs = make([]uint64, d)
	return s
}

// tick changes a few sites or many, in some slices.
func (s *show) tick() {
	for z := range s.slices {
		n := []int{0, 1, 40, s.w * s.h / 10, s.w * s.h}[s.r.IntN(5)]
		if n == 0 {
			continue
		}
		s.slices[z], s.changed[z] = bytes.Clone(s.slices[z]), true
		for range n {
			s.slices[z][s.r.IntN(s.w*s.h)] = []byte{0, 1, 2, 3, 4, sim.CodeTissue + 1}[s.r.IntN(6)]
		}
	}
}

// publish draws what is looked at, or only some of it.
func (s *show) publish(partly bool, views ...view) {
	s.now = s.now.Add(300 * time.Millisecond)
	wish := s.wish(views, s.now)
	s.seq++
	v := &live.View{Seq: s.seq, Slices: map[int]live.Slice{}}
	v.Frame.Tick = s.seq
	for _, b := range append(wish.Now, wish.Soon...) {
		fresh := !partly || s.r.IntN(2) == 0
		for z := b.Z; z < min(b.Z+b.N, s.d); z++ {
			if s.changed[z] && fresh {
				s.seqs[z], s.changed[z] = s.seq, false
			}
			if !s.changed[z] {
				v.Slices[z] = live.Slice{Codes: s.slices[z], Seq: s.seqs[z]}
			}
		}
	}
	s.take(v, s.now)
}

// truth is the planes of slice z of level k, worked out from the rule as it is written.
func (s *show) truth(k, z int) (codes, share []byte) {
	if k == 0 {
		return s.slices[z], s.types.shares(s.slices[z])
	}
	fine := s.levels[k-1]
	var kidCodes, kidShare [][]byte
	for fz := 2 * z; fz < min(2*z+2, fine.d); fz++ {
		if fine.d == 1 && fz > 0 {
			break
		}
		c, sh := s.truth(k-1, fz)
		kidCodes, kidShare = append(kidCodes, c), append(kidShare, sh)
	}
	l := s.levels[k]
	for y := range l.h {
		for x := range l.w {
			var kids []byte
			sum := 0
			for i := range kidCodes {
				for fy := 2 * y; fy < min(2*y+2, fine.h); fy++ {
					for fx := 2 * x; fx < min(2*x+2, fine.w); fx++ {
						kids = append(kids, kidCodes[i][fy*fine.w+fx])
						sum += int(kidShare[i][fy*fine.w+fx])
					}
				}
			}
			codes = append(codes, s.types.rule(kids, k))
			share = append(share, byte(float64(sum)/float64(len(kids))+0.5))
		}
	}
	return codes, share
}

// rule is the rule of rarity, slowly. Ranks of the types of these tests all differ.
func (t *typeTable) rule(kids []byte, k int) byte {
	best := -1
	for _, c := range kids {
		if t.kmax[c] >= k && t.rank[c] > 0 && (best < 0 || t.rank[c] > t.rank[best]) {
			best = int(c)
		}
	}
	if best >= 0 {
		return byte(best)
	}
	most := 0
	for _, c := range kids {
		n := bytes.Count(kids, []byte{c})
		if n > most || n == most && t.rank[c] > t.rank[best] {
			best, most = int(c), n
		}
	}
	return byte(best)
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
		m.binary(b.bytes)
	}
}

// check compares the tiles in w with those of the board, and those with the truth.
func (m *mirror) check(s *show, w *window) {
	m.t.Helper()
	for i := range w.tiles() {
		x, y, z := w.place(i)
		at := tileID{uint16(x), uint16(y), uint16(z)}
		sheet := s.levels[m.lod].sheets[z]
		if sheet == nil || !sheet.shown {
			continue
		}
		if !bytes.Equal(m.planes[at], sheet.body(y*sheet.level.cols+x)) {
			n := y*sheet.level.cols + x
			m.t.Fatalf("tile %v of level %d differs: have %d, client %d, server %d; %+v", at, m.lod, w.have[i], m.vers[at], sheet.tiles[n].ver, w.view)
		}
	}
}

// checkTruth compares the sheets of v with the world.
func (s *show) checkTruth(t *testing.T, v view) {
	t.Helper()
	for _, sheet := range s.levels[v.lod].sheets[v.z0:v.z1] {
		codes, share := s.truth(sheet.level.lod, sheet.z)
		if !bytes.Equal(codes, sheet.planes[0]) || len(sheet.planes) > 1 && !bytes.Equal(share, sheet.planes[1]) {
			t.Fatalf("slice %d of level %d is not what the rule says", sheet.z, sheet.level.lod)
		}
	}
}

// randomWindow looks somewhere.
func (s *show) randomWindow(lod int, old *window) *window {
	for {
		d := 1
		if s.r.IntN(3) == 0 {
			d = 1 + s.r.IntN(s.d)
		}
		if w, ok := s.look(s.r.IntN(s.w)-20, s.r.IntN(s.h)-20, s.r.IntN(s.d+4)-2, 1+s.r.IntN(300), 1+s.r.IntN(300), d, lod, old); ok {
			return w
		}
	}
}

// Whatever changes, whatever viewers look at, slices or volumes, and however many frames
// they skip: after each whole frame their tiles are those of the server, and these are
// what the rule of the levels makes of the world.
func TestClientEqualsServer(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing for the race detector to find")
	}
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 0))
		s := newShow(r, 70+r.IntN(250), 1+r.IntN(200), []int{1, 1, 3, 8, 13}[r.IntN(5)])
		lods := []int{r.IntN(len(s.levels)), r.IntN(s.lods)}
		lods[0] = min(lods[0], s.lods-1)
		mirrors := []*mirror{newMirror(t, lods[0]), newMirror(t, lods[1])}
		windows := []*window{s.randomWindow(lods[0], nil), s.randomWindow(lods[1], nil)}
		for range 40 {
			s.tick()
			partly := r.IntN(4) == 0
			s.publish(partly, windows[0].view, windows[1].view)
			if !partly {
				s.checkTruth(t, windows[0].view)
				s.checkTruth(t, windows[1].view)
			}
			for i, m := range mirrors {
				if r.IntN(3) == 0 {
					continue // a frame is skipped
				}
				p := s.build(windows[i], r.IntN(2) == 0)
				m.take(p)
				if p.whole {
					m.check(s, windows[i])
				}
				if m.lost > 0 {
					t.Fatalf("seed %d: a delta did not fit", seed)
				}
				if r.IntN(6) == 0 {
					windows[i] = s.randomWindow(lods[i], windows[i])
				}
			}
		}
	}
}

// Equal views are sent the same bytes, made once.
func TestSharedPictures(t *testing.T) {
	s := newShow(rand.New(rand.NewPCG(1, 1)), 200, 200, 4)
	a, _ := s.look(0, 0, 1, 200, 200, 1, 0, nil)
	b, _ := s.look(0, 0, 1, 200, 200, 1, 0, nil)
	for range 20 {
		s.tick()
		s.publish(false, a.view, b.view)
		p, q := s.build(a, false), s.build(b, false)
		if len(p.messages) != len(q.messages) {
			t.Fatalf("%d and %d messages", len(p.messages), len(q.messages))
		}
		for i := range p.messages {
			if p.messages[i].PreparedMessage != q.messages[i].PreparedMessage {
				t.Fatal("the same was made twice")
			}
		}
	}
}

// A volume comes slice by slice, the nearest first, and then each slice in turn.
func TestVolume(t *testing.T) {
	s := newShow(rand.New(rand.NewPCG(2, 1)), 512, 512, 24)
	if _, ok := s.look(0, 0, 0, 512, 512, 24, 0, nil); ok {
		t.Error("1,536 tiles were allowed")
	}
	w, ok := s.look(0, 0, 4, 512, 512, 16, 0, nil)
	if !ok || w.tiles() != 1024 {
		t.Fatal("1,024 tiles were refused")
	}
	m := newMirror(t, 0)
	s.tick()
	s.publish(false, w.view)
	for frame := range 8 {
		p := s.build(w, false)
		m.take(p)
		for id := range m.planes {
			if int(id.z) < 4 || int(id.z) >= 4+2*(frame+1) {
				t.Fatalf("slice %d came in frame %d", id.z, frame)
			}
		}
		if len(m.planes) != 128*(frame+1) {
			t.Fatalf("%d tiles after frame %d", len(m.planes), frame)
		}
	}
	m.check(s, w)
	if p := s.build(w, false); len(p.messages) != 0 {
		t.Errorf("%d messages about nothing", len(p.messages))
	}
}

// What did not change is not sent.
func TestNothingNew(t *testing.T) {
	s := newShow(rand.New(rand.NewPCG(1, 1)), 100, 100, 1)
	w, _ := s.look(0, 0, 0, 100, 100, 1, 0, nil)
	s.publish(false, w.view)
	p := s.build(w, false)
	if len(p.messages) != 1 || p.messages[0].bytes[1] != flagKey|flagLast {
		t.Fatalf("the first picture has %d messages", len(p.messages))
	}
	s.publish(false, w.view)
	if p := s.build(w, false); len(p.messages) != 0 {
		t.Errorf("%d messages about nothing", len(p.messages))
	}
	s.slices[0], s.changed[0] = bytes.Clone(s.slices[0]), true
	s.slices[0][5000] = 2
	s.publish(false, w.view)
	p = s.build(w, false)
	if len(p.messages) != 1 || p.messages[0].bytes[0] != typeTileDelta || p.bytes != 16+8+16+2+1+1 {
		t.Errorf("one changed site took %d messages", len(p.messages))
	}
}

// In a busy view two more tiles a second come as keys, each tile in its turn.
func TestRefresh(t *testing.T) {
	s := newShow(rand.New(rand.NewPCG(1, 1)), 512, 512, 1)
	w, _ := s.look(0, 0, 0, 512, 512, 1, 0, nil)
	m := newMirror(t, 0)
	s.publish(false, w.view)
	m.take(s.build(w, false))
	for id := range m.planes {
		m.planes[id][7] = 99 // a fault in each tile
	}
	keys := 0
	for range 33 * 4 {
		s.slices[0], s.changed[0] = bytes.Clone(s.slices[0]), true
		s.slices[0][5]++
		s.publish(false, w.view)
		m.take(s.build(w, false))
	}
	keys = m.keys - 1
	m.check(s, w)
	if keys < 31 || keys > 42 {
		t.Errorf("%d keys in 40 seconds, want about one message of two tiles a second", keys)
	}
}

// A subscription of too many tiles is refused, but for a margin; one beyond the world is
// cut to it. Boxes are in sites at each level, in depth too.
func TestLook(t *testing.T) {
	s := newShow(rand.New(rand.NewPCG(1, 1)), 4096, 4096, 1)
	if s.lods != 5 || s.last() != 5 {
		t.Errorf("%d levels for 4096 sites, want 5: up to 4x4 tiles; thumb at %d", s.lods, s.last())
	}
	if _, ok := s.look(0, 0, 0, 4096, 4096, 1, 0, nil); ok {
		t.Error("4,096 tiles were allowed")
	}
	if _, ok := s.look(0, 0, 0, 34*64, 34*64, 1, 0, nil); !ok {
		t.Error("32x32 tiles with a margin were refused")
	}
	w, ok := s.look(-500, -500, 9, 100_000, 600, 5, 1, nil)
	if want := (view{lod: 1, x1: 32, y1: 1, z1: 1}); !ok || w.view != want {
		t.Errorf("got %+v, %v", w.view, ok)
	}
	if w, _ := s.look(0, 0, 0, 1, 1, 1, 99, nil); w.lod != 4 {
		t.Errorf("level 99 became %d, want the coarsest", w.lod)
	}
	v := newShow(rand.New(rand.NewPCG(1, 1)), 600, 600, 100)
	for _, tt := range []struct{ z, d, lod, z0, z1 int }{
		{0, 0, 0, 0, 1},
		{99, 1, 0, 99, 100},
		{500, 9, 0, 99, 100},
		{-3, 1, 0, 0, 1},
		{5, 1, 1, 2, 3},
		{5, 2, 1, 2, 4},
		{0, 100, 1, 0, 50},
	} {
		w, ok := v.look(0, 0, tt.z, 64, 64, tt.d, tt.lod, nil)
		if !ok || w.z0 != tt.z0 || w.z1 != tt.z1 {
			t.Errorf("%+v: slices %d to %d (%v)", tt, w.z0, w.z1, ok)
		}
	}
}

// Coarse texels show the rarest type up to its level, then the most frequent one,
// ties to the higher rank; blasts at every level.
func TestCoarse(t *testing.T) {
	tt := testTypes(4)
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
		{"in a volume", []byte{2, 2, 2, 3, 3, 0, 0, 0}, 1, 2},
	} {
		p := picker{scale: tt.scale(c.k)}
		if got := p.pick(c.kids); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

// A type wins by presence as long as it would cover at most 5 % of the texels, which are
// fewer by 4 in a slice and by 8 in a volume at each level.
func TestPresence(t *testing.T) {
	for _, c := range []struct {
		share, children float64
		want            int
	}{{0.0125, 4, 1}, {0.0126, 4, 0}, {0.05 / 64, 8, 2}, {0.05 / 64, 4, 3}, {0.4, 4, 0}} {
		if got := presence(c.share, c.children); got != c.want {
			t.Errorf("%+v: got %d", c, got)
		}
	}
}

// The second plane is the share of sites with a cell, halves rounded up.
func TestShare(t *testing.T) {
	s := newShow(rand.New(rand.NewPCG(1, 1)), 300, 3, 1)
	codes := s.slices[0]
	for y, row := range [][]byte{{2, 2, 0, 2, 0, 0}, {2, 2, 0, 0, 0, 0}, {2, 0, 0, 0, sim.CodeTissue + 1, 2}} {
		copy(codes[y*300:], row)
	}
	s.lods = 2
	w, _ := s.look(0, 0, 0, 300, 3, 1, 1, nil)
	s.publish(false, w.view)
	got := s.levels[1].sheets[0].planes[1]
	if want := []byte{255, 64, 0}; !bytes.Equal(got[:3], want) {
		t.Errorf("shares %v, want %v", got[:3], want)
	}
	if want := []byte{128, 0, 128}; !bytes.Equal(got[150:153], want) {
		t.Errorf("shares %v, want %v", got[150:153], want)
	}
}

// The backdrop is the whole slice, not larger than 256x128, at most once a second.
func TestThumb(t *testing.T) {
	for _, size := range [][3]int{{150, 130, 1}, {100, 90, 1}, {512, 512, 8}, {300, 40, 3}} {
		s := newShow(rand.New(rand.NewPCG(1, 1)), size[0], size[1], size[2])
		w, _ := s.look(0, 0, size[2]-1, 64, 64, 1, 0, nil)
		made := map[*thumb]bool{}
		for range 20 { // 300 ms each
			s.tick()
			s.publish(false, w.view)
			if th := s.backdrop(w); th != nil && !made[th] {
				made[th] = true
				m := th.plain().bytes
				codes, share := s.truth(s.last(), s.thumbSlice(w.view))
				if !bytes.Equal(m[32:], append(bytes.Clone(codes), share...)) {
					t.Fatalf("%v: the thumb is not the world", size)
				}
				if m[16+9] != byte(s.last()) || len(codes) > thumbWidth*thumbHeight {
					t.Errorf("%v: level %d, %d texels", size, m[16+9], len(codes))
				}
			}
		}
		if len(made) < 1 || len(made) > 7 { // fewer where the machine is slow
			t.Errorf("%v: %d thumbs in 6 s", size, len(made))
		}
	}
}
