package view

// straightened returns field f with outlines smoothed along their own direction.
// Tubes of two sites keep their width, which a plain blur would take, and lose the
// stairs of the lattice.
func straightened(g grid, f []float32) []float32 {
	t := newTensor(g, f)
	out := make([]float32, len(f))
	copy(out, f)
	parallel(g.h-2*tangentReach-2, func(row int) {
		y := row + tangentReach + 1
		for x := tangentReach + 1; x < g.w-tangentReach-1; x++ {
			i := y*g.w + x
			if f[i] < 2.5 && f[i] > -2.5 {
				out[i] = t.along(f, i, x, y)
			}
		}
	})
	return out
}

// tangentReach is how far a field is averaged along an outline [sites].
const tangentReach = 4

// A tensor is the structure tensor of a field: which way its outlines run.
type tensor struct {
	grid
	xx, xy, yy []float32
}

func newTensor(g grid, f []float32) tensor {
	n := len(f)
	t := tensor{g, make([]float32, n), make([]float32, n), make([]float32, n)}
	parallel(g.h-2, func(row int) {
		for x := 1; x < g.w-1; x++ {
			i := (row+1)*g.w + x
			if f[i] > 5 || f[i] < -5 {
				continue // far from an outline nothing is asked of it
			}
			gx, gy := f[i+1]-f[i-1], f[i+g.w]-f[i-g.w]
			t.xx[i], t.xy[i], t.yy[i] = gx*gx, gx*gy, gy*gy
		}
	})
	for _, p := range []*[]float32{&t.xx, &t.xy, &t.yy} {
		*p = boxed(g, *p, 3)
	}
	return t
}

// boxed returns the mean of f over squares of 2r+1 sites.
func boxed(g grid, f []float32, r int) []float32 {
	rows, out := make([]float32, len(f)), make([]float32, len(f))
	scale := 1 / float32((2*r+1)*(2*r+1))
	parallel(g.h, func(y int) {
		var sum float32
		row := f[y*g.w:][:g.w]
		for x := range g.w + r {
			if x < g.w {
				sum += row[x]
			}
			if x >= 2*r+1 {
				sum -= row[x-2*r-1]
			}
			if x >= r {
				rows[y*g.w+x-r] = sum
			}
		}
	})
	parallel(g.h, func(y int) {
		for dy := max(y-r, 0); dy <= min(y+r, g.h-1); dy++ {
			for x := range g.w {
				out[y*g.w+x] += rows[dy*g.w+x] * scale
			}
		}
	})
	return out
}

// along returns the mean of f along the outline through site (x, y), number i; less
// of it where no direction prevails.
func (t *tensor) along(f []float32, i, x, y int) float32 {
	dx, dy, sure := direction(t.xx[i], t.xy[i], t.yy[i])
	if sure < 0.05 {
		return f[i]
	}
	sum, weight := f[i], float32(1)
	for k := 1; k <= tangentReach; k++ {
		w := 1 - float32(k*k)/((tangentReach+1)*(tangentReach+1))
		ox, oy := dx*float32(k), dy*float32(k)
		sum += w * (t.bilinear(f, float32(x)+ox, float32(y)+oy) + t.bilinear(f, float32(x)-ox, float32(y)-oy))
		weight += 2 * w
	}
	return f[i] + (sum/weight-f[i])*sure
}

// direction returns the direction in which a tensor changes least, and how much it
// prevails, in [0,1].
func direction(xx, xy, yy float32) (dx, dy, sure float32) {
	half, off := (xx-yy)/2, xy
	spread := length(half, off)
	mean := (xx + yy) / 2
	if mean < 1e-4 {
		return 0, 0, 0
	}
	dx, dy = -off, half+spread // eigenvector of the smaller eigenvalue
	if half < 0 {
		dx, dy = spread-half, -off // the same, from the other row
	}
	l := length(dx, dy)
	if l < 1e-6 {
		return 0, 0, 0
	}
	return dx / l, dy / l, spread / mean
}

// bilinear returns f between the centers of sites, here at whole numbers.
func (t *tensor) bilinear(f []float32, x, y float32) float32 {
	i, j := int(x), int(y)
	u, v := x-float32(i), y-float32(j)
	k := j*t.w + i
	top := f[k] + (f[k+1]-f[k])*u
	low := f[k+t.w] + (f[k+t.w+1]-f[k+t.w])*u
	return top + (low-top)*v
}
