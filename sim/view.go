package sim

import "marrow/sim/tissue"

// Frame fills f with slice z of the patch that is shown and the numbers of this moment,
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
	f.Counts, f.Left, f.Flow = w.shown.Counts(), w.Exits(), w.ExitFlow()
	f.Tissue, f.Ground = t, w.shown.remodeling.changes
	f.Blood, f.Marrow, f.Condition = w.Blood(), w.shown.Marrow(), w.Condition()
	f.Body = nil
	if len(w.patches) > 1 {
		for _, p := range w.patches {
			f.Body = append(f.Body, float64(float64(p.living())*p.scale))
		}
	}
}

// Slice returns the codes of slice z of the patch that is shown, one per site, in the memory
// of codes if that has room. A z that is not in the patch panics.
func (w *World) Slice(z int, codes []uint8) []uint8 {
	p, s := w.shown, &w.Tissue().Spec
	n := s.Width * s.Height
	if cap(codes) < n {
		codes = make([]uint8, n)
	}
	codes = codes[:n]
	ink := p.ink()
	for y := range s.Height {
		from := (z*s.Height + y) * s.Width
		i := (z*p.lattice.ny + y) * p.lattice.nx
		ink.row(codes[y*s.Width:][:s.Width], p.tissue.Class[from:], p.lattice.state[i:])
	}
	return codes
}

// An ink has the codes of kinds and of tissue classes. One of the two is 0 at each site:
// no cell is where the site is not free.
type ink struct {
	kinds   [kindMask + 1]uint8
	classes [256]uint8
}

// row writes the codes of the sites of one row.
func (k *ink) row(codes []uint8, class []tissue.Class, state []uint32) {
	class, state = class[:len(codes)], state[:len(codes)]
	for x := range codes {
		codes[x] = k.kinds[state[x]&kindMask] | k.classes[class[x]]
	}
}

func (p *Patch) ink() *ink {
	k := &ink{kinds: p.codes()}
	for c := tissue.Free + 1; c < tissue.Classes; c++ {
		k.classes[c] = CodeTissue + uint8(c)
	}
	return k
}

// codes maps a kind to the code of its stage.
func (p *Patch) codes() (codes [kindMask + 1]uint8) {
	for k := 1; k < len(p.table.Rows); k++ {
		codes[k] = uint8(p.table.Rows[k].Stage + 1)
	}
	return codes
}
