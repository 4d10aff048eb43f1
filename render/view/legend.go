package view

import (
	"cmp"
	"image/color"
	"slices"
	"strings"

	"marrow/sim/lineage"
)

// A LegendRow is a lineage, or a stage of it, with its cells.
type LegendRow struct {
	ID     string // lineage or stage: what the scene's Focus can be
	Name   string
	Stage  int // of the table; -1 for a lineage
	Count  int // cells in the whole patch
	Colors []Color
	Lit    bool
}

// Legend returns the lineages of the table, each followed by its stages.
func (s *Scene) Legend() []LegendRow {
	var rows []LegendRow
	for _, l := range lineagesOf(s.Table) {
		head := LegendRow{ID: l, Name: s.lineageName(l), Stage: -1, Lit: s.Focus == "" || s.Focus == l}
		var stages []LegendRow
		for i, st := range s.Table.Stages {
			if st.Lineage != l {
				continue
			}
			c := s.looks[i+1].Cell
			head.Count += s.Frame.Counts[i]
			head.Colors = append(head.Colors, c)
			stages = append(stages, LegendRow{st.Name, stageName(st), i, s.Frame.Counts[i], []Color{c}, s.lit(i)})
		}
		rows = append(append(rows, head), stages...)
	}
	return rows
}

// lineagesOf returns the lineages of a table in the order of their first stages.
func lineagesOf(t *lineage.Table) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range t.Stages {
		if !seen[s.Lineage] {
			seen[s.Lineage] = true
			out = append(out, s.Lineage)
		}
	}
	return out
}

// lineageName is what people read for the id of a lineage.
func (s *Scene) lineageName(id string) string {
	if g := s.Palette.Group(id); g != nil {
		return g.Name
	}
	return capital(id)
}

