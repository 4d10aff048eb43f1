package main

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/jpeg"

	"marrow/render/view"
	"marrow/sim"
	"marrow/sim/scenario"
)

// The strip of pictures that stands for a scenario in the gallery.
const (
	stripFrames = 12
	stripSize   = "96x54x1" // sites
	stripScale  = 3         // pixels a site
)

// strip runs a scenario on a small slice and returns pictures of it at even
// distances of time, side by side, as a JPEG. It takes a second or two of one core.
func strip(ctx context.Context, name string) ([]byte, error) {
	s, err := load(name, scenario.Options{Size: stripSize, Threads: 1})
	if err != nil {
		return nil, err
	}
	w, err := newWorld(s)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	palette, err := view.DefaultPalette()
	if err != nil {
		return nil, err
	}
	spec := w.Tissue().Spec
	width, height := spec.Width*stripScale, spec.Height*stripScale
	all := image.NewRGBA(image.Rect(0, 0, stripFrames*width, height))
	every := scenario.Ticks(s.Scenario.Until) / (stripFrames - 1)
	for i := range stripFrames {
		if err := advance(ctx, w, s, uint64(i)*every); err != nil {
			return nil, err
		}
		var f sim.Frame
		w.Frame(0, &f)
		scene, err := view.NewScene(&f, w.Tissue(), w.Table(), palette)
		if err != nil {
			return nil, err
		}
		scene.Camera = view.Fit(spec.Width, spec.Height, width, height)
		scene.Camera.Scale = stripScale
		draw.Draw(all, image.Rect(i*width, 0, (i+1)*width, height), view.Render(scene, width, height), image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, all, &jpeg.Options{Quality: 82})
	return out.Bytes(), err
}

// advance ticks w to a tick, with the events of its scenario.
func advance(ctx context.Context, w *sim.World, s *scenario.Setup, to uint64) error {
	for w.Ticks() < to {
		for len(s.Events) > 0 && s.Events[0].Tick <= w.Ticks() {
			if err := w.Apply(s.Events[0].Event); err != nil {
				return err
			}
			s.Events = s.Events[1:]
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		w.Tick()
	}
	return nil
}
