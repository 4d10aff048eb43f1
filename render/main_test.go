package render

import (
	"os"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"
)

// A harness is the one game that a process may run: all tests run inside it, where
// pixels can be read back.
type harness struct {
	run  func() int
	code int
	done bool
}

// Update runs the tests once and ends the game.
func (h *harness) Update() error {
	if !h.done {
		h.done = true
		h.code = h.run()
	}
	return ebiten.Termination
}

// Draw draws nothing.
func (h *harness) Draw(*ebiten.Image) {}

// Layout is the window's size.
func (h *harness) Layout(w, h2 int) (int, int) { return w, h2 }

func TestMain(m *testing.M) {
	h := &harness{run: m.Run}
	if err := ebiten.RunGame(h); err != nil {
		panic(err)
	}
	os.Exit(h.code)
}
