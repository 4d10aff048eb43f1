package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os/exec"
	"runtime"

	"marrow/sim"
	"marrow/sim/live"
	"marrow/sim/record"
	"marrow/sim/scenario"
	"marrow/web"
)

type serveCmd struct {
	Scenario string `arg:"" optional:"" default:"healthy" help:"Built-in name or file."`
	scenario.Options
	Listen     string   `help:"Address to listen on." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Open       bool     `help:"Open the page in a browser."`
	Speed      interval `help:"Simulated time per second to begin with; 0h is as fast as possible." default:"3h"`
	AllowHost  []string `help:"Another name under which browsers may reach this server." placeholder:"NAME"`
	PublicView bool     `help:"Let everybody look who reaches the address."`
	Insecure   bool     `help:"Allow an address that other machines can reach, without encryption."`
}

// Run serves until the program is interrupted.
func (x *serveCmd) Run(ctx context.Context, c console) error {
	s, err := load(x.Scenario, x.Options)
	if err != nil {
		return err
	}
	s.Progress = c.making()
	w, err := newWorld(s, true)
	if err != nil {
		return err
	}
	defer w.Close()
	ctx, stop := context.WithCancel(ctx) // the server must end, too, if the run does
	defer stop()
	runner := live.New(w, liveOptions(s, x.Speed))
	server, err := web.Listen(ctx, x.config(s, w, runner, c))
	if err != nil {
		return badAddress(err)
	}
	fmt.Fprintf(c.out, "%s, seed %d: open %s\n", s.Scenario.Title, s.Scenario.Seed, server.Link())
	if x.Open {
		c.browse(server.Link())
	}
	err = runner.Run(ctx)
	stop()
	return errors.Join(err, server.Wait())
}

// newWorld makes the world of a scenario. For people who ask about single cells it tells them
// apart, if there is memory for that.
func newWorld(s *scenario.Setup, asked bool) (*sim.World, error) {
	cfg, err := s.Config()
	if err != nil {
		return nil, asUsage(err)
	}
	cfg.Witness = asked && sim.WitnessBytes(cfg.Tissue.Spec) < max(record.Available(), leastMemory)/4
	w, err := sim.New(cfg)
	return w, asUsage(err)
}

// leastMemory is what a machine is taken to have that does not say [bytes].
const leastMemory = 2 << 30

// liveOptions are the events and the pace of a scenario that is looked at. It goes
// on behind its end.
func liveOptions(s *scenario.Setup, speed interval) live.Options {
	o := live.Options{Speed: float64(speed.ticks())}
	for _, e := range s.Events {
		o.Events = append(o.Events, live.Timed(e))
	}
	return o
}

// config is what the server needs.
func (x *serveCmd) config(s *scenario.Setup, w *sim.World, r *live.Runner, c console) web.Config {
	return web.Config{
		Addr: x.Listen, Runner: r, Table: w.Table(), Tissue: w.Tissue(),
		Title: s.Scenario.Title, Seed: s.Scenario.Seed,
		Question: s.Scenario.Question, Tour: s.Scenario.Tour, Limits: s.Scenario.Limits,
		Film: strip, Script: script(s.Scenario),
		PublicView: x.PublicView, AllowHosts: x.AllowHost, Insecure: x.Insecure,
		Version: version, Log: slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
}

// script returns a function that writes what happened to a scenario as a file.
func script(s *scenario.Scenario) func([]live.Applied, uint64) []byte {
	return func(applied []live.Applied, until uint64) []byte {
		var done []scenario.Done
		for _, a := range applied {
			done = append(done, scenario.Done{Tick: a.Tick, Name: a.Name, Arguments: a.Arguments})
		}
		return s.Happened(done, until).YAML()
	}
}

// badAddress tells an address that is wrong from one that is taken.
func badAddress(err error) error {
	var busy *net.OpError
	if errors.As(err, &busy) {
		return err
	}
	return asUsage(err)
}

// browse opens a link in the user's browser. Without one the user still has the
// printed link.
func (c console) browse(link string) {
	name, args := "xdg-open", []string{link}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", link}
	}
	if err := exec.Command(name, args...).Start(); err != nil {
		c.note("no browser was found (%v); open the link above", err)
	}
}
