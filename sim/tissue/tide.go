package tissue

import "runtime"

// A tide floods the free sites from the sinusoids on, one step at a time.
type tide struct {
	c     *canvas
	left  *field // free sites not reached yet
	front *field // sites reached last, first the sinusoids
	next  *field
}

// newTide takes the field of the free sites over.
func (c *canvas) newTide(free *field) *tide {
	return &tide{c: c, left: free, front: c.of(Sinusoid), next: c.field()}
}

// rise goes one step on and returns how many sites that reached.
func (t *tide) rise() (sites int) {
	t.c.touching(t.front, t.left, t.next)
	t.front, t.next = t.next, t.front
	return t.left.remove(t.front)
}

// end gives the fields back.
func (t *tide) end() { t.c.release(t.left, t.front, t.next) }

// far is the distance that stands for itself and all that are larger.
const far = 255

// Distances returns for each free site the steps to the nearest free site with an
// exit; 255 stands for 255 and more, and for sites that are not free. It is made anew
// in each call.
func (t *Tissue) Distances() []uint8 {
	s := t.Spec
	c := &canvas{w: s.Width, h: s.Height, d: s.Depth, threads: runtime.GOMAXPROCS(0), class: t.Class}
	return c.distances()
}

func (c *canvas) distances() []uint8 {
	d := make([]uint8, len(c.class))
	for i := range d {
		d[i] = far
	}
	w := c.newTide(c.of(Free))
	for n := uint8(0); n < far && w.rise() > 0; n++ {
		c.each(w.front, func(i int) { d[i] = n })
	}
	return d
}

// steps is the sum of the distances of all free sites, whose field it takes over.
func (c *canvas) steps(free *field) (sum int) {
	w := c.newTide(free)
	for n := range far {
		sites := w.rise()
		if sites == 0 {
			break
		}
		sum += n * sites
	}
	sum += far * w.left.count()
	w.end()
	return sum
}
