package lineage

import (
	"fmt"

	"marrow/sim/input"
)

// Development is how a body grows from before its birth on. Weeks are gestational: they
// begin two weeks before conception, and birth is at 40. The zero Development is a body
// that is grown.
type Development struct {
	Start      float64 // week at which a run begins
	Volume     Course  // of the blood, until birth with that of the placenta [L]
	Saturation Course  // of arterial blood
	Content    Course  // hemoglobin of a red cell that is made [pg]
	Fetal      Switch  // share of fetal hemoglobin in what is made
}

// Grows says whether the body grows at all.
func (d *Development) Grows() bool { return len(d.Volume) > 0 }

// A Course is a value by time, the week or year of a life: linear between the moments that
// are given, and constant before the first and after the last; 0 if there are none.
type Course []Moment

// A Moment is a value at a time.
type Moment struct{ When, Value float64 }

// At is the value at a time.
func (c Course) At(when float64) float64 {
	for i, m := range c {
		switch {
		case when > m.When:
			continue
		case i == 0:
			return m.Value
		}
		before := c[i-1]
		return before.Value + float64((when-before.When)/(m.When-before.When)*(m.Value-before.Value))
	}
	if len(c) == 0 {
		return 0
	}
	return c[len(c)-1].Value
}

// A Switch falls from Most to Least around the week Middle, as a logistic curve whose scale
// is Steep weeks.
type Switch struct{ Most, Least, Middle, Steep float64 }

// An Organ is where blood can be made beside the marrow of adults: its niches are not
// always open. The cells in it are those of the marrow, by the same table.
type Organ struct {
	Name string
	// Niches is the room for stem and progenitor cells when all of it is open, times that of
	// the healthy body of the table.
	Niches float64
	// Opens is the open share of the niches by week; nil if Wakes says.
	Opens Course
	// Embryonic says that the red cells made here have embryonic hemoglobin.
	Embryonic bool
	// Wakes is what opens the niches of an adult; zero if Opens says.
	Wakes Waking
}

// Waking is what opens sleeping niches: CD34+ cells in the blood and erythropoietin far
// above health, for weeks.
type Waking struct {
	CD34  float64 // count above which niches begin to open [1/uL]
	EPO   float64 // level above which they do, times healthy
	Delay float64 // mean time in which they open and close [d]
	Spill float64 // hazard with which cells that marrow holds until they are ripe leave before [1/d]
}

type developmentFile struct {
	Start      input.Quantity `yaml:"start,required"`
	Volume     []momentFile   `yaml:"volume,required"`
	Saturation []momentFile   `yaml:"saturation,required"`
	Content    []momentFile   `yaml:"content,required"`
	Fetal      switchFile     `yaml:"fetal_hemoglobin,required"`
}

type momentFile struct {
	Week  input.Quantity `yaml:"week,required"`
	Value input.Quantity `yaml:"value,required"`
}

type switchFile struct {
	Most   input.Quantity `yaml:"most,required"`
	Least  input.Quantity `yaml:"least,required"`
	Middle input.Quantity `yaml:"middle,required"`
	Steep  input.Quantity `yaml:"steep,required"`
}

type organFile struct {
	Name      string         `yaml:"name,required"`
	Niches    input.Quantity `yaml:"niches,required"`
	Opens     []momentFile   `yaml:"opens"`
	Embryonic bool           `yaml:"embryonic"`
	Wakes     *wakesFile     `yaml:"wakes"`
}

type wakesFile struct {
	CD34  input.Quantity `yaml:"cd34,required"`
	EPO   input.Quantity `yaml:"epo,required"`
	Delay input.Quantity `yaml:"delay,required"`
	Spill input.Quantity `yaml:"spill,required"`
}

// readDevelopment reads how the body grows, and the organs that can make blood.
func (r *reader) readDevelopment() {
	if f := r.file.Development; f != nil {
		r.measured("development", "hb")
		week := func(key string, q input.Quantity) float64 {
			return r.number("development.fetal_hemoglobin."+key, q, "w", positive)
		}
		r.table.Development = Development{
			Start:      r.number("development.start", f.Start, "w", notNegative),
			Volume:     r.course("development.volume", f.Volume, "L", positive),
			Saturation: r.course("development.saturation", f.Saturation, "", share),
			Content:    r.course("development.content", f.Content, "pg", positive),
			Fetal: Switch{
				Most:   r.number("development.fetal_hemoglobin.most", f.Fetal.Most, "", anyShare),
				Least:  r.number("development.fetal_hemoglobin.least", f.Fetal.Least, "", anyShare),
				Middle: week("middle", f.Fetal.Middle), Steep: week("steep", f.Fetal.Steep),
			},
		}
	}
	names := map[string]int{}
	for i := range r.file.Organs {
		f := &r.file.Organs[i]
		r.unique("organs", f.Name, names)
		r.table.Organs = append(r.table.Organs, r.organ("organs."+f.Name, f))
	}
}

// course reads values by rising weeks.
func (r *reader) course(path string, f []momentFile, unit string, l limit) (c Course) {
	if len(f) == 0 {
		r.bad(path, "got no week, want at least one")
	}
	for i := range f {
		at := fmt.Sprintf("%s.%d", path, i)
		c = r.then(c, at+".week", Moment{r.number(at+".week", f[i].Week, "w", notNegative), r.number(at+".value", f[i].Value, unit, l)})
	}
	return c
}

// then appends a moment to a course; it must be later than those before. Path is that of its time.
func (r *reader) then(c Course, path string, m Moment) Course {
	if n := len(c); n > 0 && m.When <= c[n-1].When {
		r.bad(path, "got %v, want times that rise", m.When)
	}
	return append(c, m)
}

func (r *reader) organ(path string, f *organFile) Organ {
	o := Organ{Name: f.Name, Niches: r.number(path+".niches", f.Niches, "", positive), Embryonic: f.Embryonic}
	switch {
	case f.Wakes != nil && f.Opens != nil:
		r.bad(path+".opens", "wakes is given too, want one of them")
	case f.Wakes != nil:
		o.Wakes = Waking{
			CD34:  r.number(path+".wakes.cd34", f.Wakes.CD34, "1/uL", positive),
			EPO:   r.number(path+".wakes.epo", f.Wakes.EPO, "", positive),
			Delay: r.number(path+".wakes.delay", f.Wakes.Delay, "d", positive),
			Spill: r.number(path+".wakes.spill", f.Wakes.Spill, "1/d", notNegative),
		}
	default:
		o.Opens = r.course(path+".opens", f.Opens, "", anyShare)
	}
	return o
}
