package benchmarks

import (
	"context"
	"math"
	"testing"

	"marrow/sim"
	"marrow/sim/scenario"
)

// config is a healthy marrow of the given size.
func config(t *testing.T, size, species string, threads int) sim.Config {
	t.Helper()
	s, err := scenario.Load("healthy", scenario.Options{Size: size, Species: species, Threads: threads}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The naive sweep loses no cell and makes none but by division: its books agree with a
// count, and every cell has exactly one turn a tick.
func TestNaiveConservesCells(t *testing.T) {
	for _, size := range []string{"128x128x1", "64x64x64"} {
		n := NewNaive(config(t, size, "mouse", 2))
		seeded := count(n)
		for range 60 {
			n.Tick()
		}
		got, books := count(n), n.Totals()
		want := seeded + int(books.Divisions) - int(books.Died) - int(books.Left)
		if got != want || n.Cells() != want {
			t.Errorf("%s: %d cells are there, %d in the books, want %d", size, got, n.Cells(), want)
		}
		if books.Divisions == 0 || books.Left == 0 || books.Moves == 0 || books.Swaps == 0 || books.Pushes == 0 {
			t.Errorf("%s: something never happens: %+v", size, books)
		}
		for i, v := range n.sites {
			if v != 0 && v&obstacle == 0 && v&turn != word(59&1)<<10 {
				t.Fatalf("%s: the cell of site %d did not have its turn", size, i)
			}
		}
	}
}

// The naive sweep gives one history for any number of threads.
func TestNaiveThreadsGiveOneHash(t *testing.T) {
	for _, size := range []string{"128x128x1", "64x64x64"} {
		var hashes []uint64
		for _, threads := range []int{1, 2, 5} {
			n := NewNaive(config(t, size, "mouse", threads))
			for range 20 {
				n.Tick()
			}
			hashes = append(hashes, n.Hash())
		}
		if hashes[0] != hashes[1] || hashes[0] != hashes[2] {
			t.Errorf("%s: got %x for 1, 2 and 5 threads", size, hashes)
		}
	}
}

// The naive sweep does the work of the model: in the same marrow its clock events,
// divisions, moves and exits are as frequent as those of a World, within 30 %, and its
// occupancy within 10 %.
func TestNaiveDoesTheWorkOfTheModel(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing for the race detector to find")
	}
	for _, of := range []struct{ size, species string }{{"256x256x1", "human"}, {"64x64x64", "mouse"}} {
		c := config(t, of.size, of.species, 2)
		w, err := sim.New(c)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		want, occupancy := work(t, world{w})
		got, mine := work(t, NewNaive(c))
		for _, x := range []struct {
			what      string
			got, want float64
		}{
			{"clock", got.Clock, want.Clock},
			{"division", got.Division, want.Division},
			{"move", got.Move, want.Move},
			{"attempt", got.Attempt, want.Attempt},
			{"exit", got.Exit, want.Exit},
		} {
			if math.Abs(x.got/x.want-1) > 0.3 {
				t.Errorf("%s: %s rate is %.4f, that of the World %.4f", of.size, x.what, x.got, x.want)
			}
		}
		if math.Abs(mine/occupancy-1) > 0.1 {
			t.Errorf("%s: occupancy is %.3f, that of the World %.3f", of.size, mine, occupancy)
		}
		t.Logf("%s: naive %+v at %.3f, World %+v at %.3f", of.size, got, mine, want, occupancy)
	}
}

// work is what a model does in a day, after half a day.
func work(t *testing.T, m model) (Rates, float64) {
	t.Helper()
	c := newContender("", 2, m)
	if _, err := c.run(context.Background(), sim.TicksPerDay/2, nil); err != nil {
		t.Fatal(err)
	}
	from := m.Totals()
	if _, err := c.run(context.Background(), sim.TicksPerDay, nil); err != nil {
		t.Fatal(err)
	}
	return ratesOf(from, m.Totals()), float64(m.Cells()) / float64(m.FreeSites())
}

// count is the number of living cells, counted afresh.
func count(n *Naive) (cells int) {
	for _, v := range n.sites {
		if v != 0 && v&obstacle == 0 {
			cells++
		}
	}
	return cells
}
