package tissue

// trim takes away sinusoids of a volume from which no way leads to a root, because
// something stood in their way, and makes sure that there is one at all.
func (p *plan) trim() {
	c := p.c
	if !c.flat() {
		c.dry(p.rooted())
	}
	if c.count(Sinusoid) > 0 {
		return
	}
	for _, r := range p.roots {
		if p.sprout(r) {
			return
		}
	}
	p.plant()
}

// rooted returns the sinusoid sites at the roots.
func (p *plan) rooted() *field {
	c := p.c
	f := newField(c.w, c.h, c.d)
	put := func(i int) {
		if c.class[i] == Sinusoid {
			f.set(i%c.w, i/c.w%c.h, i/(c.w*c.h))
		}
	}
	for _, r := range p.roots {
		c.ball(r.at, 1.5, func(i int) bool { put(i); return true })
	}
	area := c.w * c.h
	for i, k := range c.class {
		if k == Vein {
			for _, j := range [6]int{i - 1, i + 1, i - c.w, i + c.w, i - area, i + area} {
				put(j)
			}
		}
	}
	return f
}

// dry frees the sinusoid sites that are not connected with those given.
func (c *canvas) dry(f *field) {
	vessels := c.of(Sinusoid)
	f.flood(vessels)
	c.slabs(func(z0, z1 int) {
		for i := f.word(0, z0); i < f.word(0, z1); i++ {
			for b := vessels.bits[i] &^ f.bits[i]; b != 0; b &= b - 1 {
				at := c.site(f, i, b)
				c.class[at], c.tree[at] = Free, 0
			}
		}
	})
}

// sprout draws a short sinusoid from a root into the marrow, where a patch is too
// small for a network.
func (p *plan) sprout(r root) bool {
	c := p.c
	d := r.aim.minus(r.at)
	d = d.times(1 / d.length())
	from := c.march(r.at, d, func(k Class) bool { return k != Vein })
	if c.at(from) != Free {
		return false
	}
	to := from
	for n := 0; n < 12 && c.at(to.plus(d)) == Free; n++ {
		to = to.plus(d)
	}
	ink := pen{class: Sinusoid, over: Free, tree: r.exit}
	c.slabs(func(z0, z1 int) { c.stroke(from, to, 0.9, 0.9, ink, z0, z1) })
	return true
}

// plant makes one site of marrow a sinusoid: the last resort.
func (p *plan) plant() {
	c := p.c
	for i, k := range c.class {
		if k == Free {
			at := vec{float64(i % c.w), float64(i / c.w % c.h), float64(i / (c.w * c.h))}
			c.class[i], c.tree[i] = Sinusoid, p.exit(at, throughNeighbors)
			return
		}
	}
}
