package scenario

import (
	"strings"
	"testing"

	"marrow/sim"
)

// Every built-in scenario has one history with every kernel, its interventions included,
// which come early here.
func TestScenariosAreTheSameWithEveryKernel(t *testing.T) {
	for _, name := range Names() {
		for _, size := range []string{"100x80x1", "64x48x12"} {
			t.Run(name+" "+size, func(t *testing.T) {
				t.Parallel()
				sameWithEveryKernel(t, name, size)
			})
		}
	}
}

func sameWithEveryKernel(t *testing.T, name, size string) {
	const ticks = 100
	s, err := Load(name, Options{Size: size, Threads: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	worlds := onEveryKernel(t, s)
	for tick := range ticks {
		for n, e := range s.Events {
			if tick == 5+9*n {
				apply(t, worlds, e.Event)
			}
		}
		if !tickAlike(t, name+" "+size, worlds) {
			return
		}
	}
}

// onEveryKernel makes the world of a setup once for each kernel, in one tissue.
func onEveryKernel(t *testing.T, s *Setup) (worlds []*sim.World) {
	t.Helper()
	c, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	for _, c.Kernel = range sim.Kernels() {
		w, err := sim.New(c)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(w.Close)
		worlds = append(worlds, w)
	}
	return worlds
}

func world(t *testing.T, s *Setup) *sim.World {
	t.Helper()
	c, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	w, err := sim.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func apply(t *testing.T, worlds []*sim.World, e sim.Event) {
	t.Helper()
	for _, w := range worlds {
		if err := w.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
}

// tickAlike advances worlds that differ in their kernels and compares them, by what happened
// and at every tenth tick by all of their state.
func tickAlike(t *testing.T, what string, worlds []*sim.World) bool {
	t.Helper()
	for _, w := range worlds {
		w.Tick()
		if w.Totals() != worlds[0].Totals() || w.Ticks()%10 == 0 && w.Hash() != worlds[0].Hash() {
			d, _ := sim.FirstDifference(worlds[0], w)
			t.Errorf("%s: after tick %d kernels %s and %s differ at %v", what, w.Ticks(), worlds[0].Kernel(), w.Kernel(), d)
			return false
		}
	}
	return true
}

// A kernel is chosen by name or left to the program; one that is not there is answered
// with those that are.
func TestKernelOption(t *testing.T) {
	for _, tt := range []struct{ given, want string }{{"", ""}, {"auto", ""}, {"reference", "reference"}, {"fast", "fast"}} {
		s, err := Load("healthy", Options{Kernel: tt.given}, nil)
		if err != nil || s.Kernel != tt.want {
			t.Errorf("%q: got %v, want %q", tt.given, err, tt.want)
		}
	}
	_, err := Load("healthy", Options{Kernel: "quick"}, nil)
	want := `--kernel quick: no kernel "quick" in this program on this machine, only ` + strings.Join(sim.Kernels(), ", ")
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}
