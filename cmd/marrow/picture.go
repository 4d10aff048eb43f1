package main

import (
	"fmt"
	"image/png"
	"io"

	"marrow/render/view"
	"marrow/sim"
	"marrow/sim/scenario"
)

// The size of pictures [pixels].
const (
	pictureWidth  = 1600
	pictureHeight = 1000
)

// picture returns a function that draws the middle slice of a world as a PNG.
func picture(s *scenario.Setup) (func(io.Writer, *sim.World) error, error) {
	palette, err := view.DefaultPalette()
	if err != nil {
		return nil, err
	}
	var frame sim.Frame
	return func(out io.Writer, w *sim.World) error {
		w.Frame(w.Tissue().Spec.Depth/2, &frame)
		scene, err := view.NewScene(&frame, w.Tissue(), w.Table(), palette)
		if err != nil {
			return err
		}
		scene.Title = s.Scenario.Title
		scene.Caption = fmt.Sprintf("%s, seed %d, marrow %s", s.Scenario.Name, s.Scenario.Seed, version)
		return png.Encode(out, view.Poster(scene, pictureWidth, pictureHeight))
	}, nil
}
