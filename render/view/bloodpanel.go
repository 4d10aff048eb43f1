package view

import (
	"fmt"
	"image/color"
	"math"
	"strconv"

	"marrow/sim/tissue"
)

// BloodWidth is the width of the blood panel [pixels].
const BloodWidth = 330

// side is the margin of the blood panel.
const side = 14

// BloodPanel lays out the blood count with its normal bands, the course of three
// values and what a pathologist reads off the patch, in a column h pixels high.
func (s *Scene) BloodPanel(h float32, r Ranges) *Panel {
	k := themeOf(s.skin)
	p := &Panel{W: BloodWidth, H: h}
	p.fill(Box{0, 0, p.W, h}, 0, k.panel)
	p.fill(Box{0, 0, 1, h}, 0, k.rule)
	y := p.heading(k, 25, "BLOOD COUNT", "band = "+s.normalOf())
	for _, row := range s.BloodRows(r) {
		p.bloodRow(k, row, y)
		y += 23
	}
	y = s.signals(p, k, y+4)
	y = s.marrowHere(p, k, y+22, r)
	if s.Past != nil {
		y = s.courses(p, k, y+24, r)
	}
	s.surroundingsKey(p, k, y+24)
	return p
}

// normalOf names the body that the normal bands belong to.
func (s *Scene) normalOf() string {
	if s.Table.Species == "human" {
		return "healthy man"
	}
	return "healthy " + s.Table.Species
}

// heading writes a section's name and a remark, and returns where its rows begin.
func (p *Panel) heading(k theme, y float32, name, remark string) float32 {
	p.words(side, y, name, headFont, k.muted, Start)
	p.words(p.W-side, y, remark, smallFont, k.faint, End)
	return y + 10
}

// bloodRow draws one value: name, number, bar with the normal band, flag.
func (p *Panel) bloodRow(k theme, r BloodRow, y float32) {
	base := y + 15
	p.words(side, base, r.Name, textFont, k.text, Start)
	unit := Measure(r.Unit, smallFont)
	p.words(176-unit-5, base, short(r.Value), boldFont, k.text, End)
	p.words(176, base, r.Unit, smallFont, k.faint, End)
	bar := Box{188, y + 7, 280, y + 15}
	at := func(v float64) float32 {
		return bar.X0 + (bar.X1-bar.X0)*clamp(float32(v/r.Top), 0, 1)
	}
	p.fill(bar, 4, k.track)
	if !math.IsNaN(r.Range.High) {
		low := r.Range.Low
		if math.IsNaN(low) {
			low = 0
		}
		p.fill(Box{at(low), bar.Y0, at(r.Range.High), bar.Y1}, 3, k.band)
	}
	knob, x := k.text, clamp(at(r.Value), bar.X0+2, bar.X1-2)
	if r.Flag == VeryLow {
		knob = k.bad
	}
	p.fill(Box{x - 2, bar.Y0 - 3, x + 2, bar.Y1 + 3}, 2, knob)
	if !math.IsNaN(r.Range.High) {
		p.flag(k, Box{287, y + 3, 318, y + 19}, r.Flag)
	}
}

// flag draws an arrow and a letter, or a check mark for a normal value.
func (p *Panel) flag(k theme, b Box, f Flag) {
	x, y := (b.X0+b.X1)/2, (b.Y0+b.Y1)/2
	if f == Normal {
		p.line(1.6, k.good, Point{x - 4, y}, Point{x - 1, y + 3.4}, Point{x + 4.5, y - 3.4})
		return
	}
	ground, ink := k.low, k.onText
	if f == VeryLow {
		ground = k.bad
	}
	p.fill(b, 4, ground)
	tip := y + 4
	if f == High {
		tip = y - 4
	}
	p.line(1.5, ink, Point{b.X0 + 8, 2*y - tip}, Point{b.X0 + 8, tip})
	back := tip + (y-tip)*0.75
	p.line(1.5, ink, Point{b.X0 + 5, back}, Point{b.X0 + 8, tip}, Point{b.X0 + 11, back})
	p.words(b.X0+(b.X1-b.X0)*0.64, y+4, string(f), Font{Size: 10.5, Bold: true}, ink, Middle)
}

