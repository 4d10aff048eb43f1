package sim

import (
	"encoding/binary"
	"errors"
	"io"
	"math"

	"marrow/sim/tissue"
)

// This file is how fat and bone that changed are hashed, saved and restored: as the sites that
// are blocked, the fat cells, and the share of the body that the patch stands for. A patch
// that is as its tissue was made has none of it.

// A ground is what a changed patch keeps beside its cells.
type ground struct {
	Scale, StemWeight, Grown float64
	Fat                      uint64 // cells that follow
}

// hash digests a changed patch; 0 for one that is as it was made.
func (r *remodeling) hash() (h uint64) {
	if !r.on {
		return 0
	}
	for w, x := range r.patch.lattice.blocked {
		h = mix(h ^ x + uint64(w))
	}
	for _, a := range r.fat {
		h = mix(h ^ uint64(math.Float32bits(a.X))<<32 ^ uint64(math.Float32bits(a.Y)))
		h = mix(h ^ uint64(math.Float32bits(a.Z))<<32 ^ uint64(math.Float32bits(a.R)))
	}
	return h
}

func (r *remodeling) save(out io.Writer) error {
	if !r.on {
		return writeParts(out, uint8(0))
	}
	p := r.patch
	g := ground{p.reference, p.stemWeight, p.grown, uint64(len(r.fat))}
	return writeParts(out, uint8(1), &g, p.lattice.blocked, r.fat)
}

// load makes p what save wrote, from its tissue as it was made.
func (r *remodeling) load(p *Patch, in io.Reader) error {
	var on uint8
	if err := readParts(in, &on); err != nil || on == 0 {
		return err
	}
	if err := r.begin(p); err != nil {
		return err
	}
	var g ground
	if err := readParts(in, &g); err != nil {
		return err
	}
	if on > 1 || !(g.Scale > 0 && g.Scale < 1e18 && g.StemWeight >= 0 && g.Grown > 0) || g.Fat > uint64(p.lattice.sites()) {
		return errors.New("state of fat and bone out of range")
	}
	blocked := make([]uint64, len(p.lattice.blocked))
	r.fat = make([]tissue.Adipocyte, g.Fat)
	if err := binary.Read(in, binary.LittleEndian, blocked); err != nil {
		return err
	}
	if err := binary.Read(in, binary.LittleEndian, r.fat); err != nil {
		return err
	}
	p.restored(p.tissue, blocked, r.fat)
	p.reference, p.scale, p.stemWeight, p.grown = g.Scale, g.Scale, g.StemWeight, g.Grown
	return nil
}

// restored is the tissue that t became: which sites are blocked says what was fat and bone.
func (p *Patch) restored(t *tissue.Tissue, blocked []uint64, fat []tissue.Adipocyte) {
	l := p.lattice
	class := append([]tissue.Class(nil), t.Class...)
	for i := range l.sites() {
		if bit(blocked, i) == bit(l.blocked, i) {
			continue
		}
		k := tissue.Free
		if bit(blocked, i) {
			k = tissue.Fat
		}
		class[l.inTissue(t, i)] = k
		l.setClass(i, k)
	}
	p.settleTissue(class, fat)
}
