package lineage

import (
	"slices"
	"strconv"
	"sync"

	"marrow/assets"
	"marrow/sim/input"
)

// A Microbe is a germ with a name, which receptors can tell from others.
type Microbe struct {
	Name     string // yellow-fever
	Title    string
	Virus    bool     // lives in cells: T and NK cells kill those, neutrophils do not matter
	Antigen  uint32   // word of 32 bits that receptors and antibodies bind
	Vaccines []string // ways in which it is given as a vaccine: live, killed
	Doubling float64  // time in which it doubles unhindered [h]
	Call     float64  // neutrophils that it calls, times those that bacteria without a name do
	Shed     float64  // alarm that it raises, times theirs
	Antibody float64  // hazard of germs that antibodies cover [1/d]
	TCell    float64  // hazard by all the specific T cells that there can be [1/d]
	NK       float64  // hazard by the healthy number of NK cells [1/d]
}

// microbesFile is the table of microbes; the comments in it explain the keys.
const microbesFile = "microbes.yaml"

type microbeFile struct {
	Name     string         `yaml:"name,required"`
	Title    string         `yaml:"title,required"`
	Kind     string         `yaml:"kind,required"`
	Antigen  string         `yaml:"antigen,required"`
	Vaccines []string       `yaml:"vaccines"`
	Doubling input.Quantity `yaml:"doubling,required"`
	Call     input.Quantity `yaml:"call,required"`
	Shed     input.Quantity `yaml:"shed,required"`
	Antibody input.Quantity `yaml:"antibody,required"`
	TCell    input.Quantity `yaml:"t_cell,required"`
	NK       input.Quantity `yaml:"nk,required"`
}

// Microbes returns the names of the built-in microbes, in the order of their file, and of
// those only that are given as a vaccine.
func Microbes() (all, vaccines []string) {
	for _, m := range microbes() {
		all = append(all, m.Name)
		if len(m.Vaccines) > 0 {
			vaccines = append(vaccines, m.Name)
		}
	}
	return all, vaccines
}

// microbes are the built-in ones as they are written. They are read when somebody first asks.
var microbes = sync.OnceValue(func() []microbeFile {
	list, _, err := microbeFiles(nil)
	if err != nil {
		panic("lineage: the embedded microbes are gone: " + err.Error())
	}
	return list
})

// microbeFiles reads the table without a check of its numbers.
func microbeFiles(sources []string) ([]microbeFile, *input.Document, error) {
	var f struct {
		Microbes []microbeFile `yaml:"microbes,required"`
	}
	doc, err := input.DecodeFile(assets.FS, microbesFile, sources, &f)
	return f.Microbes, doc, err
}

// readMicrobes adds the microbes to the table of a body that has an immune system.
func (r *reader) readMicrobes(sources []string) error {
	if r.table.Immunity.Shape.Founders == 0 {
		return nil
	}
	list, doc, err := microbeFiles(sources)
	if err != nil {
		return err
	}
	of := reader{doc: doc, table: r.table}
	for i := range list {
		r.table.Microbes = append(r.table.Microbes, of.microbe(&list[i]))
	}
	return of.err
}

func (r *reader) microbe(f *microbeFile) Microbe {
	path := "microbes." + f.Name
	word, err := strconv.ParseUint(f.Antigen, 16, 32)
	if err != nil || len(f.Antigen) != 8 {
		r.bad(path+".antigen", "got %q, want eight hexadecimal digits", f.Antigen)
	}
	for _, v := range f.Vaccines {
		r.oneOf(path+".vaccines", v, "live", "killed")
	}
	number := func(name string, q input.Quantity, unit string) float64 {
		return r.number(path+"."+name, q, unit, notNegative)
	}
	return Microbe{
		Name: f.Name, Title: f.Title, Virus: r.oneOf(path+".kind", f.Kind, "bacteria", "virus") == 1, Antigen: uint32(word),
		Vaccines: slices.Clone(f.Vaccines), Doubling: r.number(path+".doubling", f.Doubling, "h", positive),
		Call: number("call", f.Call, ""), Shed: number("shed", f.Shed, ""), Antibody: number("antibody", f.Antibody, "1/d"),
		TCell: number("t_cell", f.TCell, "1/d"), NK: number("nk", f.NK, "1/d"),
	}
}
