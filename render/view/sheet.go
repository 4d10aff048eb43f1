package view

import "image"

// A Sheet has a picture of each look in each variant, for a shader: eight variants
// beside each other, two looks a row, in the order of codes. A picture reaches from
// one edge of the cell to the other.
type Sheet struct {
	*image.RGBA
	Cell int     // side of a picture [texels]
	Flat bool    // cells have the color of their lineage and no nucleus
	Rim  float32 // how much the shader darkens the edge
}

// mostSheet is the largest side of a sheet [texels].
const mostSheet = 4096

// NewSheet paints the looks of the scene for cells at a scale [pixels/site]. It only
// reads the scene's table, looks, focus and skin, so a copy of a scene may paint
// meanwhile.
func (s *Scene) NewSheet(scale float64, flat bool) *Sheet {
	last := len(s.Table.Stages) + 1
	rows := last/2 + 1
	cell := clampInt(int(2*0.6*scale+0.999), 4, mostSheet/max(rows, 2*variants))
	sheet := &Sheet{image.NewRGBA(image.Rect(0, 0, 2*variants*cell, rows*cell)), cell, flat, edgeShade}
	if flat {
		sheet.Rim = flatEdgeShade
	}
	glyphs := s.glyphs()
	parallel(variants*last, func(i int) {
		code := i/variants + 1
		sheet.paint(&glyphs[code], s.skin, code, uint8(i%variants))
	})
	return sheet
}

// paint draws one picture.
func (t *Sheet) paint(g *glyph, skin *Skin, code int, variant uint8) {
	x0, y0 := (code%2*variants+int(variant))*t.Cell, code/2*t.Cell
	half := float32(t.Cell) / 2
	for y := range t.Cell {
		for x := range t.Cell {
			p := spot{x: (float32(x)+0.5)/half - 1, y: (float32(y)+0.5)/half - 1, r: half, edge: 2, variant: variant}
			p.d = length(p.x, p.y)
			put(t.Pix[(y0+y)*t.Stride+4*(x0+x):], g.paint(p, skin, t.Flat))
		}
	}
}
