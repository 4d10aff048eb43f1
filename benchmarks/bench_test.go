package benchmarks

import (
	"context"
	"errors"
	"testing"

	"marrow/sim"
	"marrow/sim/scenario"
)

func setup(t *testing.T, threads int) *scenario.Setup {
	t.Helper()
	s, err := scenario.Load("healthy", scenario.Options{Size: "64x64x1", Threads: threads}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A row's figures agree with each other: rates are per cell and tick, and the
// cell-days follow from the updates.
func TestRowAgreesWithItself(t *testing.T) {
	row, err := Measure(context.Background(), Measurement{Setup: setup(t, 1), Kernel: sim.Kernels()[0], WarmUp: 3, Ticks: 10})
	if err != nil {
		t.Fatal(err)
	}
	if row.Size != "64x64x1" || row.Ticks != 10 || row.Threads != 1 || row.TickS != 300 {
		t.Errorf("got %+v, want the size, ticks and threads that were asked for", row)
	}
	if row.Cells <= 0 || !(row.Occupancy > 0 && row.Occupancy <= 1) || !(row.BytesPerCell > 1) {
		t.Errorf("got %d cells at occupancy %v with %v bytes each", row.Cells, row.Occupancy, row.BytesPerCell)
	}
	if !(row.UpdatesPerS > 0) || row.CellDaysPerS*sim.TicksPerDay/row.UpdatesPerS < 0.999 {
		t.Errorf("got %v updates and %v cell-days a second", row.UpdatesPerS, row.CellDaysPerS)
	}
	if r := row.Rates; !(r.Attempt > r.Move && r.Move > 0 && r.Clock > 0 && r.Clock < 0.1) {
		t.Errorf("got rates %+v", r)
	}
}

// The state that a measurement ends with does not depend on the threads.
func TestThreadsGiveOneHash(t *testing.T) {
	var hashes []string
	for _, threads := range []int{1, 2} {
		row, err := Measure(context.Background(), Measurement{Setup: setup(t, threads), Ticks: 5})
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, row.Hash)
	}
	if hashes[0] != hashes[1] {
		t.Errorf("got %s with 1 thread, %s with 2", hashes[0], hashes[1])
	}
}

// A measurement stops with its context.
func TestMeasureStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Measure(ctx, Measurement{Setup: setup(t, 1), Ticks: 1000}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
