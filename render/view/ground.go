package view

import (
	"image"

	"marrow/sim/tissue"
)

// A ground is the surroundings of the cells on a rectangle of one slice, as fields
// with one value per site. Distances are in sites and negative inside.
type ground struct {
	grid   // inside and reach around it
	inside image.Rectangle
	z      int
	class  []tissue.Class
	vessel []float32 // distance to the inside of a blood vessel
	bone   []float32 // distance to bone; a capillary through bone lies inside it
	artery []float32 // 1 where the nearest vessel is an arteriole, else 0
	solid  []float32 // distance to anything that no cell can enter
	noise  []float32 // clouds in [0,1]
	fat    []disc    // adipocytes cut by the slice
	loose  []float32 // distance to fat outside of adipocytes; nil if there is none
}

// A disc is a round thing in a slice [sites].
type disc struct{ x, y, r float32 }

// newGround measures the sites of r in slice z of t, and reach around them.
func newGround(t *tissue.Tissue, z int, r image.Rectangle) *ground {
	wide := r.Inset(-reach)
	g := grid{wide.Min.X, wide.Min.Y, wide.Dx(), wide.Dy()}
	classes := classesOf(t, z, g)
	vessel, bone, artery := make([]bool, len(classes)), make([]bool, len(classes)), make([]bool, len(classes))
	for i, c := range classes {
		artery[i] = c == tissue.Arteriole
		vessel[i] = isVessel(c)
		bone[i] = c == tissue.Bone || c == tissue.Capillary
	}
	n := &ground{grid: g, inside: r, z: z, class: classes, fat: cuts(t, z, r)}
	n.vessel, n.bone = signed(g, vessel), signed(g, bone)
	n.artery = nearerArtery(g, artery, n.vessel)
	n.vessel, n.bone = straightened(g, n.vessel), straightened(g, n.bone)
	n.loose = n.looseFat(classes)
	n.addNoise()
	n.addSolid()
	return n
}

func isVessel(c tissue.Class) bool {
	return c == tissue.Sinusoid || c == tissue.Vein || c == tissue.Arteriole || c == tissue.Capillary
}

// classesOf returns the classes of g. The border of the patch and what lies beyond
// look like the site beside them, so that the picture has no seam.
func classesOf(t *tissue.Tissue, z int, g grid) []tissue.Class {
	w, h := t.Spec.Width, t.Spec.Height
	classes := make([]tissue.Class, g.w*g.h)
	slice := t.Class[z*w*h:][:w*h]
	for y := range g.h {
		row := clampInt(y+g.y0, 1, h-2) * w
		for x := range g.w {
			classes[y*g.w+x] = slice[row+clampInt(x+g.x0, 1, w-2)]
		}
	}
	return classes
}

// nearerArtery returns 1 for each site whose nearest vessel is an artery.
func nearerArtery(g grid, artery []bool, vessel []float32) []float32 {
	near := make([]float32, len(artery))
	if !anyTrue(artery) {
		return near
	}
	for i, d := range signed(g, artery) {
		if d <= vessel[i]+0.01 {
			near[i] = 1
		}
	}
	return near
}

func anyTrue(mask []bool) bool {
	for _, m := range mask {
		if m {
			return true
		}
	}
	return false
}

// looseFat measures the fat sites that belong to no adipocyte.
func (n *ground) looseFat(classes []tissue.Class) []float32 {
	mask := make([]bool, len(classes))
	for i, c := range classes {
		mask[i] = c == tissue.Fat
	}
	for _, f := range n.fat {
		n.aroundDisc(f, 0.5, func(i int, d float32) { mask[i] = mask[i] && d > 0.5 })
	}
	if !anyTrue(mask) {
		return nil
	}
	return straightened(n.grid, signed(n.grid, mask))
}

