package view

import (
	"fmt"
	"image/color"
	"strings"
)

// FormWidth is the width of the panels of interventions [pixels].
const FormWidth = 420

// A MenuGroup is a section of a menu.
type MenuGroup struct {
	Title string
	Names []string
}

// An InterventionForm is what the panel of one intervention shows.
type InterventionForm struct {
	Title   string
	Help    string
	Fields  []FormField
	Focus   int    // field that is being edited
	Message string // what came of it; "" = nothing yet
	Refused bool   // Message is a mistake
}

// A FormField is an argument that is edited as text.
type FormField struct {
	Name, Text, Unit string
	Help             string // what it is and what is allowed
}

// MenuPanel lays out the interventions by group, in two columns; focus counts names
// through all groups. A click does "pick NAME".
func (s *Scene) MenuPanel(groups []MenuGroup, focus int) *Panel {
	k := themeOf(s.skin)
	p := &Panel{W: FormWidth}
	const top = 52
	half := menuHeight(groups) / 2
	x, y := float32(20), float32(top)
	var marks Panel
	for _, g := range groups {
		if y-top+menuHeight([]MenuGroup{g})/2 > half && x < FormWidth/2 {
			x, y = FormWidth/2+5, top
		}
		marks.words(x, y+14, strings.ToUpper(g.Title), headFont, k.faint, Start)
		y += 24
		for _, name := range g.Names {
			marks.item(Box{x - 8, y, x + 180, y + 24}, name, focus == 0, k)
			focus--
			y += 24
		}
		y += 10
		p.H = max(p.H, y)
	}
	p.H += 26
	p.sheet("Interventions", k)
	p.words(20, p.H-14, "Arrows choose · Enter opens · Esc closes", smallFont, k.faint, Start)
	p.Marks, p.Hits = append(p.Marks, marks.Marks...), marks.Hits
	return p
}

// menuHeight is the height of the groups below each other [pixels].
func menuHeight(groups []MenuGroup) (h float32) {
	for _, g := range groups {
		h += 34 + 24*float32(len(g.Names))
	}
	return h
}

// item writes a name of the menu.
func (p *Panel) item(b Box, name string, focused bool, k theme) {
	if focused {
		p.fill(b, 6, k.raised)
		p.outline(b, 6, 1, k.accent)
	}
	p.words(b.X0+8, b.Y0+16.5, name, textFont, k.text, Start)
	p.hit(b, "pick "+name)
}

// sheet fills the ground of a panel and writes its title.
func (p *Panel) sheet(title string, k theme) {
	p.fill(Box{0, 0, p.W, p.H}, 9, k.panel)
	p.outline(Box{0, 0, p.W, p.H}, 9, 1, k.rule)
	p.words(20, 34, title, titleFont, k.text, Start)
}

// FormPanel lays out the arguments of an intervention. A click does "field I" or "post".
func (s *Scene) FormPanel(f InterventionForm) *Panel {
	k := themeOf(s.skin)
	var p Panel
	y := p.prose(58, f.Help, k.muted)
	for i, field := range f.Fields {
		p.entry(y, i, field, i == f.Focus, k)
		y += 34
	}
	if f.Focus < len(f.Fields) {
		y = p.prose(y+14, f.Fields[f.Focus].Help, k.faint)
	}
	if f.Message != "" {
		ink := k.good
		if f.Refused {
			ink = k.bad
		}
		y = p.prose(y+10, f.Message, ink)
	}
	button := Box{20, y, 130, y + 30}
	p.fill(button, 7, k.text)
	p.words(75, y+19.5, "Do it", boldFont, k.onText, Middle)
	p.hit(button, "post")
	p.words(FormWidth-20, y+19.5, "Tab next field · Enter does it · Esc back", smallFont, k.faint, End)
	whole := &Panel{W: FormWidth, H: y + 46}
	whole.sheet(f.Title, k)
	whole.Marks, whole.Hits = append(whole.Marks, p.Marks...), p.Hits
	return whole
}

// entry draws the i-th field at y; the one being edited has a caret.
func (p *Panel) entry(y float32, i int, f FormField, focused bool, k theme) {
	box := Box{130, y, 320, y + 27}
	p.words(20, y+18, f.Name, textFont, k.muted, Start)
	p.fill(box, 6, k.ground)
	text, edge := f.Text, k.rule
	if focused {
		text, edge = text+"|", k.accent
	}
	p.outline(box, 6, 1, edge)
	p.words(138, y+18, lastFitting(text, 174), textFont, k.text, Start)
	p.words(328, y+18, f.Unit, smallFont, k.faint, Start)
	p.hit(Box{20, y, FormWidth - 20, y + 27}, fmt.Sprint("field ", i))
}

// lastFitting cuts the beginning of a text that is wider than w.
func lastFitting(text string, w float32) string {
	r := []rune(text)
	for len(r) > 1 && Measure(string(r), textFont) > w {
		r = r[1:]
	}
	return string(r)
}

// prose writes text in lines from y on and returns where what follows may begin.
func (p *Panel) prose(y float32, text string, ink color.NRGBA) float32 {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && Measure(line+" "+word, smallFont) > FormWidth-44 {
			p.words(20, y, line, smallFont, ink, Start)
			line, y = "", y+16
		}
		line = strings.TrimSpace(line + " " + word)
	}
	p.words(20, y, line, smallFont, ink, Start)
	return y + 14
}
