package sim

import "marrow/sim/tissue"

// Frame fills f with slice z of the first patch and the numbers of this moment,
// reusing its slices when they have room.
func (w *World) Frame(z int, f *Frame) {
	t := w.Tissue()
	f.Tick, f.Day = w.tick, w.Day()
	f.Width, f.Height, f.Depth = t.Spec.Width, t.Spec.Height, t.Spec.Depth
	f.Z = min(max(z, 0), f.Depth-1)
	f.Counts, f.Left = w.Counts(), w.Exits()
	f.Blood, f.Marrow, f.Condition = w.Blood(), w.Marrow(), w.Condition()
	w.patches[0].draw(f)
}

// draw writes the codes of slice f.Z.
func (p *Patch) draw(f *Frame) {
	n := f.Width * f.Height
	if cap(f.Codes) < n {
		f.Codes = make([]uint8, n)
	}
	f.Codes = f.Codes[:n]
	codes := p.codes()
	for y := range f.Height {
		from := (f.Z*f.Height + y) * f.Width
		i := (f.Z*p.lattice.ny + y) * p.lattice.nx
		for x := range f.Width {
			code := uint8(CodeTissue) + uint8(p.tissue.Class[from+x])
			if p.tissue.Class[from+x] == tissue.Free {
				code = codes[p.lattice.state[i+x]&kindMask]
			}
			f.Codes[y*f.Width+x] = code
		}
	}
}

// codes maps a kind to the code of its stage.
func (p *Patch) codes() (codes [kindMask + 1]uint8) {
	for k := 1; k < len(p.table.Rows); k++ {
		codes[k] = uint8(p.table.Rows[k].Stage + 1)
	}
	return codes
}
