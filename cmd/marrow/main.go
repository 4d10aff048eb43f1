// Command marrow simulates red bone marrow cell by cell: live in the browser, or as
// fast as it can into files. It needs no display.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"marrow/sim/input"
	"marrow/sim/record"
)

// version is set when the program is linked.
var version = "development"

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitMissed      = 4   // validate found a target outside its tolerance
	exitInterrupted = 130 // after a final checkpoint
)

// commands are the commands, each with its flags.
type commands struct {
	Serve     serveCmd     `cmd:"" help:"Show a marrow live in the browser."`
	Run       runCmd       `cmd:"" help:"Run a scenario as fast as possible, into files if wanted."`
	Bench     benchCmd     `cmd:"" help:"Measure the speed of this machine."`
	Life      lifeCmd      `cmd:"" help:"Follow the stem-cell clones of many people over their lives, without other cells."`
	Validate  validateCmd  `cmd:"" help:"Hold the model against published numbers."`
	Verify    verifyCmd    `cmd:"" help:"Run a scenario with two tick kernels side by side and compare them."`
	Inspect   inspectCmd   `cmd:"" help:"Say what a checkpoint, journal, run directory, scenario or tissue holds."`
	Infuse    infuseCmd    `cmd:"" help:"Show when an infusion into the marrow arrives where, beside one into a vein."`
	Scenarios scenariosCmd `cmd:"" help:"List the built-in scenarios."`
	Species   speciesCmd   `cmd:"" help:"List the built-in species."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// A console is where a command talks to people.
type console struct{ out, err io.Writer }

// note prints one line for people beside the result.
func (c console) note(format string, args ...any) {
	fmt.Fprintf(c.err, "marrow: "+format+"\n", args...)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], console{os.Stdout, os.Stderr}))
}

// run is the program: arguments in, exit code out.
func run(ctx context.Context, args []string, c console) int {
	parser, err := kong.New(&commands{},
		kong.Name("marrow"),
		kong.Description("A cell-by-cell simulator of red bone marrow."),
		kong.Writers(c.out, c.err),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(c),
	)
	if err != nil {
		return c.fail(err)
	}
	k, err := parser.Parse(args)
	if err != nil {
		return c.fail(usage{err})
	}
	return c.fail(k.Run())
}

// usage is a request that cannot be met as it is; the user can mend it.
type usage struct{ error }

// Unwrap returns the mistake itself.
func (u usage) Unwrap() error { return u.error }

// asUsage marks an error, if there is one, as the user's to mend.
func asUsage(err error) error {
	if err == nil {
		return nil
	}
	return usage{err}
}

// errMissed says that validate found a target outside its tolerance.
var errMissed = errors.New("a target is missed")

// fail prints every mistake on a line of its own and returns the exit code.
func (c console) fail(err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, context.Canceled) {
		c.note("interrupted")
		return exitInterrupted
	}
	for line := range strings.Lines(err.Error()) {
		c.note("%s", strings.TrimSpace(line))
	}
	return exitCode(err)
}

// exitCode sorts errors.
func exitCode(err error) int {
	var u usage
	var i *input.Error
	var r record.Refusal
	switch {
	case errors.Is(err, errMissed):
		return exitMissed
	case errors.As(err, &u), errors.As(err, &i), errors.As(err, &r):
		return exitUsage
	}
	return exitFailed
}
