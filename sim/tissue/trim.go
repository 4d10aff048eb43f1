package tissue

// trim takes away sinusoids of a volume from which no way leads to a root, because
// something stood in their way, and makes sure that there is one at all.
func (p *plan) trim() {
	c := p.c
	if !c.flat() {
		p.dry()
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

// rooted returns those of the sinusoid sites that are at roots or the central vein.
func (p *plan) rooted(vessels *field) *field {
	c := p.c
	vein, f := c.of(Vein), c.field()
	c.touching(vein, vessels, f)
	c.release(vein)
	for _, r := range p.roots {
		c.ball(r.at, 1.5, func(i int) bool {
			if c.class[i] == Sinusoid {
				f.set(i%c.w, i/c.w%c.h, i/(c.w*c.h))
			}
			return true
		})
	}
	return f
}

// dry frees the sinusoid sites that are not connected with a root.
func (p *plan) dry() {
	c := p.c
	vessels := c.of(Sinusoid)
	f := p.rooted(vessels)
	f.flood(vessels)
	vessels.remove(f)
	c.each(vessels, func(i int) { c.class[i] = Free })
	c.release(f, vessels)
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
	c.stroke(from, to, 0.9, 0.9, pen{class: Sinusoid, over: Free}, 0, c.d)
	p.net.join(MarrowSinusoid, p.net.place(to, Inside, r.exit), r.place, float64(p.n.Sinusoids.Fine), 0)
	c.drainTo(r.exit)
	return true
}

// plant makes one site of marrow a sinusoid: the last resort.
func (p *plan) plant() {
	c := p.c
	for i, k := range c.class {
		if k == Free {
			at := vec{float64(i % c.w), float64(i / c.w % c.h), float64(i / (c.w * c.h))}
			c.class[i] = Sinusoid
			c.drainTo(p.exit(at, throughNeighbors))
			return
		}
	}
}
