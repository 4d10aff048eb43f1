package tissue

import "math"

// Occupancy is the share of free sites that hold a cell in a healthy patch, if nobody
// asks for another: divisions need room, and a slice has few ways around obstacles.
// The marrow of mice is packed more densely than that of humans.
func Occupancy(species string, depth int) float64 {
	switch {
	case depth == 1:
		return 0.60
	case species == "mouse":
		return 0.85
	}
	return 0.70
}

// fatSites is how many of free sites must become fat, so that cells make up the
// share cellularity of cells and fat.
func fatSites(free int, cellularity float64, occupancy float64) int {
	k := occupancy * (1 - cellularity) / cellularity
	return round(float64(free) * k / (1 + k))
}

// A packing is a set of fat cells. They are put at random places and then push each
// other away, until each keeps its distance or can get no farther.
type packing struct {
	c      *canvas
	n      *fat
	mean   float64 // diameter
	draws  stream
	radii  stream
	gap    float64 // wanted between two fat cells
	shore  float64 // kept free along sinusoids
	cells  []Adipocyte
	sites  int // of fat
	whole  int // fat cells that do not reach beyond the patch
	drawn  int // sites within these, by sum
	bins   bins
	radius float64 // of the next one
	most   float64 // largest radius so far
}

func (c *canvas) newPacking(n *fat, age float64) *packing {
	k := &packing{c: c, n: n, mean: float64(at(n.Diameter, age).Sites)}
	if c.flat() {
		k.gap, k.shore = 1.2, 1.5 // a way for cells between any two things
	}
	k.draws, k.radii = newStream(c.seed, forFat, 0), newStream(c.seed, forRadii, 0)
	k.bins = newBins(c, k.mean+float64(n.Deviation))
	k.radius = k.draw()
	return k
}

// draw chooses the radius of a fat cell.
func (k *packing) draw() float64 {
	d := k.mean + float64(k.radii.normal()*float64(k.n.Deviation))
	r := math.Min(max(d, k.mean/2), float64(k.n.Largest)) / 2
	k.most = max(k.most, r)
	return r
}

// shakes is how often the fat cells are moved, and ease the press that they bear
// [squares of sites].
const (
	shakes = 40
	ease   = 0.1
)

// fill adds fat cells until there are so many sites of fat, or no more room.
func (k *packing) fill(target int) {
	first, volume := len(k.cells), 0.0
	for k.sites+int(volume) < target {
		if !k.drop() {
			break
		}
		volume += k.c.content(k.radius)
		k.radius = k.draw()
	}
	for range shakes {
		if !k.shake(first) {
			break
		}
	}
	for i := first; i < len(k.cells); i++ {
		k.paint(k.cells[i])
	}
}

// content is the number of sites within a fat cell.
func (c *canvas) content(r float64) float64 {
	if c.flat() {
		return math.Pi * r * r
	}
	return math.Pi * 4 / 3 * r * r * r
}

// drop puts the next fat cell where it presses others least, of a few places.
func (k *packing) drop() bool {
	c, found := k.c, 0
	var best vec
	least := math.Inf(1)
	for try := 0; try < 400 && found < 4; try++ {
		at := k.anywhere()
		if c.at(at) != Free || !k.fits(at, k.radius) {
			continue
		}
		found++
		if p := k.press(-1, at, k.radius); p < least {
			least, best = p, at
		}
	}
	if found == 0 {
		return false
	}
	a := Adipocyte{R: float32(k.radius)}
	a.put(best)
	k.cells = append(k.cells, a)
	k.bins.add(len(k.cells)-1, best)
	return true
}

// shake moves each fat cell that presses others, if that relieves it, and reports
// whether there were any.
func (k *packing) shake(first int) bool {
	pressed := false
	for i := first; i < len(k.cells); i++ {
		a := &k.cells[i]
		at, r := a.center(), float64(a.R)
		now := k.press(i, at, r)
		if now < ease {
			continue
		}
		pressed = true
		for range 2 {
			to := single(at.plus(k.draws.direction(k.c.flat()).times(k.draws.between(0.2, 2))))
			if k.c.at(to) == Free && k.press(i, to, r) < now && k.fits(to, r) {
				k.bins.move(i, at, to)
				a.put(to)
				break
			}
		}
	}
	return pressed
}

func (a Adipocyte) center() vec { return vec{float64(a.X), float64(a.Y), float64(a.Z)} }

func (a *Adipocyte) put(p vec) { a.X, a.Y, a.Z = float32(p.x), float32(p.y), float32(p.z) }

// single rounds a point to what an Adipocyte can hold.
func single(p vec) vec {
	return vec{float64(float32(p.x)), float64(float32(p.y)), float64(float32(p.z))}
}

// anywhere draws a point of the patch.
func (k *packing) anywhere() vec {
	c := k.c
	at := vec{float64(k.draws.float() * float64(c.w)), float64(k.draws.float() * float64(c.h)), 0}
	if !c.flat() {
		at.z = float64(k.draws.float() * float64(c.d))
	}
	return single(at)
}

// press is how much a fat cell at a place would press the others: the sum of the
// squares of what is missing to the wanted distances.
func (k *packing) press(self int, at vec, r float64) float64 {
	sum := 0.0
	k.bins.near(at, r+k.most+k.gap, func(i int) {
		if i == self {
			return
		}
		d := k.cells[i].center().minus(at)
		least := r + float64(k.cells[i].R) + k.gap
		if far := d.dot(d); far < float64(least*least) {
			short := least - math.Sqrt(far)
			sum += float64(short * short)
		}
	})
	return sum
}

// fits reports whether a fat cell would cover marrow only, and leave a way along the
// sinusoids. It may reach beyond the patch.
func (k *packing) fits(at vec, r float64) bool {
	c := k.c
	inner := float64(r * r)
	return c.ball(at, r+k.shore, func(i int) bool {
		switch c.class[i] {
		case Free, Fat, Border:
			return true
		case Bone:
			x, y, z := i%c.w, i/c.w%c.h, i/(c.w*c.h)
			d := vec{float64(x), float64(y), float64(z)}.minus(at)
			return d.dot(d) > inner
		}
		return false
	})
}

// paint draws a fat cell.
func (k *packing) paint(a Adipocyte) {
	n, whole := 0, true
	k.c.ball(a.center(), float64(a.R), func(i int) bool {
		n++
		switch k.c.class[i] {
		case Free:
			k.c.class[i] = Fat
			k.sites++
		case Border:
			whole = false
		}
		return true
	})
	if whole {
		k.whole++
		k.drawn += n
	}
}

// ball calls f with the sites within radius of a point, until f returns false. It
// reports whether f never did.
func (c *canvas) ball(at vec, radius float64, f func(i int) bool) bool {
	z0, z1 := span(at.z, at.z, radius, 0, c.d)
	y0, y1 := span(at.y, at.y, radius, 0, c.h)
	squared := float64(radius * radius)
	for z := z0; z < z1; z++ {
		dz := float64(z) - at.z
		for y := y0; y < y1; y++ {
			dy := float64(y) - at.y
			rest := squared - float64(dy*dy) - float64(dz*dz)
			if rest < 0 {
				continue
			}
			x0, x1 := span(at.x, at.x, math.Sqrt(rest), 0, c.w)
			for x := x0; x < x1; x++ {
				if !f(c.index(x, y, z)) {
					return false
				}
			}
		}
	}
	return true
}
