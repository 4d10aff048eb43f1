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
	"marrow/web"
)

// The strip of pictures that stands for a scenario in the gallery.
const (
	stripFrames = 12
	stripSize   = "96x54x1" // sites
	stripScale  = 3         // pixels a site
)

// A studio makes the films of the gallery. It is for one goroutine at a time.
type studio struct {
	reels map[string]*reel // those that are begun and not complete, by scenario
}

func newStudio() *studio { return &studio{reels: map[string]*reel{}} }

// roll goes on with the film of a scenario until it is complete or ctx ends, and returns it
// as far as it is: at least one frame, unless there is an error.
func (s *studio) roll(ctx context.Context, name string) (web.Film, error) {
	r := s.reels[name]
	if r == nil {
		var err error
		if r, err = newReel(name); err != nil {
			return web.Film{}, err
		}
		s.reels[name] = r
	}
	err := r.roll(ctx)
	failed := err != nil && ctx.Err() == nil
	if failed || r.shot == stripFrames {
		r.world.Close()
		delete(s.reels, name)
	}
	if failed {
		return web.Film{}, err
	}
	return r.film()
}

// A reel is a film in the making: a run of a scenario on a small slice.
type reel struct {
	setup   *scenario.Setup
	world   *sim.World
	palette *view.Palette
	every   uint64 // ticks between two frames
	strip   *image.RGBA
	width   int // of a frame [pixels]
	shot    int // frames that are on the strip
}

func newReel(name string) (*reel, error) {
	s, err := load(name, scenario.Options{Size: stripSize, Threads: 1})
	if err != nil {
		return nil, err
	}
	palette, err := view.DefaultPalette()
	if err != nil {
		return nil, err
	}
	w, err := newWorld(s)
	if err != nil {
		return nil, err
	}
	spec := w.Tissue().Spec
	width := spec.Width * stripScale
	return &reel{
		setup: s, world: w, palette: palette, width: width,
		every: scenario.Ticks(s.Scenario.Until) / (stripFrames - 1),
		strip: image.NewRGBA(image.Rect(0, 0, stripFrames*width, spec.Height*stripScale)),
	}, nil
}

// roll takes the frames that are missing, at even distances of time, until ctx ends. The
// first one is taken in any case.
func (r *reel) roll(ctx context.Context) error {
	for r.shot < stripFrames {
		if err := advance(ctx, r.world, r.setup, uint64(r.shot)*r.every); err != nil {
			return err
		}
		if err := r.shoot(); err != nil {
			return err
		}
	}
	return nil
}

// shoot takes a frame of the world as it is.
func (r *reel) shoot() error {
	var f sim.Frame
	r.world.Frame(0, &f)
	scene, err := view.NewScene(&f, r.world.Tissue(), r.world.Table(), r.palette)
	if err != nil {
		return err
	}
	spec, height := r.world.Tissue().Spec, r.strip.Rect.Dy()
	scene.Camera = view.Fit(spec.Width, spec.Height, r.width, height)
	scene.Camera.Scale = stripScale
	draw.Draw(r.strip, image.Rect(r.shot*r.width, 0, (r.shot+1)*r.width, height), view.Render(scene, r.width, height), image.Point{}, draw.Src)
	r.shot++
	return nil
}

// film is what there is, side by side, as a JPEG.
func (r *reel) film() (web.Film, error) {
	var out bytes.Buffer
	so := r.strip.SubImage(image.Rect(0, 0, r.shot*r.width, r.strip.Rect.Dy()))
	err := jpeg.Encode(&out, so, &jpeg.Options{Quality: 82})
	return web.Film{Strip: out.Bytes(), Frames: r.shot, Complete: r.shot == stripFrames}, err
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
