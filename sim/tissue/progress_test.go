package tissue

import (
	"runtime"
	"testing"
)

// Progress never falls, begins at 0, ends at 1 and comes often; and what is told does
// not change the tissue.
func TestProgressGoesOn(t *testing.T) {
	study(t)
	for _, s := range every() {
		last, calls := 0.0, 0
		x, err := Generate(s, func(step string, done float64) {
			if calls == 0 && done != 0 || done < last || done > 1 || step == "" {
				t.Errorf("%s: %q is at %g after %g", s, step, done, last)
			}
			last = done
			calls++
		})
		if err != nil {
			t.Fatal(err)
		}
		if last != 1 || s.Depth > 30 && s.Name != "open" && calls < 20 {
			t.Errorf("%s: progress ended at %g after %d calls", s, last, calls)
		}
		if x.digest() != fired(t, s).digest() {
			t.Errorf("%s: another tissue when progress is told", s)
		}
	}
}

// What a spec says that it needs is what the heap grows to, within a quarter.
func TestBytesAreWhatIsTaken(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector takes memory of its own")
	}
	for _, s := range []Spec{mouse(256, 256, 128, 1), mouse(448, 448, 128, 1)} {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		before, most := m.HeapAlloc, uint64(0)
		if _, err := Generate(s, func(string, float64) {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}); err != nil {
			t.Fatal(err)
		}
		took, told := float64(most)-float64(before), float64(s.Bytes())
		if told < 0.75*took || told > 1.25*took {
			t.Errorf("%s: took %.1f MB, said %.1f MB", s, took/1e6, told/1e6)
		}
	}
}

// A spec can be checked before anything is made, and says the same then.
func TestCheckSaysWhatGenerateSays(t *testing.T) {
	if err := human(64, 64, 1, 1).Check(); err != nil {
		t.Errorf("got %v for a good spec", err)
	}
	bad := human(15, 64, 2, 1)
	_, want := Generate(bad, nil)
	if got := bad.Check(); got == nil || got.Error() != want.Error() {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A tissue made by hand knows the exits that it is given, at any width.
func TestWallsGivenByHand(t *testing.T) {
	x := &Tissue{Spec: Spec{Width: 37, Height: 41, Depth: 3}, Class: make([]Class, 37*41*3)}
	exit := func(i int) uint16 { return uint16(mix(uint64(i))%3) * uint16(i) }
	x.SetWalls(exit)
	for i := range x.Class {
		if got := x.ExitOf(i); got != exit(i) {
			t.Fatalf("site %d: got exit %d, want %d", i, got, exit(i))
		}
	}
}
