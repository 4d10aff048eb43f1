package view

import (
	"fmt"
	"image/color"
	"math"

	"marrow/sim/tissue"
)

// The heights of the bars above and below the marrow [pixels].
const (
	HeaderHeight = 48
	TimeHeight   = 92
)

// A Status is what the window knows beside the frame.
type Status struct {
	Paused         bool
	Speed          float64 // wanted [ticks/s]; 0 = as fast as possible
	TicksPerSecond float64 // measured
	FPS            float64 // pictures per second
	Message        string  // what went wrong last; "" = nothing
	Note           string  // what was done last; "" = nothing
	Past           bool    // a moment of the past is shown, or wanted
	Going          bool    // it is on its way
	Marks          []TimeMark
}

// A TimeMark is something that was done to the body.
type TimeMark struct {
	Day    float64
	Name   string
	Posted bool // by who watches, not by the scenario
}

// A Pace is a speed that can be chosen.
type Pace struct {
	TicksPerSecond float64 // 0 = as fast as possible
	Name           string  // simulated time per second
}

// paces are the speeds from slow to fast.
var paces = []Pace{{0.2, "1 min/s"}, {2, "10 min/s"}, {12, "1 h/s"}, {72, "6 h/s"}, {288, "1 day/s"}, {2016, "1 week/s"}, {0, "full speed"}}

// PaceOf returns the pace nearest to a speed [ticks/s].
func PaceOf(speed float64) Pace { return paces[paceIndex(speed)] }

func paceIndex(speed float64) int {
	if speed <= 0 {
		return len(paces) - 1
	}
	best := 0
	for i, p := range paces[:len(paces)-1] {
		if math.Abs(math.Log(p.TicksPerSecond/speed)) < math.Abs(math.Log(paces[best].TicksPerSecond/speed)) {
			best = i
		}
	}
	return best
}

// Faster returns the pace a number of steps above (or below) a speed.
func Faster(speed float64, steps int) Pace {
	return paces[clampInt(paceIndex(speed)+steps, 0, len(paces)-1)]
}

// Place describes the patch: tissue, size, slices.
func (s *Scene) Place() string {
	sp := &s.Tissue.Spec
	mm := func(n int) float64 { return float64(n) * tissue.SiteSize / 1000 }
	text := fmt.Sprintf("%s %s, %.3g × %.3g mm", s.Table.Species, readable(sp.Name), mm(sp.Width), mm(sp.Height))
	if sp.Depth > 1 {
		text += fmt.Sprintf(" × %.3g mm, slice %d of %d", mm(sp.Depth), s.Frame.Z+1, sp.Depth)
	}
	return text
}

// readable turns the name of a thing in files into words.
func readable(name string) string {
	r := []rune(name)
	for i, c := range r {
		if c == '-' || c == '_' {
			r[i] = ' '
		}
	}
	return string(r)
}

// HeaderPanel lays out the bar over the marrow, w pixels wide.
func (s *Scene) HeaderPanel(w float32, st Status) *Panel {
	k := themeOf(s.skin)
	p := &Panel{W: w, H: HeaderHeight}
	p.fill(Box{0, 0, w, p.H}, 0, k.panel)
	p.fill(Box{0, p.H - 1, w, p.H}, 0, k.rule)
	x := s.titles(p, k)
	state, dot := "Live", k.good
	switch day := fmt.Sprintf("day %.1f", math.Floor(s.Frame.Day*10)/10); {
	case st.Going:
		state, dot = "Going back…", k.accent
	case st.Past:
		state, dot = "Replay, "+day, k.accent
	case st.Paused:
		state, dot = "Paused", k.faint
	}
	if st.Message != "" {
		state, dot = st.Message, k.bad
	}
	p.fill(Box{x, 16, x + 16, 32}, 8, faded(dot, 43))
	p.fill(Box{x + 4, 20, x + 12, 28}, 4, dot)
	p.words(x+22, 28.5, state, boldFont, k.text, Start)
	x += 22 + Measure(state, boldFont)
	more, ink := rates(st), k.muted
	if st.Note != "" {
		more, ink = st.Note, k.text
	}
	end := s.headerButtons(p, k)
	if x+8+Measure(more, smallFont) < end {
		p.words(x+8, 28.5, more, smallFont, ink, Start)
	}
	return p
}

