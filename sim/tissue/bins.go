package tissue

// bins find the things near a point: lists of numbers, one list for each cube of
// space.
type bins struct {
	edge       float64
	nx, ny, nz int
	first      []int32 // number of the first thing in a cube, plus 1
	next       []int32 // number of the thing after a thing, plus 1
}

// newBins makes bins with cubes of an edge.
func newBins(c *canvas, edge float64) bins {
	b := bins{edge: edge}
	b.nx, b.ny, b.nz = int(float64(c.w)/b.edge)+1, int(float64(c.h)/b.edge)+1, int(float64(c.d)/b.edge)+1
	b.first = make([]int32, b.nx*b.ny*b.nz)
	return b
}

func (b *bins) cell(p vec) (i, j, k int) {
	return int(p.x / b.edge), int(p.y / b.edge), int(p.z / b.edge)
}

func (b *bins) head(p vec) *int32 {
	i, j, k := b.cell(p)
	return &b.first[(k*b.ny+j)*b.nx+i]
}

// add puts thing number n at p. Numbers are added in their order.
func (b *bins) add(n int, p vec) {
	head := b.head(p)
	b.next = append(b.next, *head)
	*head = int32(n + 1)
}

// move takes thing number n from p to q.
func (b *bins) move(n int, p, q vec) {
	from, to := b.head(p), b.head(q)
	if from == to {
		return
	}
	for *from != int32(n+1) {
		from = &b.next[*from-1]
	}
	*from = b.next[n]
	b.next[n] = *to
	*to = int32(n + 1)
}

// near calls f with the things within reach of p, and some beyond.
func (b *bins) near(p vec, reach float64, f func(n int)) {
	i0, j0, k0 := b.cell(vec{max(p.x-reach, 0), max(p.y-reach, 0), max(p.z-reach, 0)})
	i1, j1, k1 := b.cell(vec{p.x + reach, p.y + reach, p.z + reach})
	for k := k0; k <= min(k1, b.nz-1); k++ {
		for j := j0; j <= min(j1, b.ny-1); j++ {
			for i := i0; i <= min(i1, b.nx-1); i++ {
				for n := b.first[(k*b.ny+j)*b.nx+i]; n != 0; n = b.next[n-1] {
					f(int(n - 1))
				}
			}
		}
	}
}
