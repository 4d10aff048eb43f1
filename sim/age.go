package sim

import (
	"errors"
	"fmt"
	"math"
)

// An age is the years of a body that pass for what is slow: fat, bone and stem-cell clones.
// They pass as the days do or, in a time-lapse, faster. The zero age stands still.
type age struct {
	on    bool
	years float64 // of the body, now
	lapse float64 // years that pass in a day beyond the day itself, until end
	end   uint64  // tick
	woman bool
}

const (
	daysPerYear = 365.25
	// ticksPerRemodeling is the time between two looks at fat and bone: six hours.
	ticksPerRemodeling = TicksPerDay / 4
)

// PassYears lets years pass for fat, bone and the clones of stem cells, over so many ticks, and
// from then on as many as days do.
func (w *World) PassYears(years float64, ticks uint64, woman bool) error {
	switch {
	case !(years >= 0 && years <= 150):
		return fmt.Errorf("age: %v years, want 0 to 150", years)
	case ticks == 0 || ticks >= 1<<32:
		return fmt.Errorf("age: over %d ticks, want 1 to %d", ticks, uint64(1)<<32-1)
	}
	if years == 0 {
		return nil
	}
	if err := errors.Join(w.remodel(), w.drivers.begin()); err != nil {
		return err
	}
	w.age.lapse, w.age.end, w.age.woman = float64(years*TicksPerDay)/float64(ticks), w.tick+ticks, woman
	return nil
}

// remodel begins to let fat and bone change, where it is known how.
func (w *World) remodel() error {
	begun, errs := false, []error(nil)
	for _, p := range w.patches {
		err := p.remodeling.begin(p)
		begun, errs = begun || err == nil, append(errs, err)
	}
	if !begun {
		return errors.Join(errs...)
	}
	w.startYears()
	return nil
}

// startYears lets years pass from now on.
func (w *World) startYears() {
	if !w.age.on {
		w.age.on, w.age.years = true, w.patches[0].tissue.Spec.Age
	}
}

// Age is the age of the body [y].
func (w *World) Age() float64 {
	if w.age.on {
		return w.age.years
	}
	return w.patches[0].tissue.Spec.Age
}

// passYears lets years pass for what is slow, four times a day.
func (w *World) passYears() {
	if !w.age.on || w.tick%ticksPerRemodeling != 0 {
		return
	}
	days := float64(ticksPerRemodeling) / TicksPerDay
	years, lapsing := days/daysPerYear, w.tick < w.age.end
	if lapsing {
		years += float64(w.age.lapse * days)
	}
	w.age.years += years
	if w.age.lapse > 0 {
		w.body.SetAge(w.age.years)
	}
	key := mix(purposeRemodel.key(w.config.Seed) + w.tick*golden)
	if w.drivers.on {
		w.drivers.live(w.reservoir, mix(key+golden), w.age.years, years, years-days/daysPerYear)
	}
	for _, p := range w.patches {
		if !p.remodeling.on {
			continue
		}
		p.remodeling.step(mix(key^p.seed), w.age.years, years, days/daysPerYear, w.age.woman)
		if lapsing {
			p.rescale(mix(key + p.seed))
		}
	}
}

// ageWords is the number of words of an age.
const ageWords = 5

func (a *age) words(to []uint64) []uint64 {
	return append(to, flag(a.on), math.Float64bits(a.years), math.Float64bits(a.lapse), a.end, flag(a.woman))
}

func (a *age) setWords(from []uint64) (ok bool) {
	*a = age{
		on: from[0] == 1, years: math.Float64frombits(from[1]), lapse: math.Float64frombits(from[2]),
		end: from[3], woman: from[4] == 1,
	}
	return from[0] <= 1 && from[4] <= 1 && a.years >= 0 && a.years < 1e6 && a.lapse >= 0 && a.lapse < 1e6
}

// flag is a bool as a word.
func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}
