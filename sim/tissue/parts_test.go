package tissue

import (
	"math"
	"path"
	"slices"
	"strings"
	"testing"

	"marrow/assets"
	"marrow/sim/input"
)

// The files hold exactly the tissues that Names gives, and each number has a known
// source.
func TestFilesAreComplete(t *testing.T) {
	table, err := assets.FS.ReadFile("sources.csv")
	if err != nil {
		t.Fatal(err)
	}
	sources, err := input.Sources(table)
	if err != nil {
		t.Fatal(err)
	}
	files, err := assets.FS.ReadDir("tissues")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), path.Ext(f.Name()))
		names = append(names, name)
		data, err := assets.FS.ReadFile("tissues/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		d, err := input.Parse(f.Name(), data)
		if err != nil {
			t.Fatal(err)
		}
		checkSources(t, d.Root(), sources)
		if got, err := read(name); err != nil || got.Name != name {
			t.Errorf("%s: got name %q, error %v", f.Name(), got.Name, err)
		}
	}
	if !slices.Equal(names, Names()) {
		t.Errorf("got files %v, want %v", names, Names())
	}
}

// checkSources looks at the quantities below a node.
func checkSources(t *testing.T, n *input.Node, sources []string) {
	for _, c := range n.Items {
		checkSources(t, c, sources)
	}
	if !strings.Contains(n.Value, ",") {
		return
	}
	q, err := input.ParseQuantity(n.Value)
	if err != nil {
		t.Error(n.Errorf("%v", err))
	} else if !slices.Contains(sources, q.Source) {
		t.Error(n.Errorf("no source is called %q", q.Source))
	}
}

// A curve over age is straight between its points and level beyond them.
func TestCurvesOverAge(t *testing.T) {
	curve := []byAge{{5, 0.8, 0}, {25, 0.4, 0}, {60, 0.4, 0}, {70, 0.2, 0}}
	for age, want := range map[float64]float64{0: 0.8, 5: 0.8, 10: 0.7, 25: 0.4, 40: 0.4, 65: 0.3, 99: 0.2} {
		if got := float64(at(curve, age).Share); math.Abs(got-want) > 1e-12 {
			t.Errorf("age %g: got %g, want %g", age, got, want)
		}
	}
}

// Draws are uniform, normal enough, and directions have length 1 and no preference.
func TestDrawsAreFair(t *testing.T) {
	const n = 40000
	s := newStream(3, forFat, 0)
	var mean, square, side float64
	for range n {
		mean += s.float() / n
		v := s.normal()
		square += v * v / n
		d := s.direction(false)
		side += d.x / n
		if math.Abs(d.length()-1) > 1e-12 {
			t.Fatalf("direction has length %g", d.length())
		}
	}
	// Five standard errors each.
	if math.Abs(mean-0.5) > 5*0.289/math.Sqrt(n) || math.Abs(square-1) > 5*1.3/math.Sqrt(n) || math.Abs(side) > 5*0.58/math.Sqrt(n) {
		t.Errorf("mean %.4f (want 0.5), variance %.4f (1), mean direction %.4f (0)", mean, square, side)
	}
}

// Noise is smooth, stays within its range, and is not the same for another key.
func TestNoiseIsSmooth(t *testing.T) {
	a, b := newNoise(1, forCortex, 0, 20), newNoise(1, forCortex, 1, 20)
	same := 0
	for i := range 2000 {
		x := float64(i) * 0.5
		v := a.at(x, 3, 7)
		if math.Abs(v) > 1 || math.Abs(a.at(x+0.5, 3, 7)-v) > 0.1 {
			t.Fatalf("at %g: %g, then %g", x, v, a.at(x+0.5, 3, 7))
		}
		if math.Abs(v-b.at(x, 3, 7)) < 0.01 {
			same++
		}
	}
	if same > 100 {
		t.Errorf("two noises agree at %d of 2000 places", same)
	}
}

// maze is a canvas of random obstacles.
func maze(w, h, d int, share float64) *canvas {
	c := newCanvas(w, h, d, 9, 2)
	s := newStream(9, forFat, 0)
	for z := range d {
		for y := range h {
			c.row(y, z, func(int) Class {
				if s.float() < share {
					return Bone
				}
				return Free
			})
		}
	}
	return c
}

// A flood by words of 64 sites reaches what one by single steps does.
func TestFloodReachesWhatStepsReach(t *testing.T) {
	for _, c := range []*canvas{maze(150, 40, 1, 0.35), maze(70, 30, 12, 0.6), maze(64, 20, 5, 0.5), maze(193, 17, 1, 0.3)} {
		x := &Tissue{Spec: Spec{Width: c.w, Height: c.h, Depth: c.d}, Class: c.class}
		start := slices.Index(c.class, Free)
		want := x.spread([]int{start}, func(i int) bool { return c.class[i] == Free })
		got := newField(c.w, c.h, c.d)
		got.set(start%c.w, start/c.w%c.h, start/(c.w*c.h))
		got.flood(c.of(Free))
		for i, n := range want {
			if got.has(i%c.w, i/c.w%c.h, i/(c.w*c.h)) != (n >= 0) {
				t.Fatalf("%dx%dx%d: site %d is reached: %v, want %v", c.w, c.h, c.d, i, n < 0, n >= 0)
			}
		}
	}
}

