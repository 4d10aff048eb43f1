package view

import (
	"image"
	"testing"

	"marrow/sim"
	"marrow/sim/tissue"
)

// All cells of the frame are drawn, each on its site, and nothing else but red cells
// inside vessels.
func TestSitesShowTheFrame(t *testing.T) {
	s := handmadeScene(t)
	r := image.Rect(-2, -2, s.Frame.Width+2, s.Frame.Height+2)
	m := s.Sites(r)
	red := 0
	for i := range len(m.Pix) / 4 {
		x, y := r.Min.X+i%r.Dx(), r.Min.Y+i/r.Dx()
		stage, class := s.StageAt(x, y)
		switch code := m.Pix[4*i]; {
		case stage >= 0 && code != uint8(stage+1):
			t.Fatalf("site %d, %d: code %d, want stage %d", x, y, code, stage)
		case stage < 0 && code != 0 && code != s.bloodCode():
			t.Fatalf("site %d, %d: code %d on an empty site", x, y, code)
		case code == s.bloodCode():
			red++
			if !isVessel(class) {
				t.Fatalf("site %d, %d: a red cell in class %d", x, y, class)
			}
		}
	}
	if red < 20 {
		t.Errorf("%d red cells in vessels, want some", red)
	}
}

// A cell is drawn near its site and off the walls.
func TestCellsStayClear(t *testing.T) {
	s := handmadeScene(t)
	m := s.Sites(image.Rect(0, 0, s.Frame.Width, s.Frame.Height))
	for i := range len(m.Pix) / 4 {
		if m.Pix[4*i] == 0 || m.Pix[4*i] == s.bloodCode() {
			continue
		}
		x, y := m.center(i)
		w := m.Rect.Dx()
		dx, dy := x-float32(i%w)-0.5, y-float32(i/w)-0.5
		if abs32(dx) > maxShift+0.01 || abs32(dy) > maxShift+0.01 {
			t.Fatalf("site %d: drawn %v, %v off", i, dx, dy)
		}
		if d := m.ground.sample(m.ground.solid, x, y); d < 0.1 {
			t.Errorf("site %d, %d: its middle is %.2f sites from a wall", i%w, i/w, d)
		}
	}
}

// The same frame gives the same picture in every part of it that is asked for.
func TestSitesDoNotDependOnTheView(t *testing.T) {
	s := handmadeScene(t)
	all := append([]uint8{}, s.Sites(image.Rect(0, 0, 64, 56)).Pix...)
	part := s.Sites(image.Rect(20, 12, 50, 40))
	for i := range len(part.Pix) / 4 {
		x, y := 20+i%30, 12+i/30
		for b := range 4 {
			if got, want := part.Pix[4*i+b], all[4*(y*64+x)+b]; got != want {
				t.Fatalf("site %d, %d byte %d: %d, want %d", x, y, b, got, want)
			}
		}
	}
}

// Few red cells in vessels change from one tick to the next: the picture does not
// flicker at any speed.
func TestBloodDoesNotFlicker(t *testing.T) {
	s := handmadeScene(t)
	r := image.Rect(0, 0, 64, 56)
	red := func() (n int, at map[int]bool) {
		at = map[int]bool{}
		m := s.Sites(r)
		for i := range len(m.Pix) / 4 {
			if m.Pix[4*i] == s.bloodCode() {
				at[i] = true
			}
		}
		return len(at), at
	}
	n, before := red()
	next := *s.Frame
	next.Tick++
	s.Frame = &next
	changed := 0
	_, after := red()
	for i := range after {
		if !before[i] {
			changed++
		}
	}
	if changed*10 > n {
		t.Errorf("%d of %d red cells are new after one tick, want at most a tenth", changed, n)
	}
}

// A place in the picture belongs to the cell that is drawn there.
func TestPick(t *testing.T) {
	s := handmadeScene(t)
	s.Camera.Scale = 12
	s.Sites(image.Rect(0, 0, 64, 56))
	for y := range s.Frame.Height {
		for x := range s.Frame.Width {
			at := image.Pt(x, y)
			if stage, _ := s.StageAt(x, y); stage < 0 {
				continue
			}
			cx, cy := s.CenterOf(at)
			if got := s.Pick(cx, cy); got != at {
				t.Fatalf("the middle of cell %v belongs to %v", at, got)
			}
		}
	}
	if stage, class := s.StageAt(-1, 3); stage != -1 || class != tissue.Border {
		t.Errorf("beyond the patch: stage %d, class %d", stage, class)
	}
}

// Giants are the megakaryocytes and stem cells in view.
func TestGiants(t *testing.T) {
	s := handmadeScene(t)
	s.Sites(image.Rect(0, 0, 64, 56))
	want := 0
	for _, code := range s.Frame.Codes {
		if code > 0 && code < sim.CodeTissue {
			if l := s.Look(int(code) - 1); l.Form == Mega || l.Mark == "halo" {
				want++
			}
		}
	}
	beads := 0
	got := s.Giants()
	for _, g := range got {
		beads += len(g.Beads)
	}
	if len(got) != want || want == 0 {
		t.Errorf("%d giants, want %d", len(got), want)
	}
	if beads == 0 {
		t.Error("no megakaryocyte beside the sinusoid gives platelets")
	}
	if stage := s.MegaStage(); s.Table.Stages[stage].Name != "mk" {
		t.Errorf("stage %d is drawn as a megakaryocyte", stage)
	}
}
