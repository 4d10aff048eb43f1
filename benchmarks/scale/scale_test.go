package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"
)

const recorded = `cpu: Some CPU
# date: 2026-01-02T03:04:05Z
BenchmarkMemory/threads=1-2	1	1e10 B/s
BenchmarkTick/kernel=fast/size=512x512x1/threads=2-2	12	1000 ns/op	1e9 cell-updates/s	30.0 B/cell
BenchmarkTick/kernel=fast/size=64x64x64/threads=2-2	12	2000000 ns/op	1e9 cell-updates/s	12.0 B/cell	3 x-naive
BenchmarkTick/kernel=fast/size=64x64x64/threads=2-2	12	1000000 ns/op	1e9 cell-updates/s	12.0 B/cell
BenchmarkTick/kernel=fast/size=64x64x64/threads=2-2	12	500000 ns/op	1e9 cell-updates/s	12.0 B/cell
BenchmarkTick/kernel=fast/size=32x32x32/threads=2-2	12	1000 ns/op	1e9 cell-updates/s	14.0 B/cell
BenchmarkTick/kernel=naive/size=64x64x64/threads=1	12	1000000 ns/op	1e7 cell-updates/s	13.0 B/cell
# kernel=fast: a table
`

// The picture shows medians of the repeats of each volume, and no slices.
func TestReadTakesMedians(t *testing.T) {
	r, err := read(strings.NewReader(recorded))
	if err != nil {
		t.Fatal(err)
	}
	if r.cpu != "Some CPU" || r.date != "2026-01-02" || len(r.lines) != 2 {
		t.Fatalf("got %+v", r)
	}
	fast := r.lines[0]
	if fast.kernel != "fast" || fast.threads != 2 || len(fast.points) != 2 || fast.points[0].size != "32x32x32" {
		t.Fatalf("got %+v", fast)
	}
	if p := fast.points[1]; p.ticks != 1000 || p.cells != 1e6 || p.bytes != 12 {
		t.Errorf("got %+v, want 1000 ticks a second of 1e6 cells with 12 bytes each", p)
	}
	if _, err := read(strings.NewReader("cpu: x\n")); err == nil {
		t.Error("a file without ticks is taken")
	}
}

// A picture is a whole SVG or PNG file; other endings are refused.
func TestDrawWritesPictures(t *testing.T) {
	r, err := read(strings.NewReader(recorded))
	if err != nil {
		t.Fatal(err)
	}
	var svg, image bytes.Buffer
	if err := r.draw(&svg, "a.svg"); err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(&svg); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if err := r.draw(&image, "a.png"); err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(&image); err != nil {
		t.Error(err)
	}
	if err := r.draw(io.Discard, "a.gif"); err == nil {
		t.Error("a.gif is taken")
	}
}