// signals writes the cytokines relative to their healthy level.
func (s *Scene) signals(p *Panel, k theme, y float32) float32 {
	b := &s.Frame.Blood
	x := float32(side)
	for _, v := range []struct {
		name  string
		value float64
	}{{"EPO", b.EPO}, {"TPO", b.TPO}, {"G-CSF", b.GCSF}} {
		if math.IsNaN(v.value) {
			continue
		}
		text := "× " + strconv.FormatFloat(v.value, 'f', 2, 64)
		w := 24 + Measure(v.name, smallFont) + Measure(text, boldFont)
		p.fill(Box{x, y, x + w, y + 22}, 6, k.raised)
		p.words(x+8, y+15, v.name, smallFont, k.muted, Start)
		p.words(x+w-8, y+15.5, text, boldFont, k.text, End)
		x += w + 7
	}
	return y + 22
}

// marrowHere draws the shares of the lineages and the pathologist's numbers.
func (s *Scene) marrowHere(p *Panel, k theme, y float32, r Ranges) float32 {
	y = p.heading(k, y, "MARROW", "normal in brackets")
	s.stack(p, Box{side, y, p.W - side, y + 14})
	m := &s.Frame.Marrow
	p.fact(k, side, y+34, "Cellularity", percent(m.Cellularity), r["marrow_cellularity"])
	p.fact(k, 172, y+34, "M : E", short(m.ME), r["marrow_m_to_e_ratio"])
	p.fact(k, side, y+54, "Blasts", percent(m.Blasts), Range{})
	p.fact(k, 172, y+54, "Left the patch", thousands(int(s.left())), Range{})
	return y + 58
}

// left is how many cells have left the patch.
func (s *Scene) left() (n uint64) {
	for _, v := range s.Frame.Left {
		n += v
	}
	return n
}

// stack fills a box with the lineages by their share of the cells.
func (s *Scene) stack(p *Panel, b Box) {
	total := max(1, s.Frame.Marrow.Cells)
	x := b.X0
	p.fill(b, 4, themeOf(s.skin).track)
	for _, r := range s.Legend() {
		if r.Stage >= 0 || r.Count == 0 {
			continue
		}
		w := (b.X1 - b.X0) * float32(r.Count) / float32(total)
		p.fill(Box{x, b.Y0, min(max(x+w-1, x+0.5), b.X1), b.Y1}, 2, r.Colors[len(r.Colors)/2].Alpha(1))
		x += w
	}
}

// fact writes a name, a value and, in brackets, what is normal.
func (p *Panel) fact(k theme, x, y float32, name, value string, r Range) {
	p.words(x, y, name, smallFont, k.muted, Start)
	x += Measure(name, smallFont) + 8
	p.words(x, y, value, boldFont, k.text, Start)
	if r.High > 0 {
		x += Measure(value, boldFont) + 5
		p.words(x, y, fmt.Sprintf("(%v–%v)", r.Low, r.High), smallFont, k.faint, Start)
	}
}

func percent(share float64) string {
	if v := 100 * share; v < 9.95 {
		return strconv.FormatFloat(v, 'f', 1, 64) + " %"
	}
	return strconv.FormatFloat(100*share, 'f', 0, 64) + " %"
}

