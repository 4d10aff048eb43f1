package population

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"marrow/sim"
	"marrow/sim/blood"
	"marrow/sim/scenario"
)

// A Patient is one drawn person, and how the blood counts went.
type Patient struct {
	Number  int // from 1
	Seed    uint64
	Factors []float64   // by draw
	Days    [][]float64 // by day, then by column of [blood.Columns]: means of the day; day 0 is the start
}

// Options say whom to run.
type Options struct {
	Scenario string // name or file
	Changes  scenario.Options
	Read     scenario.Reader
	Progress func(done, total int)
}

// A Result is a population at the end of its scenario.
type Result struct {
	Draws    []Draw
	Patients []Patient // in order; those that were done if the run was cut short
}

// species is the only one whose people have been measured.
const species = "human"

// Check refuses a scenario whose body nobody knows the spreads of.
func Check(s *scenario.Setup) error {
	if s.Table.Species != species {
		return fmt.Errorf("population: how people differ is known, how a %s does is not", s.Table.Species)
	}
	return nil
}

// Run draws the patients of a scenario and runs them side by side, each on one thread.
// If ctx ends, it returns those that are done together with the error of ctx.
func Run(ctx context.Context, o Options) (*Result, error) {
	s, err := scenario.Load(o.Scenario, o.Changes, o.Read)
	if err != nil {
		return nil, err
	}
	if err := Check(s); err != nil {
		return nil, err
	}
	draws, err := Draws()
	if err != nil {
		return nil, err
	}
	numbers, err := numbers(s, draws)
	if err != nil {
		return nil, err
	}
	j := job{o: o, draws: draws, numbers: numbers, seed: s.Scenario.Seed, patients: make([]Patient, s.Scenario.Population)}
	err = j.all(ctx, s.Threads)
	return &Result{Draws: draws, Patients: j.finished()}, err
}

// A job is a population being run.
type job struct {
	o        Options
	draws    []Draw
	numbers  []number
	seed     uint64
	patients []Patient
}

// Workers is the number of patients that run at a time: one per processor for 0 threads.
func Workers(threads int) int {
	if threads == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return threads
}

// all runs the patients, some at a time. What is in memory at once is that number of
// worlds and the daily counts of all patients.
func (j *job) all(ctx context.Context, threads int) error {
	next, finished := make(chan int), make(chan error)
	var workers sync.WaitGroup
	for range min(Workers(threads), len(j.patients)) {
		workers.Go(func() {
			for i := range next {
				finished <- j.one(ctx, i)
			}
		})
	}
	go func() {
		for i := range j.patients {
			next <- i
		}
		close(next)
		workers.Wait()
		close(finished)
	}()
	var first error
	done := 0
	for err := range finished {
		if done++; err == nil && j.o.Progress != nil {
			j.o.Progress(done, len(j.patients))
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// one draws and runs patient i.
func (j *job) one(ctx context.Context, i int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p := Patient{Number: i + 1, Seed: patientSeed(j.seed, i)}
	for k, d := range j.draws {
		p.Factors = append(p.Factors, d.factor(j.seed, i, k))
	}
	s, err := scenario.Load(j.o.Scenario, options(j.o.Changes, j.numbers, p.Factors, p.Seed), j.o.Read)
	if err == nil {
		p.Days, err = days(ctx, s)
	}
	if err != nil {
		return fmt.Errorf("patient %d: %w", i+1, err)
	}
	j.patients[i] = p
	return nil
}

// finished are the patients that came to the end.
func (j *job) finished() []Patient {
	var out []Patient
	for _, p := range j.patients {
		if p.Days != nil {
			out = append(out, p)
		}
	}
	return out
}

// days runs a scenario and returns the blood counts of the start and the mean ones of
// each whole day.
func days(ctx context.Context, s *scenario.Setup) ([][]float64, error) {
	c, err := s.Config()
	if err != nil {
		return nil, err
	}
	w, err := sim.New(c)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	out := [][]float64{w.Blood().Values()}
	for range scenario.Ticks(s.Scenario.Until) / sim.TicksPerDay {
		day, err := day(ctx, w, s.Events)
		if err != nil {
			return nil, err
		}
		out = append(out, day)
	}
	return out, nil
}

// day runs one day and returns the means of its hourly counts.
func day(ctx context.Context, w *sim.World, events []scenario.Dated) ([]float64, error) {
	const hour = sim.TicksPerDay / 24
	mean := make([]float64, len(blood.Columns()))
	for range sim.TicksPerDay {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, e := range events {
			if e.Tick != w.Ticks() {
				continue
			}
			if err := w.Apply(e.Event); err != nil {
				return nil, err
			}
		}
		w.Tick()
		if w.Ticks()%hour != 0 {
			continue
		}
		for i, v := range w.Blood().Values() {
			mean[i] += v / 24
		}
	}
	return mean, nil
}
