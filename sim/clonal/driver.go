// Package clonal follows the stem cells of whole bodies over a life, without other cells:
// mutations arise, most of their clones die out within years, and a few grow, since they are
// fitter than the mean of the pool.
//
// A body is a list of clones with their numbers of stem cells. In a step each clone lives as
// a birth-death process: births and deaths at one per cycle, and births more or fewer by what
// its fitness is above the mean. So the pool keeps its number, and a clone slows down when
// others grow. Nothing else competes.
package clonal

import (
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"marrow/assets"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// A Driver is a kind of mutation.
type Driver struct {
	Name, Title string
	Named       bool    // seen by a laboratory that looks for known genes
	Fitness     float64 // growth of a clone among cells without a mutation [1/y]
	Spread      float64 // standard deviation of the fitness between clones [1/y]
	Rate        float64 // new clones for each stem cell [1/y]
	From, To    float64 // ages between which the fitness comes [y]; equal: always there
}

// At is the share of a driver's fitness that it has at an age [y].
func (d *Driver) At(age float64) float64 {
	if d.To <= d.From {
		return 1
	}
	return min(1, max(0, (age-d.From)/(d.To-d.From)))
}

// A Spec is what lives are made of.
type Spec struct {
	Cells   float64 // stem cells of a body
	Cycle   float64 // time from one division of a stem cell to the next [y]
	Seen    float64 // variant fraction from which an exome shows a clone
	Panel   float64 // the same of a deep panel of known genes
	Adult   float64 // age from which people count as adults [y]
	Drivers []Driver
}

type specFile struct {
	Cells   input.Quantity `yaml:"stem_cells,required"`
	Cycle   input.Quantity `yaml:"cycle,required"`
	Seen    input.Quantity `yaml:"seen,required"`
	Panel   input.Quantity `yaml:"panel,required"`
	Adult   input.Quantity `yaml:"adult,required"`
	Drivers []driverFile   `yaml:"drivers,required"`
}

type driverFile struct {
	Name    string         `yaml:"name,required"`
	Title   string         `yaml:"title,required"`
	Named   bool           `yaml:"named"`
	Fitness input.Quantity `yaml:"fitness,required"`
	Spread  input.Quantity `yaml:"spread,required"`
	Rate    input.Quantity `yaml:"rate,required"`
	From    input.Quantity `yaml:"from"`
	To      input.Quantity `yaml:"to"`
}

// driversFile has the mutations.
const driversFile = "drivers.yaml"

// daysPerYear is that of units [d].
const daysPerYear = 365.25

// Builtin is the spec of the program's own file, which is read when somebody first asks.
func Builtin() (Spec, error) {
	s, err := builtin()
	s.Drivers = slices.Clone(s.Drivers) // the caller's own
	return s, err
}

var builtin = sync.OnceValues(readBuiltin)

func readBuiltin() (Spec, error) {
	sources, err := lineage.Sources()
	if err != nil {
		return Spec{}, err
	}
	return read(assets.FS, sources)
}

// Names are those of the drivers of the program's own file, in its order.
func Names() (names []string) {
	s, err := Builtin()
	if err != nil {
		panic("clonal: the embedded drivers are damaged: " + err.Error())
	}
	for _, d := range s.Drivers {
		names = append(names, d.Name)
	}
	return names
}

// read reads the file of drivers. The first mistake is returned with its position.
func read(from fs.FS, sources []string) (s Spec, err error) {
	var f specFile
	doc, err := input.DecodeFile(from, driversFile, sources, &f)
	if err != nil {
		return s, err
	}
	number := func(path string, q input.Quantity, unit string, least, most float64) float64 {
		if !q.Given() {
			return 0
		}
		v, e := q.In(unit)
		if e == nil && !(v >= least && v <= most) {
			e = fmt.Errorf("got %g, want %g to %g", v, least, most)
		}
		if e != nil && err == nil {
			err = doc.Errorf(path, "%v", e)
		}
		return v
	}
	s = Spec{
		Cells: number("stem_cells", f.Cells, "cells", 100, 1e9),
		Cycle: number("cycle", f.Cycle, "d", 1, 1e5) / daysPerYear,
		Seen:  number("seen", f.Seen, "", 1e-6, 0.5),
		Panel: number("panel", f.Panel, "", 1e-6, 0.5),
		Adult: number("adult", f.Adult, "y", 0, 150),
	}
	for i := range f.Drivers {
		d, path := &f.Drivers[i], "drivers."+f.Drivers[i].Name+"."
		s.Drivers = append(s.Drivers, Driver{
			Name: d.Name, Title: d.Title, Named: d.Named,
			Fitness: number(path+"fitness", d.Fitness, "1/y", 0, 5),
			Spread:  number(path+"spread", d.Spread, "1/y", 0, 1),
			Rate:    number(path+"rate", d.Rate, "1/y", 0, 1e-3),
			From:    number(path+"from", d.From, "y", 0, 150),
			To:      number(path+"to", d.To, "y", 0, 150),
		})
	}
	return s, err
}
