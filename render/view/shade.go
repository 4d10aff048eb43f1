package view

import "image"

// A shader paints the surroundings of the cells: stroma, bone, vessels, fat.
type shader struct {
	*ground
	scale float32 // [pixels/site]
	skin  *Skin

	stroma, lumen, arterial, mineral [2]vec
	endosteum, wall, arteryWall      vec
	boneRim, osteocyte, outside      vec
	width, height                    float32 // of the patch [sites]
}

func newShader(g *ground, skin *Skin, scale float32, sw, sh int) *shader {
	two := func(c [2]Color) [2]vec { return [2]vec{c[0].vec(), c[1].vec()} }
	return &shader{
		ground: g, scale: scale, skin: skin,
		stroma: two(skin.Stroma), lumen: two(skin.Lumen), arterial: two(skin.Artery), mineral: two(skin.Bone),
		endosteum: skin.Endosteum.vec(), wall: skin.Wall.vec(), arteryWall: skin.ArteryWall.vec(),
		boneRim: skin.BoneRim.vec(), osteocyte: skin.Osteocyte.vec(), outside: skin.Outside.vec(),
		width: float32(sw), height: float32(sh),
	}
}

// rows are the fields of a ground at one height.
type rows struct{ vessel, bone, artery, noise, loose []float32 }

func (h *shader) rowsAt(y float32) rows {
	all := make([]float32, 5*h.w)
	part := func(i int) []float32 { return all[i*h.w:][:h.w] }
	r := rows{vessel: part(0), bone: part(1), artery: part(2), noise: part(3)}
	blend(r.vessel, h.vessel, h.grid, y)
	blend(r.bone, h.bone, h.grid, y)
	blend(r.artery, h.artery, h.grid, y)
	blend(r.noise, h.noise, h.grid, y)
	if h.loose != nil {
		r.loose = part(4)
		blend(r.loose, h.loose, h.grid, y)
	}
	return r
}

// paint fills m with the surroundings; the pixel (px, py) of m shows the point
// (x0 + px/scale, y0 + py/scale) [sites].
func (h *shader) paint(m *image.RGBA, x0, y0 float32) {
	b := m.Bounds()
	parallel(b.Dy(), func(py int) {
		y := y0 + (float32(py)+0.5)/h.scale
		h.paintRow(m.Pix[py*m.Stride:][:4*b.Dx()], x0, y)
	})
	h.paintFat(m, x0, y0)
}

func (h *shader) paintRow(pix []uint8, x0, y float32) {
	r := h.rowsAt(y)
	for px := 0; px < len(pix)/4; px++ {
		x := x0 + (float32(px)+0.5)/h.scale
		put(pix[4*px:], h.color(&r, x, y))
	}
}

// color is the color of a point [sites] in the row r.
func (h *shader) color(r *rows, x, y float32) vec {
	outside := max(-x, x-h.width, -y, y-h.height)
	if outside > 0.5 {
		return h.outside
	}
	i, k := splineAt(x)
	i = clampInt(i-h.x0, 1, h.w-2)
	v, b, n := at3(r.vessel, i, &k), at3(r.bone, i, &k), at3(r.noise, i, &k)
	c := h.stroma[0].mix(h.stroma[1], n)
	if r.loose != nil {
		c = h.overFat(c, at3(r.loose, i, &k), n)
	}
	if b < 3 {
		c = c.plus(h.endosteum.times(min(1, 1-b/3)))
		c = h.overBone(c, v, b, n, x, y)
	}
	if v < 1 {
		c = h.overVessel(c, v, b, n, at3(r.artery, i, &k))
	}
	if outside > -0.5 {
		c = c.mix(h.outside, cover(-outside*h.scale))
	}
	return c
}

