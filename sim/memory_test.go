package sim

import (
	"testing"

	"marrow/sim/tissue"
)

// The state of a volume takes at most 7.5 bytes a site, and no more than was said
// before it was made.
func TestStateIsSmall(t *testing.T) {
	study(t)
	for _, size := range [][3]int{{128, 128, 64}, {256, 128, 48}, {192, 96, 96}} {
		place := poresTissue(size[0], size[1], size[2], 7)
		w := newTestWorld(t, Config{Table: textbookTable(), Tissue: place, Seed: 3, Threads: 2})
		sites := float64(size[0] * size[1] * size[2])
		if perSite := float64(w.StateBytes()) / sites; perSite > 7.5 {
			t.Errorf("%v: %.2f bytes a site, want at most 7.5", size, perSite)
		}
		if said := Bytes(place.Spec); w.StateBytes() > said || said > w.StateBytes()+w.StateBytes()/4+fixedBytes {
			t.Errorf("%v: %d bytes were announced, %d are used", size, said, w.StateBytes())
		}
	}
	if perSite := float64(Bytes(tissue.Spec{Width: 1024, Height: 960, Depth: 768})) / (1024 * 960 * 768); perSite > 7.5 {
		t.Errorf("the marrow of a mouse takes %.2f bytes a site, want at most 7.5", perSite)
	}
}

// A tick of a running world makes no garbage, with any kernel: not one that looks at
// blood and neighborhoods, nor the one that begins a day.
func TestTickAllocatesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector takes memory of its own")
	}
	for _, volume := range []bool{false, true} {
		for _, kernel := range Kernels() {
			c := small(t, 1, volume).config
			c.Kernel = kernel
			w := newTestWorld(t, c)
			for range 4 * TicksPerDay { // until no list grows any more
				w.Tick()
			}
			day := func() {
				for range TicksPerDay {
					w.Tick()
				}
			}
			if n := testing.AllocsPerRun(1, day); n > 0 { // a day before it warms up
				t.Errorf("volume %v, kernel %s: %v allocations in a day, want none", volume, kernel, n)
			}
		}
	}
}

// Nor does it with several threads.
func TestSharedTickAllocatesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector takes memory of its own")
	}
	w := small(t, 3, true)
	for range TicksPerDay {
		w.Tick()
	}
	if n := testing.AllocsPerRun(TicksPerDay, w.Tick); n > 0 {
		t.Errorf("%v allocations a tick, want none", n)
	}
}

// What is counted in passing equals a count of every site: cells at walls by row, and
// renewing cells by neighborhood, at every look at them.
func TestSurveyEqualsRecount(t *testing.T) {
	study(t)
	for _, volume := range []bool{false, true} {
		w := small(t, 3, volume)
		p := w.patches[0]
		for range 60 {
			w.Tick()
			p.takeSurvey()
			want := newSurvey(len(p.demand.pool), p.blocks.count())
			for i, s := range p.lattice.state {
				if s != 0 {
					p.countSite(&want, i)
				}
			}
			for _, a := range p.demand.access {
				if got, want := p.found.atWall[a.row], want.atWall[a.row]; got != want {
					t.Fatalf("volume %v, tick %d: %d cells of row %d at walls, want %d", volume, w.Ticks(), got, a.row, want)
				}
			}
			for i := range want.inBlock {
				for b, want := range want.inBlock[i] {
					if got := p.found.inBlock[i][b]; got != want {
						t.Fatalf("volume %v, tick %d: %d renewing cells in block %d, want %d", volume, w.Ticks(), got, b, want)
					}
				}
			}
		}
	}
}

// countSite counts the cell of site i by its state alone.
func (p *Patch) countSite(s *survey, i int) {
	l := p.lattice
	kind := cell(l.state[i]).kind()
	if l.near[0][i>>6]&l.near[1][i>>6]>>(i&63)&1 != 0 {
		s.atWall[kind]++
	}
	for n := range p.demand.pool {
		if p.demand.pool[n].row == kind {
			s.inBlock[n][p.blocks.at(i%l.nx, i/l.nx%l.ny, i/l.nx/l.ny)]++
		}
	}
}

// The bits beside a cell agree with the cell at all times: that a site is taken, and how
// its cell moves.
func TestBitsAgreeWithCells(t *testing.T) {
	study(t)
	for _, kernel := range Kernels() {
		c := small(t, 2, true).config
		c.Kernel = kernel
		w := newTestWorld(t, c)
		p := w.patches[0]
		for range 100 {
			w.Tick()
			for i, s := range p.lattice.state {
				taken := bit(p.lattice.full, i) && !bit(p.lattice.blocked, i)
				if taken != (s != 0) || taken && p.lattice.gaitAt(i) != p.rateAt(i).gait {
					t.Fatalf("kernel %s, tick %d, %s: taken %v, gait %d; %s", kernel, w.Ticks(), p.lattice.place(i), taken, p.lattice.gaitAt(i), p.occupant(i))
				}
			}
		}
	}
}
