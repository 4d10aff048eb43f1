package tissue

import (
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata/golden.txt; read the difference afterwards")

// study marks a test that looks at many large tissues: it runs beside other studies, and not
// where races are looked for (-short), which would take ten times as long.
func study(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("a study: it starts nothing that shorter tests do not")
	}
	t.Parallel()
}

// kiln keeps tissues that several tests look at.
type kiln struct {
	mutex sync.Mutex
	made  map[Spec]*Tissue
}

var shared = kiln{made: map[Spec]*Tissue{}}

// fired returns the tissue of a spec; nobody may change it.
func fired(t *testing.T, s Spec) *Tissue {
	t.Helper()
	shared.mutex.Lock()
	defer shared.mutex.Unlock()
	if shared.made[s] == nil {
		made, err := Generate(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		shared.made[s] = made
	}
	return shared.made[s]
}

func human(w, h, d int, seed uint64) Spec {
	return Spec{Name: "iliac-crest", Species: "human", Width: w, Height: h, Depth: d, Seed: seed}
}

func mouse(w, h, d int, seed uint64) Spec {
	return Spec{Name: "femur-shaft", Species: "mouse", Width: w, Height: h, Depth: d, Seed: seed}
}

func open(w, h, d int) Spec {
	return Spec{Name: "open", Species: "human", Width: w, Height: h, Depth: d, Seed: 1}
}

// every is one tissue of each kind, slice, thin volume and volume.
func every() []Spec {
	flat := human(120, 100, 1, 5)
	flat.Species = "mouse"
	return []Spec{
		human(256, 256, 1, 1), human(96, 96, 48, 1), human(64, 80, 5, 2), human(70, 60, 20, 3), flat,
		mouse(256, 256, 1, 1), mouse(96, 96, 40, 1), mouse(60, 50, 6, 1), open(64, 48, 1), open(40, 36, 20),
		{Name: "femur-shaft", Species: "human", Width: 100, Height: 90, Depth: 40, Age: 60, Seed: 4},
	}
}

func (s Spec) String() string {
	return fmt.Sprintf("%s %s %dx%dx%d age %g seed %d", s.Name, s.Species, s.Width, s.Height, s.Depth, s.Age, s.Seed)
}

// neighbors of site i that lie in the grid.
func (t *Tissue) neighbors(i int) (near []int) {
	w, h, d := t.Spec.Width, t.Spec.Height, t.Spec.Depth
	x, y, z := i%w, i/w%h, i/(w*h)
	for _, s := range [6][3]int{{-1, 0, 0}, {1, 0, 0}, {0, -1, 0}, {0, 1, 0}, {0, 0, -1}, {0, 0, 1}} {
		a, b, c := x+s[0], y+s[1], z+s[2]
		if a >= 0 && b >= 0 && c >= 0 && a < w && b < h && c < d {
			near = append(near, (c*h+b)*w+a)
		}
	}
	return near
}

// spread returns the steps from the nearest of the sites from, through sites that
// pass allows; -1 where there is no way.
func (t *Tissue) spread(from []int, pass func(i int) bool) []int {
	steps := make([]int, len(t.Class))
	for i := range steps {
		steps[i] = -1
	}
	for _, i := range from {
		steps[i] = 0
	}
	queue := slices.Clone(from)
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, j := range t.neighbors(i) {
			if steps[j] < 0 && pass(j) {
				steps[j] = steps[i] + 1
				queue = append(queue, j)
			}
		}
	}
	return steps
}

func (t *Tissue) digest() uint64 {
	h := fnv.New64a()
	for i, d := range t.Distances() {
		exit := t.ExitOf(i)
		h.Write([]byte{byte(t.Class[i]), byte(t.Niche(i)), byte(exit), byte(exit >> 8), d})
	}
	fmt.Fprint(h, t.Exits)
	for _, a := range t.Adipocytes {
		fmt.Fprintf(h, "%x ", [4]uint32{math.Float32bits(a.X), math.Float32bits(a.Y), math.Float32bits(a.Z), math.Float32bits(a.R)})
	}
	return h.Sum64()
}

// Equal specs give equal tissues, today and on every machine.
func TestTissuesAreAsRecorded(t *testing.T) {
	study(t)
	var b strings.Builder
	for _, s := range every() {
		x := fired(t, s)
		fmt.Fprintf(&b, "%s: %016x, %d free, %d exits, %d adipocytes\n", s, x.digest(), x.Stats.FreeSites, len(x.Exits), len(x.Adipocytes))
	}
	name := filepath.Join("testdata", "golden.txt")
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("tissues changed (-recorded +made); if that is meant, run with -update:\n%s", d)
	}
}

