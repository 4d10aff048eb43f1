package render

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"marrow/assets"
	"marrow/render/view"
)

// An action is something that the viewer can do, with its keys. The table of them is
// assets/actions.json, shared with the page in the browser.
type action struct {
	ID    string   `json:"id"`
	Keys  []string `json:"keys"`
	Label string   `json:"label"` // key of a text; after loadActions the text
	Skin  string   `json:"skin"`  // "page" or "window" if only that one has it
}

// loadActions returns the actions that the window has, in the table's order, with
// their English labels.
func loadActions() ([]action, error) {
	var table struct{ Actions []action }
	if err := readJSON("actions.json", &table); err != nil {
		return nil, err
	}
	var texts map[string]string
	if err := readJSON("i18n/en/chrome.json", &texts); err != nil {
		return nil, err
	}
	var own []action
	for _, a := range table.Actions {
		if a.Skin == "page" {
			continue
		}
		key := a.Label
		if a.Label = texts[key]; a.Label == "" {
			return nil, fmt.Errorf("render: actions.json: %s: there is no text %s", a.ID, key)
		}
		own = append(own, a)
	}
	return own, nil
}

func readJSON(name string, to any) error {
	data, err := assets.FS.ReadFile(name)
	if err != nil {
		return fmt.Errorf("render: %w", err)
	}
	if err := json.Unmarshal(data, to); err != nil {
		return fmt.Errorf("render: %s: %w", name, err)
	}
	return nil
}

// doings are what the actions do. shift is whether the shift key is held.
var doings = map[string]func(g *Game, shift bool){
	"play":        func(g *Game, _ bool) { g.togglePause() },
	"step":        (*Game).step,
	"back":        func(g *Game, shift bool) { g.move(-ticks(shift)) },
	"start":       func(g *Game, _ bool) { g.goTo(0) },
	"live":        func(g *Game, _ bool) { g.backToLive() },
	"undo":        func(g *Game, _ bool) { g.undo(false) },
	"redo":        func(g *Game, _ bool) { g.undo(true) },
	"slower":      func(g *Game, _ bool) { g.changePace(-1) },
	"faster":      func(g *Game, _ bool) { g.changePace(1) },
	"pan-left":    func(g *Game, shift bool) { g.nudge(-1, 0, shift) },
	"pan-right":   func(g *Game, shift bool) { g.nudge(1, 0, shift) },
	"pan-up":      func(g *Game, shift bool) { g.nudge(0, -1, shift) },
	"pan-down":    func(g *Game, shift bool) { g.nudge(0, 1, shift) },
	"zoom-in":     func(g *Game, _ bool) { g.zoomMiddle(view.ZoomNotch) },
	"zoom-out":    func(g *Game, _ bool) { g.zoomMiddle(1 / view.ZoomNotch) },
	"fit":         func(g *Game, _ bool) { g.fit() },
	"cells":       func(g *Game, _ bool) { g.closeUp() },
	"slice-up":    func(g *Game, _ bool) { g.showSlice(1) },
	"slice-down":  func(g *Game, _ bool) { g.showSlice(-1) },
	"inspect":     func(g *Game, _ bool) { g.inspectMiddle() },
	"speak":       func(g *Game, _ bool) { g.inspectMiddle() },
	"panel-cells": func(g *Game, _ bool) { g.hidden.legend = !g.hidden.legend },
	"panel-blood": func(g *Game, _ bool) { g.hidden.blood = !g.hidden.blood },
	"panel-map":   func(g *Game, _ bool) { g.hidden.mini = !g.hidden.mini },
	"panel-all":   func(g *Game, _ bool) { g.toggleAll() },
	"help":        func(g *Game, _ bool) { g.help = !g.help },
	"close":       func(g *Game, _ bool) { g.closeTop() },
	"acts":        func(g *Game, _ bool) { g.acts.open = !g.acts.open },
	"palette":     func(g *Game, _ bool) { g.nextSkin() },
	"palettes":    func(g *Game, _ bool) { g.palettes = !g.palettes },
	"labels":      func(g *Game, _ bool) { g.hidden.labels = !g.hidden.labels },
	"full-screen": func(*Game, bool) { ebiten.SetFullscreen(!ebiten.IsFullscreen()) },
}

// named are the keys that type no character, by their names in the table.
var named = map[string]ebiten.Key{
	"Space": ebiten.KeySpace, "Enter": ebiten.KeyEnter, "Escape": ebiten.KeyEscape,
	"ArrowLeft": ebiten.KeyArrowLeft, "ArrowRight": ebiten.KeyArrowRight, "ArrowUp": ebiten.KeyArrowUp, "ArrowDown": ebiten.KeyArrowDown,
	"PageUp": ebiten.KeyPageUp, "PageDown": ebiten.KeyPageDown, "Home": ebiten.KeyHome, "End": ebiten.KeyEnd, "F11": ebiten.KeyF11,
}

// do does the action with an id; false if the window knows none.
func (g *Game) do(id string, shift bool) bool {
	f := doings[id]
	if f != nil {
		f(g, shift)
		g.touched, g.panels.old = true, true
	}
	return f != nil
}

// helpRows returns the lines of the help: every action, then the mouse.
func helpRows(actions []action) []view.HelpRow {
	var rows []view.HelpRow
	for _, a := range actions {
		if a.ID == "panel-all" || a.ID == "close" || strings.HasPrefix(a.ID, "pan-") && a.ID != "pan-left" {
			continue
		}
		row := view.HelpRow{Keys: keyName(a.Keys[0]), Does: a.Label}
		if a.ID == "pan-left" {
			row = view.HelpRow{Keys: "Arrows", Does: "Move the view (Shift: faster)"}
		}
		rows = append(rows, row)
	}
	return append(rows,
		view.HelpRow{Keys: "Wheel", Does: "Zoom at the pointer"},
		view.HelpRow{Keys: "Drag", Does: "Move the view"},
		view.HelpRow{Keys: "Click", Does: "On a name at the left: light its cells"})
}

// keyName is what people read for a key of the table.
func keyName(key string) string {
	switch {
	case len(key) == 1:
		return strings.ToUpper(key)
	case strings.HasPrefix(key, "Shift+"):
		return "Shift+" + strings.ToUpper(strings.TrimPrefix(key, "Shift+"))
	case key == "PageUp":
		return "Page up"
	case key == "PageDown":
		return "Page down"
	case key == "Escape":
		return "Esc"
	}
	return key
}
