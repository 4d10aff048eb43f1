package view

import "image"

// put writes an opaque color.
func put(pix []uint8, c vec) {
	pix[0], pix[1], pix[2], pix[3] = byteOf(c.r), byteOf(c.g), byteOf(c.b), 255
}

// over lays color c with cover a on a pixel, which may be transparent
// (premultiplied).
func over(pix []uint8, c vec, a float32) {
	if a <= 0 {
		return
	}
	k := 1 - a
	pix[0] = byteOf(float32(pix[0])*k + c.r*a)
	pix[1] = byteOf(float32(pix[1])*k + c.g*a)
	pix[2] = byteOf(float32(pix[2])*k + c.b*a)
	pix[3] = byteOf(float32(pix[3])*k + 255*a)
}

// eachPixel calls paint with every pixel of m within r of the point (cx, cy), counted
// from the corner of m, and the place of the pixel's center seen from there [pixels].
func eachPixel(m *image.RGBA, cx, cy, r float32, paint func(pix []uint8, dx, dy float32)) {
	b := m.Bounds()
	x0, x1 := max(floor32(cx-r), 0), min(floor32(cx+r)+1, b.Dx())
	y0, y1 := max(floor32(cy-r), 0), min(floor32(cy+r)+1, b.Dy())
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			paint(m.Pix[y*m.Stride+4*x:], float32(x)+0.5-cx, float32(y)+0.5-cy)
		}
	}
}

// overPremultiplied lays a premultiplied color with opacity a on an opaque pixel.
func overPremultiplied(pix []uint8, c vec, a float32) {
	k := 1 - a
	pix[0] = byteOf(float32(pix[0])*k + c.r)
	pix[1] = byteOf(float32(pix[1])*k + c.g)
	pix[2] = byteOf(float32(pix[2])*k + c.b)
}