// overBone paints bone at a distance b from its surface, with the lamellae that
// follow it, its bone cells and its rim.
func (h *shader) overBone(c vec, v, b, n, x, y float32) vec {
	if inside := cover(b * h.scale); inside > 0 {
		bone := h.mineral[0].mix(h.mineral[1], h.lamella(b, n, x, y))
		bone = bone.times(h.skin.BoneEdge + (1-h.skin.BoneEdge)*min(1, -b/1.1))
		if b < -0.7 && v > 0.5 {
			bone = bone.mix(h.osteocyte, h.boneCell(x, y))
		}
		c = c.mix(bone, inside)
	}
	if v > 0.12 {
		c = c.mix(h.boneRim, 0.65*h.line(b, 0.2))
	}
	return c
}

// lamella is the brightness of bone in [0,1]: layers along the surface, and deep in
// a cortex rings around the canals of osteons.
func (h *shader) lamella(b, n, x, y float32) float32 {
	layer := 0.5 + 0.5*sin32(3.6*b+0.4*y+5*n)
	if b < 3-reach {
		layer += (osteon(x, y, n) - layer) * smooth(3-reach, 1-reach, b)
	}
	clear := smooth(0.8, 4, h.scale) // finer than pixels, layers would flicker
	return 0.18 + 0.42*(0.5+(layer-0.5)*clear) + 0.4*n
}

// osteon is the brightness of bone in [0,1] around the nearest of canals about 20
// sites apart.
func osteon(x, y, n float32) float32 {
	const apart = 17
	i, j := floor32(x/apart), floor32(y/apart)
	best := float32(1e9)
	for dj := -1; dj <= 1; dj++ {
		for di := -1; di <= 1; di++ {
			u, v := unit(i+di, j+dj, boneHash+8), unit(i+di, j+dj, boneHash+16)
			dx, dy := x-(float32(i+di)+0.2+0.6*u)*apart, y-(float32(j+dj)+0.2+0.6*v)*apart
			best = min(best, dx*dx+1.3*dy*dy)
		}
	}
	d := sqrt32(best)
	ring := 0.5 + 0.5*sin32(3.4*d+4*n)
	return ring*smooth(0.7, 1.5, d) - 0.9*smooth(1.1, 0.5, d)
}

// overFat paints fat that belongs to no adipocyte.
func (h *shader) overFat(c vec, d, n float32) vec {
	if d > 0.5 {
		return c
	}
	fat := h.skin.Fat[1].vec().mix(h.skin.Fat[2].vec(), n)
	c = c.mix(fat, cover(d*h.scale))
	return c.mix(h.skin.FatRim.vec(), 0.5*h.line(d, 0.1))
}

// boneCell is how much of a point is covered by the spindle of an osteocyte; one
// site in 13 has one.
func (h *shader) boneCell(x, y float32) float32 {
	i, j := floor32(x), floor32(y)
	u := unit(i, j, boneHash)
	if u > 1.0/13 {
		return 0
	}
	turn := (u*13 - 0.5) * 0.8
	dx, dy := x-float32(i)-0.5, y-float32(j)-0.5
	dx, dy = dx+dy*turn, dy-dx*turn
	along, across := dx/0.36, dy/0.16
	return 0.9 * smooth(1, 4, h.scale) * cover((sqrt32(along*along+across*across)-1)*0.2*h.scale)
}

// overVessel paints the inside of a vessel and its wall; v is the distance from the
// wall, a the share of artery.
func (h *shader) overVessel(c vec, v, b, n, a float32) vec {
	if inside := cover(v * h.scale); inside > 0 {
		depth := min(1, -v/1.4)
		blood := h.lumen[0].mix(h.lumen[1], depth).plus(vec{5, 1, 1}.times(n))
		if a > 0 {
			blood = blood.mix(h.arterial[0].mix(h.arterial[1], depth), a)
		}
		c = c.mix(blood, inside)
	}
	wall := 0.65 * h.line(v-0.06, 0.17)
	if b < 0 { // a capillary through bone has no more than a thin lining
		wall *= 0.35
	}
	c = c.mix(h.wall, wall*(1-a))
	return c.mix(h.arteryWall, 0.8*a*h.line(v-0.06, 0.2))
}

