package sim

// CloneSites calls f with each site of a rectangle of slice z of the patch that is shown, cut to the
// tissue, that holds a cell of a clone, row by row.
func (w *World) CloneSites(clone uint32, x, y, width, height, z int, f func(x, y int)) {
	p := w.shown
	s := p.tissue.Spec
	if clone == 0 || z < 0 || z >= s.Depth {
		return
	}
	for v := max(y, 0); v < min(y+height, s.Height); v++ {
		for u := max(x, 0); u < min(x+width, s.Width); u++ {
			c := cell(p.lattice.state[p.lattice.siteAt(u, v, z)])
			if c != 0 && c.clone() == clone {
				f(u, v)
			}
		}
	}
}
