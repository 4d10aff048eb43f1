package view

import (
	"fmt"
	"math"
	"strings"

	"marrow/sim"
	"marrow/sim/lineage"
	"marrow/sim/tissue"
)

// CardWidth is the width of the card of a cell [pixels].
const CardWidth = 330

// A Fact is a line of a card.
type Fact struct{ Name, Value string }

// CardPanel lays out the card of what was clicked: what it is, how it came to be, where it
// is, and what may happen to it in the next tick. A click on its cross does "close".
func (s *Scene) CardPanel(x *sim.Sight) *Panel {
	k := themeOf(s.skin)
	var p Panel
	y := float32(58)
	if c := x.Cell; c != nil {
		for _, line := range s.crumbs(c) {
			p.words(16, y, line, smallFont, k.muted, Start)
			y += 17
		}
		y += 5
	}
	for _, f := range s.facts(x) {
		p.words(16, y, f.Name, smallFont, k.muted, Start)
		p.words(CardWidth-16, y, f.Value, smallFont, k.text, End)
		y += 18
	}
	whole := &Panel{W: CardWidth, H: y - 4}
	whole.fill(Box{0, 0, whole.W, whole.H}, 9, k.panel)
	whole.outline(Box{0, 0, whole.W, whole.H}, 9, 1, k.rule)
	s.cardTitle(whole, k, x)
	whole.Marks = append(whole.Marks, p.Marks...)
	return whole
}

func (s *Scene) cardTitle(p *Panel, k theme, x *sim.Sight) {
	at, name := float32(16), classNames[x.Place.Class]
	if x.Cell != nil {
		stage := s.Table.Rows[x.Cell.Kind].Stage
		name = stageName(s.Table.Stages[stage])
		s.swatch(p, 22, 24, stage)
		at = 36
	}
	p.words(at, 29, name, boldFont, k.text, Start)
	if x.Cell != nil && x.Cell.ID > 0 {
		p.words(at+Measure(name, boldFont)+8, 29, fmt.Sprintf("#%d", x.Cell.ID), smallFont, k.muted, Start)
	}
	p.line(1.6, k.muted, Point{CardWidth - 25, 19}, Point{CardWidth - 15, 29})
	p.line(1.6, k.muted, Point{CardWidth - 25, 29}, Point{CardWidth - 15, 19})
	p.hit(Box{CardWidth - 36, 8, CardWidth - 4, 40}, "close")
}

// crumbs are the stages on the way of a cell, in as many lines as they need.
func (s *Scene) crumbs(c *sim.Sighted) (lines []string) {
	line := ""
	for i, w := range c.Way {
		name := stageName(s.Table.Stages[w.Stage])
		if i > 0 {
			name = "› " + name
		}
		if line != "" && Measure(line+" "+name, smallFont) > CardWidth-32 {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + name)
	}
	if line == "" {
		return lines
	}
	return append(lines, line)
}

// facts are the lines of a card.
func (s *Scene) facts(x *sim.Sight) (all []Fact) {
	add := func(name, format string, a ...any) { all = append(all, Fact{name, fmt.Sprintf(format, a...)}) }
	c := x.Cell
	if c != nil && c.ID > 0 {
		add("Age", "%s", spanOf(float64(x.Tick-uint64(c.Born))))
		add("Divisions", "%d", c.Divisions)
	}
	if c != nil && c.Clone > 0 {
		add("Clone", "%d", c.Clone)
	}
	if v := x.Vessel; v != nil && v.Exit > 0 {
		add(fmt.Sprintf("Exit %d", v.Exit), "%d cells so far", v.Left)
	}
	for _, d := range []struct {
		name string
		um   float64
	}{{"To a sinusoid", x.Place.Sinusoid}, {"To bone", x.Place.Bone}, {"To fat", x.Place.Fat}} {
		if !math.IsNaN(d.um) && d.um > 0 {
			add(d.name, "%.0f µm", d.um)
		}
	}
	if x.Place.Class == tissue.Free {
		add("Crowding", "%.0f %%, %d free beside it", 100*x.Place.Crowding, x.Place.Room)
	}
	if c != nil && c.Why != nil {
		all = append(all, s.whyFacts(c.Why)...)
	}
	return all
}

// whyFacts say what is to come, and with which chance in the next tick.
func (s *Scene) whyFacts(y *sim.Why) (all []Fact) {
	if y.Remaining > 0 {
		all = append(all, Fact{"Its stay goes on for about", spanOf(y.Remaining)})
	}
	if y.Waits {
		all = append(all, Fact{"Its stay is over", "it looks for room"})
	}
	for _, b := range y.Next {
		all = append(all, Fact{endWords[y.Rule], fmt.Sprintf("%s, %.0f %%", stageName(s.Table.Stages[b.Stage]), 100*b.Chance)})
	}
	for _, c := range []struct {
		name   string
		chance float64
	}{{"divide", y.Divide}, {"mature", y.Mature}, {"leave", y.Chances.Leave}, {"move", y.Move}, {"die", y.Die}, {"give way", y.Replace}} {
		if c.chance > 0 {
			all = append(all, Fact{"In the next 5 minutes: " + c.name, percentOf(c.chance)})
		}
	}
	return all
}

// endWords say where the end of a stay leads.
var endWords = map[lineage.End]string{
	lineage.Mature: "Becomes", lineage.Divide: "Divides into", lineage.Renew: "Renews, or goes on to",
	lineage.Asymmetric: "Stays, and gives", lineage.Leave: "Leaves", lineage.Shed: "Sheds",
}

// spanOf writes a time of so many ticks.
func spanOf(ticks float64) string {
	hours := ticks * 24 / sim.TicksPerDay
	if hours < 48 {
		return fmt.Sprintf("%.3g h", hours)
	}
	return fmt.Sprintf("%.3g d", hours/24)
}

func percentOf(p float64) string {
	if p < 0.0001 {
		return "< 0.01 %"
	}
	return fmt.Sprintf("%.2g %%", 100*p)
}