// stageName is what people read for a stage.
func stageName(s lineage.Stage) string {
	if s.Label != "" {
		return capital(s.Label)
	}
	return capital(strings.ReplaceAll(s.Name, "_", " "))
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// LegendWidth is the width of the legend [pixels].
const LegendWidth = 246

// A LegendState is what the viewer has opened and scrolled to.
type LegendState struct {
	Closed map[string]bool // lineages that show no stages
	Scroll float32         // [pixels] that the list is moved up
}

const (
	groupHeight = 25
	stageHeight = 21.5
)

// LegendPanel lays out the legend in a column h pixels high, with the trend of each
// lineage. Clicking a row lights it ("focus ID"), clicking its arrow folds it
// ("fold ID").
func (s *Scene) LegendPanel(h float32, state LegendState) *Panel {
	k := themeOf(s.skin)
	p := &Panel{W: LegendWidth, H: h}
	p.fill(Box{0, 0, p.W, h}, 0, k.panel)
	y := 46 - state.Scroll
	closed := false
	for _, r := range s.Legend() {
		if r.Stage < 0 {
			closed = state.Closed[r.ID]
			if y > 30 && y < h-groupHeight {
				s.groupRow(p, r, y, closed)
			}
			y += groupHeight
		} else if !closed {
			if y > 30 && y < h-stageHeight {
				s.stageRow(p, r, y)
			}
			y += stageHeight
		}
	}
	p.fill(Box{0, 0, p.W, 38}, 0, k.panel)
	p.words(13, 25, "CELLS", headFont, k.muted, Start)
	p.words(p.W-13, 25, thousands(s.Frame.Marrow.Cells)+" in the patch", smallFont, k.faint, End)
	p.fill(Box{p.W - 1, 0, p.W, h}, 0, k.rule)
	return p
}

// Folded returns a state in which the legend fits into a height, if it can: the
// lineages with the fewest cells are closed, the first one last.
func (s *Scene) Folded(h float32) LegendState {
	state := LegendState{Closed: map[string]bool{}}
	var heads []LegendRow
	for _, r := range s.Legend() {
		if r.Stage < 0 {
			heads = append(heads, r)
		}
	}
	if len(heads) > 1 {
		rest := heads[1:]
		slices.SortStableFunc(rest, func(a, b LegendRow) int { return cmp.Compare(a.Count, b.Count) })
		heads = append(slices.Clone(rest), heads[0])
	}
	for _, r := range heads {
		if s.LegendHeight(state) <= h {
			break
		}
		state.Closed[r.ID] = true
	}
	return state
}

// LegendHeight is the height that the whole legend needs [pixels].
func (s *Scene) LegendHeight(state LegendState) float32 {
	y := float32(54)
	closed := false
	for _, r := range s.Legend() {
		if r.Stage < 0 {
			closed = state.Closed[r.ID]
			y += groupHeight
		} else if !closed {
			y += stageHeight
		}
	}
	return y
}

func (s *Scene) groupRow(p *Panel, r LegendRow, y float32, closed bool) {
	k := themeOf(s.skin)
	box := Box{6, y, p.W - 7, y + groupHeight - 1}
	if s.Focus == r.ID {
		p.fill(box, 6, k.rule)
	}
	p.hit(box, "focus "+r.ID)
	p.hit(Box{6, y, 26, y + groupHeight}, "fold "+r.ID)
	p.arrow(14, y+12, closed, k.faint)
	s.ramp(p, Box{27, y + 6, 40, y + 19}, r.Colors)
	room := float32(trendStart - 6)
	if s.Past == nil {
		room = 0
	}
	s.nameAndCount(p, r, y+17, boldFont, room)
	if s.Past != nil {
		c := r.Colors[len(r.Colors)/2]
		p.spark(Box{trendStart, y + 6, trendStart + 28, y + 18}, s.Past.Cells(r.ID), 1.5, c.Mix(Color{255, 255, 255}, 0.15).Alpha(1))
	}
}

func (s *Scene) stageRow(p *Panel, r LegendRow, y float32) {
	k := themeOf(s.skin)
	box := Box{6, y, p.W - 7, y + stageHeight - 1}
	if s.Focus == r.ID {
		p.fill(box, 6, k.rule)
	}
	p.hit(box, "focus "+r.ID)
	s.swatch(p, 33, y+10.5, r.Stage)
	s.nameAndCount(p, r, y+15, textFont, 0)
}

// trendStart is where the trend of a lineage begins [pixels].
const trendStart = 162

// nameAndCount writes a row; the name ends before end, or before the count if that
// is 0.
func (s *Scene) nameAndCount(p *Panel, r LegendRow, y float32, f Font, end float32) {
	k := themeOf(s.skin)
	right, count := p.W-13, thousands(r.Count)
	if end == 0 {
		end = right - 6 - Measure(count, smallFont)
	}
	p.words(right, y, count, smallFont, k.muted, End)
	p.words(47, y, fitted(r.Name, f, end-47), f, s.rowInk(k, r), Start)
}

func (s *Scene) rowInk(k theme, r LegendRow) color.NRGBA {
	if r.Lit {
		return k.text
	}
	return k.faint
}

// arrow draws the mark of an open or a closed branch.
func (p *Panel) arrow(x, y float32, closed bool, c color.NRGBA) {
	if closed {
		p.area(c, Point{x - 2, y - 4}, Point{x + 3, y}, Point{x - 2, y + 4})
		return
	}
	p.area(c, Point{x - 4, y - 2}, Point{x + 4, y - 2}, Point{x, y + 3})
}

// swatch draws a small cell of stage i, nucleus and all.
func (s *Scene) swatch(p *Panel, x, y float32, i int) {
	l := s.looks[i+1]
	const r = 6
	p.fill(Box{x - r, y - r, x + r, y + r}, r, l.Cell.Alpha(1))
	ink := l.Nucleus.Alpha(1)
	dot := func(dx, dy, n float32) { p.fill(Box{x + dx - n, y + dy - n, x + dx + n, y + dy + n}, n, ink) }
	switch l.Form {
	case Pale:
		dot(0, 0, 1.8)
	case Aside:
		dot(1.2, 0, r*l.Share)
	case Kidney, Band:
		p.line(2.2, ink, Point{x + 0.6, y - 2.6}, Point{x - 1.8, y - 1.6}, Point{x - 2.4, y + 0.6}, Point{x - 1, y + 2.4}, Point{x + 1.4, y + 2.6})
	case Lobes2:
		dot(0.3, -2.1, 1.9)
		dot(0.3, 2.1, 1.9)
	case Lobes3:
		dot(2.2, 0, 1.8)
		dot(-1.2, -2.1, 1.8)
		dot(-1.2, 2.1, 1.8)
	case Mega:
		dot(-1.3, -1.1, 2)
		dot(1.4, -0.8, 2)
		dot(0, 1.5, 2)
	default:
		dot(0, 0, r*l.Share)
	}
}

// ramp fills a box with the colors of a lineage from left to right.
func (s *Scene) ramp(p *Panel, b Box, colors []Color) {
	pick := colors
	if len(pick) > 3 {
		pick = []Color{colors[0], colors[len(colors)/2], colors[len(colors)-1]}
	}
	p.fill(b, 4, pick[0].Alpha(1))
	w := (b.X1 - b.X0) / float32(len(pick))
	for i := 1; i < len(pick); i++ {
		x := b.X0 + w*float32(i)
		if i == len(pick)-1 {
			p.fill(Box{x, b.Y0, b.X1, b.Y1}, 4, pick[i].Alpha(1))
			p.fill(Box{x, b.Y0, b.X1 - 4, b.Y1}, 0, pick[i].Alpha(1))
			continue
		}
		p.fill(Box{x, b.Y0, x + w, b.Y1}, 0, pick[i].Alpha(1))
	}
}

// fitted shortens text until it is at most width pixels wide.
func fitted(text string, f Font, width float32) string {
	if Measure(text, f) <= width {
		return text
	}
	r := []rune(text)
	for len(r) > 1 && Measure(string(r)+"…", f) > width {
		r = r[:len(r)-1]
	}
	return strings.TrimSpace(string(r)) + "…"
}