// titles writes the program's and the scenario's name, and returns where they end.
func (s *Scene) titles(p *Panel, k theme) float32 {
	p.logo(14, 13)
	p.words(45, 30, "marrow", titleFont, k.text, Start)
	title := s.Title
	if title == "" {
		title = "Marrow"
	}
	place := s.Place()
	const wider = 1.06 // text on the screen may be a little wider than measured
	at := 132 + wider*Measure(title, boldFont) + 8
	box := Box{120, 8, at + wider*Measure(place, smallFont) + 12, 40}
	p.fill(box, 8, k.raised)
	p.outline(box, 8, 1, k.rule)
	p.words(132, 28.5, title, boldFont, k.text, Start)
	p.words(at, 28.5, place, smallFont, k.muted, Start)
	return box.X1 + 14
}

func rates(st Status) string {
	text := fmt.Sprintf("%s ticks/s", short(st.TicksPerSecond))
	if st.FPS > 0 {
		text = fmt.Sprintf("%.0f fps · %s", st.FPS, text)
	}
	return text
}

// headerButtons draws what can be clicked on the right of the bar, and returns where it begins.
func (s *Scene) headerButtons(p *Panel, k theme) float32 {
	x := p.W - 12
	for _, b := range []struct{ text, action string }{
		{"?", "help"}, {"Palette: " + s.skin.Name, "palettes"}, {"Fit", "fit"}, {"Interventions", "acts"},
	} {
		w := Measure(b.text, textFont) + 22
		box := Box{x - w, 9, x, 39}
		p.fill(box, 8, k.raised)
		p.outline(box, 8, 1, k.rule)
		p.words((box.X0+box.X1)/2, 28.5, b.text, textFont, k.muted, Middle)
		p.hit(box, b.action)
		x = box.X0 - 8
	}
	return x
}

// logo draws four cells in a ring, 22 pixels wide.
func (p *Panel) logo(x, y float32) {
	dot := func(cx, cy, r float32, c color.NRGBA) {
		p.fill(Box{x + cx - r, y + cy - r, x + cx + r, y + cy + r}, r, c)
	}
	dot(11, 11, 10.8, rgb(0xff6b5e))
	dot(11, 11, 9.2, rgb(0x2a1417))
	dot(8.2, 9, 3, rgb(0xe90400))
	dot(14, 8, 2.2, rgb(0xaefffb))
	dot(13.4, 13.6, 3.1, rgb(0xe768a6))
	dot(8, 14.5, 1.9, rgb(0xffd76a))
}

// TimePanel lays out the bar under the marrow: play and steps, the cells of the patch over
// time with what was done to the body, the clock and the speed. A click on the line does
// "scrub".
func (s *Scene) TimePanel(w float32, st Status) *Panel {
	k := themeOf(s.skin)
	p := &Panel{W: w, H: TimeHeight}
	p.fill(Box{0, 0, w, p.H}, 0, k.panel)
	p.fill(Box{0, 0, w, 1}, 0, k.rule)
	p.playButton(k, st.Paused)
	p.stepButtons(k)
	s.timeLine(p, k, Box{146, 14, w - 250, 64}, st)
	s.clock(p, k, st)
	return p
}

func (p *Panel) playButton(k theme, paused bool) {
	b := Box{20, 24, 64, 68}
	p.fill(b, 22, k.text)
	p.hit(b, "play")
	if paused {
		p.area(k.onText, Point{37, 37}, Point{51, 46}, Point{37, 55})
		return
	}
	p.fill(Box{35, 38, 39.5, 54}, 2, k.onText)
	p.fill(Box{44.5, 38, 49, 54}, 2, k.onText)
}

// stepButtons draws one tick back and one tick on.
func (p *Panel) stepButtons(k theme) {
	p.hit(Box{70, 28, 102, 64}, "back")
	p.area(k.text, Point{94, 39}, Point{83, 46}, Point{94, 53})
	p.fill(Box{78.5, 39, 81.5, 53}, 1, k.text)
	p.hit(Box{102, 28, 134, 64}, "step")
	p.area(k.text, Point{110, 39}, Point{121, 46}, Point{110, 53})
	p.fill(Box{122.5, 39, 125.5, 53}, 1, k.text)
}

