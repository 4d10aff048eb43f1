package chart

import "fmt"

// An entry of a legend says what one kind of mark is.
type entry struct {
	form string // box, band, line or point
	role Role
	name string
}

// legend lists what has a name, each name once.
func (c *Chart) legend() []entry {
	var all []entry
	have := map[string]bool{}
	add := func(form string, role Role, name string) {
		if name != "" && !have[name] {
			have[name] = true
			all = append(all, entry{form, role, name})
		}
	}
	for _, x := range c.Lines {
		add("line", x.Role, x.Name)
	}
	for _, x := range c.Bands {
		add("band", x.Role, x.Name)
	}
	for _, x := range c.Points {
		add("point", x.Role, x.Name)
	}
	for _, x := range c.Boxes {
		add("box", x.Role, x.Name)
	}
	return all
}

// The measures of a legend's parts [px]. A letter's width is a guess on the safe side:
// the page's font is not known here.
const (
	swatch = 22
	letter = 7
	apart  = 12
	line   = 18
)

// legend draws marks with their names above the frame: in one line under a title, else
// in up to two.
func (p plane) legend(entries []entry, titled bool) {
	x, y := float64(left), float64(top-line)
	if !titled && widthOf(entries) > Width-left-right {
		y -= line
	}
	for _, e := range entries {
		w := widthOf([]entry{e})
		if x > left && x+w > Width-right {
			x, y = left, y+line
		}
		p.swatch(e, x, y)
		p.text("", x+swatch, y+8, "start", e.name)
		x += w + apart
	}
}

// widthOf is the length of entries in one line.
func widthOf(entries []entry) float64 {
	w := 0.0
	for i, e := range entries {
		w += swatch + letter*float64(len([]rune(e.name)))
		if i > 0 {
			w += apart
		}
	}
	return w
}

// swatch draws a small mark of the entry's look.
func (p plane) swatch(e entry, x, y float64) {
	switch e.form {
	case "line":
		fmt.Fprintf(p, "<path class=\"line %s\" d=\"M%.1f %.1fh16\"/>", e.role, x, y+4)
	case "point":
		fmt.Fprintf(p, "<circle class=\"point %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", e.role, x+8, y+4)
	default:
		fmt.Fprintf(p, "<rect class=\"%s %s\" x=\"%.1f\" y=\"%.1f\" width=\"16\" height=\"9\"/>", e.form, e.role, x, y-.5)
	}
}
