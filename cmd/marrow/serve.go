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
	"marrow/sim/scenario"
	"marrow/web"
)

type serveCmd struct {
	Scenario string `arg:"" optional:"" default:"healthy" help:"Built-in name or file."`
	scenario.Options
	Listen     string   `help:"Address to listen on." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Open       bool     `help:"Open the page in a browser."`
	Speed      interval `help:"Simulated time per second to begin with; 0h is as fast as possible." default:"3h"`
	Out        string   `help:"Directory to write to, as run does; every command is in its journal before it is answered." placeholder:"DIR"`
	Resume     string   `help:"Go on with the run in this directory, with all that was done to it." placeholder:"DIR"`
	AllowHost  []string `help:"Another name under which browsers may reach this server." placeholder:"NAME"`
	PublicView bool     `help:"Let everybody look who reaches the address."`
	EmbedFrom  []string `help:"Another site whose pages may hold the view in a frame, such as https://lab.example. What it may see needs --public-view, unless it is of the same site." placeholder:"ORIGIN"`
	Insecure   bool     `help:"Allow an address that other machines can reach, without encryption."`

	CheckpointEvery interval `help:"Simulated time between checkpoints, with --out or --resume." default:"1d"`
}

// Run serves until the program is interrupted.
func (x *serveCmd) Run(ctx context.Context, c console) error {
	ctx, stop := context.WithCancel(ctx) // the server must end, too, if the run does
	defer stop()
	st := &stage{cmd: x, console: c, ctx: ctx, ended: make(chan error, 1)}
	run, err := st.first()
	if err != nil {
		return err
	}
	server, err := web.Listen(ctx, x.config(run, st))
	if err != nil {
		return errors.Join(badAddress(err), st.close(nil))
	}
	fmt.Fprintf(c.out, "%s, seed %d: open %s\n", run.Title, run.Seed, server.Link())
	if x.Open {
		c.browse(server.Link())
	}
	st.start()
	select {
	case err = <-st.ended:
	case <-ctx.Done():
		err = ctx.Err()
	}
	stop()
	return errors.Join(err, server.Wait(), st.close(err))
}

// newWorld makes the world of a scenario.
func newWorld(s *scenario.Setup) (*sim.World, error) {
	cfg, err := s.Config()
	if err != nil {
		return nil, asUsage(err)
	}
	w, err := sim.New(cfg)
	return w, asUsage(err)
}

// config is what the server needs.
func (x *serveCmd) config(run web.Run, st *stage) web.Config {
	c := web.Config{
		Addr: x.Listen, Run: run, Film: newStudio().roll,
		PublicView: x.PublicView, AllowHosts: x.AllowHost, EmbedFrom: x.EmbedFrom, Insecure: x.Insecure,
		Version: version, Log: slog.New(slog.NewTextHandler(st.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	if st.record == nil { // a directory holds one run
		c.Open, c.Post, c.Revive, c.Scenarios = st.open, st.post, st.revive, choice()
	}
	return c
}

// choice lists the built-in scenarios.
func choice() (list []web.Scenario) {
	all, err := scenario.Builtin()
	if err != nil {
		panic("marrow: a built-in scenario cannot be read: " + err.Error()) // a test reads them all
	}
	for _, s := range all {
		list = append(list, web.Scenario{ID: s.Name, Title: s.Title, Question: s.Question})
	}
	return list
}

// script returns a function that writes what happened to a scenario as a file.
func script(s *scenario.Scenario) func([]sim.Applied, uint64) []byte {
	return func(applied []sim.Applied, until uint64) []byte {
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
