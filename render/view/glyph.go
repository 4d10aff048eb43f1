package view

import "math"

// fill is how large a cell of size 1 is drawn: its radius [sites]. A little more
// than half, so that neighbors touch in flat contacts.
const fill = 0.555

// variants is how many ways to turn and tint there are for a cell.
const variants = 8

// A glyph draws the cells of one look.
type glyph struct {
	Look
	cell, nucleus, group vec
	radius               float32 // [sites]
	dim                  bool
}

// glyphs returns the glyph of each code.
func (s *Scene) glyphs() []glyph {
	g := make([]glyph, len(s.looks))
	for i, l := range s.looks {
		g[i] = glyph{Look: l, cell: l.Cell.vec(), nucleus: l.Nucleus.vec(), group: l.Group.vec(), radius: radiusOf(l)}
		lit := s.Focus == "" || i > 0 && i <= len(s.Table.Stages) && s.lit(i-1)
		if !lit {
			g[i].dim = true
			for _, v := range []*vec{&g[i].cell, &g[i].nucleus, &g[i].group} {
				*v = dimmed(*v, s.skin)
			}
		}
	}
	return g
}

// radiusOf is the radius [sites] of a look, in the steps that fit into a texel.
func radiusOf(l Look) float32 { return leastRadius + radiusStep*float32(radiusLevel(l)) }

// The steps of radii; cells.kage knows them.
const (
	leastRadius = 0.15
	radiusStep  = 0.04
)

func radiusLevel(l Look) uint8 {
	size := l.Size
	if l.Form == Mega {
		size = 1 // its own picture lies over it
	}
	return uint8(clamp((fill*size-leastRadius)/radiusStep+0.5, 0, 15))
}

// dimmed is the color of what is not in focus.
func dimmed(v vec, skin *Skin) vec {
	return v.mix(v.gray(), 0.75).mix(skin.Stroma[1].vec(), 0.62)
}

// A spot is a point in a cell: where it is, and how far from the cell's edge.
type spot struct {
	x, y    float32 // from the center, in radii
	d       float32 // distance from the center, in radii
	edge    float32 // depth below the edge or the contact with a neighbor [pixels]
	r       float32 // radius of the cell [pixels]
	variant uint8
}

// edgeShade is how much a cell darkens in the last pixels before its edge: with a
// nucleus, and flat.
const (
	edgeShade     = 0.3
	flatEdgeShade = 0.25
)

// paint returns the color of the cell at a spot, edge included.
func (g *glyph) paint(p spot, skin *Skin, flat bool) vec {
	if flat {
		return g.group.times(1 - flatEdgeShade*smooth(1.6, 0, p.edge))
	}
	return g.body(p, skin).times(1 - edgeShade*smooth(1.6, 0, p.edge))
}

// body returns the color of the cell at a spot.
func (g *glyph) body(p spot, skin *Skin) vec {
	lx, ly := p.x+0.1, p.y+0.12
	k := sqrt32(lx*lx + ly*ly) // distance from the lit side
	tone := 0.94 + 0.12*float32(p.variant*5%variants)/(variants-1)
	c := g.cell.times(tone * (1 - skin.Rim*smooth(0.62, 1, k)))
	c = c.mix(vec{255, 255, 255}, skin.Lift*smooth(0.75, 0, k))
	c = c.mix(g.nucleus, g.inNucleus(p))
	if p.r >= 8 {
		c = g.grains(c, p)
	}
	return c
}

// inNucleus is how much of the spot is covered by the nucleus.
func (g *glyph) inNucleus(p spot) float32 {
	x, y := turned(p.x-0.05, p.y-0.05, p.variant)
	d := nucleusDistance(g.Form, g.Share, x, y)
	return cover(d * p.r)
}

// turned rotates a point by the turn of a variant.
func turned(x, y float32, variant uint8) (float32, float32) {
	t := &turns[variant%variants]
	return x*t[0] + y*t[1], y*t[0] - x*t[1]
}

// turns are the cosine and sine of the variants' turns.
var turns = func() (t [variants][2]float32) {
	for i := range t {
		s, c := math.Sincos(float64(i) * 2 * math.Pi / variants)
		t[i] = [2]float32{float32(c), float32(s)}
	}
	return t
}()

// nucleusDistance is the signed distance of a point from the outline of a nucleus,
// all in radii of the cell.
func nucleusDistance(f Form, share, x, y float32) float32 {
	switch f {
	case Aside:
		return length(x-0.22, y) - share
	case Kidney:
		return max(length(x, y)-share, 0.36-length(x-0.52, y))
	case Band:
		return arcDistance(x, y, 0.42) - 0.2
	case Lobes2:
		return min(length(x-0.1, y-0.32), length(x-0.1, y+0.32)) - 0.3
	case Lobes3:
		return min(length(x-0.38, y), length(x+0.2, y-0.35), length(x+0.2, y+0.35)) - 0.29
	case Mega:
		return length(x, y) - 0.6
	}
	return length(x, y) - share
}

// arcDistance is the distance of a point from an arc of radius r that leaves a gap
// of 120 degrees on the right.
func arcDistance(x, y, r float32) float32 {
	if x < 0.577*abs32(y) {
		return abs32(length(x, y) - r)
	}
	return length(x-0.5*r, abs32(y)-0.866*r)
}

// grains adds what shows in large cells: chromatin, granules, stripes.
func (g *glyph) grains(c vec, p spot) vec {
	fade := smooth(8, 12, p.r)
	turn := float32(p.variant) * 7
	if n := g.inNucleus(p); n > 0 && g.Form != Pale {
		c = c.times(1 + 0.5*fade*n*(valueNoise(p.x*4+turn, p.y*4)-0.5))
	}
	switch g.Mark {
	case "fine":
		c = c.mix(g.nucleus, 0.6*fade*granule(p, 9, 0.28))
	case "bright":
		c = c.mix(g.cell.mix(vec{255, 236, 190}, 0.5), 0.9*fade*granule(p, 6, 0.36)*(1-g.inNucleus(p)))
	case "dark":
		c = c.mix(g.nucleus.times(0.6), 0.8*fade*granule(p, 6, 0.38))
	case "hatch":
		c = c.mix(g.nucleus, 0.4*fade*cover(p.r*0.2*sin32((p.x+p.y)*12)))
	}
	return c
}

// granule is the cover of dots of radius r in a grid of n dots a radius.
func granule(p spot, n, r float32) float32 {
	x, y := p.x*n, p.y*n
	i, j := floor32(x), floor32(y)
	h := hash(i, j+int(p.variant)*64, fineHash)
	if h&3 == 0 || p.d > 0.92 {
		return 0
	}
	dx := x - float32(i) - 0.5 - (float32(h>>8&255)/255-0.5)*0.4
	dy := y - float32(j) - 0.5 - (float32(h>>16&255)/255-0.5)*0.4
	return cover((length(dx, dy) - r) / n * p.r)
}

func length(x, y float32) float32 { return sqrt32(x*x + y*y) }

func abs32(x float32) float32 { return max(x, -x) }
