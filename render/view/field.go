package view

// reach is how far distances are measured [sites]; farther is as good as reach.
const reach = 12

// A grid is a rectangle of sites whose upper left one is (x0, y0).
type grid struct{ x0, y0, w, h int }

func (g grid) index(x, y int) int { return (y-g.y0)*g.w + x - g.x0 }

// signed returns for each site of g the distance [sites] of its center to the edge
// of the region where inside is true: negative inside, at most reach away.
func signed(g grid, inside []bool) []float32 {
	out := distances(g, inside, false)
	in := distances(g, inside, true)
	for i := range out {
		if inside[i] {
			out[i] = 0.5 - in[i]
		} else {
			out[i] -= 0.5
		}
	}
	return out
}

// distances returns for each site the distance to the nearest site where mask is
// not equal to flip. Columns first, then rows: exact Euclidean distances.
func distances(g grid, mask []bool, flip bool) []float32 {
	column := columnDistances(g, mask, flip)
	d := make([]float32, g.w*g.h)
	parallel(g.h, func(y int) {
		row := column[y*g.w : (y+1)*g.w]
		for x := range row {
			if row[x] == 0 {
				continue
			}
			d[y*g.w+x] = sqrt32(nearestInRow(row, x))
		}
	})
	return d
}

// columnDistances returns the distance up or down to the nearest wanted site.
func columnDistances(g grid, mask []bool, flip bool) []uint8 {
	d := make([]uint8, g.w*g.h)
	for x := range g.w {
		near := uint8(reach)
		for y := range g.h {
			i := y*g.w + x
			near = min(near+1, reach)
			if mask[i] != flip {
				near = 0
			}
			d[i] = near
		}
		near = reach
		for y := g.h - 1; y >= 0; y-- {
			i := y*g.w + x
			near = min(near+1, reach)
			d[i] = min(d[i], near)
			near = d[i]
		}
	}
	return d
}

// nearestInRow returns the least squared distance from site x of a row, given each
// site's distance within its column.
func nearestInRow(row []uint8, x int) float32 {
	best := int(row[x]) * int(row[x])
	for dx := 1; dx*dx < best; dx++ {
		if x-dx >= 0 {
			c := int(row[x-dx])
			best = min(best, dx*dx+c*c)
		}
		if x+dx < len(row) {
			c := int(row[x+dx])
			best = min(best, dx*dx+c*c)
		}
	}
	return float32(best)
}

// A spline holds the weights of three neighbors around a point: the quadratic
// B-spline, which turns steps of sites into smooth outlines.
type spline [3]float32

// splineAt returns the index of the middle site of a coordinate [sites] and the
// weights of the sites before, at and after it.
func splineAt(x float32) (int, spline) {
	i := floor32(x)
	t := x - float32(i) - 0.5
	return i, spline{0.5 * (0.5 - t) * (0.5 - t), 0.75 - t*t, 0.5 * (0.5 + t) * (0.5 + t)}
}

// blend writes into row the field f of g at height y, one value per column.
func blend(row, f []float32, g grid, y float32) {
	j, k := splineAt(y)
	j -= g.y0
	up := f[clampInt(j-1, 0, g.h-1)*g.w:][:g.w]
	at := f[clampInt(j, 0, g.h-1)*g.w:][:g.w]
	down := f[clampInt(j+1, 0, g.h-1)*g.w:][:g.w]
	for i := range row {
		row[i] = k[0]*up[i] + k[1]*at[i] + k[2]*down[i]
	}
}

// at3 returns the value of a blended row at middle column i with weights k.
func at3(row []float32, i int, k *spline) float32 {
	return k[0]*row[i-1] + k[1]*row[i] + k[2]*row[i+1]
}