// The number of threads changes nothing.
func TestThreadsDoNotMatter(t *testing.T) {
	for _, s := range every() {
		one, err := generate(s, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		five, err := generate(s, 5, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := one.digest(), five.digest(); a != b {
			t.Errorf("%s: 1 thread gives %016x, 5 give %016x", s, a, b)
		}
		if d := cmp.Diff(one.Stats, five.Stats); d != "" {
			t.Errorf("%s: statistics differ (-1 +5 threads):\n%s", s, d)
		}
	}
}

// Another seed gives another tissue.
func TestSeedsMatter(t *testing.T) {
	if a, b := fired(t, human(256, 256, 1, 1)).digest(), fired(t, human(256, 256, 1, 2)).digest(); a == b {
		t.Errorf("seeds 1 and 2 both give %016x", a)
	}
}

// Whatever is out of range is named, with what is allowed.
func TestWrongSpecsAreRefused(t *testing.T) {
	with := func(change func(*Spec)) Spec {
		s := human(64, 64, 1, 1)
		change(&s)
		return s
	}
	for _, c := range []struct {
		spec Spec
		want []string
	}{
		{with(func(s *Spec) { s.Width = 15 }), []string{"width is 15 sites, want 16 to 65535"}},
		{with(func(s *Spec) { s.Height = 70000 }), []string{"height is 70000 sites, want 16 to 65535"}},
		{with(func(s *Spec) { s.Depth = 2 }), []string{"depth is 2 sites, want 1 (a slice) or at least 3"}},
		{with(func(s *Spec) { s.Depth = -4; s.Width = 0 }), []string{"width is 0 sites", "depth is -4 sites, want 1 to 65535"}},
		{with(func(s *Spec) { s.Width, s.Height, s.Depth = 2048, 2048, 513 }), []string{"2048x2048x513 sites, want at most 2147483648"}},
		{with(func(s *Spec) { s.Name = "iliac-crst" }), []string{`no tissue is called "iliac-crst", nearest is "iliac-crest"`}},
		{with(func(s *Spec) { s.Species = "newt" }), []string{`species "newt" has no iliac-crest, want human or mouse`}},
		{with(func(s *Spec) { s.Age = -1 }), []string{"age is -1 years, want 0 (adult) to 150"}},
		{with(func(s *Spec) { s.Age = math.NaN() }), []string{"age is NaN years"}},
	} {
		_, err := Generate(c.spec, nil)
		if err == nil {
			t.Errorf("%s: got no error", c.spec)
			continue
		}
		for _, w := range append(c.want, "tissue: ") {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: got %q, want it to contain %q", c.spec, err, w)
			}
		}
	}
}

// The outermost sites are border, and a slice has no border above and below.
func TestBorderIsAllAround(t *testing.T) {
	study(t)
	for _, s := range every() {
		x := fired(t, s)
		for i, k := range x.Class {
			a, b, c := i%s.Width, i/s.Width%s.Height, i/(s.Width*s.Height)
			edge := a == 0 || b == 0 || a == s.Width-1 || b == s.Height-1 || s.Depth > 1 && (c == 0 || c == s.Depth-1)
			if edge && k != Border {
				t.Fatalf("%s: site (%d, %d, %d) on the edge is %d, want Border", s, a, b, c, k)
			}
		}
	}
}

// All free sites hang together, and a cell can walk from each of them to an exit in
// as many steps as Distances says.
func TestEveryCellCanLeave(t *testing.T) {
	study(t)
	for _, s := range every() {
		x := fired(t, s)
		var exits []int
		first := -1
		for i, k := range x.Class {
			if k == Free && first < 0 {
				first = i
			}
			if x.ExitOf(i) != 0 {
				exits = append(exits, i)
			}
		}
		free := func(i int) bool { return x.Class[i] == Free }
		all, steps, told := x.spread([]int{first}, free), x.spread(exits, free), x.Distances()
		for i := range x.Class {
			if !free(i) {
				continue
			}
			if all[i] < 0 {
				t.Fatalf("%s: free site %d is cut off", s, i)
			}
			if steps[i] != int(told[i]) {
				t.Fatalf("%s: site %d has distance %d, want %d", s, i, told[i], steps[i])
			}
		}
	}
}

// A free site has an exit exactly if a sinusoid is next to it; its niche is that of
// what it touches; and the exits know how many sites drain to them.
func TestExitsAndNichesAreWhereVesselsAre(t *testing.T) {
	study(t)
	for _, s := range every() {
		x := fired(t, s)
		walls := make([]int, len(x.Exits)+1)
		for i, k := range x.Class {
			touched := map[Class]bool{}
			for _, j := range x.neighbors(i) {
				touched[x.Class[j]] = true
			}
			want := NoNiche
			switch {
			case k != Free:
			case touched[Sinusoid]:
				want = Perisinusoidal
			case touched[Arteriole]:
				want = Arteriolar
			case touched[Bone]:
				want = Endosteal
			}
			if got := x.Niche(i); got != want {
				t.Fatalf("%s: site %d is niche %d, want %d", s, i, got, want)
			}
			if got := x.ExitOf(i) != 0; got != (want == Perisinusoidal) {
				t.Fatalf("%s: site %d has exit %d and niche %d", s, i, x.ExitOf(i), want)
			}
			walls[x.ExitOf(i)]++
		}
		for i, e := range x.Exits {
			if e.Walls == 0 || e.Walls != walls[i+1] {
				t.Errorf("%s: exit %d says %d walls, want %d and more than 0", s, i+1, e.Walls, walls[i+1])
			}
		}
	}
}

// In a volume, blood flows from every sinusoid through vessels to a way out. (In a
// slice most sinusoids are cut across and go on above and below it.)
func TestSinusoidsOfAVolumeDrain(t *testing.T) {
	study(t)
	for _, s := range every() {
		if s.Depth < 8 || s.Name == "open" {
			continue
		}
		x := fired(t, s)
		var out []int
		vessel := func(i int) bool {
			k := x.Class[i]
			return k == Sinusoid || k == Vein || k == Capillary
		}
		for i := range x.Class {
			edge := slices.ContainsFunc(x.neighbors(i), func(j int) bool { return x.Class[j] == Border })
			if vessel(i) && (edge || x.Class[i] == Capillary) {
				out = append(out, i)
			}
		}
		lost := 0
		for i, n := range x.spread(out, vessel) {
			if x.Class[i] == Sinusoid && n < 0 {
				lost++
			}
		}
		if lost > 0 {
			t.Errorf("%s: %d sinusoid sites do not drain", s, lost)
		}
	}
}

// A thin volume is a slice, repeated: there is no way over or under a vessel.
func TestThinVolumesRepeatASlice(t *testing.T) {
	s := mouse(60, 50, 6, 1)
	x := fired(t, s)
	area := s.Width * s.Height
	for z := 2; z < s.Depth-1; z++ {
		if !slices.Equal(x.Class[z*area:][:area], x.Class[area:][:area]) {
			t.Errorf("slice %d differs from slice 1", z)
		}
	}
}

// Even the smallest patches have room for cells and a way out.
func TestSmallPatchesWork(t *testing.T) {
	study(t)
	for _, size := range [][3]int{{16, 16, 1}, {16, 16, 3}, {16, 16, 7}, {16, 16, 16}, {200, 16, 1}, {16, 200, 1}, {64, 64, 7}, {120, 20, 20}, {60, 60, 1}} {
		for _, name := range Names() {
			for _, species := range []string{"human", "mouse"} {
				for seed := range uint64(2) {
					s := Spec{Name: name, Species: species, Width: size[0], Height: size[1], Depth: size[2], Seed: seed}
					x, err := Generate(s, nil)
					if err != nil {
						t.Fatal(err)
					}
					inner := (s.Width - 2) * (s.Height - 2) * max(s.Depth-2, 1)
					if x.Stats.FreeSites < inner/8 || x.Stats.ExitSites == 0 || len(x.Exits) == 0 {
						t.Errorf("%s: %d free of %d inner sites, %d exit sites", s, x.Stats.FreeSites, inner, x.Stats.ExitSites)
					}
				}
			}
		}
	}
}

// The open box is free but for its exits, which are about 3 % of it.
func TestOpenBoxIsOpen(t *testing.T) {
	for _, s := range []Spec{open(64, 48, 1), open(40, 36, 20)} {
		x := fired(t, s)
		inner := 1 - x.Stats.Share[Border]
		if got := x.Stats.Share[Sinusoid] / inner; got < 0.02 || got > 0.045 {
			t.Errorf("%s: sinusoids are %.3f of the box, want about 0.03", s, got)
		}
		if got := x.Stats.Share[Free] + x.Stats.Share[Sinusoid]; math.Abs(got-inner) > 1e-9 {
			t.Errorf("%s: free sites and sinusoids are %.3f, want all of %.3f", s, got, inner)
		}
		if len(x.Exits) != 1 {
			t.Errorf("%s: got %d exits, want 1", s, len(x.Exits))
		}
	}
}

func BenchmarkSlice(b *testing.B)  { bench(b, human(512, 512, 1, 1)) }
func BenchmarkVolume(b *testing.B) { bench(b, human(96, 96, 48, 1)) }
func BenchmarkFemur(b *testing.B)  { bench(b, mouse(256, 256, 128, 1)) }

func bench(b *testing.B, s Spec) {
	for b.Loop() {
		if _, err := Generate(s, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(s.Width*s.Height*s.Depth)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msites/s")
}
