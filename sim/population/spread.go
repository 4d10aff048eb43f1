// Package population draws virtual patients: people who differ from the mean adult in
// weight, blood counts, transit times and resistance to drugs, as was published, and
// runs a scenario on each of them.
//
// A patient is nothing but a seed and other numbers in the species and the agents; the
// model knows nothing of populations. What was drawn depends on the scenario's seed and
// the number of the patient, never on how many others there are or on threads.
package population

import (
	"fmt"
	"io/fs"

	"marrow/assets"
	"marrow/sim/input"
	"marrow/sim/lineage"
)

// A Draw is one way in which people differ: a factor with median 1 on some numbers.
type Draw struct {
	Name       string         `yaml:"name,required"`
	LogSD      input.Quantity `yaml:"log_sd,required"` // of the factor's logarithm
	Multiplies []target       `yaml:"multiplies,required"`
}

// A target is the numbers that a draw multiplies: one of path, unit and kill is given.
type target struct {
	Path  string  `yaml:"path"` // one of the species file
	Unit  string  `yaml:"unit"` // all of the species file in this unit
	Kill  string  `yaml:"kill"` // this key in all that agents kill by
	Power float64 `yaml:"power"`
}

// spreadFile is where the draws are.
const spreadFile = "population.yaml"

// Draws are all draws, in the order of the file.
func Draws() ([]Draw, error) {
	sources, err := lineage.Sources()
	if err != nil {
		return nil, err
	}
	return readDraws(assets.FS, sources)
}

// readDraws reads the file of draws.
func readDraws(from fs.FS, sources []string) ([]Draw, error) {
	var f struct {
		Draws []Draw `yaml:"draws,required"`
	}
	doc, err := input.DecodeFile(from, spreadFile, sources, &f)
	if err != nil {
		return nil, err
	}
	for _, d := range f.Draws {
		if v, err := d.LogSD.In(""); err != nil || !(v >= 0 && v <= 1) {
			return nil, doc.Errorf("draws."+d.Name+".log_sd", "got %g %s, want 0 to 1", d.LogSD.Value, d.LogSD.Unit)
		}
		for i, t := range d.Multiplies {
			if t.count() != 1 {
				return nil, doc.Errorf(fmt.Sprintf("draws.%s.multiplies.%d", d.Name, i), "want exactly one of path, unit and kill")
			}
		}
	}
	return f.Draws, nil
}

// count is the number of ways in which t says what it means.
func (t target) count() (n int) {
	for _, s := range []string{t.Path, t.Unit, t.Kill} {
		if s != "" {
			n++
		}
	}
	return n
}

// power is the power of the factor; 1 if none was given.
func (t target) power() float64 {
	if t.Power == 0 {
		return 1
	}
	return t.Power
}