// addNoise makes the clouds, and bends vessels and bone a little by them: walls
// grow, they are not ruled.
func (n *ground) addNoise() {
	n.noise = make([]float32, n.w*n.h)
	parallel(n.h, func(y int) {
		for x := range n.w {
			i := y*n.w + x
			px, py := float32(x+n.x0), float32(y+n.y0)
			n.noise[i] = cloud(px/1.9, py/1.9)
			if n.vessel[i] < 3 || n.bone[i] < 3 {
				bend := 0.5 * (cloud(px/5+40, py/5+9) - 0.5)
				n.vessel[i] += bend
				n.bone[i] += bend
			}
			n.vessel[i] -= 0.15 // what smoothing took from thin vessels
		}
	})
}

// cuts returns the adipocytes of t that slice z cuts within r.
func cuts(t *tissue.Tissue, z int, r image.Rectangle) []disc {
	var out []disc
	for _, a := range t.Adipocytes {
		radius := a.R
		if t.Spec.Depth > 1 {
			dz := float32(z) - a.Z
			if dz*dz >= a.R*a.R {
				continue
			}
			radius = sqrt32(a.R*a.R - dz*dz)
		}
		x, y := a.X+0.5, a.Y+0.5 // an adipocyte at (0, 0) is on the middle of site 0
		box := image.Rect(floor32(x-radius), floor32(y-radius), floor32(x+radius)+1, floor32(y+radius)+1)
		if radius > 0.3 && box.Overlaps(r) {
			out = append(out, disc{x, y, radius})
		}
	}
	return out
}

// addSolid makes the distance from what no cell can enter: vessels, bone and fat.
func (n *ground) addSolid() {
	n.solid = make([]float32, n.w*n.h)
	for i := range n.solid {
		n.solid[i] = min(n.vessel[i], n.bone[i])
		if n.loose != nil {
			n.solid[i] = min(n.solid[i], n.loose[i])
		}
	}
	for _, f := range n.fat {
		n.aroundDisc(f, 2, func(i int, d float32) { n.solid[i] = min(n.solid[i], d) })
	}
}

// aroundDisc calls use with each site up to margin outside a disc, and the distance
// of its center from the disc's edge.
func (n *ground) aroundDisc(f disc, margin float32, use func(i int, d float32)) {
	reach := f.r + margin
	for y := max(floor32(f.y-reach), n.y0); y <= min(floor32(f.y+reach), n.y0+n.h-1); y++ {
		for x := max(floor32(f.x-reach), n.x0); x <= min(floor32(f.x+reach), n.x0+n.w-1); x++ {
			dx, dy := float32(x)+0.5-f.x, float32(y)+0.5-f.y
			use(n.index(x, y), sqrt32(dx*dx+dy*dy)-f.r)
		}
	}
}

// shift returns how far a cell on site i has to move to stay clear of walls by
// room, at most limit.
func (n *ground) shift(i int, room, limit float32) (dx, dy float32) {
	d := n.solid[i]
	if d >= room {
		return 0, 0
	}
	gx, gy := n.solid[i+1]-n.solid[i-1], n.solid[i+n.w]-n.solid[i-n.w]
	length := sqrt32(gx*gx + gy*gy)
	if length < 0.01 {
		return 0, 0
	}
	k := min(room-d, limit) / length
	return gx * k, gy * k
}

// inward returns where a red cell is drawn on vessel site i: at (dx, dy) in the
// stream, toward its middle beside a wall.
func (n *ground) inward(i int, dx, dy float32) (float32, float32) {
	d := n.vessel[i]
	gx, gy := n.vessel[i+1]-n.vessel[i-1], n.vessel[i+n.w]-n.vessel[i-n.w]
	k := min(max(d+0.62, 0), maxShift) / max(length(gx, gy), 0.5)
	free := smooth(-0.5, -1, d)
	return dx*free - gx*k, dy*free - gy*k
}

// sample returns field f at a point [sites].
func (n *ground) sample(f []float32, x, y float32) float32 {
	i, kx := splineAt(x)
	j, ky := splineAt(y)
	i, j = clampInt(i-n.x0, 1, n.w-2), clampInt(j-n.y0, 1, n.h-2)
	var sum float32
	for dy := range 3 {
		sum += ky[dy] * at3(f[(j+dy-1)*n.w:][:n.w], i, &kx)
	}
	return sum
}
