package view

import (
	"strings"
	"testing"
)

// The legend counts every cell once: the stages of a lineage add up to it, and the
// lineages to the patch.
func TestLegendAddsUp(t *testing.T) {
	s := handmadeScene(t)
	total, stages := 0, map[string]int{}
	lineage := ""
	for _, r := range s.Legend() {
		if r.Stage < 0 {
			lineage = r.ID
			total += r.Count
			stages[lineage] = r.Count
			continue
		}
		stages[lineage] -= r.Count
		if len(r.Colors) != 1 || r.Colors[0] != s.Look(r.Stage).Cell {
			t.Errorf("%s is %v in the legend, %v in the picture", r.Name, r.Colors, s.Look(r.Stage).Cell)
		}
	}
	if total != s.Frame.Marrow.Cells {
		t.Errorf("lineages have %d cells, want the patch's %d", total, s.Frame.Marrow.Cells)
	}
	for l, rest := range stages {
		if rest != 0 {
			t.Errorf("%s has %d cells more than its stages", l, rest)
		}
	}
}

// Focus lights one lineage or one stage and dims everything else.
func TestFocus(t *testing.T) {
	s := handmadeScene(t)
	for _, tt := range []struct {
		focus string
		want  int
	}{{"", 40}, {"ery", 6}, {"promy", 1}, {"nobody", 0}} {
		s.Focus = tt.focus
		lit := 0
		for i := range s.Table.Stages {
			if s.lit(i) {
				lit++
			}
		}
		if lit != tt.want {
			t.Errorf("focus %q lights %d stages, want %d", tt.focus, lit, tt.want)
		}
		for i, g := range s.glyphs()[1 : len(s.Table.Stages)+1] {
			if dim := g.cell != s.looks[i+1].Cell.vec(); dim == s.lit(i) {
				t.Errorf("focus %q: %s is dim: %v", tt.focus, s.Table.Stages[i].Name, dim)
			}
		}
	}
}

// The legend is folded as far as it must be to fit, smallest lineages first.
func TestFolded(t *testing.T) {
	s := handmadeScene(t)
	for _, h := range []float32{2000, 700, 500, 300} {
		state := s.Folded(h)
		if got := s.LegendHeight(state); got > h {
			t.Errorf("the legend takes %v pixels of %v", got, h)
		}
		if h == 2000 && len(state.Closed) > 0 {
			t.Errorf("%v is folded although there is room", state.Closed)
		}
	}
}

// A click on a row of the legend means the lineage or stage that is written there,
// and a click on its arrow folds it.
func TestLegendClicks(t *testing.T) {
	s := handmadeScene(t)
	p := s.LegendPanel(2000, LegendState{})
	if got := p.At(100, 58); got != "focus stem" {
		t.Errorf("the first row means %q, want focus stem", got)
	}
	if got := p.At(14, 58); got != "fold stem" {
		t.Errorf("the first arrow means %q, want fold stem", got)
	}
	if got := p.At(100, 46+groupHeight+5); got != "focus hsc" {
		t.Errorf("the second row means %q, want focus hsc", got)
	}
	folded := s.LegendPanel(2000, LegendState{Closed: map[string]bool{"stem": true}})
	if got := folded.At(100, 46+groupHeight+5); got != "focus ery" {
		t.Errorf("under a folded lineage comes %q, want focus ery", got)
	}
	if got := p.At(-5, 58); got != "" {
		t.Errorf("beside the panel something answers: %q", got)
	}
}

// Names that are too long end in an ellipsis and fit.
func TestFitted(t *testing.T) {
	long := "Polychromatic erythroblast of the marrow"
	got := fitted(long, textFont, 90)
	if !strings.HasSuffix(got, "…") || Measure(got, textFont) > 90 {
		t.Errorf("got %q, %v pixels wide", got, Measure(got, textFont))
	}
	if fitted("NK cell", textFont, 90) != "NK cell" {
		t.Error("a short name was shortened")
	}
}

// Raised numbers are written smaller, whole, and only they.
func TestRuns(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []run
	}{
		{"g/dL", []run{{"g/dL", false}}},
		{"10^9/L", []run{{"10", false}, {"9", true}, {"/L", false}}},
		{"10^12/L", []run{{"10", false}, {"12", true}, {"/L", false}}},
		{"x^", []run{{"x", false}}},
		{"", nil},
	} {
		got := runs(tt.text)
		if len(got) != len(tt.want) {
			t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
			}
		}
	}
	if a, b := Measure("10^9/L", textFont), Measure("109/L", textFont); a >= b {
		t.Errorf("raised text is %v wide, want less than %v", a, b)
	}
}

// Numbers are written as people read them.
func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := thousands(n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for _, tt := range []struct {
		v    float64
		want string
	}{{0.042, "0.04"}, {0.42, "0.42"}, {4.13, "4.1"}, {15.13, "15.1"}, {251.4, "251"}, {1234.5, "1,235"}} {
		if got := short(tt.v); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.v, got, tt.want)
		}
	}
	if got := percent(0.012) + percent(0.52); got != "1.2 %52 %" {
		t.Errorf("got %s", got)
	}
}