// Filling a word goes to both ends of each run of room that holds a bit.
func TestFillStopsAtTheEndsOfRuns(t *testing.T) {
	const room = 0b1110_0111_1011
	if got := fillUp(0b0100_0010_0001, room); got != 0b1100_0110_0011 {
		t.Errorf("up: got %b", got)
	}
	if got := fillDown(0b0100_0010_0010, room); got != 0b0110_0011_1011 {
		t.Errorf("down: got %b", got)
	}
	if got := fillUp(1<<62, 3<<62); got != 3<<62 {
		t.Errorf("at the end of a word: got %b", got)
	}
}

// The distance transform agrees with looking at all pairs.
func TestDistancesAreExact(t *testing.T) {
	c := maze(20, 14, 9, 0.04)
	x := &Tissue{Spec: Spec{Width: c.w, Height: c.h, Depth: c.d}, Class: c.class}
	s := sampleOf(x, 1, 100)
	got := s.distances([Classes]bool{Bone: true})
	for i := range got {
		a, b, c := s.place(i)
		want := math.Inf(1)
		for j := range got {
			u, v, w := s.place(j)
			if x.Class[s.site(j)] == Bone {
				want = min(want, float64((u-a)*(u-a)+(v-b)*(v-b)+(w-c)*(w-c)))
			}
		}
		if got[i] != want {
			t.Fatalf("point (%d, %d, %d): got %g, want %g", a, b, c, got[i], want)
		}
	}
}

// A plate of 9 sites between walls is 90 um wide, whatever the stride.
func TestThicknessOfAPlate(t *testing.T) {
	c := newCanvas(49, 60, 60, 1, 1)
	for z := range c.d {
		for y := range c.h {
			c.row(y, z, func(x int) Class {
				if x%20 >= 10 && x%20 < 19 {
					return Bone
				}
				return Free
			})
		}
	}
	x := &Tissue{Spec: Spec{Width: c.w, Height: c.h, Depth: c.d}, Class: c.class}
	for stride, slack := range map[int]float64{1: 6, 2: 20} {
		s := sampleOf(x, stride, 60)
		if got := s.thickness(s.distances([Classes]bool{Free: true}), [Classes]bool{Bone: true}); math.Abs(got-90) > slack {
			t.Errorf("stride %d: plates are %.1f um, want 90", stride, got)
		}
	}
}

// Mending joins all parts that are not small, through as little fat as there is.
func TestMendingJoinsParts(t *testing.T) {
	c := newCanvas(40, 20, 1, 1, 1)
	for y := range c.h {
		c.row(y, 0, func(x int) Class {
			switch {
			case x == 12 || x == 13, x == 30 && y != 3:
				return Fat
			case x == 30:
				return Bone
			}
			return Free
		})
	}
	if opened := c.mend(); opened != 3 {
		t.Errorf("opened %d sites of fat, want 2 at the first wall and 1 at the second", opened)
	}
	m := newMender(c)
	m.divide()
	if len(m.sizes) != 1 {
		t.Errorf("got parts of %v sites, want one", m.sizes)
	}
}

// A queue gives numbers back in the order of their cost, equal ones as they came.
func TestQueueKeepsOrder(t *testing.T) {
	q := newQueue()
	for i, cost := range []int32{7, 3, 7, 0, 4000, 3} {
		q.push(cost, int32(i))
	}
	var got []int32
	for v, ok := q.pop(); ok; v, ok = q.pop() {
		got = append(got, v)
		if v == 4 {
			q.push(q.cost+4095, 9) // goes around the ring of buckets
		}
	}
	if want := []int32{3, 1, 5, 0, 2, 4, 9}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Things put into bins are found, before and after they move.
func TestBinsFindThings(t *testing.T) {
	c := newCanvas(60, 60, 60, 1, 1)
	b := newBins(c, 7)
	s := newStream(5, forFat, 0)
	place := func() vec { return vec{s.between(0, 60), s.between(0, 60), s.between(0, 60)} }
	var at []vec
	for n := range 300 {
		at = append(at, place())
		b.add(n, at[n])
	}
	for n := range at {
		to := place()
		b.move(n, at[n], to)
		at[n] = to
	}
	for range 50 {
		p, found := place(), map[int]bool{}
		b.near(p, 9, func(n int) { found[n] = true })
		for n, q := range at {
			if d := q.minus(p); d.length() <= 9 && !found[n] {
				t.Fatalf("thing %d at %v is not found from %v", n, q, p)
			}
		}
	}
}
