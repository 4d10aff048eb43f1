package benchmarks

import (
	"bufio"
	"context"
	"os"

	"marrow/sim"
	"marrow/sim/scenario"
)

// A ground is what all contenders of a size start from: the tissue, and the state of a
// warm World in a file.
type ground struct {
	cfg         sim.Config
	tissueBytes int64 // by which the process grew with the tissue
	state       string
	cells       int
}

// prepare makes the tissue, and warms a World with the fastest kernel.
func (s *Suite) prepare(ctx context.Context, setup *scenario.Setup) (*ground, error) {
	before := settledRSS()
	cfg, err := setup.Config()
	if err != nil {
		return nil, err
	}
	g := &ground{cfg: cfg}
	if before > 0 {
		g.tissueBytes = settledRSS() - before
	}
	w, err := sim.New(with(cfg, s.Kernels[len(s.Kernels)-1], 0))
	if err != nil {
		return nil, err
	}
	defer w.Close()
	bar := s.progress(g.size()+" warming", uint64(s.WarmUp))
	for done := 0; done < s.WarmUp; done++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		w.Tick()
		bar(uint64(done + 1))
	}
	g.cells = w.Marrow().Cells
	return g, g.save(w)
}

// save puts the state into a file of its own.
func (g *ground) save(w *sim.World) error {
	f, err := os.CreateTemp("", "marrow-bench-*")
	if err != nil {
		return err
	}
	g.state = f.Name()
	err = w.Save(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		g.clear()
	}
	return err
}

// load is a World in the warm state.
func (g *ground) load(kernel string, threads int) (model, error) {
	f, err := os.Open(g.state)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	w, err := sim.Load(with(g.cfg, kernel, threads), bufio.NewReader(f))
	if err != nil {
		return nil, err
	}
	return world{w}, nil
}

// clear removes the file.
func (g *ground) clear() { _ = os.Remove(g.state) } // of the system's temporary files

func (g *ground) size() string { return sizeText(g.cfg.Tissue.Spec) }

// large says whether there is no room for all contenders together.
func (g *ground) large() bool { return sites(g.cfg.Tissue.Spec) > apartSites }
