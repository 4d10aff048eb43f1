package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
)

// sample is a chart with one of everything.
func sample() Chart {
	return Chart{
		Title: "Sample & test", X: Axis{Label: "time [d]"}, Y: Axis{Label: "cells [1/uL]"},
		Boxes:  []Box{{Tolerance, "allowed", 2, 4, math.Inf(-1), math.Inf(1)}},
		Bands:  []Band{{Model, "range", []float64{0, 1, 2, 3}, []float64{1, 2, math.NaN(), 3}, []float64{2, 3, 4, 5}}},
		Lines:  []Line{{Model, "mean", []float64{0, 1, 2, 3}, []float64{1.5, 2.5, 3, 4}}},
		Points: []Point{{Role: Published, Name: "measured", X: 3, Y: 4, YLo: 3, YHi: 5}},
	}
}

// A drawing is well-formed, asks nobody for anything, and says what its marks mean.
func TestDrawing(t *testing.T) {
	for _, text := range []string{SVG(1, sample()), File(2, sample(), sample(), sample())} {
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []string{"Sample &amp; test", "time [d]", "cells [1/uL]", "allowed", "range", "mean", "measured"} {
			if !strings.Contains(text, want) {
				t.Errorf("the drawing does not say %q", want)
			}
		}
		for _, never := range []string{"<script", "href=", "url(", "NaN", "Inf", "@import"} {
			if strings.Contains(text, never) {
				t.Errorf("the drawing has %q", never)
			}
		}
	}
}

// A gap in the data is a gap in the band: nothing is drawn across it.
func TestGap(t *testing.T) {
	nan := math.NaN()
	got := stretches([]float64{0, 1, 2, 3, 4}, []float64{nan, 1, nan, 1, 1})
	if want := [][2]int{{1, 2}, {3, 5}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Axes hold all data, begin at zero for amounts, and carry round numbers.
func TestTicks(t *testing.T) {
	for _, tt := range []struct {
		axis   Axis
		values []float64
		want   []float64
		label  string
	}{
		{Axis{Label: "a"}, []float64{0, 10}, []float64{0, 2, 4, 6, 8, 10}, "a"},
		{Axis{Label: "a"}, []float64{14, 15}, []float64{14, 14.2, 14.4, 14.6, 14.8, 15}, "a"},
		{Axis{Label: "a"}, []float64{0.1e11, 2e11}, []float64{0, 5e10, 1e11, 1.5e11, 2e11}, "a × 10¹¹"},
		{Axis{Label: "a", Log: true}, []float64{0.01, 10, 0}, []float64{0.01, 0.1, 1, 10}, "a"},
		{Axis{Label: "a", Log: true}, []float64{1e-12, 100}, []float64{0.01, 0.1, 1, 10, 100}, "a"},
		{Axis{Label: "a", Log: true, Ticks: []float64{1, 2, 4, 8}}, []float64{2, 4}, []float64{2, 4}, "a"},
		{Axis{Label: "a"}, []float64{math.NaN()}, []float64{1, 1.2, 1.4, 1.6, 1.8, 2}, "a"},
	} {
		s := newScale(tt.axis.fit(tt.values), 0, 100)
		got := s.ticks()
		same := slices.EqualFunc(got, tt.want, func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Abs(b) })
		if !same || s.label() != tt.label {
			t.Errorf("%v: got %v %q, want %v %q", tt.values, got, s.label(), tt.want, tt.label)
		}
	}
}
