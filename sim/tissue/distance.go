package tissue

import "math"

// A sample is a box of points on a tissue, every stride-th site along each axis,
// around the middle of the patch: enough to measure widths in.
type sample struct {
	t          *Tissue
	stride     int
	x0, y0, z0 int // site of the first point
	nx, ny, nz int
}

// sampleOf returns the largest sample with at most so many points along each axis.
func sampleOf(t *Tissue, stride, most int) sample {
	s := sample{t: t, stride: stride}
	fit := func(size, border int) (from, n int) {
		n = min((size-2*border+stride-1)/stride, most)
		return border + (size-2*border-(n-1)*stride-1)/2, n
	}
	s.x0, s.nx = fit(t.Spec.Width, 1)
	s.y0, s.ny = fit(t.Spec.Height, 1)
	s.z0, s.nz = 0, 1
	if t.Spec.Depth > 1 {
		s.z0, s.nz = fit(t.Spec.Depth, 1)
	}
	return s
}

func (s sample) points() int { return s.nx * s.ny * s.nz }

// site returns the index of the site of point i.
func (s sample) site(i int) int {
	x, y, z := s.place(i)
	sp := s.t.Spec
	return ((s.z0+z*s.stride)*sp.Height+s.y0+y*s.stride)*sp.Width + s.x0 + x*s.stride
}

func (s sample) place(i int) (x, y, z int) { return i % s.nx, i / s.nx % s.ny, i / (s.nx * s.ny) }

// distances returns for each point the distance [points] to the nearest point whose
// class is in the set, squared; what lies outside of the sample is not in it.
// (Felzenszwalb and Huttenlocher 2012: one pass along each axis.)
func (s sample) distances(in [Classes]bool) []float64 {
	d := make([]float64, s.points())
	for i := range d {
		d[i] = math.Inf(1)
		if in[s.t.Class[s.site(i)]] {
			d[i] = 0
		}
	}
	row := newParabolas(max(s.nx, s.ny, s.nz))
	for i := range s.ny * s.nz {
		row.pass(d[i*s.nx:], s.nx, 1)
	}
	for z := range s.nz {
		for x := range s.nx {
			row.pass(d[z*s.nx*s.ny+x:], s.ny, s.nx)
		}
	}
	for i := range s.nx * s.ny {
		row.pass(d[i:], s.nz, s.nx*s.ny)
	}
	return d
}

// parabolas is the lower edge of a row of parabolas.
type parabolas struct {
	value []float64
	at    []int     // tops of those on the edge
	from  []float64 // where each of them begins to be the lowest
}

func newParabolas(n int) *parabolas {
	return &parabolas{make([]float64, n), make([]int, n), make([]float64, n+1)}
}

// pass replaces n values of d, step apart, by the least of value plus squared
// distance.
func (p *parabolas) pass(d []float64, n, step int) {
	k := -1
	for q := range n {
		p.value[q] = d[q*step]
		if math.IsInf(p.value[q], 1) {
			continue
		}
		for k >= 0 && p.meet(p.at[k], q) <= p.from[k] {
			k--
		}
		k++
		p.at[k], p.from[k] = q, math.Inf(-1)
		if k > 0 {
			p.from[k] = p.meet(p.at[k-1], q)
		}
	}
	if k < 0 {
		return
	}
	p.from[k+1] = math.Inf(1)
	j := 0
	for q := range n {
		for p.from[j+1] < float64(q) {
			j++
		}
		off := float64(q - p.at[j])
		d[q*step] = p.value[p.at[j]] + float64(off*off)
	}
}

// meet is where the parabolas with tops u < v cross.
func (p *parabolas) meet(u, v int) float64 {
	a, b := float64(u), float64(v)
	return (p.value[v] + float64(b*b) - p.value[u] - float64(a*a)) / (2 * (b - a))
}

// samples is how many points are looked at for a mean.
const samples = 1500

// thickness returns the mean width [um] of the parts of the sample where distance
// is not 0: of random such points, the diameter of the largest ball that holds the
// point and lies in the part (Hildebrand and Rueegsegger 1997). Only points whose
// class is in the set count.
func (s sample) thickness(distance []float64, in [Classes]bool) float64 {
	reach := 0.0
	for i, d := range distance {
		if !math.IsInf(d, 1) && in[s.t.Class[s.site(i)]] {
			reach = max(reach, d)
		}
	}
	draw := newStream(s.t.Spec.Seed, forSamples, 0)
	sum, n := 0.0, 0
	for range samples {
		i := int(draw.uint64() % uint64(s.points()))
		if distance[i] > 0 && !math.IsInf(distance[i], 1) && in[s.t.Class[s.site(i)]] {
			sum += math.Sqrt(s.ball(distance, i, int(math.Sqrt(reach))))
			n++
		}
	}
	if n == 0 {
		return 0
	}
	// In a plate of an odd number of points the largest distance is half a point too
	// long, in others it is right: a quarter on each side.
	return (float64(2*sum/float64(n)) - 0.5) * float64(s.stride) * SiteSize
}

// ball returns the squared radius of the largest ball around a point within reach
// that holds point i.
func (s sample) ball(distance []float64, i, reach int) (most float64) {
	x, y, z := s.place(i)
	for w := max(z-reach, 0); w <= min(z+reach, s.nz-1); w++ {
		for v := max(y-reach, 0); v <= min(y+reach, s.ny-1); v++ {
			off := (w-z)*(w-z) + (v-y)*(v-y)
			row := distance[(w*s.ny+v)*s.nx:]
			for u := max(x-reach, 0); u <= min(x+reach, s.nx-1); u++ {
				if d := row[u]; d > most && d > float64(off+(u-x)*(u-x)) && !math.IsInf(d, 1) {
					most = d
				}
			}
		}
	}
	return most
}
