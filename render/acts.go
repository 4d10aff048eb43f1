package render

import (
	"fmt"
	"strconv"
	"strings"

	"marrow/render/view"
	"marrow/sim"
	"marrow/sim/scenario"
)

// acts is the panel of interventions: a menu, or the form of the one that was picked.
type acts struct {
	open    bool
	table   []scenario.Intervention // by group, groups in the order in which they first come
	picked  *scenario.Intervention  // nil while the menu is shown
	texts   []string                // its arguments as they stand
	focus   int                     // field, or place in the menu
	message string
	refused bool
	waiting bool
	answers chan answer // holds the one answer that is waited for
}

// An answer is what came of an event that was posted.
type answer struct {
	name string
	tick uint64
	err  error
}

func newActs() acts {
	a := acts{answers: make(chan answer, 1)}
	for _, g := range menuOf(scenario.Interventions()) {
		for _, name := range g.Names {
			v, err := scenario.Find(name)
			if err == nil {
				a.table = append(a.table, v)
			}
		}
	}
	return a
}

// menuOf groups the interventions.
func menuOf(table []scenario.Intervention) []view.MenuGroup {
	var groups []view.MenuGroup
	at := map[string]int{}
	for _, v := range table {
		i, ok := at[v.Group]
		if !ok {
			i = len(groups)
			at[v.Group] = i
			groups = append(groups, view.MenuGroup{Title: v.Group})
		}
		groups[i].Names = append(groups[i].Names, v.Name)
	}
	return groups
}

// pick opens the form of an intervention; an unknown name changes nothing.
func (a *acts) pick(name string) {
	v, err := scenario.Find(name)
	if err != nil {
		return
	}
	a.picked, a.focus, a.message, a.refused = &v, 0, "", false
	a.texts = make([]string, len(v.Arguments))
	for i, arg := range v.Arguments {
		a.texts[i] = arg.Default
		if arg.Default == "" && len(arg.Options) > 0 && !arg.Optional {
			a.texts[i] = arg.Options[0]
		}
	}
}

// back goes from the form to the menu, and from the menu to the marrow.
func (a *acts) back() {
	if a.picked == nil {
		a.open = false
		return
	}
	for i, v := range a.table {
		if v.Name == a.picked.Name {
			a.focus = i
		}
	}
	a.picked = nil
}

// move goes to another field or name.
func (a *acts) move(by int) {
	n := len(a.table)
	if a.picked != nil {
		n = len(a.texts)
	}
	a.focus = ((a.focus+by)%n + n) % n
}

// write adds to the field that is edited.
func (a *acts) write(typed string) {
	if a.picked != nil && len(a.texts[a.focus]) < 60 {
		a.texts[a.focus] += typed
	}
}

// erase takes the last character of the field away.
func (a *acts) erase() {
	if a.picked == nil {
		return
	}
	if r := []rune(a.texts[a.focus]); len(r) > 0 {
		a.texts[a.focus] = string(r[:len(r)-1])
	}
}

// given are the arguments that are not empty. A plain number is in the unit shown.
func (a *acts) given() map[string]string {
	out := map[string]string{}
	for i, arg := range a.picked.Arguments {
		text := strings.TrimSpace(a.texts[i])
		if text == "" {
			continue
		}
		if _, err := strconv.ParseFloat(text, 64); err == nil && arg.Kind == scenario.Number {
			text = strings.TrimSpace(text + " " + arg.Unit)
		}
		out[arg.Name] = text
	}
	return out
}

// enter opens what the menu is at, or does what the form says. The window does not
// wait for the world: take hears of it.
func (g *Game) enter() {
	a := &g.acts
	if a.picked == nil {
		a.pick(a.table[a.focus].Name)
		return
	}
	if a.waiting {
		return
	}
	name := a.picked.Name
	event, err := scenario.Make(name, a.given(), g.config.Table)
	if err != nil {
		a.take(answer{name: name, err: err})
		return
	}
	a.waiting, a.message, a.refused = true, "…", false
	go func(from source, to chan<- answer) {
		tick, err := from.Submit(event)
		to <- answer{name, tick, err}
	}(g.config.Source, a.answers)
}

// hear takes the answer that is waited for, if it is there.
func (g *Game) hear() {
	select {
	case got := <-g.acts.answers:
		g.acts.waiting = false
		g.acts.take(got)
		g.touched = true
	default:
	}
}

// take shows what came of an event, and goes to the argument that was refused.
func (a *acts) take(got answer) {
	a.refused = got.err != nil
	if !a.refused {
		a.message = fmt.Sprintf("%s on day %.1f", got.name, float64(got.tick)/sim.TicksPerDay)
		return
	}
	a.message = got.err.Error()
	for i := range a.texts {
		if strings.HasPrefix(a.message, got.name+": "+a.picked.Arguments[i].Name+": ") {
			a.focus = i
		}
	}
}

// pressActs does what a click in the panel means; false if it is not about the panel.
func (g *Game) pressActs(name, arg string) bool {
	switch name {
	case "pick":
		g.acts.pick(arg)
	case "field":
		if i, err := strconv.Atoi(arg); err == nil {
			g.acts.focus = i
		}
	case "post":
		g.enter()
	default:
		return false
	}
	return true
}

// panel lays out the menu or the form.
func (a *acts) panel(s *view.Scene) *view.Panel {
	if a.picked == nil {
		return s.MenuPanel(menuOf(a.table), a.focus)
	}
	f := view.InterventionForm{Title: a.picked.Name, Help: a.picked.Help, Focus: a.focus, Message: a.message, Refused: a.refused}
	for i, arg := range a.picked.Arguments {
		f.Fields = append(f.Fields, view.FormField{Name: arg.Name, Text: a.texts[i], Unit: unitOf(arg), Help: helpOf(arg)})
	}
	return s.FormPanel(f)
}

func unitOf(a scenario.Argument) string {
	if a.Kind == scenario.Number {
		return a.Unit
	}
	return ""
}

func helpOf(a scenario.Argument) string {
	help := fmt.Sprintf("%s: %s (%s)", a.Name, a.Help, a.Range())
	if a.Choice != "" {
		help += "; exactly one of the " + a.Choice + " fields is given"
	}
	return help
}