// timeLine draws how many cells the patch had, over a ruler in days, with a knob at the day
// that is shown.
func (s *Scene) timeLine(p *Panel, k theme, b Box, st Status) {
	track := Box{b.X0, b.Y1 - 6, b.X1, b.Y1}
	p.fill(track, 3, k.track)
	p.words(b.X0, b.Y0+6, "Cells in the patch", smallFont, k.muted, Start)
	if st.Past {
		box := Box{b.X1 - 104, 3, b.X1, 25}
		p.fill(box, 7, k.raised)
		p.outline(box, 7, 1, k.rule)
		p.words((box.X0+box.X1)/2, 18.5, "Back to live", smallFont, k.text, Middle)
		p.hit(box, "live")
	}
	past := s.Past
	if past == nil {
		return
	}
	p.hit(Box{b.X0, track.Y0 - 12, b.X1, track.Y1 + 12}, "scrub")
	from, to := past.Span()
	cells := past.series(func(m *moment) float64 { return m.marrow })
	plot := Box{b.X0, b.Y0 + 12, b.X1, b.Y1 - 9}
	_, hi := cells.limits()
	points := cells.points(plot, 0, hi*1.08)
	if len(points) < 2 {
		return
	}
	shape := append([]Point{{plot.X0, plot.Y1}}, points...)
	p.area(faded(k.accent, 48), append(shape, Point{plot.X1, plot.Y1})...)
	p.line(1.4, faded(k.accent, 220), points...)
	p.fill(Box{track.X0, track.Y0, track.X1, track.Y1}, 3, faded(k.low, 120))
	place := func(day float64) float32 {
		return track.X0 + (track.X1-track.X0)*clamp(float32((day-from)/(to-from)), 0, 1)
	}
	p.marks(k, b, st.Marks, place)
	x := place(s.Frame.Day)
	p.fill(Box{x - 8, track.Y0 - 5, x + 8, track.Y1 + 5}, 8, k.text)
	p.fill(Box{x - 3.5, track.Y0 - 0.5, x + 3.5, track.Y1 + 0.5}, 3.5, k.accent)
	p.ruler(k, b, from, to)
}

// marks draws what was done to the body above a time line; a name is left out where there is
// no room for it.
func (p *Panel) marks(k theme, b Box, all []TimeMark, place func(day float64) float32) {
	free := b.X0 + 130 // beside the heading
	for _, m := range all {
		x, ink := place(m.Day), k.muted
		if m.Posted {
			ink = k.accent
		}
		p.area(ink, Point{x - 4.5, b.Y1 - 15}, Point{x + 4.5, b.Y1 - 15}, Point{x, b.Y1 - 8})
		w := Measure(m.Name, smallFont)
		if left := x - w/2; left > free && x+w/2 < b.X1-110 {
			p.words(x, b.Y0+6, m.Name, smallFont, ink, Middle)
			free = x + w/2 + 8
		}
	}
}

// ruler writes days under a time line: about eight of them, at round steps.
func (p *Panel) ruler(k theme, b Box, from, to float64) {
	if !(to > from) {
		return
	}
	step := roundStep((to - from) / 8)
	for d := math.Ceil(from/step) * step; d <= to; d += step {
		x := b.X0 + (b.X1-b.X0)*float32((d-from)/(to-from))
		p.fill(Box{x - 0.5, b.Y1 + 3, x + 0.5, b.Y1 + 7}, 0, k.faint)
		if x < b.X1-42 {
			p.words(x, b.Y1+19, fmt.Sprintf("%.4g", math.Round(d*1e4)/1e4), smallFont, k.muted, Middle)
		}
	}
	p.words(b.X1, b.Y1+19, "day", smallFont, k.muted, End)
}

// roundStep returns the least 1, 2 or 5 times a power of ten that is at least v.
func roundStep(v float64) float64 {
	ten := math.Pow(10, math.Floor(math.Log10(v)))
	for _, k := range [...]float64{1, 2, 5} {
		if k*ten >= v {
			return k * ten
		}
	}
	return 10 * ten
}

// clock writes the day and the hour, and the speed with its two buttons.
func (s *Scene) clock(p *Panel, k theme, st Status) {
	x := p.W - 16
	hour, minute := clockOf(s.Frame.Day)
	text := fmt.Sprintf("%02d:%02d", hour, minute)
	p.words(x, 36, text, textFont, k.muted, End)
	p.words(x-Measure(text, textFont)-8, 36, fmt.Sprintf("Day %.1f", math.Floor(s.Frame.Day*10)/10), clockFont, k.text, End)
	box := Box{x - 178, 48, x, 76}
	p.fill(box, 7, k.raised)
	p.outline(box, 7, 1, k.rule)
	p.words((box.X0+box.X1)/2, 66.5, PaceOf(st.Speed).Name, boldFont, k.text, Middle)
	minus, plus := Box{box.X0, 48, box.X0 + 34, 76}, Box{box.X1 - 34, 48, box.X1, 76}
	p.line(1.8, k.muted, Point{minus.X0 + 12, 62}, Point{minus.X0 + 22, 62})
	p.line(1.8, k.muted, Point{plus.X0 + 12, 62}, Point{plus.X0 + 22, 62})
	p.line(1.8, k.muted, Point{plus.X0 + 17, 57}, Point{plus.X0 + 17, 67})
	p.hit(minus, "slower")
	p.hit(plus, "faster")
}

