package tissue

// ExitOf is the number of the exit that the sinusoid next to free site i drains to,
// or 0 where no sinusoid is next to it.
func (t *Tissue) ExitOf(i int) uint16 {
	r := register{t.Walls, t.before, t.WallExit}
	return r.at(i)
}

// SetWalls fills Walls and WallExit from the exits that all sites have, 0 where a
// site has none. A tissue from [Generate] has them; one made by hand needs them.
func (t *Tissue) SetWalls(exit func(i int) uint16) {
	r := newRegister(len(t.Class))
	for i := range t.Class {
		if exit(i) != 0 {
			r.set(i)
		}
	}
	r.index()
	r.fill(0, r.blocks(), exit)
	t.take(r)
}

func (t *Tissue) take(r register) { t.Walls, t.before, t.WallExit = r.has, r.before, r.number }

// Niche is the kind of niche that site i offers.
func (t *Tissue) Niche(i int) Niche {
	if t.Class[i] != Free {
		return NoNiche
	}
	if t.Walls[i>>6]>>(i&63)&1 != 0 {
		return Perisinusoidal
	}
	w, area := t.Spec.Width, t.Spec.Width*t.Spec.Height
	near := [6]int{-1, 1, -w, w, -area, area}
	steps := near[:]
	if t.Spec.Depth == 1 {
		steps = near[:4]
	}
	niche := NoNiche
	for _, d := range steps {
		switch t.Class[i+d] {
		case Arteriole:
			return Arteriolar
		case Bone:
			niche = Endosteal
		}
	}
	return niche
}

// walls registers the free sites beside a sinusoid with the exits that they drain to,
// as the plan numbers them.
func (c *canvas) walls(beside *field) register {
	r := newRegister(len(c.class))
	beside.pack(r.has)
	r.index()
	const part = 1 << 10 // blocks
	c.parallel((r.blocks()+part-1)/part, func(k int) {
		r.fill(k*part, min((k+1)*part, r.blocks()), c.beside)
	})
	return r
}

// number counts the walls of each exit and numbers those that have any anew, without
// gaps. It returns those and the new number of each.
func number(exit []uint16, all []Exit) (kept []Exit, renamed []uint16) {
	for _, e := range exit {
		all[e-1].Walls++
	}
	renamed = make([]uint16, len(all)+1)
	for i, e := range all {
		if e.Walls > 0 {
			kept = append(kept, e)
			renamed[i+1] = uint16(len(kept))
		}
	}
	for i, e := range exit {
		exit[i] = renamed[e]
	}
	return kept, renamed
}
