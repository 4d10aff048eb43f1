package sim

import "marrow/sim/tissue"

// Frame fills f with slice z of the first patch and the numbers of this moment,
// reusing its slices when they have room.
func (w *World) Frame(z int, f *Frame) {
	w.Numbers(f)
	f.Z = min(max(z, 0), f.Depth-1)
	f.Codes = w.Slice(f.Z, f.Codes)
}

// Numbers fills f with all but the picture.
func (w *World) Numbers(f *Frame) {
	t := w.Tissue()
	f.Tick, f.Day = w.tick, w.Day()
	f.Width, f.Height, f.Depth = t.Spec.Width, t.Spec.Height, t.Spec.Depth
	f.Counts, f.Left = w.Counts(), w.Exits()
	f.Blood, f.Marrow, f.Condition = w.Blood(), w.Marrow(), w.Condition()
}

// Slice returns the codes of slice z of the first patch, one per site, in the memory
// of codes if that has room. A z that is not in the patch panics.
func (w *World) Slice(z int, codes []uint8) []uint8 {
	p, s := w.patches[0], &w.Tissue().Spec
	n := s.Width * s.Height
	if cap(codes) < n {
		codes = make([]uint8, n)
	}
	codes = codes[:n]
	table := p.codes()
	for y := range s.Height {
		from := (z*s.Height + y) * s.Width
		i := (z*p.lattice.ny + y) * p.lattice.nx
		drawRow(codes[y*s.Width:][:s.Width], p.tissue.Class[from:], p.lattice.state[i:], &table)
	}
	return codes
}

// drawRow writes the codes of the sites of one row.
func drawRow(codes []uint8, class []tissue.Class, state []uint32, table *[kindMask + 1]uint8) {
	class, state = class[:len(codes)], state[:len(codes)]
	for x := range codes {
		code := table[state[x]&kindMask]
		if c := class[x]; c != tissue.Free {
			code = CodeTissue + uint8(c)
		}
		codes[x] = code
	}
}

// codes maps a kind to the code of its stage.
func (p *Patch) codes() (codes [kindMask + 1]uint8) {
	for k := 1; k < len(p.table.Rows); k++ {
		codes[k] = uint8(p.table.Rows[k].Stage + 1)
	}
	return codes
}
