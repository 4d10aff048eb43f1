package render

import (
	"errors"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"
)

// clickOn presses the middle of what does an action, as the mouse would.
func clickOn(t *testing.T, g *Game, screen *ebiten.Image, p *placedPanel, action string) {
	t.Helper()
	for _, h := range p.panel.Hits {
		if h.Action == action {
			x, y := p.x+(h.Box.X0+h.Box.X1)/2*p.scale, p.y+(h.Box.Y0+h.Box.Y1)/2*p.scale
			g.press(int(x), int(y), false)
			settle(t, g, screen)
			return
		}
	}
	t.Fatalf("nothing does %q", action)
}

// await draws until the world has answered. The answer may have been taken by a frame before.
func await(t *testing.T, g *Game, screen *ebiten.Image) {
	t.Helper()
	if g.acts.waiting {
		g.acts.answers <- <-g.acts.answers
	}
	settle(t, g, screen)
}

// With the mouse alone an intervention is picked, edited and done; the panel says when.
func TestActByMouse(t *testing.T) {
	g, s, screen := window(t, 1000, 640, nil)
	clickOn(t, g, screen, &g.panels.header, "acts")
	clickOn(t, g, screen, &g.panels.acts, "pick bleed")
	clickOn(t, g, screen, &g.panels.acts, "field 0")
	g.acts.write("125")
	g.acts.erase()
	clickOn(t, g, screen, &g.panels.acts, "post")
	await(t, g, screen)
	if len(s.events) != 1 || s.events[0].Name != "bleed" || s.events[0].Arguments != "share=12% over=0m" {
		t.Fatalf("posted %+v, want a bleed of 12 %%", s.events)
	}
	if g.acts.message != "bleed on day 0.0" || g.acts.refused {
		t.Errorf("the panel says %q", g.acts.message)
	}
}

// What is wrong with an argument is said in the panel in one line, the field is gone to,
// and nothing is posted; so is what the world refuses.
func TestActRefused(t *testing.T) {
	g, s, screen := window(t, 640, 480, nil)
	g.do("acts", false)
	g.acts.pick("bleed")
	g.acts.write("95")
	g.acts.move(1)
	g.enter()
	settle(t, g, screen)
	if g.acts.message != "bleed: share: got 95 %, allowed are 0 to 60 %" || !g.acts.refused || g.acts.focus != 0 || len(s.events) != 0 {
		t.Errorf("the panel says %q at field %d after %d events", g.acts.message, g.acts.focus, len(s.events))
	}
	s.refuse = errors.New("bleed: nothing left")
	g.acts.texts[0] = "5"
	g.enter()
	await(t, g, screen)
	if g.acts.message != "bleed: nothing left" || !g.acts.refused {
		t.Errorf("the panel says %q", g.acts.message)
	}
}

// Every intervention of the table can be reached by keys and has a form, from which
// Escape leads back to the menu, and then to the marrow.
func TestActByKeys(t *testing.T) {
	g, _, screen := window(t, 1000, 640, nil)
	g.do("acts", false)
	settle(t, g, screen)
	for range g.acts.table {
		want := g.acts.table[g.acts.focus].Name
		g.enter()
		settle(t, g, screen)
		if g.acts.picked == nil || g.acts.picked.Name != want {
			t.Fatalf("Enter does not open %s", want)
		}
		g.do("close", false)
		g.acts.move(1)
	}
	if g.acts.focus != 0 {
		t.Errorf("the menu ends at %d, want its beginning", g.acts.focus)
	}
	g.do("close", false)
	if g.acts.open {
		t.Error("Escape does not close the menu")
	}
}
