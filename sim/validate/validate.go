package validate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"

	"marrow/sim/input"
	"marrow/sim/scenario"
)

// LeastSeeds is the smallest number of seeds of a measurement.
const LeastSeeds = 3

// A Row is a target and what the model makes of it.
type Row struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Set      string  `json:"set"`
	Quantity string  `json:"quantity"`
	Unit     string  `json:"unit"`
	Target   float64 `json:"target"`
	Lo       float64 `json:"lo"`
	Hi       float64 `json:"hi"`
	Measured float64 `json:"measured"` // mean over the seeds
	Spread   float64 `json:"spread"`   // standard deviation over the seeds
	Seeds    int     `json:"seeds"`
	Pass     bool    `json:"pass"`
	Source   string  `json:"source"`
	Why      string  `json:"why,omitempty"` // of a target that is missed and known to be: the mechanism

	Values []float64    `json:"values"` // by seed
	Status input.Status `json:"status"` // of the target
	Figure *Figure      `json:"-"`
}

// Options say what to measure and how.
type Options struct {
	Only     []string // names or ids of targets; none is all
	Seeds    int      // 0 is LeastSeeds
	Threads  int      // runs at a time; 0 = all processors
	Kernel   string   // as in [scenario.Options]
	Progress func(done, total int)
}

// Check finds what is wrong with the options.
func (o Options) Check() error {
	_, err := o.targets()
	return errors.Join(scenario.Options{Kernel: o.Kernel}.Check(), err)
}

// targets are those that are asked for.
func (o Options) targets() ([]Target, error) {
	if o.Seeds != 0 && o.Seeds < LeastSeeds {
		return nil, fmt.Errorf("%d seeds, want at least %d", o.Seeds, LeastSeeds)
	}
	all, err := Targets()
	if err != nil {
		return nil, err
	}
	return choose(all, o.Only)
}

// Run measures the targets.
func Run(ctx context.Context, o Options) ([]Row, error) {
	targets, err := o.targets()
	if err != nil {
		return nil, err
	}
	if o.Seeds == 0 {
		o.Seeds = LeastSeeds
	}
	jobs := plan(targets, o.Seeds)
	if err := work(ctx, jobs, o); err != nil {
		return nil, err
	}
	return judge(targets, jobs)
}

// A job is one study with one seed.
type job struct {
	study   study
	seed    uint64
	results map[string]finding // by name of the target
}

// plan lists the jobs that the targets need.
func plan(targets []Target, seeds int) []*job {
	var jobs []*job
	for _, s := range studies() {
		wanted := func(t Target) bool { return slices.Contains(s.gives, t.Name) }
		if !slices.ContainsFunc(targets, wanted) {
			continue
		}
		for n := range seeds {
			jobs = append(jobs, &job{study: s, seed: uint64(n + 1)})
		}
	}
	return jobs
}

// work does the jobs, some at a time. Each world has one thread: the jobs are what
// runs side by side.
func work(ctx context.Context, jobs []*job, o Options) error {
	n := o.Threads
	if n == 0 {
		n = runtime.GOMAXPROCS(0)
	}
	queue := make(chan *job)
	finished := make(chan error)
	var workers sync.WaitGroup
	for range min(n, len(jobs)) {
		workers.Go(func() {
			for j := range queue {
				finished <- j.do(ctx, o.Kernel)
			}
		})
	}
	go func() {
		for _, j := range jobs {
			queue <- j
		}
		close(queue)
		workers.Wait()
		close(finished)
	}()
	var errs []error
	done := 0
	for err := range finished {
		errs = append(errs, err)
		done++
		if o.Progress != nil {
			o.Progress(done, len(jobs))
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return errors.Join(errs...)
}

// do measures one study with one seed.
func (j *job) do(ctx context.Context, kernel string) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	j.results, err = j.study.measure(ctx, scenario.Options{Seed: &j.seed, Threads: 1, Kernel: kernel})
	if err != nil {
		return fmt.Errorf("%s, seed %d: %w", j.study.name, j.seed, err)
	}
	return nil
}

// judge compares the means with the tolerances.
func judge(targets []Target, jobs []*job) ([]Row, error) {
	points, err := Published()
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, t := range targets {
		values, curves := found(t.Name, jobs)
		if len(values) == 0 {
			return nil, fmt.Errorf("nothing measures %s (%s)", t.Name, t.ID)
		}
		r := t.row(values)
		r.Figure = figure(t, curves, points)
		rows = append(rows, r)
	}
	return rows, nil
}

// found collects what the jobs say of a target, by seed.
func found(target string, jobs []*job) (values []float64, curves []Curve) {
	for _, j := range jobs {
		f, ok := j.results[target]
		if !ok {
			continue
		}
		values = append(values, f.value)
		if len(f.curve.X) > 0 {
			curves = append(curves, f.curve)
		}
	}
	return values, curves
}

// row compares the values of several seeds with the target. The mean must lie within
// a published tolerance. A tolerance that was chosen as a requirement, such as no
// drift, is missed only if two standard errors do not explain it: a small patch
// scatters by more than such tolerances are wide.
func (t Target) row(values []float64) Row {
	mean, sd := meanSD(values)
	slack := 0.0
	if t.Status == input.Chosen {
		slack = 2 * sd / math.Sqrt(float64(len(values)))
	}
	r := Row{
		ID: t.ID, Name: t.Name, Set: t.Set, Quantity: t.Quantity, Unit: t.Unit,
		Target: t.Value, Lo: t.Lo, Hi: t.Hi, Measured: mean, Spread: sd, Seeds: len(values),
		Pass: mean+slack >= t.Lo && mean-slack <= t.Hi, Source: t.Source,
		Values: values, Status: t.Status,
	}
	if !r.Pass {
		r.Why = t.Why
	}
	return r
}

// meanSD returns the mean and the standard deviation of a sample.
func meanSD(values []float64) (mean, sd float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		sd += (v - mean) * (v - mean)
	}
	if len(values) < 2 {
		return mean, 0
	}
	return mean, math.Sqrt(sd / float64(len(values)-1))
}