// clockOf returns the time of day of a day number.
func clockOf(day float64) (hour, minute int) {
	minutes := int(math.Round((day - math.Floor(day)) * 24 * 60))
	return minutes / 60 % 24, minutes % 60
}

// ZoomPanel lays out the card with the zoom. pixels is how many pixels of the
// picture are one of the layout.
func (s *Scene) ZoomPanel(pixels float32) *Panel {
	k := themeOf(s.skin)
	p := &Panel{W: 156, H: 36}
	p.card(k)
	p.line(1.8, k.text, Point{13, 18}, Point{23, 18})
	p.line(1.8, k.text, Point{p.W - 23, 18}, Point{p.W - 13, 18})
	p.line(1.8, k.text, Point{p.W - 18, 13}, Point{p.W - 18, 23})
	p.words(p.W/2, 22.5, fmt.Sprintf("%.3g px / cell", s.Camera.Scale/float64(pixels)), smallFont, k.muted, Middle)
	p.hit(Box{0, 0, 36, 36}, "zoom-out")
	p.hit(Box{p.W - 36, 0, p.W, 36}, "zoom-in")
	return p
}

// TagPanel lays out the tag with what is at a site.
func (s *Scene) TagPanel(x, y int) *Panel {
	k := themeOf(s.skin)
	stage, class := s.StageAt(x, y)
	name, more := classNames[class], fmt.Sprintf("x %d, y %d µm", x*10, y*10)
	if stage >= 0 {
		name = stageName(s.Table.Stages[stage])
		more = s.lineageName(s.Table.Stages[stage].Lineage) + ", " + more
	}
	p := &Panel{W: max(Measure(name, boldFont), Measure(more, smallFont)) + 24, H: 42}
	if stage >= 0 {
		p.W = max(Measure(name, boldFont)+19, Measure(more, smallFont)) + 24
	}
	p.card(k)
	at := float32(12)
	if stage >= 0 {
		s.swatch(p, 18, 15, stage)
		at = 31
	}
	p.words(at, 19, name, boldFont, k.text, Start)
	p.words(12, 34, more, smallFont, k.muted, Start)
	return p
}

// RingPanel lays out the ring around a cell under the pointer, its center at the
// corner; scale is the size of a site [pixels].
func (s *Scene) RingPanel(scale float32) *Panel {
	p := &Panel{}
	r := 0.62*scale + 3
	b := Box{-r, -r, r, r}
	p.outline(Box{b.X0 - 1.5, b.Y0 - 1.5, b.X1 + 1.5, b.Y1 + 1.5}, r+1.5, 5, s.skin.Casing.Alpha(0.7))
	p.outline(b, r, 2.2, s.skin.Ink.Alpha(1))
	return p
}

// classNames is what people read for a site without a cell.
var classNames = [tissue.Classes]string{
	"Free site", "Bone", "Fat cell", "Sinusoid", "Arteriole", "Trans-cortical capillary", "Central vein", "Edge of the patch",
}

// A HelpRow is a line of the help: keys and what they do.
type HelpRow struct{ Keys, Does string }

// HelpPanel lays out the list of keys.
func (s *Scene) HelpPanel(rows []HelpRow) *Panel {
	k := themeOf(s.skin)
	half := (len(rows) + 1) / 2
	p := &Panel{W: 760, H: float32(half)*27 + 104}
	p.fill(Box{0, 0, p.W, p.H}, 9, k.panel)
	p.outline(Box{0, 0, p.W, p.H}, 9, 1, k.rule)
	p.words(24, 36, "Keys and mouse", titleFont, k.text, Start)
	p.words(p.W-24, 35, "? or Esc closes", smallFont, k.faint, End)
	for i, r := range rows {
		x, y := float32(24), 54+float32(i)*27
		if i >= half {
			x, y = 390, 54+float32(i-half)*27
		}
		w := Measure(r.Keys, boldFont) + 14
		p.fill(Box{x, y, x + w, y + 21}, 5, k.ground)
		p.outline(Box{x, y, x + w, y + 21}, 5, 1, k.rule)
		p.words(x+7, y+15, r.Keys, boldFont, k.text, Start)
		p.words(x+112, y+15, r.Does, textFont, k.muted, Start)
	}
	p.words(24, p.H-36, "Hue is the lineage, lightness the maturity, the form of the nucleus the stage.", smallFont, k.faint, Start)
	p.words(24, p.H-19, "Red cells in vessels show where blood flows; they are drawn, not counted.", smallFont, k.faint, Start)
	return p
}