// line is the cover of a line of half a width [sites] along distance 0; at least
// half a pixel.
func (h *shader) line(d, half float32) float32 {
	if d < 0 {
		d = -d
	}
	return cover(d*h.scale - max(half*h.scale, 0.6))
}

// paintFat draws each adipocyte as a smooth ball with its flat nucleus at the rim.
func (h *shader) paintFat(m *image.RGBA, x0, y0 float32) {
	for _, f := range h.fat {
		ball := newBall(f, h.skin, h.scale)
		cx, cy := (f.x-x0)*h.scale, (f.y-y0)*h.scale
		clip := h.onPatch(m, x0, y0)
		eachPixel(clip, cx-float32(clip.Rect.Min.X), cy-float32(clip.Rect.Min.Y), f.r*h.scale+2, func(pix []uint8, dx, dy float32) {
			c, a := ball.at(dx, dy)
			over(pix, c, a)
		})
	}
}

// onPatch returns the part of m that shows the patch.
func (h *shader) onPatch(m *image.RGBA, x0, y0 float32) *image.RGBA {
	r := image.Rect(floor32(-x0*h.scale), floor32(-y0*h.scale), floor32((h.width-x0)*h.scale), floor32((h.height-y0)*h.scale))
	return m.SubImage(r).(*image.RGBA)
}

// A ball is an adipocyte in pixels around its center.
type ball struct {
	r                float32
	fat              [3]vec
	rim, shine, core vec
	nx, ny           float32 // place of the nucleus
	dark             bool
}

func newBall(f disc, skin *Skin, scale float32) ball {
	turn := 6.283 * unit(int(f.x*8), int(f.y*8), variantHash)
	return ball{
		r:   f.r * scale,
		fat: [3]vec{skin.Fat[0].vec(), skin.Fat[1].vec(), skin.Fat[2].vec()},
		rim: skin.FatRim.vec(), shine: skin.FatShine.vec(), core: skin.FatNucleus.vec(),
		nx: sin32(turn + 1.571), ny: sin32(turn), dark: skin.Dark,
	}
}

// at returns the color and the cover of a point [pixels] of the ball.
func (b *ball) at(dx, dy float32) (vec, float32) {
	d := sqrt32(dx*dx + dy*dy)
	inside := cover(d - b.r)
	if inside == 0 {
		return vec{}, 0
	}
	ux, uy := dx+0.3*b.r, dy+0.35*b.r
	t := clamp((sqrt32(ux*ux+uy*uy)/b.r-0.1)/1.25, 0, 1)
	c := b.fat[0].mix(b.fat[1], t/0.55)
	if t > 0.55 {
		c = b.fat[1].mix(b.fat[2], (t-0.55)/0.45)
	}
	if b.dark {
		sx, sy := (0.77*ux-0.64*uy-0.02*b.r)/(0.34*b.r), (0.64*ux+0.77*uy)/(0.2*b.r)
		c = c.mix(b.shine, 0.2*smooth(1.1, 0.4, sqrt32(sx*sx+sy*sy)))
	}
	c = c.mix(b.core, b.nucleus(dx, dy))
	width := max(0.6, 0.04*b.r)
	return c.mix(b.rim, (0.3+0.7*smooth(5, 15, b.r))*cover(b.r-width-d)), inside
}

// nucleus is the cover of the flattened nucleus at the rim.
func (b *ball) nucleus(dx, dy float32) float32 {
	px, py := dx-0.88*b.r*b.nx, dy-0.88*b.r*b.ny
	out, along := px*b.nx+py*b.ny, py*b.nx-px*b.ny
	out, along = out/(0.07*b.r), along/(0.15*b.r)
	return cover((sqrt32(out*out+along*along) - 1) * 0.08 * b.r)
}
