package input

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Duration is a length of simulated time in whole seconds. People write it with a
// unit: 90m, 12h, 30d, 2w, 1.5d.
type Duration int64

// The units of a Duration.
const (
	Second Duration = 1
	Minute          = 60 * Second
	Hour            = 60 * Minute
	Day             = 24 * Hour
	Week            = 7 * Day
)

// maxDuration is 1000 years: room for every question, and no overflow.
const maxDuration = 365250 * Day

// ParseDuration reads a duration such as 90m, 12h, 30d or 2w. A fraction must come
// to whole seconds.
func ParseDuration(text string) (Duration, error) {
	value := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyz")
	size, ok := durationUnit(text[len(value):])
	if !ok {
		return 0, fmt.Errorf("got %q, want a time with its unit, such as 90m, 12h, 30d or 2w", clip(text))
	}
	whole, fraction, _ := strings.Cut(strings.TrimSpace(value), ".")
	if len(whole) > 12 || len(fraction) > 6 || !digits(whole) || (fraction != "" && !digits(fraction)) {
		return 0, fmt.Errorf("got %q, want a time such as 90m, 12h, 30d or 2w", clip(text))
	}
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil || n > math.MaxInt64/int64(Week) {
		return 0, fmt.Errorf("got %q, want at most %s", clip(text), maxDuration)
	}
	scale := int64(1)
	for range fraction {
		scale *= 10
	}
	if n*int64(size)%scale != 0 {
		return 0, fmt.Errorf("got %q, which is no whole number of seconds", clip(text))
	}
	if d := Duration(n * int64(size) / scale); d <= maxDuration {
		return d, nil
	}
	return 0, fmt.Errorf("got %q, want at most %s", clip(text), maxDuration)
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func durationUnit(name string) (Duration, bool) {
	switch name {
	case "s":
		return Second, true
	case "m", "min":
		return Minute, true
	case "h":
		return Hour, true
	case "d":
		return Day, true
	case "w":
		return Week, true
	}
	return 0, false
}

// UnmarshalText reads a duration. See [ParseDuration].
func (d *Duration) UnmarshalText(text []byte) error {
	made, err := ParseDuration(string(text))
	if err == nil {
		*d = made
	}
	return err
}

// MarshalText writes the duration as [Duration.String] does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// String returns the duration in the largest unit up to days that divides it: 35d,
// 12h, 90m. [ParseDuration] reads it back.
func (d Duration) String() string {
	switch {
	case d%Day == 0:
		return strconv.FormatInt(int64(d/Day), 10) + "d"
	case d%Hour == 0:
		return strconv.FormatInt(int64(d/Hour), 10) + "h"
	case d%Minute == 0:
		return strconv.FormatInt(int64(d/Minute), 10) + "m"
	}
	return strconv.FormatInt(int64(d), 10) + "s"
}

// Days returns the duration in days.
func (d Duration) Days() float64 { return float64(d) / float64(Day) }