// courses draws hemoglobin, neutrophils and platelets over the time that was seen.
func (s *Scene) courses(p *Panel, k theme, y float32, r Ranges) float32 {
	if y+72 > p.H {
		return y
	}
	past := s.Past
	from, to := past.Span()
	y = p.heading(k, y, "COURSE", fmt.Sprintf("day %.1f to %.1f", from, to))
	for _, c := range []struct {
		name, quantity, unit string
		series               Series
		color                color.NRGBA
	}{
		{"Hemoglobin", "hemoglobin", "g/dL", past.series(func(m *moment) float64 { return m.hb }), s.typeInk("retic")},
		{"Neutrophils", "neutrophils", "10^9/L", past.series(func(m *moment) float64 { return m.anc }), k.line},
		{"Platelets", "platelets", "10^9/L", past.series(func(m *moment) float64 { return m.plt }), s.typeInk("mk")},
	} {
		if y+62 > p.H {
			break
		}
		p.course(k, Box{side, y, p.W - side, y + 54}, c.name, c.unit, c.series, r[c.quantity], c.color)
		y += 62
	}
	return y
}

// surroundingsKey explains what is no cell, with its share of the patch, if there is
// room for it.
func (s *Scene) surroundingsKey(p *Panel, k theme, y float32) {
	if y+146 > p.H {
		return
	}
	y = p.heading(k, y, "SURROUNDINGS", "share of the patch")
	share := &s.Tissue.Stats.Share
	for i, row := range []struct {
		name      string
		fill, rim Color
		share     float64
	}{
		{"Bone", s.skin.Bone[1], s.skin.BoneRim, share[tissue.Bone]},
		{"Fat cells", s.skin.Fat[1], s.skin.FatRim, share[tissue.Fat]},
		{"Sinusoids and veins", s.skin.Lumen[1], s.skin.Wall, share[tissue.Sinusoid] + share[tissue.Vein] + share[tissue.Capillary]},
		{"Arterioles", s.skin.Artery[1], s.skin.ArteryWall, share[tissue.Arteriole]},
		{"Room for cells", s.skin.Stroma[1], s.skin.Stroma[1].Mix(s.skin.Ink, 0.4), share[tissue.Free]},
	} {
		at := y + 4 + float32(i)*21.5
		p.fill(Box{side, at, side + 13, at + 13}, 4, row.rim.Alpha(1))
		p.fill(Box{side + 1.5, at + 1.5, side + 11.5, at + 11.5}, 3, row.fill.Alpha(1))
		p.words(side+22, at+11, row.name, textFont, k.text, Start)
		p.words(p.W-side, at+11, percent(row.share), smallFont, k.muted, End)
	}
	p.words(side, y+126, "Red cells in vessels are drawn, not counted.", smallFont, k.faint, Start)
}

// typeInk is the color of a type, for lines.
func (s *Scene) typeInk(id string) color.NRGBA {
	if t := s.Palette.Type(id); t != nil {
		return t.Color.Alpha(1)
	}
	return themeOf(s.skin).text
}

// course draws one value over time with its normal band.
func (p *Panel) course(k theme, b Box, name, unit string, s Series, r Range, c color.NRGBA) {
	p.fill(b, 7, k.raised)
	p.words(b.X0+9, b.Y0+15, name, smallFont, k.muted, Start)
	p.words(b.X1-9, b.Y0+15, unit, smallFont, k.faint, End)
	plot := Box{b.X0 + 9, b.Y0 + 22, b.X1 - 44, b.Y1 - 7}
	least, hi := s.limits()
	lo, top := 0.6*least, max(hi, r.High)*1.08
	if r.Low > 0 {
		lo = 0.6 * min(least, r.Low)
	}
	if r.High > 0 {
		at := func(v float64) float32 { return plot.Y1 - (plot.Y1-plot.Y0)*float32((v-lo)/(top-lo)) }
		p.fill(Box{plot.X0, at(r.High), plot.X1, at(r.Low)}, 2, faded(k.band, 110))
	}
	if len(s.Value) == 0 {
		return
	}
	p.plot(plot, s, lo, top, 1.8, c)
	last := s.Value[len(s.Value)-1]
	y := plot.Y1 - (plot.Y1-plot.Y0)*clamp(float32((last-lo)/(top-lo)), 0, 1)
	p.fill(Box{plot.X1 - 3, y - 3, plot.X1 + 3, y + 3}, 3, c)
	p.words(b.X1-9, b.Y1-12, short(last), boldFont, k.text, End)
}
