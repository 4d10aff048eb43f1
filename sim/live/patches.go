package live

import (
	"marrow/sim"
	"marrow/sim/tissue"
)

// Show has the patch of a name shown instead of the one that is, and returns its tissue.
// The run goes on as if nothing had been asked; those who hold slices of the patch before
// must drop them. Patches of one body have one size.
func (l *Line) Show(name string) (t *tissue.Tissue, err error) {
	stopped := l.between(func() {
		if err = l.world.Show(name); err != nil {
			return
		}
		t = l.world.Tissue()
		v := *l.view.Load()
		v.Seq++
		v.Slices, v.Frame = nil, sim.Frame{Z: v.Frame.Z}
		l.world.Frame(v.Frame.Z, &v.Frame)
		l.view.Store(&v)
		l.force() // who wants what he wanted before gets it anew, also while nothing ticks
	})
	if stopped != nil {
		return nil, stopped
	}
	return t, err
}
