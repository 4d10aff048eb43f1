package main

import (
	"bufio"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// results are what a picture needs of a file of results.
type results struct {
	cpu, date string
	lines     []*line
}

// A line is one kernel with one number of threads, over all volumes.
type line struct {
	kernel  string
	threads int
	points  []*point // by size, then by cells
}

// A point is one size. Its figures are medians of the repeats.
type point struct {
	size                string
	cells, ticks, bytes float64 // cells; ticks a second; bytes per cell
	samples             []point
}

// name is the name of a benchmark with its parameters.
var name = regexp.MustCompile(`^BenchmarkTick/kernel=([a-z]+)/size=([0-9]+x[0-9]+x[0-9]+)/threads=([0-9]+)(?:-[0-9]+)?$`)

// read finds the ticks of volumes in a file in Go's benchmark format. Slices are another
// tissue and another species, so they don't belong on the same curve.
func read(text io.Reader) (*results, error) {
	r := &results{}
	in := bufio.NewScanner(text)
	for in.Scan() {
		key, value, _ := strings.Cut(in.Text(), ": ")
		switch key {
		case "cpu":
			r.cpu = value
		case "# date":
			r.date, _, _ = strings.Cut(value, "T")
		}
		f := strings.Fields(in.Text())
		if len(f) < 4 {
			continue
		}
		if m := name.FindStringSubmatch(f[0]); m != nil && !strings.HasSuffix(m[2], "x1") {
			threads, err := strconv.Atoi(m[3])
			if err != nil {
				return nil, err
			}
			p := r.line(m[1], threads).point(m[2])
			p.samples = append(p.samples, sample(f[2:]))
		}
	}
	if len(r.lines) == 0 {
		return nil, errors.New("no ticks of a volume are in it")
	}
	for _, l := range r.lines {
		l.settle()
	}
	return r, in.Err()
}

// line is that of a kernel and its threads, a new one if need be.
func (r *results) line(kernel string, threads int) *line {
	for _, l := range r.lines {
		if l.kernel == kernel && l.threads == threads {
			return l
		}
	}
	r.lines = append(r.lines, &line{kernel: kernel, threads: threads})
	return r.lines[len(r.lines)-1]
}

func (l *line) point(size string) *point {
	for _, p := range l.points {
		if p.size == size {
			return p
		}
	}
	l.points = append(l.points, &point{size: size})
	return l.points[len(l.points)-1]
}

// sample reads the values of one repeat, each in front of its unit.
func sample(fields []string) (p point) {
	unit := map[string]float64{}
	for i := 0; i+1 < len(fields); i += 2 {
		v, err := strconv.ParseFloat(fields[i], 64)
		if err == nil {
			unit[fields[i+1]] = v
		}
	}
	p.ticks = 1e9 / unit["ns/op"]
	p.cells = unit["cell-updates/s"] / p.ticks
	p.bytes = unit["B/cell"]
	return p
}

// settle makes medians of the repeats and orders the points.
func (l *line) settle() {
	for _, p := range l.points {
		p.cells = p.median(func(q point) float64 { return q.cells })
		p.ticks = p.median(func(q point) float64 { return q.ticks })
		p.bytes = p.median(func(q point) float64 { return q.bytes })
	}
	slices.SortFunc(l.points, func(a, b *point) int { return int(a.cells - b.cells) })
}

func (p *point) median(of func(point) float64) float64 {
	var v []float64
	for _, s := range p.samples {
		v = append(v, of(s))
	}
	slices.Sort(v)
	return v[(len(v)-1)/2]
}
