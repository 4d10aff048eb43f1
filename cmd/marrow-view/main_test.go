package main

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"marrow/cmd/marrow-view/display"
)

func TestMain(m *testing.M) {
	display.EndProbe() // the test binary is asked, too, whether the display answers
	os.Exit(m.Run())
}

// build compiles the program.
func build(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "marrow-view")
	if out, err := exec.Command("go", "build", "-o", name, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return name
}

// start runs the program and returns its exit code and what it printed.
func start(t *testing.T, env []string, name string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	c := exec.Command(name, args...)
	var out, errs bytes.Buffer
	c.Env, c.Stdout, c.Stderr = env, &out, &errs
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), out.String(), errs.String()
}

// without returns the environment without some variables.
func without(names ...string) []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(names, name)
	})
}

// deadDisplay returns the name of a display that no server answers for.
func deadDisplay() string {
	for n := 77; ; n++ {
		if _, err := os.Stat(fmt.Sprintf("/tmp/.X11-unix/X%d", n)); err != nil {
			return fmt.Sprintf("DISPLAY=:%d", n)
		}
	}
}

// Without a display the program says so in one sentence, names what works without
// one, and exits 3: no stack trace, whether none is named or the named one is dead.
func TestNoDisplay(t *testing.T) {
	name := build(t)
	bare := without("DISPLAY", "WAYLAND_DISPLAY")
	const want = "marrow: there is no display to open a window on; `marrow serve` shows the marrow in a browser instead\n"
	for _, tt := range []struct {
		name string
		env  []string
	}{
		{"none", bare},
		{"wayland only", append(slices.Clip(bare), "WAYLAND_DISPLAY=wayland-0")},
		{"dead", append(slices.Clip(bare), deadDisplay())},
		{"nonsense", append(slices.Clip(bare), "DISPLAY=nonsense")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := start(t, tt.env, name)
			if code != 3 || stdout != "" || stderr != want {
				t.Errorf("exit %d, stdout %q, stderr %q\nwant exit 3 and %q", code, stdout, stderr, want)
			}
		})
	}
}

// The package that looks for a display imports os and nothing else: anything more
// might let the window's library be set up, and panic, before it.
func TestDisplayImportsOnlyOS(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.Imports}}", "./display").Output()
	if err != nil || string(out) != "[os]\n" {
		t.Errorf("display imports %s%v, want [os]", out, err)
	}
}

// A picture of the window can be had without anybody looking.
func TestScreenshot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "window.png")
	code, stdout, stderr := start(t, os.Environ(), build(t), "healthy", "--size", "128x128x1",
		"--window", "1100x700", "--screenshot", file, "--after", "100ms")
	if code != 0 || stdout != "" {
		t.Fatalf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds().Dx() != 1100 || m.Bounds().Dy() != 700 {
		t.Errorf("the picture is %v, want 1100x700", m.Bounds())
	}
	seen := map[[3]uint32]bool{}
	for y := 100; y < 500; y++ {
		for x := 300; x < 700; x++ {
			r, g, b, _ := m.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	if len(seen) < 500 {
		t.Errorf("the marrow has %d colors", len(seen))
	}
}

// Bad usage exits 2 and says in a line what was wrong.
func TestUsage(t *testing.T) {
	name := build(t)
	for _, tt := range []struct{ args, want string }{
		{"--window 10x10", `marrow: --window: "10x10": want WxH in pixels, at least 640x480`},
		{"--zoom 1000", `marrow: --zoom: "1000": want fit, or 0.015625 to 96 pixels per cell`},
		{"--palette pink", `marrow: --palette must be one of "atlas","stain" but got "pink"`},
		{"--size 5", "marrow: --size 5: want WxHxD in sites, such as 512x512x1 or 64x64x48"},
		{"helthy", "healthy"},
	} {
		code, stdout, stderr := start(t, os.Environ(), name, strings.Fields(tt.args)...)
		if code != 2 || stdout != "" || !strings.Contains(stderr, tt.want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, stdout %q, stderr %q\nwant exit 2 and %s", tt.args, code, stdout, stderr, tt.want)
		}
	}
}
