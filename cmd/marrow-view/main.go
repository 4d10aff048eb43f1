// Command marrow-view shows a marrow live in a window of its own. Without a display
// it says so in one sentence and exits 3; `marrow serve` shows the same in a
// browser.
package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"marrow/cmd/marrow-view/display"
	"marrow/render"
	"marrow/render/view"
	"marrow/sim"
	"marrow/sim/input"
	"marrow/sim/live"
	"marrow/sim/record"
	"marrow/sim/scenario"
)

// version is set when the program is linked.
var version = "development"

// The exit codes beside that of package display.
const (
	exitFailed = 1
	exitUsage  = 2
)

// flags are the command line: the shared flags and those of a window.
type flags struct {
	Scenario string `arg:"" optional:"" default:"healthy" help:"Built-in name or file."`
	scenario.Options
	Speed      input.Duration   `help:"Simulated time per second to begin with; 0h is as fast as possible." default:"3h"`
	Palette    string           `help:"Palette to begin with: ${enum}." enum:"atlas,stain" default:"atlas" placeholder:"NAME"`
	Zoom       zoom             `help:"Pixels per cell to begin with: a number, or fit for the whole patch." default:"8.4" placeholder:"N"`
	Window     pixels           `help:"Size of the window in pixels." default:"1440x900" placeholder:"WxH"`
	Screenshot string           `help:"Write a picture of the window to FILE and exit." placeholder:"FILE"`
	After      time.Duration    `help:"Time to wait before the picture is taken." default:"3s"`
	Version    kong.VersionFlag `help:"Print the version."`
}

// A pixels is a size on the screen.
type pixels struct{ w, h int }

// UnmarshalText reads WxH.
func (p *pixels) UnmarshalText(text []byte) error {
	n, err := fmt.Sscanf(string(text), "%dx%d", &p.w, &p.h)
	if n != 2 || err != nil || string(text) != fmt.Sprintf("%dx%d", p.w, p.h) || p.w < 640 || p.h < 480 {
		return fmt.Errorf("%q: want WxH in pixels, at least 640x480", text)
	}
	return nil
}

// A zoom is a scale in pixels per cell; less than 0 is the whole patch.
type zoom float64

// UnmarshalText reads a number or fit.
func (z *zoom) UnmarshalText(text []byte) error {
	if string(text) == "fit" {
		*z = -1
		return nil
	}
	v, err := strconv.ParseFloat(string(text), 64)
	if err != nil || !(v >= view.MinScale && v <= view.MaxScale) {
		return fmt.Errorf("%q: want fit, or %v to %v pixels per cell", text, view.MinScale, view.MaxScale)
	}
	*z = zoom(v)
	return nil
}

func main() {
	display.EndProbe()
	if display.Checked {
		os.Exit(run(os.Args[1:]))
	}
}

// run is the program: arguments in, exit code out.
func run(args []string) int {
	var f flags
	parser, err := kong.New(&f, kong.Name("marrow-view"), kong.Vars{"version": "marrow-view " + version},
		kong.Description("A window on red bone marrow, simulated cell by cell."))
	if err != nil {
		return fail(err, exitFailed)
	}
	if _, err := parser.Parse(args); err != nil {
		return fail(err, exitUsage)
	}
	f.Memory = record.Available()
	setup, err := scenario.Load(f.Scenario, f.Options, func(name string) ([]byte, error) { return record.ReadText(record.OS{}, name) })
	if err != nil {
		return fail(err, exitUsage)
	}
	setup.Watch(f.Memory)
	config, err := setup.Config()
	if err != nil {
		return fail(err, exitUsage)
	}
	world, err := sim.New(config)
	if err != nil {
		return fail(err, exitUsage)
	}
	defer world.Close()
	err = f.show(setup, world)
	if errors.Is(err, render.ErrNoWindow) {
		display.Refuse()
	}
	if err != nil {
		return fail(err, exitFailed)
	}
	return 0
}

// show runs the world and its window until the window closes or the program is
// interrupted.
func (f *flags) show(s *scenario.Setup, w *sim.World) error {
	window := f.window(s, w)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o := live.Options{Speed: float64(scenario.Ticks(f.Speed))}
	for _, e := range s.Events {
		o.Events = append(o.Events, sim.Timed{Tick: e.Tick, Event: e.Event})
	}
	runner := live.New(w, o)
	window.Source = runner
	go func() { _ = runner.Run(ctx) }() // the window learns of its end by Err
	err := render.Run(window)
	stop()
	<-runner.Done()
	return err
}

// window returns what the window shows.
func (f *flags) window(s *scenario.Setup, w *sim.World) render.Config {
	c := render.Config{
		Table: w.Table(), Tissue: w.Tissue(), Title: s.Scenario.Title,
		Width: f.Window.w, Height: f.Window.h, Skin: f.Palette, Scale: float64(f.Zoom), ShotAfter: f.After,
	}
	if f.Screenshot != "" {
		c.Shot = func(m *image.RGBA) error { return writePNG(f.Screenshot, m) }
	}
	return c
}

func writePNG(name string, m image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, m), f.Close())
}

// fail prints every mistake on a line of its own.
func fail(err error, code int) int {
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintf(os.Stderr, "marrow: %s\n", strings.TrimSpace(line))
	}
	return code
}
