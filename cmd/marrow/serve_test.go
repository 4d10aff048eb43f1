package main

import (
	"bufio"
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io"
	"net"
	"net/http"
	"regexp"
	"testing"

	"marrow/web"
)

// serve prints one line with a link that answers, and ends with exit code 130 when it
// is interrupted.
func TestServe(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	code := make(chan int)
	go func() {
		code <- run(ctx, []string{"serve", "healthy", "--size", "64x64x1", "--listen", "127.0.0.1:0"}, console{write, io.Discard})
	}()
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`^A healthy adult, seed 42: open (http://127\.0\.0\.1:[0-9]+/)\?k=[A-Za-z0-9_-]{22}\n$`).FindStringSubmatch(line)
	if link == nil {
		t.Fatalf("got %q, want a title and a link", line)
	}
	answer, err := http.Get(link[1] + "healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, err := io.ReadAll(answer.Body); string(text) != "ok\n" || err != nil {
		t.Errorf("got %q and %v, want ok", text, err)
	}
	cancel()
	if got := <-code; got != exitInterrupted {
		t.Errorf("got exit code %d, want %d", got, exitInterrupted)
	}
}

// An address that is taken is a failure, one that cannot be is the user's mistake.
func TestServeAddresses(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for address, want := range map[string]int{
		"nonsense": exitUsage, "192.0.2.1:0": exitUsage, taken.Addr().String(): exitFailed,
	} {
		code, _, stderr := invoke(t, "serve", "testdata/tiny.yaml", "--listen", address)
		if code != want {
			t.Errorf("%s: got exit code %d (%s), want %d", address, code, stderr, want)
		}
	}
}

// The gallery shows pictures of real runs of each scenario, complete in the end.
func TestStripOfAScenario(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing for the race detector to find")
	}
	film, err := newStudio().roll(t.Context(), "endotoxin")
	if err != nil {
		t.Fatal(err)
	}
	if !film.Complete || film.Frames != stripFrames {
		t.Errorf("%d frames, complete: %t", film.Frames, film.Complete)
	}
	wantStrip(t, film)
	if len(film.Strip) > 250_000 {
		t.Errorf("%d bytes for a small picture", len(film.Strip))
	}
}

// A film whose time is up is delivered as far as it is, with one picture at least, and goes
// on from there when its next turn comes: its end is that of one made at once.
func TestLongFilmIsMadeInTurns(t *testing.T) {
	s := newStudio()
	over, end := context.WithCancel(t.Context())
	end()
	first, err := s.roll(over, "endotoxin")
	if err != nil || first.Frames != 1 || first.Complete {
		t.Fatalf("%d frames, complete: %t, %v", first.Frames, first.Complete, err)
	}
	wantStrip(t, first)
	rest, err := s.roll(t.Context(), "endotoxin")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := newStudio().roll(t.Context(), "endotoxin")
	if err != nil || !bytes.Equal(rest.Strip, whole.Strip) {
		t.Errorf("made in two turns it is another film: %v", err)
	}
}

// wantStrip checks that a film is as wide as its frames.
func wantStrip(t *testing.T, f web.Film) {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(f.Strip))
	if err != nil {
		t.Fatal(err)
	}
	if size := m.Bounds().Size(); size != image.Pt(f.Frames*96*stripScale, 54*stripScale) {
		t.Errorf("a strip of %d frames is %v large", f.Frames, size)
	}
}
