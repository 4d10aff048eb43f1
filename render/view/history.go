package view

import (
	"image/color"
	"slices"

	"marrow/sim"
	"marrow/sim/lineage"
)

// mostMoments is how many moments a history keeps: more than a chart has columns.
const mostMoments = 512

// A History is what the viewer has seen so far, for the small charts. However long
// the run, it keeps a bounded number of evenly spread moments.
type History struct {
	table   *lineage.Table
	every   uint64 // ticks between moments
	moments []moment
}

// A moment is one point of every chart.
type moment struct {
	tick         uint64
	day          float64
	hb, anc, plt float64
	marrow       float64        // cells in the patch
	cells        map[string]int // per lineage
}

// NewHistory returns an empty history of cells of t.
func NewHistory(t *lineage.Table) *History { return &History{table: t, every: 1} }

// Add notes a frame if it is new enough. With a frame of an earlier tick what came after it
// is forgotten: time was turned back.
func (h *History) Add(f *sim.Frame) {
	h.moments = slices.DeleteFunc(h.moments, func(m moment) bool { return m.tick > f.Tick })
	n := len(h.moments)
	if n == 0 {
		h.every = 1
	} else if f.Tick < h.moments[n-1].tick+h.every {
		return
	}
	m := moment{
		tick: f.Tick, day: f.Day, hb: f.Blood.Hb, anc: f.Blood.ANC, plt: f.Blood.Plt,
		marrow: float64(f.Marrow.Cells), cells: map[string]int{},
	}
	for i, s := range h.table.Stages {
		m.cells[s.Lineage] += f.Counts[i]
	}
	h.moments = append(h.moments, m)
	if len(h.moments) >= mostMoments {
		h.thin()
	}
}

// thin drops every second moment.
func (h *History) thin() {
	h.every *= 2
	kept := h.moments[:0]
	for i, m := range h.moments {
		if i%2 == 0 {
			kept = append(kept, m)
		}
	}
	clear(h.moments[len(kept):])
	h.moments = kept
}

// Span returns the days of the first and last moment.
func (h *History) Span() (from, to float64) {
	if len(h.moments) == 0 {
		return 0, 0
	}
	return h.moments[0].day, h.moments[len(h.moments)-1].day
}

// Cells returns the cells of a lineage over time.
func (h *History) Cells(lineage string) Series {
	return h.series(func(m *moment) float64 { return float64(m.cells[lineage]) })
}

func (h *History) series(value func(*moment) float64) Series {
	var s Series
	for i := range h.moments {
		s.Day = append(s.Day, h.moments[i].day)
		s.Value = append(s.Value, value(&h.moments[i]))
	}
	return s
}

// A Series is a value over time.
type Series struct{ Day, Value []float64 }

// limits returns the least and the greatest value, at least a fifth apart: a flat
// line shall look flat.
func (s Series) limits() (lo, hi float64) {
	if len(s.Value) == 0 {
		return 0, 1
	}
	lo, hi = slices.Min(s.Value), slices.Max(s.Value)
	if least := 0.1 * max(hi, 1e-9); hi-lo < 2*least {
		middle := (lo + hi) / 2
		lo, hi = middle-least, middle+least
	}
	return lo, hi
}

// spark draws a series without axes into a box.
func (p *Panel) spark(b Box, s Series, width float32, c color.NRGBA) {
	lo, hi := s.limits()
	p.plot(b, s, lo, hi, width, c)
}

// plot draws a series into a box whose lower edge is lo and upper edge hi.
func (p *Panel) plot(b Box, s Series, lo, hi float64, width float32, c color.NRGBA) {
	if points := s.points(b, lo, hi); len(points) > 1 {
		p.line(width, c, points...)
	}
}

// points returns where a series runs in a box: at most one point per pixel.
func (s Series) points(b Box, lo, hi float64) []Point {
	n := len(s.Day)
	if n == 0 || s.Day[n-1] <= s.Day[0] || !(hi > lo) {
		return nil
	}
	var out []Point
	last := float32(-1e9)
	for i, d := range s.Day {
		x := b.X0 + (b.X1-b.X0)*float32((d-s.Day[0])/(s.Day[n-1]-s.Day[0]))
		if x-last < 1 && i < n-1 {
			continue
		}
		last = x
		t := clamp(float32((s.Value[i]-lo)/(hi-lo)), 0, 1)
		out = append(out, Point{x, b.Y1 - t*(b.Y1-b.Y0)})
	}
	return out
}
